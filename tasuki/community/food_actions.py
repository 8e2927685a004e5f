"""Writing the book of the food drive (フードドライブ): in, out, moved, counted, undone. The stock follows by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.numbers import number_of_the_year

from . import food_rules as rules
from .actions import NO_LONGER
from .food_enums import MoveKind
from .food_models import FoodDonor, FoodLot, FoodMove, FoodStock, said
from .models import Place

NOT_ENOUGH = "在庫が足りません。ほかの人が先に出したかもしれません。残りを確かめて、もう一度記録してください。"
BELOW = "23514"  # check_violation: the stock would fall below nothing


@dataclass(frozen=True)
class Brought:
    """One line of what is brought (受け取る一行)."""

    kind: str
    name: str
    quantity: Decimal
    unit: str
    best_before: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Taken:
    """So much of a lot (出す一行)."""

    lot: FoodLot
    quantity: Decimal


@transaction.atomic
def register_donor(*, by: Worker, name: str, kind: str, member: bool = False) -> FoodDonor:
    """A further giver of food."""
    require(rules.may_keep_food(by))
    donor = FoodDonor.objects.create(name=name, kind=kind, member=member)
    record(Act.CHANGE, "食料の提供者を登録", by=by, objects=[donor.pk])
    return donor


@transaction.atomic
def change_donor(*, donor: FoodDonor, by: Worker, version: int | None = None, **changes: Any) -> FoodDonor:
    """What is known of the giver now."""
    require(rules.may_keep_food(by))
    was = donor.version if version is None else version
    if not FoodDonor.objects.filter(pk=donor.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    donor.refresh_from_db()
    record(Act.CHANGE, "食料の提供者を直した", by=by, objects=[donor.pk])
    return donor


@transaction.atomic
def receive_food(*, by: Worker, place: Place, on: date, lines: Iterable[Brought], donor: FoodDonor | None = None,
                 people: int | None = None) -> list[FoodLot]:  # fmt: skip
    """What one giver brought on one day, each kind a lot with a number of its own."""
    require(rules.may_receive_food(by, on, place))
    lots = []
    for line in lines:
        lot = FoodLot.objects.create(
            number=number_of_the_year("food", "食"), donor=donor, people=people, kind=line.kind, name=line.name,
            unit=line.unit, best_before=line.best_before, received_on=on, note=line.note, agency_id=by.agency_id,
            by=by, at=clock.now(),
        )  # fmt: skip
        _post(MoveKind.RECEIVED, [Taken(lot, line.quantity)], by, on, to_place=place)
        lots.append(lot)
    record(Act.CHANGE, "食料を受け取った", by=by, objects=[lot.pk for lot in lots], count=len(lots))
    return lots


@transaction.atomic
def give_food(*, by: Worker, place: Place, on: date, lines: Iterable[Taken], to: Place | None = None,
              recipient: str = "", people: int | None = None) -> list[FoodMove]:  # fmt: skip
    """Out to a children's kitchen, a desk, a group (子ども食堂・相談窓口など)."""
    require(rules.may_give_food(by, on))
    moves = _post(MoveKind.GIVEN, lines, by, on, from_place=place, recipient=to, recipient_text=recipient,
                  people_helped=people)  # fmt: skip
    record(Act.CHANGE, "食料を配った", by=by, objects=[move.pk for move in moves], count=len(moves))
    return moves


@transaction.atomic
def give_to_household(*, by: Worker, place: Place, on: date, lines: Iterable[Taken]) -> list[FoodMove]:
    """Out to a household: the book says only that it was one. Whose it is, the room of the case keeps."""
    require(rules.may_give_to_household(by, on))
    moves = _post(MoveKind.HOUSEHOLD, lines, by, on, from_place=place, households=1)
    record(Act.CHANGE, "食料を世帯に渡した", by=by, objects=[move.pk for move in moves], count=len(moves))
    return moves


@transaction.atomic
def move_food(*, by: Worker, place: Place, to: Place, on: date, lines: Iterable[Taken]) -> list[FoodMove]:
    """From one place to another."""
    require(rules.may_receive_food(by, on, to))
    moves = _post(MoveKind.MOVED, lines, by, on, from_place=place, to_place=to)
    record(Act.CHANGE, "食料を移した", by=by, objects=[move.pk for move in moves], count=len(moves))
    return moves


@transaction.atomic
def discard_food(*, by: Worker, place: Place, on: date, lines: Iterable[Taken], expired: bool,
                 reason: str = "") -> list[FoodMove]:  # fmt: skip
    """Out of date, or broken."""
    require(rules.may_give_food(by, on))
    kind = MoveKind.EXPIRED if expired else MoveKind.LOST
    moves = _post(kind, lines, by, on, from_place=place, reason=reason)
    record(Act.CHANGE, "食料を処分した", by=by, objects=[move.pk for move in moves], count=len(moves))
    return moves


@transaction.atomic
def count_food(*, by: Worker, place: Place, on: date, counted: Iterable[Taken], reason: str = "") -> list[FoodMove]:
    """Stock-taking (棚卸し): what was counted goes into the book as the difference."""
    require(rules.may_give_food(by, on))
    there = {stock.lot_id: stock.quantity for stock in FoodStock.objects.filter(place=place)}
    short, found = [], []
    for line in counted:
        difference = line.quantity - there.get(line.lot.pk, Decimal(0))
        if difference < 0:
            short.append(Taken(line.lot, -difference))
        elif difference > 0:
            found.append(Taken(line.lot, difference))
    moves = _post(MoveKind.SHORT, short, by, on, from_place=place, reason=reason)
    moves += _post(MoveKind.FOUND, found, by, on, to_place=place, reason=reason)
    record(Act.CHANGE, "食料を数えた", by=by, objects=[place.pk], count=len(moves))
    return moves


@transaction.atomic
def undo_food(*, by: Worker, move: FoodMove, reason: str, from_case: bool = False) -> FoodMove:
    """A line of the book was wrong: a line the other way, with the reason. Nothing is taken out of the book."""
    require(rules.may_undo_food(by, move, reason, from_case=from_case))
    (back,) = _post(MoveKind.UNDONE, [Taken(move.lot, move.quantity)], by, clock.today(), from_place=move.to_place,
                    to_place=move.from_place, reason=reason, undoes=move)  # fmt: skip
    record(Act.CHANGE, "食料の出し入れを取り消した", by=by, objects=[move.pk, back.pk], reason=reason)
    return back


def _post(kind: MoveKind, lines: Iterable[Taken], by: Worker, on: date, **facts: Any) -> list[FoodMove]:
    """The lines in the book, in one order for everybody; refused when a place would hold less than nothing."""
    moves = []
    for line in sorted(lines, key=lambda one: one.lot.pk):
        try:
            with transaction.atomic():
                moves.append(
                    FoodMove.objects.create(kind=kind, lot=line.lot, quantity=line.quantity, on=on,
                                            agency_id=by.agency_id, by=by, at=clock.now(), **facts)
                )  # fmt: skip
        except IntegrityError as wrong:
            if getattr(wrong.__cause__, "sqlstate", "") != BELOW:
                raise
            raise Refused(f"「{line.lot.name}」{said(line.quantity)}：{NOT_ENOUGH}") from None
    return moves
