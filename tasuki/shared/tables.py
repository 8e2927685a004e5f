"""Tables that go out (取り出す表): Excel and CSV in which text stays text, whatever it begins with. The only writer of both."""

import codecs
import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter  # writes Excel files without Excel

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What Excel would take for a formula, half or full width, after any spaces (CWE-1236).
_STARTS = frozenset("=+-@\t\r−")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?")
LONGEST = 32_000  # Excel holds 32,767 characters in a cell
CUT = "…（長いため、ここまで）"
STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "title": {"bold": True, "font_size": 14},
    "part": {"bold": True, "font_size": 12, "bottom": 1},
    "head": {"bold": True, "bg_color": "#E6F5EC", "border": 1, "text_wrap": True, "valign": "top"},
    "cell": {"border": 1},
    "wrapped": {"border": 1, "text_wrap": True, "valign": "top"},
    "wrong": {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#FBDDD8", "font_color": "#8A1C0D"},
}

# Letters that Shift_JIS does not know are shown as 〓, as in print.
codecs.register_error("geta", lambda wrong: ("〓" * (wrong.end - wrong.start), wrong.end))  # type: ignore[attr-defined]


def harmless(text: str) -> str:
    """The text with ' before it when a spreadsheet would calculate it; numbers and 090-1234 stay as they are."""
    if _NUMBER.fullmatch(text):
        return text
    seen = next((char for char in text if not _is_nothing(char)), "")
    if text[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", seen) in _STARTS:
        return f"'{text}"
    return text


def _is_nothing(char: str) -> bool:
    """Spaces, controls and marks that no one sees."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Zs", "Mn")


def csv_bytes(rows: Iterable[Iterable[Any]], *, coding: str = "utf-8-sig") -> bytes:
    """Rows as a CSV that Excel opens as it stands: UTF-8 with its mark, or Shift_JIS (`cp932`)."""
    memory = io.StringIO(newline="")
    csv.writer(memory).writerows([_as_text(cell) for cell in row] for row in rows)
    return memory.getvalue().encode(coding, "geta" if coding == "cp932" else "replace")


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int | float):
        return str(value)
    return harmless(str(value).replace("\x00", ""))


class Workbook:
    """An Excel workbook: `sheet(name)` for each sheet, `content()` at the end."""

    def __init__(self) -> None:
        self._memory = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False, "remove_timezone": True}  # fmt: skip
        self._book = xlsxwriter.Workbook(self._memory, options)
        self.styles = {name: self._book.add_format(how) for name, how in STYLES.items()}
        self.days = {name: self._book.add_format({**how, "num_format": "yyyy/mm/dd"}) for name, how in STYLES.items()}

    def sheet(self, name: str) -> "Sheet":
        """A further sheet; its name without what Excel forbids."""
        return Sheet(self, self._book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31] or None))

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._memory.getvalue()


class Sheet:
    """One sheet: rows of numbers as numbers, days as days, everything else as text, never a formula."""

    def __init__(self, book: Workbook, sheet: Any) -> None:
        self.book, self.sheet = book, sheet

    def row(self, line: int, cells: Sequence[Any], style: str = "", first: int = 0) -> None:
        """The cells of a line, from the column `first` on. style: a name in STYLES."""
        for column, value in enumerate(cells, start=first):
            self._cell(line, column, value, style)

    def _cell(self, line: int, column: int, value: Any, style: str) -> None:
        how = self.book.styles[style]
        if value is None or value == "":
            self.sheet.write_blank(line, column, None, how)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(line, column, value, how)
        elif isinstance(value, datetime.date) and value.year >= 1900:
            self.sheet.write_datetime(line, column, value, self.book.days[style])
        else:
            text = str(value)
            self.sheet.write_string(line, column, text if len(text) <= LONGEST else text[:LONGEST] + CUT, how)

    def widths(self, *widths: int) -> None:
        """The widths of the first columns, in letters."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def table_on_paper(self, line: int, column: int) -> None:
        """What is above the line and left of the column stays in sight; A4 across, one page wide."""
        self.sheet.freeze_panes(line, column)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def across(self, line: int, first: int, last: int, text: str, style: str = "", rows: int = 0) -> None:
        """A text over several columns; `rows`: as high as so many lines of text."""
        told = text if len(text) <= LONGEST else text[:LONGEST] + CUT
        self.sheet.merge_range(line, first, line, last, "", self.book.styles[style])
        self.sheet.write_string(line, first, told, self.book.styles[style])
        if rows:
            self.high(line, rows)

    def high(self, line: int, rows: int) -> None:
        """A line as high as so many lines of text; Excel does not reckon it for merged cells."""
        self.sheet.set_row(line, min(max(rows, 1) * 15.5 + 3, 400))

    def on_paper(self, above: str, below: str) -> None:
        """A4 upright, one page wide, with the words in the margin of every page."""
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{above.replace('&', '&&')}")
        self.sheet.set_footer(f"&L{below.replace('&', '&&')}&R&P / &N ページ")
