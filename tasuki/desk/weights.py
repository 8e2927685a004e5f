"""Who carries how much at an agency (受けもち): cases by weight, what is late, whose turn to watch; coordinators."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from tasuki.casefile.care import care_of
from tasuki.casefile.care_models import Cover, HandOver
from tasuki.cases.models import Case, CaseGrant
from tasuki.cases.reading import NO_CASES
from tasuki.outreach.models import LongWatch
from tasuki.shared import clock
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Post, Worker
from tasuki.staff.roles import RoleName
from tasuki.tenancy.models import Agency

from .gate import waiting_of

SEVERAL = 3
MOST = 20


@dataclass
class Carrier:
    """One worker and what she carries."""

    worker: Worker
    post: Post | None
    cases: int = 0
    weight: int = 0
    late: int = 0
    silent: int = 0
    turns: int = 0
    full: int = 0
    away: Cover | None = None

    @property
    def heavy(self) -> bool:
        """More than the town thinks one can carry."""
        return self.weight > self.full

    @property
    def coordinates(self) -> bool:
        """相談支援包括化推進員."""
        return self.post is not None and self.post.role == RoleName.COORDINATOR


@dataclass
class Caseload:
    """The page: everybody of the agency, the heaviest first."""

    agency: Agency
    carriers: list[Carrier]
    covers: list[Cover]
    handovers: list[HandOver] = field(default_factory=list)

    @property
    def left(self) -> list[Carrier]:
        """Those who carry cases and have no post here any more."""
        return [one for one in self.carriers if one.post is None and one.cases]


def caseload_of(agency: Agency, reader: Worker) -> Caseload:
    """Six queries, however many cases there are."""
    posts = Post.objects.now().filter(agency=agency, worker__is_active=True).exclude(role__in=NO_CASES)
    found = {
        post.worker_id: Carrier(post.worker, post)
        for post in posts.select_related("worker", "agency").order_by("worker__kana")
    }
    covers = _covers(agency, reader)
    _weigh(found, agency, reader)
    for worker, turns in (
        LongWatch.objects.visible_to(reader)
        .filter(ended_on=None, turn__in=list(found))
        .order_by()
        .values_list("turn")
        .annotate(n=Count("id"))
    ):
        found[worker].turns = turns
    for cover in covers:
        if cover.running and cover.worker_id in found:
            found[cover.worker_id].away = cover
    waiting = HandOver.objects.visible_to(reader).filter(agency=agency, confirmed_at=None)
    carriers = sorted(found.values(), key=lambda one: -one.weight)
    return Caseload(agency, carriers, covers, list(waiting.select_related("worker", "successor")[:MOST]))


def _covers(agency: Agency, reader: Worker) -> list[Cover]:
    rows = Cover.objects.visible_to(reader).filter(agency=agency, ended_at=None, until__gte=clock.today())
    return list(rows.select_related("worker", "stand_in"))


def _weigh(found: dict[UUID, Carrier], agency: Agency, reader: Worker) -> None:
    """The sum over the running cases of each; workers who have left keep their line as long as they carry something."""
    care, gap = care_of(), clock.now() - timedelta(days=agency.municipality.contact_gap_days)
    running = Case.objects.visible_to(reader).running().filter(owner_agency=agency)
    several = several_agencies(running)
    rows = running.order_by().values_list("pk", "worker", "status", "rights_screening", "next_on", "last_contact_at")
    for key, worker, status, rights, next_on, last in rows:
        one = found.get(worker)
        if one is None:
            one = found[worker] = Carrier(Worker.objects.get(pk=worker), None)
        one.cases += 1
        one.weight += care.weight(status) + care.several * (key in several) + care.rights * rights
        one.late += next_on is not None and next_on < clock.today()
        one.silent += last is not None and last < gap
    for one in found.values():
        one.full = care.full


def several_agencies(cases: Any, least: int = SEVERAL) -> set[UUID]:
    """Cases with so many agencies, the owner counted."""
    others = CaseGrant.objects.live().exclude(ground=Ground.OWN).filter(case__in=cases, agency__isnull=False)
    counted = others.order_by().values_list("case").annotate(n=Count("agency", distinct=True)).filter(n__gte=least - 1)
    return {case for case, _ in counted}


@dataclass(frozen=True)
class Coordinator:
    """A coordinator (相談支援包括化推進員): where, since when, how, and what she carries."""

    post: Post
    cases: int
    weight: int
    full: int


def coordinators(reader: Worker) -> list[Coordinator]:
    """All of the municipality, by agency; numbers as far as the reader may see the cases."""
    posts = list(Post.objects.now().filter(role=RoleName.COORDINATOR, worker__is_active=True)
                 .select_related("worker", "agency").order_by("agency__name", "worker__kana"))  # fmt: skip
    care, carried = care_of(), defaultdict(list)
    running = Case.objects.visible_to(reader).running().filter(worker__in=[post.worker_id for post in posts])
    for worker, agency, status in running.order_by().values_list("worker", "owner_agency", "status"):
        carried[worker, agency].append(care.weight(status))
    return [
        Coordinator(post, len(rows := carried[post.worker_id, post.agency_id]), sum(rows), care.full) for post in posts
    ]


def stands_in_for(worker: Worker) -> list[Cover]:
    """For whom she stands in today, in the post in which she acts."""
    if not waiting_of(worker)["covers"]:
        return []
    today = clock.today()
    rows = Cover.objects.visible_to(worker).filter(
        stand_in=worker.pk, agency=worker.agency_id, ended_at=None, since__lte=today, until__gte=today
    )
    return list(rows.select_related("worker"))


def names(covers: Iterable[Cover]) -> dict[UUID, str]:
    """「○○さんの代わり」 by the absent worker."""
    return {cover.worker_id: f"{cover.worker}さんの代わり" for cover in covers}
