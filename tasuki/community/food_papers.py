"""The year of the food drive as a table that goes out (年度のまとめ・Excel)."""

from typing import Any

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki
from tasuki.shared.tables import Workbook
from tasuki.staff.models import Worker

from .food_models import FoodMove
from .food_stock import Year


def workbook(told: Year, worker: Worker) -> bytes:
    """Amounts, what came line by line, where it went."""
    book = Workbook()
    made = f"{wareki(clock.today())} 作成　{worker.agency} {worker.name}"
    amounts = book.sheet("種類ごと")
    amounts.row(0, [f"フードドライブ　{told.label}"], "title")
    amounts.row(1, [made])
    amounts.row(3, ["種類", "単位", "受け取った", "配った", "期限切れ・破損・不足"], "head")
    for line, row in enumerate(told.amounts, start=4):
        amounts.row(line, [row.label, row.unit, float(row.came), float(row.went), float(row.wasted)], "cell")
    amounts.widths(28, 8, 12, 12, 20)
    amounts.table_on_paper(4, 1)
    came = book.sheet("受け取った食料")
    came.row(0, ["日付", "番号", "提供者", "種類", "品名", "数量", "単位", "賞味期限", "置き場所"], "head")
    for line, move in enumerate(told.lines, start=1):
        lot = move.lot
        came.row(line, [move.on, lot.number, lot.donor.name if lot.donor else "住民の持ち込み", *_labels(move), lot.best_before,
                        move.to_place.name if move.to_place else ""], "cell")  # fmt: skip
    came.widths(12, 14, 28, 24, 28, 9, 8, 12, 28)
    came.table_on_paper(1, 0)
    went = book.sheet("配った先")
    went.row(0, ["配った先", "回数（品目）"], "head")
    for line, (name, number) in enumerate([*told.places, ("世帯", told.households)], start=1):
        went.row(line, [name, number], "cell")
    went.widths(40, 14)
    return book.content()


def _labels(move: FoodMove) -> list[Any]:
    """Kind, name, quantity and unit in words."""
    lot = move.lot
    return [lookup.label("food_kind", lot.kind), lot.name, float(move.quantity), lookup.label("food_unit", lot.unit)]
