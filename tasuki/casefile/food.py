"""Actions of food given to a household (食料の支援): out of the stock, onto the record of the case."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.cases.rules import may_write_record
from tasuki.codes import lookup
from tasuki.community.food_actions import Taken, give_to_household, undo_food
from tasuki.community.food_models import said
from tasuki.community.models import Place
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from .food_models import CaseFood


@transaction.atomic
def give_case_food(*, case: Case, by: Worker, place: Place, on: date, lines: Iterable[Taken]) -> list[CaseFood]:
    """The household of the case gets food; the book of the stock tells nobody whose household it was."""
    require(may_write_record(case, by))
    moves = give_to_household(by=by, place=place, on=on, lines=lines)
    given = [CaseFood.objects.create(case=case, move=move, on=on, at=clock.now(), by_id=by.pk) for move in moves]
    told = "、".join(f"{one.lot.name} {said(one.quantity)}{lookup.label('food_unit', one.lot.unit)}" for one in moves)
    note_event(case, EventKind.FOOD_GIVEN, by=by, text=told, link=f"/cases/{case.pk}/food/")
    record(Act.CHANGE, "世帯に食料を渡した", by=by, case=case.pk, objects=[one.pk for one in given], count=len(given))
    return given


@transaction.atomic
def undo_case_food(*, given: CaseFood, by: Worker, reason: str) -> CaseFood:
    """It was not given after all: back into the stock, with the reason."""
    require(may_write_record(given.case, by))
    undo_food(by=by, move=given.move, reason=reason, from_case=True)
    given.undone_at = clock.now()
    given.save(update_fields=["undone_at"])
    note_event(given.case, EventKind.FOOD_GIVEN, by=by, text=f"取り消し：{given.move.lot.name}（{reason}）")
    record(Act.CHANGE, "食料の支援を取り消した", by=by, case=given.case_id, objects=[given.pk], reason=reason)
    return given
