"""What an own form is filled with (結んだ欄・タグ), what is wrong with it, how it is filled. Reads only."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tasuki.codes.sheet_definitions import newest
from tasuki.shared import clock, limited
from tasuki.shared.decisions import Refused
from tasuki.shared.limited_tags import TAG, address, area_of

from .kinds import Filled, Kind, Place, group_label, places_of, tag_of
from .models import OwnForm
from .sheets import SHEETS

MANY = 60  # so many lines of a table are looked for below its first cell


def plain(words: str) -> str:
    """A label as it is compared: width, spaces, marks and brackets do not count."""
    flat = unicodedata.normalize("NFKC", words).lower()
    return re.sub(r"[\s・.。、:：()（）「」\-_/／※＊*]", "", flat)


@dataclass(frozen=True)
class Tie:
    """One place of the form and what stands there: a cell, or a tag in a text."""

    where: str
    place: Place
    sheet: str = ""
    at: str = ""
    fits: int = 0
    tag: str = ""


@dataclass
class Check:
    """What is wrong, what is to be known, what is not placed (タグの確かめ)."""

    wrong: list[str] = field(default_factory=list)
    heed: list[str] = field(default_factory=list)
    missing: list[Place] = field(default_factory=list)


class Form:
    """An own form with the definition of its sheet."""

    def __init__(self, form: OwnForm) -> None:
        self.form = form
        self.kind: Kind = SHEETS[form.sheet]
        self.places = places_of(self.kind, newest(form.sheet, clock.today()))
        self.by_key = {one.key: one for one in self.places}

    @cached_property
    def names(self) -> dict[str, Place]:
        """Every way to write a tag, compared without marks; a key is a name too."""
        found: dict[str, Place] = {}
        for one in self.places:
            named = [tag_of(self.kind, one), f"{self.kind.key}.{one.key}"]
            named += [f"{self.kind.name}.{one.also}"] if one.also else []
            if one.group:
                named.append(f"{group_label(self.kind, one.group)}.{one.label}")
            for name in named:
                found.setdefault(plain(name), one)
        return found

    def tags_in(self, text: str) -> list[tuple[str, Place | None]]:
        """Tags of a text with what they mean; None for unknown ones."""
        return [(one[1], self.names.get(plain(one[1]))) for one in TAG.finditer(text)]

    @cached_property
    def ties(self) -> list[Tie]:
        """Everything that is filled: cells tied on the screen, tags in cells, tags of Word."""
        if self.form.kind == "docx":
            return [Tie(one["around"], place, tag=one["tag"]) for one in self.form.grid["tags"]
                    if (place := self.names.get(plain(one["tag"])))]  # fmt: skip
        tied = {(one["sheet"], one["at"]): one["field"] for one in self.form.places}
        found = []
        for sheet, cell in self.form.cells():
            where, key = f"{sheet['name']} {cell['at']}", tied.get((sheet["path"], cell["at"]))
            if key in self.by_key:
                found.append(Tie(where, self.by_key[key], sheet["path"], cell["at"], cell["fits"]))
            found += [Tie(where, place, sheet["path"], cell["at"], cell["fits"], tag)
                      for tag, place in self.tags_in(cell["text"]) if place and key is None]  # fmt: skip
        return found

    def unknown(self) -> list[tuple[str, str]]:
        """(tag, where) of tags that mean nothing."""
        if self.form.kind == "docx":
            return [
                (one["tag"], one["around"]) for one in self.form.grid["tags"] if not self.names.get(plain(one["tag"]))
            ]
        return [(tag, f"{sheet['name']} {cell['at']}") for sheet, cell in self.form.cells()
                for tag, place in self.tags_in(cell["text"]) if place is None]  # fmt: skip

    def check(self) -> Check:
        """Before it is put in force."""
        found = Check()
        found.wrong += [f"「{{{{{tag}}}}}」は、この様式にない項目です（{where}）。" for tag, where in self.unknown()]
        found.wrong += [
            f"プログラムの命令（{text}）は使えません。消してください。" for text in self.form.grid.get("code", [])
        ]
        if not self.ties:
            found.wrong.append("まだ一つも結ばれていません。升目を選んで項目を結ぶか、ファイルにタグを書いてください。")
        found.heed += [
            f"図形の中のタグ（{text}）には書きこめません。セルに移してください。"
            for text in self.form.grid.get("shapes", [])
        ]
        found.heed += self._heed()
        placed = {tie.place.key for tie in self.ties}
        found.missing = [one for one in self.places if one.key not in placed]
        return found

    def _heed(self) -> list[str]:
        told = [f"シート「{sheet['name']}」は保護されています。書きこみはできますが、Excelで開いたあとに直すときは保護を解いてください。"
                for sheet in self.form.grid.get("sheets", []) if sheet["guarded"]]  # fmt: skip
        for tie in self.ties:
            if tie.place.repeats and not tie.tag and self.form.kind == "xlsx":
                told.append(
                    f"{tie.where}：「{tie.place.label}」は下へ{len(self.lines_below(tie))}行まで入ります。多いときは「ほか」と書かれます。"
                )
            elif (
                tie.fits
                and tie.place.kind in ("long", "choices", "text", "persons", "agencies")
                and tie.fits < least(tie.place)
            ):
                told.append(f"{tie.where}：「{tie.place.label}」は約{tie.fits}字まで見えます。長い文は印刷で切れるので、欄を広げるか「折り返して全体を表示する」にしてください。")  # fmt: skip
        return told

    def lines_below(self, tie: Tie) -> list[str]:
        """The cells that a table fills, from its first one down: alike and empty."""
        sheet = next(one for one in self.form.grid["sheets"] if one["path"] == tie.sheet)
        cells = {cell["at"]: cell for cell in sheet["cells"]}
        first = cells[tie.at]
        row = area_of(tie.at)[0]
        letters, found = tie.at.rstrip("0123456789"), [tie.at]
        while len(found) < MANY:
            row += first["down"]
            below = cells.get(f"{letters}{row}")
            alike = below and not below["text"] and not below["formula"] and (below["down"], below["across"]) == (first["down"], first["across"])  # fmt: skip
            if not alike or below["look"] != first["look"]:
                return found
            found.append(below["at"])
        return found


def least(place: Place) -> int:
    """So many letters should be seen at least."""
    return {"long": 60, "choices": 30, "persons": 20, "agencies": 20}.get(place.kind, 6)


def proposals(form: OwnForm) -> list[dict[str, str]]:
    """Cells beside or below a label of the sheet, empty and not yet tied (ラベルから結ぶ)."""
    one = Form(form)
    labels: dict[str, Place] = {}
    for place in one.places:
        for name in filter(None, (place.label, place.also, place.label.split("（")[0])):
            labels.setdefault(plain(name), place)
    taken = {(each["sheet"], each["at"]) for each in form.places} | {(tie.sheet, tie.at) for tie in one.ties}
    used, found = {tie.place.key for tie in one.ties}, []
    for sheet in form.grid.get("sheets", []):
        cells = {cell["at"]: cell for cell in sheet["cells"]}
        for cell in sheet["cells"]:
            named = labels.get(plain(cell["text"])) if cell["text"] else None
            spot = _beside(cell, cells, down=named.repeats) if named and named.key not in used else None
            if named and spot and (sheet["path"], spot) not in taken:
                found.append({"sheet": sheet["path"], "at": spot, "field": named.key})
                used.add(named.key)
                taken.add((sheet["path"], spot))
    return found


def _beside(cell: dict[str, Any], cells: dict[str, Any], *, down: bool) -> str | None:
    """The empty cell to the right of a label, or below it; a table's heading has its cells below and none beside it."""
    row, column = area_of(cell["at"])[:2]
    right, below = address(row, column + cell["across"]), address(row + cell["down"], column)
    empty = [spot for spot in (right, below) if _empty(cells.get(spot))]
    if down:
        return below if empty == [below] else None
    return empty[0] if empty else None


