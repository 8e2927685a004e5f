"""Reading the book of the food drive: what lies where, what is soon out of date, who gave and who got (在庫と一年のまとめ)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_label, fiscal_year_range
from tasuki.ui.paging import Part, part_of

from .food_enums import MoveKind
from .food_models import SOON, FoodDonor, FoodMove, FoodStock, said
from .models import Place

ON_A_PAGE = 100
WENT = {MoveKind.GIVEN, MoveKind.HOUSEHOLD}
WASTED = {MoveKind.EXPIRED, MoveKind.LOST, MoveKind.SHORT}


def in_stock() -> QuerySet[FoodStock]:
    """Everything that lies somewhere, what must go first on top."""
    found = FoodStock.objects.filter(quantity__gt=0).select_related("lot__donor", "place")
    return found.order_by(F("lot__best_before").asc(nulls_last=True), "lot__number", "place__name")


def wanted_stock(wanted: dict[str, Any]) -> QuerySet[FoodStock]:
    """By place, kind and words; `soon`: only what must go within the month."""
    stock = in_stock()
    if wanted.get("place"):
        stock = stock.filter(place=wanted["place"])
    if wanted.get("kind"):
        stock = stock.filter(lot__kind=wanted["kind"])
    if wanted.get("soon"):
        stock = stock.filter(lot__best_before__lte=clock.today() + timedelta(days=SOON))
    for word in (wanted.get("words") or "").split():
        stock = stock.filter(lot__name__icontains=word)
    return stock


def worded(stock: list[FoodStock]) -> list[FoodStock]:
    """With kind and unit in words."""
    for one in stock:
        one.lot.kind_label = lookup.label("food_kind", one.lot.kind)  # type: ignore[attr-defined]
        one.lot.unit_label = lookup.label("food_unit", one.lot.unit)  # type: ignore[attr-defined]
    return stock


def soon_and_over() -> tuple[int, int]:
    """How many kinds must go within the month, how many are already out of date."""
    today = clock.today()
    days = (
        in_stock().filter(lot__best_before__lte=today + timedelta(days=SOON)).values_list("lot__best_before", flat=True)
    )
    over = sum(1 for day in days if day < today)
    return len(days) - over, over


def storing() -> QuerySet[Place]:
    """Places in which food lies now."""
    return Place.objects.filter(food_stock__quantity__gt=0).distinct().order_by("name")


def book(wanted: dict[str, Any]) -> QuerySet[FoodMove]:
    """The lines of the book, newest first."""
    moves = FoodMove.objects.select_related("lot__donor", "from_place", "to_place", "recipient", "by", "undoes")
    if wanted.get("kind"):
        moves = moves.filter(kind=wanted["kind"])
    if wanted.get("place"):
        moves = moves.filter(from_place=wanted["place"]) | moves.filter(to_place=wanted["place"])
    return moves.prefetch_related("undone_by")


def a_page(moves: QuerySet[FoodMove], given: dict[str, str]) -> Part:
    """The part of the book that was asked for, units in words."""
    shown = part_of(moves, given, ON_A_PAGE, "行")
    for move in shown.rows:
        move.unit_label = lookup.label("food_unit", move.lot.unit)
        move.is_undone = bool(move.undone_by.all())
    return shown


def holding() -> QuerySet[FoodMove]:
    """Lines that count: neither undone nor an undoing."""
    return FoodMove.objects.exclude(kind=MoveKind.UNDONE).filter(undone_by=None)


@dataclass
class Amounts:
    """So much of a kind in a unit (種類ごとの量)."""

    label: str
    unit: str
    came: Decimal = Decimal(0)
    went: Decimal = Decimal(0)
    wasted: Decimal = Decimal(0)

    @property
    def came_said(self) -> str:
        """Received, as people write it."""
        return said(self.came)

    @property
    def went_said(self) -> str:
        """Given out."""
        return said(self.went)

    @property
    def wasted_said(self) -> str:
        """Out of date, broken, missing."""
        return said(self.wasted)


@dataclass
class Year:
    """A fiscal year of the food drive, of all givers or of one (提供者への報告)."""

    year: int
    label: str
    donor: FoodDonor | None = None
    amounts: list[Amounts] = field(default_factory=list)
    donors: list[tuple[str, int]] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    households: int = 0
    brought: int = 0
    people: int = 0
    lines: list[FoodMove] = field(default_factory=list)


def years() -> list[int]:
    """Fiscal years in which something was written, newest first; always this one."""
    days = FoodMove.objects.dates("on", "month")
    return sorted({fiscal_year(day) for day in days} | {fiscal_year(clock.today())}, reverse=True)


def of_year(year: int, donor: FoodDonor | None = None) -> Year:
    """What came and where it went."""
    first, after = fiscal_year_range(year)
    found = Year(year, fiscal_year_label(year), donor)
    moves = holding().filter(on__gte=first, on__lt=after).select_related("lot__donor", "recipient", "to_place")
    if donor is not None:
        moves = moves.filter(lot__donor=donor)
    rows: dict[tuple[str, str], Amounts] = {}
    donors, places = Counter[str](), Counter[str]()
    for move in moves.order_by("on", "id"):
        key = (move.lot.kind, move.lot.unit)
        row = rows.setdefault(key, Amounts(lookup.label("food_kind", key[0]), lookup.label("food_unit", key[1])))
        _add(row, move)
        if move.kind == MoveKind.RECEIVED:
            found.lines.append(move)
            found.brought += 1
            donors[move.lot.donor.name if move.lot.donor else "住民の持ち込み"] += 1
        elif move.kind == MoveKind.GIVEN:
            places[move.recipient.name if move.recipient else move.recipient_text or "そのほか"] += 1
        elif move.kind == MoveKind.HOUSEHOLD:
            found.households += 1
    found.people = moves.filter(kind=MoveKind.GIVEN).aggregate(n=Sum("people_helped"))["n"] or 0
    order = {code: number for number, (code, _) in enumerate(lookup.ever("food_kind"))}
    found.amounts = [rows[key] for key in sorted(rows, key=lambda key: (order.get(key[0], 99), key[1]))]
    found.donors, found.places = donors.most_common(), places.most_common()
    return found


def _add(row: Amounts, move: FoodMove) -> None:
    if move.kind == MoveKind.RECEIVED:
        row.came += move.quantity
    elif move.kind in WENT:
        row.went += move.quantity
    elif move.kind in WASTED:
        row.wasted += move.quantity
