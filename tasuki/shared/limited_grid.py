"""The grid of an Excel form (様式の升目) as the limited process reads it: words, merged cells, how much fits."""

from typing import Any

from lxml import etree

from .limited_tags import address, area_of, column_of

# Nothing outside is fetched, nothing unfolds itself, nothing is huge.
PLAIN = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False)
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 8, 200, 80, 4000
LETTERS = 4000  # of one cell; what is longer is never written back
WIDTH, HEIGHT, SIZE = 8.43, 18.75, 11.0  # as Excel takes them when the file says nothing


def text_of(thing: Any) -> str:
    """All words inside, readings (ルビ) left out."""
    if thing is None:
        return ""
    return "".join(
        one.text or "" for one in thing.iter(f"{NS}t", f"{NS}v", "{*}instrText")
        if not any(up.tag == f"{NS}rPh" for up in one.iterancestors())
    )  # fmt: skip


class Book:
    """A workbook as far as a form needs it."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        book = etree.fromstring(parts["xl/workbook.xml"], PLAIN)
        links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"], PLAIN)
        paths = {one.get("Id"): "xl/" + str(one.get("Target", "")).removeprefix("/xl/").lstrip("/") for one in links}
        named = [(one.get("name", ""), paths.get(one.get(f"{R}id"), ""), one.get("state", "visible"))
                 for one in book.iter(f"{NS}sheet")]  # fmt: skip
        self.sheets = [one for one in named if one[1] in parts and one[2] == "visible"][:MOST_SHEETS]
        strings = parts.get("xl/sharedStrings.xml")
        self.words = [text_of(one) for one in etree.fromstring(strings, PLAIN)] if strings else []
        self.looks = self._looks(parts.get("xl/styles.xml"))

    def _looks(self, part: bytes | None) -> list[tuple[bool, float, bool]]:
        """Of each format: whether the words go on in a second line, their size, whether a line is drawn around."""
        if part is None:
            return []
        root = etree.fromstring(part, PLAIN)
        sizes = [float(one.find(f"{NS}sz").get("val", SIZE)) if one.find(f"{NS}sz") is not None else SIZE
                 for one in root.findall(f"{NS}fonts/{NS}font")]  # fmt: skip
        lines = [
            any(side.get("style", "none") != "none" for side in one) for one in root.findall(f"{NS}borders/{NS}border")
        ]
        found = []
        for one in root.findall(f"{NS}cellXfs/{NS}xf"):
            lined, font, border = one.find(f"{NS}alignment"), int(one.get("fontId", "0")), int(one.get("borderId", "0"))
            wraps = lined is not None and lined.get("wrapText") in ("1", "true")
            found.append((wraps, sizes[font] if font < len(sizes) else SIZE, border < len(lines) and lines[border]))
        return found

    def told(self, sheet: tuple[str, str, str]) -> dict[str, Any]:
        """One sheet: its cells in rows with their words, how they are merged, and how many letters fit."""
        root = etree.fromstring(self.parts[sheet[1]], PLAIN)
        merged = [area_of(one.get("ref", "")) for one in root.iter(f"{NS}mergeCell")]
        rows = {int(one.get("r", "0")): one for one in root.iter(f"{NS}row")}
        sized = _Sizes(root, rows)
        found = {
            (area_of(one.get("r", "A1"))[0], column_of(one.get("r", ""))): one for row in rows.values() for one in row
        }
        covered = {(line, column) for top, left, low, right in merged for line in range(top, min(low, MOST_ROWS) + 1)
                   for column in range(left, min(right, MOST_COLUMNS) + 1)}  # fmt: skip
        last_row = min(max((line for line, _ in [*found, *covered]), default=1), MOST_ROWS)
        last = min(max((column for _, column in [*found, *covered]), default=1), MOST_COLUMNS)
        spans = {(top, left): (low, right) for top, left, low, right in merged}
        cells = []
        for line in range(1, last_row + 1):
            for column in range(1, last + 1):
                if (line, column) in covered and (line, column) not in spans:
                    continue
                low, right = spans.get((line, column), (line, column))
                cells.append(self._told(found.get((line, column)), line, column, low, right, sized))
                if len(cells) > MOST_CELLS:
                    return self._whole(sheet, cells[:MOST_CELLS], line, last, root)
        return self._whole(sheet, cells, last_row, last, root)

    def _whole(self, sheet: tuple[str, str, str], cells: list[dict[str, Any]], rows: int, columns: int,
               root: Any) -> dict[str, Any]:  # fmt: skip
        guarded = root.find(f"{NS}sheetProtection") is not None
        return {
            "name": sheet[0],
            "path": sheet[1],
            "rows": rows,
            "columns": columns,
            "cells": cells,
            "guarded": guarded,
            "lists": _lists(root),
        }

    def _told(self, cell: Any, line: int, column: int, low: int, right: int, sized: "_Sizes") -> dict[str, Any]:
        """Where, what stands there, how far it reaches, how many letters fit."""
        look = int(cell.get("s", "0")) if cell is not None else 0
        wraps, size, framed = self.looks[look] if look < len(self.looks) else (False, SIZE, False)
        wide = sum(sized.width(one) for one in range(column, right + 1)) * 11 / size / 2.1
        high = sum(sized.height(one) for one in range(line, low + 1)) / (size * 1.35)
        fits = int(wide) * max(int(high), 1) if wraps else int(wide)
        return {"at": address(line, column), "text": self._text(cell)[:LETTERS], "down": low - line + 1,
                "across": right - column + 1, "fits": max(fits, 1), "look": look, "framed": framed,
                "formula": cell is not None and cell.find(f"{NS}f") is not None}  # fmt: skip

    def _text(self, cell: Any) -> str:
        if cell is None:
            return ""
        words = text_of(cell.find(f"{NS}is")) or text_of(cell.find(f"{NS}v"))
        value = cell.find(f"{NS}v")
        if cell.get("t") == "s" and value is not None:
            number = int(value.text or "0")
            return self.words[number] if number < len(self.words) else ""
        return words or (value.text or "" if value is not None else "")


def _lists(root: Any) -> dict[str, list[str]]:
    """Cells with a list to choose from that stands in the form itself (入力規則), by the first cell of each area."""
    found: dict[str, list[str]] = {}
    for one in root.iter(f"{NS}dataValidation"):
        words = text_of(one) or "".join(one.itertext())
        if one.get("type") == "list" and words.startswith('"'):
            choices = [word.strip()[:80] for word in words.strip('"').split(",") if word.strip()][:40]
            found |= dict.fromkeys(one.get("sqref", "").replace("$", "").split()[:60], choices)
    return found


class _Sizes:
    """How wide the columns and how high the rows are."""

    def __init__(self, root: Any, rows: dict[int, Any]) -> None:
        usual = root.find(f"{NS}sheetFormatPr")
        self.usual = float(usual.get("defaultColWidth", WIDTH)) if usual is not None else WIDTH
        self.high = float(usual.get("defaultRowHeight", HEIGHT)) if usual is not None else HEIGHT
        self.columns = [(int(one.get("min", "1")), int(one.get("max", "1")), float(one.get("width", WIDTH)))
                        for one in root.iter(f"{NS}col")]  # fmt: skip
        self.rows = {number: float(row.get("ht")) for number, row in rows.items() if row.get("ht")}

    def width(self, column: int) -> float:
        """In letters of half width."""
        return next((wide for first, last, wide in self.columns if first <= column <= last), self.usual)

    def height(self, row: int) -> float:
        """In points."""
        return self.rows.get(row, self.high)
