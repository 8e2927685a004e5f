"""Forms as towns have them: an Excel sheet with borders, merged cells and print settings; a Word letter."""

import io

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LINES = [
    ("宛先", "B3:F3"),
    ("発信元", "B4:C4"),
    ("緊急度", "E4:F4"),
    ("これまでの対応", "B6:F9"),
    ("つなぎ先に望むこと", "B10:F12"),
]


def town_sheet() -> bytes:
    """つなぐシート of a town, as somebody made it in Excel years ago."""
    book = Workbook()
    page = book.active
    page.title = "つなぐシート"
    page["A1"], page["A1"].font = "つなぐシート（ひなた町）", Font(size=16, bold=True)
    page.merge_cells("A1:F1")
    page["A2"] = "番号：{{つなぐシート.番号}}"
    for label, area in LINES:
        first = area.split(":")[0]
        row, column = int(first[1:]), chr(ord(first[0]) - 1)
        page[f"{column}{row}"], page[f"{column}{row}"].fill = label, PatternFill("solid", fgColor="DDDDDD")
        page.merge_cells(area)
        page[first].alignment = Alignment(wrap_text=True, vertical="top")
    page["A14"], page["D14"] = "対象者", "本人の同意"
    page["A15"] = "{{つなぐシート.対象者.氏名・続柄・年齢}}"
    page["D15"] = "{{つなぐシート.対象者.本人の同意}}"
    page["A20"], page["B20"] = "人数", "=COUNTA(A15:A18)"
    for row in page["A3:F18"]:
        for cell in row:
            cell.border = FRAME
    page.column_dimensions["A"].width, page.row_dimensions[6].height = 18, 40
    page.page_setup.orientation, page.page_setup.paperSize, page.print_area = "portrait", 9, "A1:F20"
    page.oddFooter.center.text = "ひなた町　福祉政策課"
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def town_letter() -> bytes:
    """The same as a Word file, with a table of persons."""
    letter = Document()
    letter.add_heading("つなぐシート", 1)
    line = letter.add_paragraph("宛先　")
    line.add_run("{{つなぐ").bold = True  # Word cuts a word into pieces where it pleases
    line.add_run("シート.宛先}}").bold = True
    letter.add_paragraph("望むこと：{{つなぐシート.つなぎ先に望むこと}}")
    table = letter.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "氏名", "同意"
    table.cell(1, 0).text = "{{つなぐシート.対象者.氏名・続柄・年齢}}"
    table.cell(1, 1).text = "{{対象者.本人の同意}}"
    return saved(letter)
