"""The table as an Excel workbook: numbers as numbers, text as text, never a formula."""

from io import BytesIO

import xlsxwriter  # writes Excel files without Excel

from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki

from .engine import MONTHS, Table


def workbook(table: Table, made_by: str) -> bytes:
    """Two sheets: by month and by area, and a third with how each row is counted."""
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E6F5EC", "border": 1, "text_wrap": True, "valign": "top"})
    cell, bold = book.add_format({"border": 1}), book.add_format({"bold": True, "font_size": 14})
    by_month = [f"{month}月" for month in MONTHS]
    _sheet(
        book, "月別", table, by_month, lambda row: [row.months.get(m, 0) for m in MONTHS], (head, cell, bold), made_by
    )
    by_area = [area.name for area in table.areas] + ["圏域なし"]
    keys = [area.pk for area in table.areas] + [None]
    _sheet(
        book, "圏域別", table, by_area, lambda row: [row.areas.get(key, 0) for key in keys], (head, cell, bold), made_by
    )
    rules = book.add_worksheet("数えかた")
    rules.set_column(0, 0, 34)
    rules.set_column(1, 1, 90)
    counted = [row for group in table.definition["groups"] for row in group["rows"]]
    for line, row in enumerate(counted):
        rules.write_string(line, 0, row["label"], head)
        rules.write_string(line, 1, row["rule"], cell)
    book.close()
    return memory.getvalue()


def _sheet(book, name: str, table: Table, columns: list[str], numbers, formats, made_by: str) -> None:
    head, cell, bold = formats
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, f"{table.title}　{table.year_label}（{name}）", bold)
    sheet.write_string(1, 0, f"{wareki(clock.today())} 作成　{made_by}")
    for column, text in enumerate(["項目", "単位", "年度計", *columns]):
        sheet.write_string(3, column, text, head)
    for line, row in enumerate(table.rows(), start=4):
        sheet.write_string(line, 0, row.label, cell)
        sheet.write_string(line, 1, row.unit, cell)
        for column, number in enumerate([row.total, *numbers(row)], start=2):
            sheet.write(line, column, table.shown(number), cell)
    sheet.set_column(0, 0, 34)
    sheet.freeze_panes(4, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