def label_beside(form: OwnForm, path: str, at: str) -> str:
    """What is written to the left of an empty cell, or else above it; nothing when the cell is not empty."""
    sheet = next((one for one in form.grid.get("sheets", []) if one["path"] == path), None)
    cells = {cell["at"]: cell for cell in sheet["cells"]} if sheet else {}
    if not _empty(cells.get(at)):
        return ""
    row, column = area_of(at)[:2]
    around = [address(row, n) for n in range(column - 1, 0, -1)] + [address(n, column) for n in range(row - 1, 0, -1)]
    return next((plain(cells[spot]["text"]) for spot in around if spot in cells and cells[spot]["text"]), "")


def _empty(cell: dict[str, Any] | None) -> bool:
    return bool(cell and not cell["text"] and not cell["formula"])


def filled(form: OwnForm, sheet: Filled) -> bytes:
    """The form filled with a sheet, by the limited process; nothing of its formats is touched."""
    one = Form(form)
    asked = _word(one, sheet) if form.kind == "docx" else {"cells": _cells(one, sheet)}
    _, content = limited.run("fill_form", bytes(form.content), kind=form.kind, asked=asked)
    if not content:
        raise Refused(limited.TOO_HEAVY)
    return content


def _cells(one: Form, sheet: Filled) -> dict[str, dict[str, Any]]:
    """What goes into which cell."""
    told: dict[str, dict[str, Any]] = {}
    texts = {(each["path"], cell["at"]): cell["text"] for each, cell in one.form.cells()}
    for tie in one.ties:
        cells = told.setdefault(tie.sheet, {})
        if tie.place.repeats:
            cells |= _down(one, tie, sheet)
        elif tie.tag:
            before = cells.get(tie.at, texts[tie.sheet, tie.at])
            cells[tie.at] = TAG.sub(lambda hit, tie=tie: sheet.values.get(tie.place.key, "") if hit[1] == tie.tag else hit[0], before)  # type: ignore[misc]  # fmt: skip
        else:
            cells[tie.at] = _value(tie.place, sheet.values.get(tie.place.key, ""))
    return told


