"""Whose turn it is, who may be asked to look, and what is due (見守りの番). Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from tasuki.cases.models import Case, CaseGrant
from tasuki.cases.reading import NO_CASES
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .watch_models import LongWatch

SOON = timedelta(days=7)
MOST = 200


def agencies_that_watch(case: Case) -> list[UUID]:
    """The owner, and the agencies to which the records of the whole household are open."""
    grants = CaseGrant.objects.live().filter(case=case, person=None, agency__isnull=False).opening(Scope.RECORD)
    return [case.owner_agency_id, *grants.values_list("agency", flat=True)]


def watchers_of(case: Case) -> QuerySet[Worker]:
    """Workers who may be put on the rota."""
    today = clock.today()
    running = Q(posts__since__lte=today) & (Q(posts__until=None) | Q(posts__until__gt=today))
    there = running & Q(posts__agency__in=agencies_that_watch(case)) & ~Q(posts__role__in=NO_CASES)
    return Worker.objects.filter(there, is_active=True).distinct()


def after(watch: LongWatch, by: Worker) -> UUID:
    """Who is next after the one who looked: the following on the rota, or after whose turn it was."""
    turns = list(watch.turns.values_list("worker", flat=True))
    if not turns:
        return watch.turn_id
    now = by.pk if by.pk in turns else watch.turn_id
    return turns[(turns.index(now) + 1) % len(turns)] if now in turns else turns[0]


def watched_households(worker: Worker, who: str = "mine") -> list[LongWatch]:
    """Watches that go on: mine (my turn), those of my agency, or all that I may see; the earliest day first."""
    rows = LongWatch.objects.visible_to(worker).filter(ended_on=None)
    if who == "mine":
        rows = rows.filter(turn=worker.pk)
    elif who == "agency":
        rows = rows.filter(Q(agency=worker.agency_id) | Q(turns__agency=worker.agency_id)).distinct()
    rows = rows.select_related("case", "turn", "agency").prefetch_related("turns__worker")
    return list(rows.annotate(count=Count("looks", distinct=True), last_at=Max("looks__at")).order_by("next_on")[:MOST])


@dataclass(frozen=True)
class Share:
    """How many households one worker looks after (分担)."""

    name: str
    watches: int
    due: int


def shares(watches: Iterable[Any]) -> list[Share]:
    """The load of the rota by worker, the heaviest first."""
    found: dict[str, list[int]] = {}
    for watch in watches:
        for turn in watch.turns.all():
            row = found.setdefault(turn.worker.name, [0, 0])
            row[0] += 1
            row[1] += turn.worker_id == watch.turn_id and watch.overdue
    return sorted((Share(name, *numbers) for name, numbers in found.items()), key=lambda one: -one.watches)
