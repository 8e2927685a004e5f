"""The table as an Excel workbook: by month, by area, and how each row is counted."""

from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki
from tasuki.shared.tables import Workbook

from .engine import MONTHS, Table


def workbook(table: Table, made_by: str) -> bytes:
    """Two sheets: by month and (of the whole town) by area, and a third with how each row is counted."""
    book = Workbook()
    _sheet(book, "月別", table, [f"{month}月" for month in MONTHS], table.by_month, made_by)
    if table.area is None:
        _sheet(book, "圏域別", table, [area.name for area in table.areas] + ["圏域なし"], table.by_area, made_by)
    rules = book.sheet("数えかた")
    rules.widths(34, 90)
    counted = [row for group in table.definition["groups"] for row in group["rows"]]
    for line, row in enumerate(counted):
        rules.row(line, [row["label"]], "head")
        rules.row(line, [row["rule"]], "cell", first=1)
    return book.content()


def _sheet(book: Workbook, name: str, table: Table, columns: list[str], numbers, made_by: str) -> None:
    sheet = book.sheet(name)
    sheet.row(0, [f"{table.title}　{table.year_label}（{name}）"], "title")
    hidden = "" if table.sees_all else "　＊は少数のため伏せた数、－は圏域ごとに出していない数"
    sheet.row(1, [f"{wareki(clock.today())} 作成　{made_by}{hidden}"])
    sheet.row(3, ["項目", "単位", "年度計", *columns], "head")
    for line, row in enumerate(table.rows(), start=4):
        sheet.row(line, [row.label, row.unit, *numbers(row)], "cell")
    sheet.widths(34)
    sheet.table_on_paper(4, 3)
