"""What might be dropped (取りこぼさない): cases that nobody leads, sent around, unanswered, not looked after. Reads only."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from tasuki.casefile.care import care_of
from tasuki.casefile.care_models import HandOver, Lead
from tasuki.cases.models import Case, CaseGrant
from tasuki.meetings.enums import SittingStatus
from tasuki.meetings.models import Conference, Item, RightsScreening
from tasuki.outreach.models import LongWatch
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.shared import clock
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Post, Worker
from tasuki.staff.roles import RoleName

from .weights import Coordinator, coordinators

MOST = 100
TWICE = 2
YEAR = timedelta(days=365)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Unled:
    """A case with several agencies and nobody who brings them together."""

    case: Case
    agencies: int
    why: list[str]


@dataclass(frozen=True)
class SentAround:
    """A household that came back, or was declined, twice and more (たらい回し)."""

    label: str
    url: str
    times: int
    words: str
    last: date | None


@dataclass
class Overseen:
    """The page; each list bounded."""

    unled: list[Unled] = field(default_factory=list)
    around: list[SentAround] = field(default_factory=list)
    rights: list[RightsScreening] = field(default_factory=list)
    watches: list[LongWatch] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    handovers: list[HandOver] = field(default_factory=list)
    people: list[Coordinator] = field(default_factory=list)
    together_days: int = 60

    @property
    def count(self) -> int:
        """How many things wait for somebody."""
        return sum(len(one) for one in (self.unled, self.around, self.rights, self.watches, self.leads, self.handovers))


def overseen(worker: Worker) -> Overseen:
    """As far as the reader may see; for the supervising section everything."""
    watches = LongWatch.objects.visible_to(worker).filter(ended_on=None, next_on__lt=clock.today())
    watches = watches.filter(Q(rest_until=None) | Q(rest_until__lt=clock.today()))
    leads = Lead.objects.visible_to(worker).filter(answered_at=None).select_related("case", "agency")
    late = HandOver.objects.visible_to(worker).filter(confirmed_at=None, made_at__lt=clock.now() - WEEK)
    care, people = care_of(), coordinators(worker)
    return Overseen(
        unled=unled(worker, care.together_days), around=sent_around(worker), rights=rights_waiting(worker),
        watches=list(watches.select_related("case", "turn", "agency").order_by("next_on")[:MOST]),
        leads=list(leads.order_by("at")[:MOST]),
        handovers=list(late.select_related("worker", "successor", "agency")[:MOST]),
        people=people, together_days=care.together_days,
    )  # fmt: skip


def unled(worker: Worker, days: int) -> list[Unled]:
    """Two or more active agencies, and no coordinator in charge or no talk of all for the town's number of days."""
    grants = CaseGrant.objects.live().exclude(ground=Ground.OWN).filter(agency__isnull=False)
    running = Case.objects.visible_to(worker).running()
    rows = grants.filter(case__in=running).order_by().values_list("case")
    told = {key: (n, since) for key, n, since in rows.annotate(Count("agency", distinct=True), Max("since"))}
    cases = running.filter(pk__in=list(told)).select_related("owner_agency", "worker")
    leading = set(Post.objects.now().filter(role=RoleName.COORDINATOR).values_list("worker", "agency"))
    talked = _last_talks(worker, list(told))
    found = []
    for case in cases:
        why = _why(case, (case.worker_id, case.owner_agency_id) in leading, talked.get(case.pk), told[case.pk][1], days)
        if why:
            found.append(Unled(case, told[case.pk][0] + 1, why))
    found.sort(key=lambda one: (-len(one.why), -one.agencies, one.case.number))
    return found[:MOST]


def _why(case: Case, led: bool, talked: datetime | None, since: datetime, days: int) -> list[str]:
    """What is missing, in words."""
    why = [] if led else ["調整する人（包括化推進員）がいない"]
    gap = clock.now() - (talked or since)
    if gap > timedelta(days=days):
        why.append(f"そろって話してから{gap.days}日" if talked else f"かかわって{gap.days}日、まだそろって話していない")
    return why


def _last_talks(worker: Worker, cases: list[UUID]) -> dict[UUID, datetime]:
    """When the agencies last talked about it together: a meeting that was held, a conference."""
    held = Item.objects.visible_to(worker).filter(case__in=cases, sitting__status=SittingStatus.HELD)
    talks = dict(held.order_by().values_list("case").annotate(Max("sitting__at")))
    conferences = Conference.objects.visible_to(worker).filter(case__in=cases)
    for case, at in conferences.order_by().values_list("case").annotate(Max("at")):
        talks[case] = max(at, talks.get(case, at))
    return talks


def sent_around(worker: Worker) -> list[SentAround]:
    """Sheets of a year that were declined or handed back, twice and more for one household."""
    back = Q(status="declined") | Q(back_at__isnull=False)
    rows = ReferralTarget.objects.visible_to(worker).filter(back, referral__sent_at__gte=clock.now() - YEAR)
    counted = (
        rows.order_by()
        .values("referral__case", "referral__consultation")
        .annotate(
            n=Count("id"),
            declined=Count("id", filter=Q(status="declined")),
            last=Max("answered_at"),
            back=Max("back_at"),
        )
    )
    lines = list(counted.filter(n__gte=TWICE).order_by("-n")[:MOST])
    sheets = _newest_sheets(worker, lines)
    return [_around(line, sheet) for line in lines if (sheet := sheets.get(_key(line)))]


def _key(line: dict[str, Any]) -> tuple[Any, Any]:
    return line["referral__case"], line["referral__consultation"]


def _newest_sheets(worker: Worker, lines: list[dict[str, Any]]) -> dict[tuple[Any, Any], Referral]:
    """The last sheet of each household, for its name and address."""
    keys = Q(case__in=[line["referral__case"] for line in lines if line["referral__case"]])
    keys |= Q(consultation__in=[line["referral__consultation"] for line in lines if line["referral__consultation"]])
    rows = Referral.objects.visible_to(worker).filter(keys).order_by("sent_at") if lines else []
    return {(one.case_id, one.consultation_id): one for one in rows}


def _around(line: dict[str, Any], sheet: Referral) -> SentAround:
    back = line["n"] - line["declined"]
    words = "、".join(
        filter(None, (line["declined"] and f"受けられない {line['declined']}回", back and f"もどされた {back}回"))
    )
    last = max(filter(None, (line["last"], line["back"])), default=None)
    return SentAround(sheet.household_label, sheet.get_absolute_url(), line["n"], words, last.date() if last else None)


def rights_waiting(worker: Worker) -> list[RightsScreening]:
    """権利擁護の検討 that nobody has answered, the oldest first."""
    rows = RightsScreening.objects.visible_to(worker).filter(answered_at=None)
    return list(rows.select_related("case", "agency", "item__sitting__body").order_by("asked_at")[:MOST])
