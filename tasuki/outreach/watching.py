"""Approaches under way, with their last visit and what comes next (見守りの一覧). Reads only; `desk` shows it too."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import local_day
from tasuki.staff.models import Worker

from .models import Approach, Met, StageChange, Visit

PAGE = 50
TABS = [("訪問（アウトリーチ）", "/outreach/"), ("長期の見守り", "/outreach/watch/"), ("持ち出し", "/away/kits/")]
NEWEST = 60


@dataclass(frozen=True)
class Watch:
    """One approach as a line."""

    approach: Any
    gap_days: int

    @property
    def last_on(self) -> date:
        """The day of the last visit, else of the beginning."""
        return local_day(self.approach.last_at) if self.approach.last_at else self.approach.began_on

    @property
    def days(self) -> int:
        """Days since then."""
        return (clock.today() - self.last_on).days

    @property
    def long_ago(self) -> bool:
        """Longer than the municipality lets pass."""
        return self.days > self.gap_days

    @property
    def met_word(self) -> str:
        """Whether they met last time."""
        return Met(self.approach.last_met).label if self.approach.last_met else "まだ訪問していない"

    @property
    def overdue(self) -> bool:
        """The day on which somebody was to go is over."""
        return self.approach.next_on is not None and self.approach.next_on < clock.today()

    @property
    def words(self) -> str:
        """「3日過ぎています」「きょう」「あと2日」「次の日を決める」."""
        if self.approach.next_on is None:
            return "次の日を決める"
        days = (self.approach.next_on - clock.today()).days
        return "きょう" if not days else f"あと{days}日" if days > 0 else f"{-days}日過ぎています"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return "red" if self.overdue else "orange" if self.approach.next_on in (None, clock.today()) else "gray"


def with_visits(rows: QuerySet[Approach], worker: Worker) -> QuerySet[Approach]:
    """Approaches with their last visit, the number of visits, and of those without meeting."""
    last = Visit.objects.filter(approach=OuterRef("pk")).order_by("-at", "-id")
    persons = Prefetch("person", queryset=Person.objects.visible_to(worker))
    return (
        rows.select_related("case", "worker", "next_worker", "agency").prefetch_related(persons)
        .annotate(last_at=Subquery(last.values("at")[:1]), last_met=Subquery(last.values("met")[:1]),
                  count=Count("visits"), unmet=Count("visits", filter=~Q(visits__met=Met.MET)))
    )  # fmt: skip


def history(approaches: list[Any]) -> tuple[dict[Any, list[Visit]], dict[Any, list[StageChange]]]:
    """The newest visits and the steps of approaches that the reader has already been given, by approach."""
    visits: dict[Any, list[Visit]] = {approach.pk: [] for approach in approaches}
    for visit in Visit.objects.filter(approach__in=approaches).select_related("record", "record__worker")[:NEWEST]:
        visits[visit.approach_id].append(visit)
    steps: dict[Any, list[StageChange]] = {approach.pk: [] for approach in approaches}
    for step in StageChange.objects.filter(approach__in=approaches).select_related("by"):
        steps[step.approach_id].append(step)
    return visits, steps


def under_way(worker: Worker, who: str = "mine", stage: str = "", page: int = 1) -> tuple[list[Watch], bool]:
    """A page of the list, the earliest day first, undecided ones after; and whether there is more."""
    rows = Approach.objects.visible_to(worker).filter(ended_on=None)
    if who == "mine":
        rows = rows.filter(Q(worker=worker.pk) | Q(next_worker=worker.pk))
    elif who == "agency":
        rows = rows.filter(agency=worker.agency_id)
    if stage:
        rows = rows.filter(stage=stage)
    first = (page - 1) * PAGE
    ordered = with_visits(rows, worker).order_by(F("next_on").asc(nulls_last=True), "began_on", "id")
    found = list(ordered[first : first + PAGE + 1])
    gap = worker.agency.municipality.contact_gap_days
    return [Watch(approach, gap) for approach in found[:PAGE]], len(found) > PAGE


def outreach_tabs(current: str) -> list[tuple[str, str, bool]]:
    """Approaches and long watches side by side."""
    return [(label, address, address == current) for label, address in TABS]


def settings_of_last_visit(approach: Approach, worker: Worker) -> dict[str, Any]:
    """前回と同じ: how, where, with whom and how long the last visit of this approach was; not what was said."""
    last = (
        Visit.objects.visible_to(worker).filter(approach=approach.pk).select_related("record").order_by("-at").first()
    )
    names = ("method", "place", "fellow_workers", "worker_count", "minutes")
    return {name: getattr(last.record, name) for name in names} if last else {}
