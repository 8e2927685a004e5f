"""The record as a table that goes out (取り出し): Excel and CSV."""

from collections.abc import Iterator
from typing import Any

from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki
from tasuki.shared.tables import EXCEL, Workbook, csv_bytes
from tasuki.staff.models import Worker

MOST = 20_000
HEAD = [
    "日時",
    "行為",
    "内容",
    "職員",
    "機関",
    "ケース番号",
    "根拠",
    "理由",
    "件数",
    "端末のアドレス",
    "要求番号",
    "取引番号",
]


def cells(lines: list[Any]) -> Iterator[list[Any]]:
    """One row for each line."""
    for line in lines:
        at = line.at.astimezone(clock.JAPAN)
        yield [f"{at:%Y-%m-%d %H:%M:%S}", line.act_label, line.verb, line.worker_label, line.agency_label, line.case_number,
               line.ground_label, line.reason, line.count, line.address, line.request, line.number]  # fmt: skip


def excel(lines: list[Any], worker: Worker, purpose: str) -> bytes:
    """A workbook of one sheet, with who took it out and what for."""
    book = Workbook()
    sheet = book.sheet("閲覧と操作の記録")
    sheet.row(0, ["閲覧と操作の記録"], "title")
    sheet.row(1, [f"{wareki(clock.today())} 取り出し　{worker.agency} {worker.name}　目的：{purpose}"])
    sheet.row(3, HEAD, "head")
    for number, row in enumerate(cells(lines), start=4):
        sheet.row(number, row, "cell")
    sheet.widths(20, 10, 30, 14, 26, 12, 14, 30, 8, 16, 20, 12)
    sheet.table_on_paper(4, 1)
    return book.content()


def csv(lines: list[Any], worker: Worker, purpose: str) -> bytes:
    """The same as CSV."""
    return csv_bytes([HEAD, *cells(lines)])


CONTENT = {"xlsx": excel, "csv": csv}
TYPES = {"xlsx": EXCEL, "csv": "text/csv; charset=utf-8"}
