"""Which visits a worker may take along today (きょうの訪問): what she has promised first, then her other cases."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.outreach.models import Approach
from tasuki.outreach.watch_models import LongWatch
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .visit_kit_models import VisitKit

MOST = 40
AHEAD = timedelta(days=1)


@dataclass
class Visit:
    """A household to go to: when, and what for; `due` when it is promised for today."""

    case: Case
    on: date | None = None
    what: str = ""

    @property
    def due(self) -> bool:
        """Today, tomorrow, or overdue."""
        return self.on is not None and self.on <= clock.today() + AHEAD

    @property
    def late(self) -> bool:
        """Before today."""
        return self.on is not None and self.on < clock.today()

    @property
    def withheld(self) -> bool:
        """Somebody under protection lives there: address and sheet stay in the house."""
        return self.case.household is not None and self.case.household.withheld


def visits_of(worker: Worker) -> list[Visit]:
    """Promised visits by day, then the other cases she is in charge of; each household once."""
    found: dict[UUID, Visit] = {}
    for case_id, on, what in _promised(worker):
        if case_id not in found or (found[case_id].on or on) > on:
            found[case_id] = Visit(Case(pk=case_id), on, what)
    mine = Case.objects.visible_to(worker).running().select_related("household__town", "area")
    for case in [*mine.filter(pk__in=list(found)), *mine.filter(worker=worker.pk).order_by("next_on", "number")[:MOST]]:
        visit = found.setdefault(case.pk, Visit(case, case.next_on, case.next_text))
        visit.case = case
    known = [visit for visit in found.values() if visit.case.number]
    return sorted(known, key=lambda one: (not one.due, one.on or date.max, one.case.number))[:MOST]


def _promised(worker: Worker) -> list[tuple[UUID, date, str]]:
    """Next steps, approaches and turns of a long watch that are hers until tomorrow."""
    until = clock.today() + AHEAD
    mine: dict[str, Any] = {"next_worker": worker.pk, "next_on__lte": until}
    cases = Case.objects.visible_to(worker).running().filter(**mine)
    going = Approach.objects.visible_to(worker).filter(ended_on=None, **mine)
    turns = LongWatch.objects.visible_to(worker).filter(ended_on=None, next_on__lte=until, turn=worker.pk)
    return [
        *((key, on, what or "次の一手") for key, on, what in cases.values_list("pk", "next_on", "next_text")[:MOST]),
        *((key, on, what or "訪問") for key, on, what in going.values_list("case", "next_on", "next_note")[:MOST]),
        *((key, on, "長期の見守りの番") for key, on in turns.values_list("case", "next_on")[:MOST]),
    ]  # fmt: skip


def device_of(worker: Worker) -> str:
    """The tablet she took last."""
    mine = VisitKit.objects.visible_to(worker).filter(worker=worker.pk)
    return mine.values_list("device", flat=True).first() or ""
