"""The visiting services as the desk sees them (訪問サービスを見る). Reads only."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.supporters.models import Supporter, VisitTurn
from tasuki.supporters.register import worn

from .models import VisitService
from .visiting_rules import Candidate, rank

TONES = {"asked": "orange", "accepted": "blue", "declined": "red", "done": "key", "unmet": "red", "cancelled": "gray"}
STATES = {"applied": "orange", "running": "key", "ended": "gray"}


@dataclass
class Line:
    """One service in the list."""

    service: VisitService
    tone: str
    last: VisitTurn | None
    coming: VisitTurn | None
    asks: bool


def lines(worker: Worker, *, ended: bool) -> list[Line]:
    """Services of the desk, with the last and the next visit."""
    rows = VisitService.objects.visible_to(worker).select_related("area", "visitor", "agency")
    rows = rows if ended else rows.exclude(state="ended")
    found = []
    for service in rows.prefetch_related("turns__turn__supporter")[:100]:
        turns = sorted((one.turn for one in service.turns.all()), key=lambda one: one.at)
        before = [one for one in turns if one.status in ("done", "unmet")]
        after = [one for one in turns if one.status in ("asked", "accepted") and one.at >= clock.now()]
        asks = any(one.late or (one.status == "declined" and not one.covered) for one in turns)
        found.append(
            Line(service, STATES[service.state], before[-1] if before else None, after[0] if after else None, asks)
        )
    return found


def turns_of(service: VisitService) -> list[VisitTurn]:
    """Its visits, the newest first."""
    rows = list(
        VisitTurn.objects.filter(of_service__service=service).select_related("supporter", "alarm").order_by("-at")
    )
    for one in rows:
        one.tone = TONES[one.status]  # type: ignore[attr-defined]
    return rows


def candidates(service: VisitService, worker: Worker) -> list[Candidate]:
    """Trained visitors of the desk, the most suitable first."""
    people = list(Supporter.objects.visible_to(worker).helping().filter(badges__in=worn("visitor")).distinct()[:200])
    coming = Counter(
        VisitTurn.objects.filter(supporter__in=people, at__gte=clock.now(), status__in=("asked", "accepted"))
        .values_list("supporter", flat=True)
    )  # fmt: skip
    return rank(service.area_id, people, dict(coming))


def person_of(service: VisitService, worker: Worker) -> Any:
    """The person, if the reader may know her."""
    return Person.objects.visible_to(worker).filter(pk=service.person_id).first() if service.person_id else None


def members(case: Any, worker: Worker) -> Any:
    """Of the people of a case those whom the reader may know."""
    return Person.objects.visible_to(worker).filter(cases__case=case)
