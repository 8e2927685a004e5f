"""What an own form is filled with (結んだ欄・タグ), what is wrong with it, how it is filled. Reads only."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from tasuki.codes.sheet_definitions import newest
from tasuki.shared import clock, limited
from tasuki.shared.decisions import Refused
from tasuki.shared.limited_tags import TAG, address, area_of

from .kinds import Filled, Kind, Place, group_label, places_of, tag_of
from .models import OwnForm
from .sheets import SHEETS
from .ticks import has_box, labels, meant, plain
from .ties import Check, Tie, alike, least, option_of

MANY = 60  # so many lines of a table are looked for below its first cell


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
        return [(one[1], self.named(one[1])) for one in TAG.finditer(text)]

    def named(self, tag: str) -> Place | None:
        """What a tag means; 「項目＝選択肢」 is the item too."""
        return self.names.get(plain(tag)) or self.names.get(plain(option_of(tag)[0]))

    @cached_property
    def ties(self) -> list[Tie]:
        """Everything that is filled: cells tied on the screen, tags in cells, tags of Word."""
        if self.form.kind == "docx":
            return [Tie(one["around"], place, tag=one["tag"], option=option_of(one["tag"])[1]) for one in self.form.grid["tags"]
                    if (place := self.named(one["tag"]))]  # fmt: skip
        tied = {(one["sheet"], one["at"]): one for one in self.form.places}
        found = []
        for sheet, cell in self.form.cells():
            kept = tied.get((sheet["path"], cell["at"]), {})
            where, key = f"{sheet['name']} {cell['at']}", kept.get("field")
            if key in self.by_key:
                found.append(Tie(where, self.by_key[key], sheet["path"], cell["at"], cell["fits"], text=cell["text"],
                                 means=kept.get("means", {})))  # fmt: skip
            found += [Tie(where, place, sheet["path"], cell["at"], cell["fits"], tag, cell["text"], option_of(tag)[1])
                      for tag, place in self.tags_in(cell["text"]) if place and key is None]  # fmt: skip
        return found

    def unknown(self) -> list[tuple[str, str]]:
        """(tag, where) of tags that mean nothing; a control of Word may be there for the town's own use."""
        if self.form.kind == "docx":
            written = [one for one in self.form.grid["tags"] if "control" not in one]
            return [(one["tag"], one["around"]) for one in written if not self.named(one["tag"])]
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
            told += self._about_choices(tie)
            if tie.place.repeats and not tie.tag and self.form.kind == "xlsx":
                told.append(
                    f"{tie.where}：「{tie.place.label}」は下へ{len(self.lines_below(tie))}行まで入ります。多いときは「ほか」と書かれます。"
                )
            elif (
                tie.fits
                and not tie.ticks
                and tie.place.kind in ("long", "choices", "text", "persons", "agencies")
                and tie.fits < least(tie.place)
            ):
                told.append(f"{tie.where}：「{tie.place.label}」は約{tie.fits}字まで見えます。長い文は印刷で切れるので、欄を広げるか「折り返して全体を表示する」にしてください。")  # fmt: skip
        return told

    def _about_choices(self, tie: Tie) -> Iterable[str]:
        """Boxes and lists of the form that do not fit the choices of the field."""
        if tie.ticks and tie.place.options:
            found = [tie.option] if tie.option else labels(tie.text, self.beside(tie), tie.means)
            strange = [
                word for word in found if not meant([word], tie.place.options)[0] and not word.startswith("その他")
            ]
            if strange:
                yield f"{tie.where}：□の「{'・'.join(strange)}」は「{tie.place.label}」の選択肢にないため、印が付きません。"
        if (
            (words := self.listed(tie))
            and tie.place.options
            and not {plain(one) for one in words} >= {plain(one) for one in tie.place.options}
        ):
            yield f"{tie.where}：「{tie.place.label}」のことばのうち、この欄のリスト（{'・'.join(words[:6])}）にないものは、そのままの文字で入ります。"

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every cell by its sheet and address."""
        return {(sheet["path"], cell["at"]): cell for sheet, cell in self.form.cells()}

    def beside(self, tie: Tie) -> str:
        """The words of the cell to the right of a box, or else to the left."""
        row, column = area_of(tie.at)[:2]
        right = self.cells.get((tie.sheet, address(row, column + self.cells[tie.sheet, tie.at]["across"])))
        if right and right["text"] and not has_box(right["text"]):
            return str(right["text"])
        left = [self.cells.get((tie.sheet, address(row, n))) for n in range(column - 1, 0, -1)]
        return next((one["text"] for one in left if one and one["text"] and not has_box(one["text"])), "")

    def listed(self, tie: Tie) -> list[str]:
        """The choices that the form itself allows in a cell (入力規則), if it has a list of them."""
        sheet = next((one for one in self.form.grid.get("sheets", []) if one["path"] == tie.sheet), {})
        row, column = area_of(tie.at)[:2]
        for area, words in sheet.get("lists", {}).items():
            top, left, low, right = area_of(area)
            if top <= row <= low and left <= column <= right:
                return list(words)
        return []

    @cached_property
    def blocks(self) -> dict[tuple[str, str], int]:
        """(sheet, table) → so many lines of the form one line of the table takes: name and reading one above the other."""
        rows: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for tie in self.ties:
            if tie.place.repeats and tie.at:
                top = area_of(tie.at)[0]
                rows.setdefault((tie.sheet, tie.place.group), []).append(
                    (top, top + self.cells[tie.sheet, tie.at]["down"])
                )
        return {key: max(low for _, low in found) - min(top for top, _ in found) for key, found in rows.items()}

    def lines_below(self, tie: Tie) -> list[str]:
        """The cells that a table fills, from its first one down: as wide and high, empty or with the same boxes."""
        first, found = self.cells[tie.sheet, tie.at], [tie.at]
        step, row = self.blocks.get((tie.sheet, tie.place.group), first["down"]), area_of(tie.at)[0]
        letters = tie.at.rstrip("0123456789")
        taken = {one.at for one in self.ties if one.sheet == tie.sheet and one.at != tie.at}
        while len(found) < MANY:
            row += step
            below = self.cells.get((tie.sheet, f"{letters}{row}"))
            if below is None or below["at"] in taken or not alike(first, below, self._left_of(tie, row)):
                return found
            found.append(below["at"])
        return found

    def _left_of(self, tie: Tie, row: int) -> str:
        """What stands in the first column of the form beside a line: the heading of the next part ends the table."""
        found = self.cells.get((tie.sheet, f"A{row}"))
        return str(found["text"]) if found and not tie.at.startswith("A") else ""


def proposals(form: OwnForm) -> list[dict[str, str]]:
    """Cells beside or below a label of the sheet, empty and not yet tied (ラベルから結ぶ)."""
    one = Form(form)
    names: dict[str, Place] = {}
    for place in one.places:
        for name in filter(None, (place.label, place.also, place.label.split("（")[0])):
            names.setdefault(plain(name), place)
    taken = {(each["sheet"], each["at"]) for each in form.places} | {(tie.sheet, tie.at) for tie in one.ties}
    used, found = {tie.place.key for tie in one.ties}, []
    for sheet in form.grid.get("sheets", []):
        cells = {cell["at"]: cell for cell in sheet["cells"]}
        for cell in sheet["cells"]:
            named = names.get(plain(cell["text"])) if cell["text"] else None
            spot = _beside(cell, cells, down=named.repeats) if named and named.key not in used else None
            if named and spot and (sheet["path"], spot) not in taken:
                spots = [spot, *_further_boxes(spot, cells)]
                found += [{"sheet": sheet["path"], "at": each, "field": named.key} for each in spots]
                used.add(named.key)
                taken |= {(sheet["path"], each) for each in spots}
    return found


def _further_boxes(at: str, cells: dict[str, Any]) -> Iterable[str]:
    """The boxes of one question in cells of their own, on the same line: □至急 ｜ □早め ｜ □通常."""
    while has_box(cells[at]["text"]):
        row, column = area_of(at)[:2]
        at = address(row, column + cells[at]["across"])
        words = cells.get(at)
        if words and words["text"] and not has_box(words["text"]):  # □ and its words in cells of their own
            at = address(row, column + 1 + words["across"])
        if at not in cells or not has_box(cells[at]["text"]):
            return
        yield at


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
    return bool(cell and (not cell["text"] or has_box(cell["text"])) and not cell["formula"])


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
    for tie in one.ties:
        cells = told.setdefault(tie.sheet, {})
        if tie.place.repeats:
            cells |= _down(one, tie, sheet, cells)
        else:
            value = sheet.values.get(tie.place.key, "")
            cells[tie.at] = _put(one, tie, cells.get(tie.at, tie.text), value)
    return told


def _put(one: Form, tie: Tie, before: str, value: str) -> Any:
    """The words of a cell with a value in them: in place of a tag, as ticks, or over everything."""
    if tie.tag:
        said = tie.value(value) if tie.option else value
        return TAG.sub(lambda hit: str(said) if hit[1] == tie.tag else hit[0], before)
    if tie.ticks:
        boxes = [other for other in one.ties if other.ticks and other.place == tie.place]
        words = [
            word for other in boxes if other.at != tie.at for word in labels(other.text, one.beside(other), other.means)
        ]
        return replace(tie, text=before).value(value, one.beside(tie), words, tells=tie.at == boxes[-1].at)
    listed = one.listed(tie)
    return next((word for word in listed if plain(word) == plain(value)), None) or _value(tie.place, value)


def _value(place: Place, text: str) -> Any:
    """A bare number as a number, so that the form may reckon with it."""
    return int(text) if place.kind in ("number", "money") and text.isdecimal() and len(text) < 12 else text


def _down(one: Form, tie: Tie, sheet: Filled, cells: dict[str, Any]) -> dict[str, Any]:
    """One line below the other; what finds no room is told in the last."""
    key = tie.place.key.partition(".")[2]
    lines = [row.get(key, "") for row in sheet.rows.get(tie.place.group, [])]
    spots = one.lines_below(tie)
    left = len(lines) - len(spots)
    told = {}
    for n, spot in enumerate(spots):
        if left > 0 and spot is spots[-1]:
            told[spot] = tie.text if tie.ticks and not tie.tag else f"ほか{left + 1}件（画面で確かめてください）"
        elif n < len(lines):
            told[spot] = _put(one, tie, cells.get(spot, tie.text), lines[n])
        elif not tie.ticks or tie.tag:
            told[spot] = _put(one, tie, cells.get(spot, tie.text), "") if not n else ""
    return told


def _word(one: Form, sheet: Filled) -> dict[str, Any]:
    """Words by tag, and the lines of each table."""
    tags = {tie.tag: tie.value(sheet.values.get(tie.place.key, "")) for tie in one.ties if not tie.place.repeats}
    groups = []
    for group in dict.fromkeys(tie.place.group for tie in one.ties if tie.place.repeats):
        mine = [tie for tie in one.ties if tie.place.group == group]
        lines = [{tie.tag: tie.value(row.get(tie.place.key.partition(".")[2], "")) for tie in mine}
                 for row in sheet.rows.get(group) or [{}]]  # fmt: skip
        groups.append({"tags": [tie.tag for tie in mine], "lines": lines})
    return {"tags": tags, "rows": groups}


def example(form: OwnForm) -> Filled:
    """A made-up sheet in which every field stands, to try a form out (ためしに書きこむ)."""
    one = Form(form)
    values = {place.key: _example(place) for place in one.places if not place.repeats}
    groups = dict.fromkeys(place.group for place in one.places if place.repeats)
    rows = {group: [{place.key.partition(".")[2]: _example(place) if place.options else f"{_example(place)}{n}" for place in one.places if place.group == group}
                    for n in (1, 2)] for group in groups}  # fmt: skip
    return Filled(f"{one.kind.name}（見本）", "見本", values, rows)


def _example(place: Place) -> str:
    if place.kind == "long":
        return f"【見本】{place.label}。" + "このように長い文も入ります。はみ出さないか確かめてください。" * 3
    if place.options:
        return place.options[0]
    return {"date": "令和8年4月1日（水）", "moment": "令和8年4月1日（水） 10:00", "number": "12", "money": "12,000円",
            "yesno": "はい", "tick": "☑"}.get(place.kind, f"見本の{place.label}")  # fmt: skip


def tags_of(form: OwnForm) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Every tag by section, to be copied into a file."""
    one = Form(form)
    sections: dict[str, list[tuple[str, str]]] = {}
    for place in one.places:
        sections.setdefault(place.section, []).append((place.label, f"{{{{{tag_of(one.kind, place)}}}}}"))
    return sections.items()