def _value(place: Place, text: str) -> Any:
    """A bare number as a number, so that the form may reckon with it."""
    return int(text) if place.kind in ("number", "money") and text.isdecimal() and len(text) < 12 else text


def _down(one: Form, tie: Tie, sheet: Filled) -> dict[str, Any]:
    """One line below the other; what finds no room is told in the last."""
    key = tie.place.key.partition(".")[2]
    lines = [row.get(key, "") for row in sheet.rows.get(tie.place.group, [])]
    spots = one.lines_below(tie)
    if len(lines) > len(spots):
        more = len(lines) - len(spots) + 1
        lines = [*lines[: len(spots) - 1], f"ほか{more}件（画面で確かめてください）"]
    return dict(zip(spots, [*lines, *[""] * (len(spots) - len(lines))], strict=True))


def _word(one: Form, sheet: Filled) -> dict[str, Any]:
    """Words by tag, and the lines of each table."""
    tags = {tie.tag: sheet.values.get(tie.place.key, "") for tie in one.ties if not tie.place.repeats}
    groups = []
    for group in dict.fromkeys(tie.place.group for tie in one.ties if tie.place.repeats):
        mine = [tie for tie in one.ties if tie.place.group == group]
        lines = [{tie.tag: row.get(tie.place.key.partition(".")[2], "") for tie in mine}
                 for row in sheet.rows.get(group) or [{}]]  # fmt: skip
        groups.append({"tags": [tie.tag for tie in mine], "lines": lines})
    return {"tags": tags, "rows": groups}


def example(form: OwnForm) -> Filled:
    """A made-up sheet in which every field stands, to try a form out (ためしに書きこむ)."""
    one = Form(form)
    values = {place.key: _example(place) for place in one.places if not place.repeats}
    groups = dict.fromkeys(place.group for place in one.places if place.repeats)
    rows = {group: [{place.key.partition(".")[2]: f"{_example(place)}{n}" for place in one.places if place.group == group}
                    for n in (1, 2)] for group in groups}  # fmt: skip
    return Filled(f"{one.kind.name}（見本）", "見本", values, rows)


def _example(place: Place) -> str:
    if place.kind == "long":
        return f"【見本】{place.label}。" + "このように長い文も入ります。はみ出さないか確かめてください。" * 3
    return {"date": "令和8年4月1日（水）", "moment": "令和8年4月1日（水） 10:00", "number": "12", "money": "12,000円",
            "yesno": "はい", "tick": "☑"}.get(place.kind, f"見本の{place.label}")  # fmt: skip


def tags_of(form: OwnForm) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Every tag by section, to be copied into a file."""
    one = Form(form)
    sections: dict[str, list[tuple[str, str]]] = {}
    for place in one.places:
        sections.setdefault(place.section, []).append((place.label, f"{{{{{tag_of(one.kind, place)}}}}}"))
    return sections.items()
