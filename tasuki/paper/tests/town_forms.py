"""Forms as towns have them: an Excel sheet with borders, merged cells and print settings; a Word letter."""

import io

from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

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


def ticked_sheet() -> bytes:
    """A つなぐシート as towns draw it: □ in one cell and in cells of their own, a list to choose from, members numbered in a
    frame whose last line is thick, each of two lines: the reading above, the name below."""
    book = Workbook()
    page = book.active
    page.title = "つなぐシート"
    page["A1"] = "つなぐシート"
    page.merge_cells("A1:H1")
    page["A2"], page["B2"] = "緊急度", "□至急　□早めに　□ふつう　□その他（　　　）"
    page.merge_cells("B2:H2")
    page["A3"], page["B3"], page["D3"], page["F3"] = "同意", "□本人の同意あり", "□一部の人が同意", "□同意なし"
    for area in ("B3:C3", "D3:E3", "F3:H3"):
        page.merge_cells(area)
    page["A4"] = "同行"
    for at, word in (("B4", "□"), ("C4", "できる"), ("D4", "□"), ("E4", "予定なし")):
        page[at] = word
    page["A5"], page["B5"] = "目的", ""
    choices = DataValidation(type="list", formula1='"一緒に支援,引き継ぎ,情報提供"', allow_blank=True)
    choices.add("B5")
    page.add_data_validation(choices)
    page["A6"], page["B6"], page["F6"] = "No", "氏名・続柄・年齢", "本人の同意"
    page.merge_cells("B6:E6")
    thick = Side(style="thick")
    for n in range(4):
        row = 7 + n
        page.merge_cells(f"B{row}:E{row}")
        page[f"A{row}"], page[f"F{row}"] = n + 1, "□有　□無"
        below = thick if n == 3 else THIN
        for cell in page[f"A{row}:H{row}"][0]:
            cell.border = Border(left=THIN, right=THIN, top=thick if n == 0 else THIN, bottom=below)
    page["A11"] = "つなぎ先に望むこと"
    page.merge_cells("B11:H14")
    return saved(book)


def controlled_letter() -> bytes:
    """A Word form with content controls: a place to write, a box to tick for a choice, a row for each member."""
    letter = Document()
    for name, box in (
        ("つなぐシート.宛先", False),
        ("つなぐシート.同意＝一部の人が同意", True),
        ("文書番号", False),
    ):
        letter.add_paragraph()._p.append(_control(name, box))
    table = letter.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "氏名", "同意"
    table.cell(1, 0).paragraphs[0]._p.append(_control("つなぐシート.対象者.氏名・続柄・年齢", False))
    table.cell(1, 1).paragraphs[0]._p.append(_control("つなぐシート.対象者.本人の同意＝あり", True))
    return saved(letter)


def _control(name: str, box: bool):
    w, w14 = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.microsoft.com/office/word/2010/wordml",
    )
    state = '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/></w14:checkbox>'
    return parse_xml(
        f'<w:sdt xmlns:w="{w}" xmlns:w14="{w14}"><w:sdtPr><w:id w:val="77"/><w:tag w:val="{name}"/><w:showingPlcHdr/>{state if box else "<w:text/>"}</w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{"☐" if box else "ここに入力"}</w:t></w:r></w:sdtContent></w:sdt>'
    )  # fmt: skip
