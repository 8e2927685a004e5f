"""A table of places as lines (取り込みの行): what each row means, what it would do, what is wrong in which cell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tasuki.community.boundaries_models import AreaOutline
from tasuki.community.maps_geometry import inside
from tasuki.community.models import Place
from tasuki.community.opening import parse
from tasuki.tenancy.models import Area

from .brought import Row, rows_below
from .columns import NUMBER, OPENING_PARTS, OWN, Column, columns, flat, headings, own_number
from .models import PlaceNumber

NO_HEADINGS = "「名称」の見出しのある行が見つかりません。ひな形か、公共施設一覧の見出しを使ってください。"


class Line(Row):
    """A row about a place."""

    @property
    def known_as(self) -> str:
        """The number that the row gives."""
        return self.said.get("number", "")


def rows_said(rows: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """The rows below the headings as texts; those of open data are understood too."""
    return rows_below(rows, headings(), NO_HEADINGS)


def told_headings() -> dict[str, str]:
    """Field → heading, as a table of places is told again."""
    return {"number": NUMBER} | {column.field: column.heading for column in columns()} | OPENING_PARTS


class Reader:
    """Everything the lines are compared with, read once."""

    def __init__(self) -> None:
        self.by_number: dict[str, Place] = {}
        self.by_name: dict[str, list[Place]] = {}
        self.columns = {column.field: column for column in columns()}
        for place in Place.objects.select_related("area"):
            self.by_number[flat(own_number(place))] = place
            self.by_name.setdefault(flat(place.name), []).append(place)
        for kept in PlaceNumber.objects.select_related("place__area"):
            self.by_number[flat(kept.number)] = kept.place
        self.outlines = list(AreaOutline.objects.select_related("area"))
        self.areas = {flat(word): one for one in Area.objects.all() for word in (one.name, one.key)}

    def lines(self, said: Iterable[dict[str, str]]) -> list[Line]:
        """All lines with what they will do; those with errors do nothing."""
        lines = [self._line(one) for one in said]
        twice = Counter(_same_place(line) for line in lines)
        for line in lines:
            if twice[_same_place(line)] > 1:
                line.errors.setdefault("name", "同じ場所の行が、この表に二つあります。")
        return lines

    def _line(self, said: dict[str, str]) -> Line:
        line = Line(int(said["row"]), said)
        for name, text in {**said, "opening": _opening(said)}.items():
            if name in self.columns and text:
                self._cell(line, self.columns[name], text)
        if not said.get("name"):
            line.errors["name"] = "名称がありません。"
        self._one_place(line)
        if not line.errors:
            self._decide(line)
        return line

    def _cell(self, line: Line, column: Column, text: str) -> None:
        try:
            if column.field == "area":
                line.facts["area"] = self._area(text)
            else:
                line.facts[column.field] = column.read(text)
        except ValueError as wrong:
            line.errors[column.field] = str(wrong)

    def _area(self, text: str) -> Area:
        if flat(text) not in self.areas:
            raise ValueError(f"圏域「{text}」が登録されていません。")
        return self.areas[flat(text)]

    def _one_place(self, line: Line) -> None:
        """The place that the row is about: by its number, else by name and address."""
        number = flat(line.known_as)
        if number in self.by_number:
            line.thing = self.by_number[number]
        elif OWN.fullmatch(number):
            line.errors["number"] = f"番号 {line.known_as} の場所がありません。新しい場所なら、番号を空けてください。"
        else:
            same = self._of_name(flat(line.said.get("name", "")), flat(line.said.get("where", "")))
            if len(same) > 1:
                line.errors["name"] = "同じ名称と場所の登録が二つ以上あります。番号を書いてください。"
            line.thing = same[0] if len(same) == 1 else None

    def _of_name(self, name: str, where: str) -> list[Place]:
        """Places of that name and address; where only one of the two sides tells an address, the name alone."""
        named = self.by_name.get(name, [])
        return [place for place in named if not where or flat(place.where) in ("", where)]

    def _decide(self, line: Line) -> None:
        if ("latitude" in line.facts) != ("longitude" in line.facts):
            line.errors["latitude"] = "緯度と経度は、両方を書いてください。"
            return
        if line.thing is None and "area" not in line.facts and "latitude" in line.facts:
            line.facts |= self._area_around(float(line.facts["longitude"]), float(line.facts["latitude"]))
        line.decide()

    def _area_around(self, longitude: float, latitude: float) -> dict[str, Area]:
        """The area in whose outline a point lies."""
        return next(({"area": one.area} for one in self.outlines if inside(longitude, latitude, one.polygons)), {})


def _same_place(line: Line) -> Any:
    if line.thing is not None:
        return line.thing.pk
    return flat(line.known_as) or (flat(line.said.get("name", "")), flat(line.said.get("where", "")))


def _opening(said: dict[str, str]) -> str:
    """The opening days in our words; open data has days, hours and a remark in columns of their own."""
    if said.get("opening"):
        return said["opening"]
    days, note = said.get("opening_days", ""), said.get("opening_note", "")
    start, end = _hour(said.get("opening_from", "")), _hour(said.get("opening_to", ""))
    if (not days and not start) or any(rule.days.named for rule in parse(note).rules):
        return note  # the remark alone, or a remark that tells it all
    named = "毎週" + "・".join(day for day in days if day in "月火水木金土日") if days else ""
    text = " ".join(part for part in (named, f"{start}〜{end}" if start else "") if part)
    return "、".join(part for part in (text, note) if part)


def _hour(text: str) -> str:
    """10:00 of 10:00:00."""
    parts = text.split(":")
    return ":".join(parts[:2]) if len(parts) > 2 else text
