"""A worker's day (きょう): what waits for her, where she will be, whom she has not met for long."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from tasuki.cases.models import Case
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.meetings.coming import coming
from tasuki.outreach.models import Approach
from tasuki.plans.enums import RoleStatus
from tasuki.plans.models import PlanRole
from tasuki.referrals.waiting import Waiting, sent_by, waiting_for
from tasuki.shared import clock
from tasuki.shared.calendar_jp import month_day
from tasuki.staff.models import Post, Worker
from tasuki.staff.permissions import Permission as P

from .caseload import gap_begins, say_more
from .watch import Watch, watched_by
from .weights import names, stands_in_for

SOON = timedelta(days=7)
MOST = 10


@dataclass(frozen=True)
class Stop:
    """Somewhere to be, or something to do, on a day."""

    on: date
    what: str
    label: str
    url: str
    note: str = ""
    late: bool = False


@dataclass
class Day:
    """What the page of the day shows; empty lists read as empty sentences."""

    waiting: list[Waiting] = field(default_factory=list)
    sent: list[Waiting] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    roles: list[PlanRole] = field(default_factory=list)
    silent: list[Case] = field(default_factory=list)
    silent_more: bool = False
    unheld: list[Case] = field(default_factory=list)
    follow_ups: list[Case] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    cases_more: bool = False
    watch: Watch = field(default_factory=Watch)
    gap_days: int = 30
    instead: list[str] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        """How many answers are past their day."""
        return sum(1 for line in self.waiting if line.overdue)

    @property
    def overdue_words(self) -> str:
        """「期限すぎ 2」."""
        return f"期限すぎ {self.overdue}"


def gather(worker: Worker) -> Day:
    """Everything of the day, each part with one or two queries however large the town is."""
    day = Day(gap_days=worker.agency.municipality.contact_gap_days)
    if worker.may(P.REFER):
        day.waiting, day.sent = waiting_for(worker), sent_by(worker)
    if worker.may(P.MEETING_ATTEND):
        day.meetings = coming(worker)
    if worker.may(P.CONSULT):
        open_ones = Consultation.objects.visible_to(worker).filter(agency=worker.agency_id, outcome=Outcome.OPEN)
        day.consultations = list(open_ones.select_related("person", "worker").order_by("at")[:MOST])
    if worker.may(P.CASE_READ):
        _cases(day, worker)
    if worker.may(P.CASE_READ) or worker.may(P.OVERSEE):
        day.watch = watched_by(worker)
    return day


def _cases(day: Day, worker: Worker) -> None:
    running = Case.objects.visible_to(worker).running().select_related("owner_agency", "worker", "area")
    mine = list(running.filter(worker=worker.pk).order_by("next_on", "-last_contact_at")[: MOST + 1])
    day.cases, day.cases_more = mine[:MOST], len(mine) > MOST
    say_more(day.cases, worker)
    instead = names(covers := stands_in_for(worker))
    day.instead = [f"{cover.worker}さん（{month_day(cover.until)}まで）" for cover in covers]
    day.stops = sorted(_next_steps(worker, instead) + _visits(worker, instead), key=lambda stop: stop.on)
    watched = running if worker.sees_all else running.filter(owner_agency=worker.agency_id)
    silent = list(watched.filter(last_contact_at__lt=gap_begins(worker)).order_by("last_contact_at")[: MOST + 1])
    day.silent, day.silent_more = silent[:MOST], len(silent) > MOST
    day.unheld = _unheld(watched)
    ended = Case.objects.visible_to(worker).filter(owner_agency=worker.agency_id, followed_up_on=None)
    day.follow_ups = list(ended.filter(follow_up_on__lte=clock.today() + SOON).order_by("follow_up_on")[:MOST])
    day.roles = _roles(worker)


def _next_steps(worker: Worker, instead: dict[UUID, str]) -> list[Stop]:
    until = clock.today() + SOON
    whose = [worker.pk, *instead]
    cases = Case.objects.visible_to(worker).running().filter(next_worker__in=whose, next_on__lte=until)
    return [
        Stop(case.next_on, case.next_text or "次の一手", case.label, case.get_absolute_url(),
             _with(case.number, case.next_worker_id, instead),
             case.next_on < clock.today())
        for case in cases.order_by("next_on")[:MOST]
        if case.next_on
    ]  # fmt: skip


def _with(note: str, whose: UUID | None, instead: dict[UUID, str]) -> str:
    """「R8-0142　○○さんの代わり」."""
    return f"{note}　{instead[whose]}" if whose in instead else note


def _visits(worker: Worker, instead: dict[UUID, str]) -> list[Stop]:
    until = clock.today() + SOON
    whose = [worker.pk, *instead]
    going = Approach.objects.visible_to(worker).filter(next_worker__in=whose, next_on__lte=until, ended_on=None)
    return [
        Stop(way.next_on, way.next_note or "訪問", way.case.label, f"{way.case.get_absolute_url()}outreach/",
             _with(way.get_stage_display(), way.next_worker_id, instead), way.next_on < clock.today())
        for way in going.select_related("case").order_by("next_on")[:MOST]
        if way.next_on
    ]  # fmt: skip


def _unheld(cases: Any) -> list[Case]:
    """Running cases whose worker has left or has no post in the owner agency any more: nobody holds them."""
    posts = Post.objects.now().filter(worker__is_active=True).values_list("worker", "agency")
    held = set(posts)
    in_charge = cases.order_by().values_list("worker", "owner_agency").distinct()
    gone = [pair for pair in in_charge if pair not in held]
    if not gone:
        return []
    asked = Q()
    for worker, agency in gone:
        asked |= Q(worker=worker, owner_agency=agency)
    return list(cases.filter(asked).order_by("-last_contact_at")[:MOST])


def _roles(worker: Worker) -> list[PlanRole]:
    """Rows of approved plans that my agency has promised, due soon or past."""
    rows = PlanRole.objects.visible_to(worker).filter(
        agency=worker.agency_id, plan__status="approved", by_date__lte=clock.today() + SOON,
        status__in=[RoleStatus.WAITING, RoleStatus.DOING],
    )  # fmt: skip
    rows = rows.filter(plan__case__in=Case.objects.visible_to(worker))
    return list(rows.select_related("plan__case").order_by("by_date")[:MOST])
