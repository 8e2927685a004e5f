"""A sheet made into a file (紙にする): PDF, Excel; the empty sheet. Reads only; the pages put it on record."""

from typing import Any

from tasuki.codes.sheet_definitions import Sheet, load
from tasuki.shared.tables import Workbook
from tasuki.staff.models import Worker
from tasuki.ui.pdf import named, pdf_bytes

from .kinds import Filled, Kind
from .layout import Block, Layout

TEMPLATE, EMPTY = "paper/sheet.html", "paper/empty.html"
LETTERS = 38  # of a line over the whole width in Excel


def sheet_of(kind: Kind, filled: Filled) -> Sheet:
    """The definition in the version in which the sheet was written."""
    return load(kind.key, filled.version)


def pdf(kind: Kind, filled: Filled, reader: Worker) -> bytes:
    """The filled sheet on A4."""
    found = Layout(kind, sheet_of(kind, filled), filled).blocks()
    context: dict[str, Any] = {"kind": kind, "filled": filled, "blocks": found}
    return pdf_bytes(TEMPLATE, context, title=filled.title, reader=reader, number=filled.number, mark=kind.mark)


def empty_pdf(kind: Kind, sheet: Sheet, reader: Worker, numbers: list[str], variant: str = "") -> bytes:
    """The empty sheet to be written by hand, with every choice to be ticked; one for each number."""
    title = sheet.of_variant(variant).title if variant else sheet.title
    context = {"kind": kind, "blocks": Layout(kind, sheet, None, variant).blocks(), "empty": True, "numbers": numbers,
               "sheet_title": title}  # fmt: skip
    return pdf_bytes(EMPTY, context, title=title, reader=reader, mark=kind.mark)


def excel(kind: Kind, filled: Filled, reader: Worker, printed: str) -> bytes:
    """The same sheet as an Excel file: one page wide, the words as text."""
    book = Workbook()
    sheet = book.sheet(kind.name)
    sheet.widths(18, 30, 18, 30)
    sheet.on_paper(f"{kind.mark}　{filled.number}", f"出力：{named(reader)}　{printed}")
    sheet.across(0, 0, 3, filled.title, "title")
    line = 2
    for block in Layout(kind, sheet_of(kind, filled), filled).blocks():
        line = _put(sheet, block, line)
    return book.content()


def _put(sheet: Any, block: Block, line: int) -> int:
    """One block; the line after it."""
    if block.heading:
        sheet.across(line, 0, 3, block.heading, "part")
        line += 1
    if block.words:
        sheet.across(line, 0, 3, block.words, "wrapped", _rows(block.words, 2 * LETTERS))
        line += 1
    for cells in block.lines:
        line = _line(sheet, cells, line)
    if block.columns:
        line = _listed(sheet, block, line)
    if block.signs:
        for name in block.signers:
            sheet.row(line, ["署名", name, "日付", "令和　　年　　月　　日"], "wrapped")
            line += 1
    return line + 1


def _line(sheet: Any, cells: list[Any], line: int) -> int:
    if len(cells) == 1:
        sheet.row(line, [cells[0].label], "head")
        sheet.across(line, 1, 3, cells[0].text, "wrapped", _rows(cells[0].text, LETTERS))
    else:
        sheet.row(line, [cells[0].label], "head")
        sheet.row(line, [cells[0].text], "wrapped", 1)
        sheet.row(line, [cells[1].label], "head", 2)
        sheet.row(line, [cells[1].text], "wrapped", 3)
        sheet.high(line, max(_rows(cell.text, 14) for cell in cells))
    return line + 1


def _listed(sheet: Any, block: Block, line: int) -> int:
    """A table in four columns; what is more goes with its heading into the last."""
    heads = block.columns[:4]
    sheet.row(line, heads, "head")
    for row in block.table:
        line += 1
        more = [f"{head}：{text}" for head, text in zip(block.columns[4:], row[4:], strict=True) if text]
        told = [*row[:3], "\n".join(filter(None, [*row[3:4], *more]))] if len(block.columns) > 3 else row
        sheet.row(line, told, "wrapped")
        sheet.high(line, max(_rows(text, 14 if n % 2 else 8) for n, text in enumerate(told)))
    return line + 1


def _rows(text: str, letters: int) -> int:
    """How many lines the text takes."""
    return sum(max(1, -(-len(part) // letters)) for part in text.split("\n")) if text else 1
