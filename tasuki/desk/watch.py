"""What has to be watched over (見守る側の知らせ): emergency openings, measures that end, looks at protected persons."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from tasuki.cases.models import Case, EmergencyOpening
from tasuki.people.models import Person, ProtectedLook, ProtectionKeeper
from tasuki.shared import clock
from tasuki.staff.models import Worker

MOST, MOST_LOOKS = 20, 100
MONTH, WEEK = timedelta(days=30), timedelta(days=7)


@dataclass
class Watch:
    """For the desk of a worker: empty for most of them on most days."""

    emergencies: list[EmergencyOpening] = field(default_factory=list)
    measures: list[Person] = field(default_factory=list)
    looks: list[ProtectedLook] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.emergencies or self.measures or self.looks)


def watched_by(worker: Worker) -> Watch:
    """Openings of her agency's cases that wait for a review, measures near their end, others' looks (three queries)."""
    waiting = EmergencyOpening.objects.visible_to(worker).waiting()
    if not (worker.sees_all or worker.role.oversees):
        waiting = waiting.filter(keeper=worker.agency_id)
    openings = list(waiting.exclude(worker=worker.pk).select_related("worker", "agency")[:MOST])
    return Watch(_told(openings, worker), _measures(worker), _looks(worker))


def _told(openings: list[EmergencyOpening], worker: Worker) -> list[EmergencyOpening]:
    """With the word 「期限すぎ」 where nobody has reviewed in time."""
    days = worker.agency.municipality.emergency_review_days
    for opening in openings:
        opening.late = opening.overdue(days)  # type: ignore[attr-defined]
    return openings


def _measures(worker: Worker) -> list[Person]:
    """Measures that end within thirty days, or whose day is past: they go on until somebody ends them."""
    soon = clock.today() + MONTH
    mine = Q(pk__in=ProtectionKeeper.objects.visible_to(worker).held_by(worker).values("person"))
    mine |= Q(cases__case__in=Case.objects.visible_to(worker).filter(worker=worker.pk, owner_agency=worker.agency_id))
    rows = Person.objects.visible_to(worker).filter(mine, protected=True, protected_until__lte=soon).distinct()
    found = list(rows.order_by("protected_until", "id")[:MOST])
    for person in found:
        person.over = person.protected_until < clock.today()  # type: ignore[attr-defined, operator]
    return found


def _looks(worker: Worker) -> list[ProtectedLook]:
    """Looks of the last seven days by somebody else."""
    rows = ProtectedLook.objects.visible_to(worker).filter(at__gte=clock.now() - WEEK).exclude(worker=worker.pk)
    return list(rows.select_related("worker", "agency")[:MOST])


@dataclass
class Overview:
    """The officer's page: without a name of anybody who is supported."""

    waiting: list[EmergencyOpening]
    reviewed: list[EmergencyOpening]
    missed: list[EmergencyOpening]
    looks: list[ProtectedLook]
    since: datetime
    hours: int
    days: int

    @property
    def late(self) -> int:
        """How many wait longer than the town allows."""
        return len([one for one in self.waiting if one.late])  # type: ignore[attr-defined]


def overview(officer: Worker) -> Overview:
    """Emergencies not reviewed, and thirty days of the rest."""
    town: Any = officer.agency.municipality
    since = clock.now() - MONTH
    rows = EmergencyOpening.objects.visible_to(officer).select_related("worker", "agency", "keeper", "reviewed_by")
    recent = rows.filter(at__gte=since)
    looks = ProtectedLook.objects.visible_to(officer).filter(at__gte=since).select_related("worker", "agency")
    return Overview(
        waiting=_told(list(rows.waiting().order_by("at")[:MOST_LOOKS]), officer),
        reviewed=list(recent.exclude(verdict__in=["", "watch"])[:MOST]),
        missed=list(recent.filter(keeper=None)[:MOST]),
        looks=list(looks[:MOST_LOOKS]),
        since=since,
        hours=town.emergency_hours,
        days=town.emergency_review_days,
    )
