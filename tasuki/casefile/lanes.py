"""A case along time, a lane for each agency (横の経過): phases, contacts, what happened, where nobody was in touch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from tasuki.assessments.life import LifeEvent, life_of
from tasuki.cases.enums import EventKind as K
from tasuki.cases.enums import Status
from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.codes.lookup import label
from tasuki.people.models import Membership
from tasuki.plans.models import PlanRole
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker

from .deadlines import Next, coming
from .ecomap_sources import short
from .household import known_of
from .page import Head
from .timeline import MEETING_METHODS, VISIT_METHODS

KINDS = {"visit": "訪問・同行", "interview": "面談", "phone": "電話・文書", "meeting": "会議", "other": "その他"}
_REMOTE = ("phone", "mail_sns", "letter", "online", "agency_call", "document")
MILESTONES = (K.CONSENT_GIVEN, K.CONSENT_WITHDRAWN, K.REFERRED, K.HANDED_BACK, K.OWNER_CHANGED, K.HANDED_OVER, K.MET,
              K.PLAN_APPROVED, K.PLAN_EVALUATED, K.EMERGENCY, K.CLOSED, K.REOPENED, K.FOLLOWED_UP, K.APPROACH_OPENED)  # fmt: skip
AHEAD = 92


@dataclass(frozen=True)
class Band:
    """A stretch of time: a phase, a ground, a part in the plan; `end` None: it goes on."""

    start: date
    end: date | None
    words: str
    strong: bool = False

    @property
    def said(self) -> str:
        """自機関（令和8年4月1日から）"""
        until = wareki_plain(self.end) if self.end else ""
        return f"{self.words}（{wareki_plain(self.start)}〜{until}）"


@dataclass(frozen=True)
class Tick:
    """One contact, or one thing that happened."""

    on: date
    kind: str
    words: str


@dataclass
class Lane:
    """One agency."""

    key: str
    name: str
    bands: list[Band] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)

    @property
    def counted(self) -> str:
        """訪問・同行 5回、電話・文書 2回"""
        counts = {kind: sum(tick.kind == kind for tick in self.ticks) for kind in KINDS}
        return "、".join(f"{KINDS[kind]} {n}回" for kind, n in counts.items() if n)

    @property
    def first(self) -> date | None:
        """The first contact."""
        return min((tick.on for tick in self.ticks), default=None)

    @property
    def last(self) -> date | None:
        """The last contact."""
        return max((tick.on for tick in self.ticks), default=None)


@dataclass(frozen=True)
class Gap:
    """Days on which nobody was in touch (とぎれ)."""

    start: date
    end: date
    running: bool = False

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days

    @property
    def said(self) -> str:
        """令和8年4月3日から6月10日まで、68日間"""
        until = "きょうまで" if self.running else f"{wareki_plain(self.end)}まで"
        return f"{wareki_plain(self.start)}から{until}、{self.days}日間、記録された接触がありません"


@dataclass
class Lanes:
    """Everything on the sheet."""

    start: date
    end: date
    today: date
    phases: list[Band] = field(default_factory=list)
    events: list[Tick] = field(default_factory=list)
    life: list[Tick] = field(default_factory=list)
    told: list[LifeEvent] = field(default_factory=list)  # of the 生活歴, also long before the case
    lanes: list[Lane] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    next: list[Next] = field(default_factory=list)
    gap_days: int = 30
    kind: str = ""
    agency: str = ""

    @property
    def agencies(self) -> list[tuple[str, str]]:
        """To choose from."""
        return [(lane.key, lane.name) for lane in self.lanes]

    @property
    def shown(self) -> list[Lane]:
        """The lanes that were asked for."""
        return [lane for lane in self.lanes if not self.agency or lane.key == self.agency]


def lanes_of(case: Case, worker: Worker, head: Head, *, gap_days: int, kind: str = "", agency: str = "") -> Lanes:
    """As far as the reader may see it."""
    today = clock.today()
    lanes = _lanes(case, head.roles)
    contacts = sorted(tick.on for lane in lanes for tick in lane.ticks)
    first = min([case.opened_on, *contacts[:1]])
    sheet = Lanes(first, case.closed_on or today, today, lanes=lanes, gap_days=gap_days, agency=agency,
                  kind=kind if kind in KINDS else "")  # fmt: skip
    sheet.gaps = gaps(contacts, first, case.closed_on or today, gap_days, running=not case.is_closed)
    sheet.phases, sheet.events = _phases(case, sheet.end), _events(case, head)
    sheet.told = life_of(case, worker, known_of(head.people))
    sheet.life = _life(case, head, first, sheet.end, sheet.told)
    if not case.is_closed:
        sheet.next = [one for one in coming(case, worker, head.plan, head.roles) if one.on]
        ahead = [one.on for one in sheet.next if one.on and today < one.on <= today + timedelta(days=AHEAD)]
        sheet.end = max([today + timedelta(days=14), *(day + timedelta(days=7) for day in ahead)])
    if sheet.kind:
        for lane in sheet.lanes:
            lane.ticks = [tick for tick in lane.ticks if tick.kind == sheet.kind]
    return sheet


def gaps(contacts: list[date], first: date, last: date, most: int, *, running: bool) -> list[Gap]:
    """Where more than so many days lie between two contacts, before the first, and since the last."""
    days = [first, *contacts]
    found = [Gap(a, b) for a, b in pairwise(days) if (b - a).days > most]
    if (last - days[-1]).days > most:
        found.append(Gap(days[-1], last, running))
    return found


def kind_of(method: str) -> str:
    """Of a contact, by its method."""
    if method in VISIT_METHODS:
        return "visit"
    if method in MEETING_METHODS:
        return "meeting"
    return "phone" if method in _REMOTE else "interview" if method == "interview" else "other"


def _day(at: datetime) -> date:
    return at.astimezone(clock.JAPAN).date()


def _lanes(case: Case, roles: Iterable[PlanRole]) -> list[Lane]:
    """The owner first, then in the order in which they came."""
    lanes: dict[UUID, Lane] = {case.owner_agency_id: Lane(str(case.owner_agency_id), case.owner_agency.name)}
    lanes[case.owner_agency_id].bands.append(Band(case.opened_on, case.closed_on, "主担当", strong=True))
    grants = case.grants.exclude(ground__in=[Ground.OWN, Ground.SUPERVISION]).filter(agency__isnull=False)
    for row in grants.order_by("since", "id").values_list("agency_id", "agency__name", "ground", "since", "until"):
        _ground(lanes, *row)
    rows = access_of(case).readable(case.records.filter(current=True), Scope.RECORD, about="about")
    told = ("agency_id", "agency__name", "at", "method")
    for agency, name, at, method in rows.order_by("at").values_list(*told):
        lane = lanes.setdefault(agency, Lane(str(agency), name))
        lane.ticks.append(Tick(_day(at), kind_of(method), label("contact_method", method)))
    for role in roles:
        lane = lanes.setdefault(role.agency_id, Lane(str(role.agency_id), role.agency.name))
        lane.bands.append(Band(_role_since(role, case), role.by_date, f"役割：{short(role.what)}"))
    for lane in lanes.values():
        lane.bands = joined(lane.bands)
    return list(lanes.values())


def joined(bands: Iterable[Band]) -> list[Band]:
    """One band for each stretch of the same words: a ground is given for each person, and given anew."""
    found: list[Band] = []
    for band in sorted(bands, key=lambda one: (not one.strong, one.words, one.start)):
        last = found[-1] if found else None
        if last and last.words == band.words and (last.end is None or band.start <= last.end + timedelta(days=1)):
            end = None if last.end is None or band.end is None else max(last.end, band.end)
            found[-1] = Band(last.start, end, last.words, last.strong)
        else:
            found.append(band)
    return sorted(found, key=lambda one: (not one.strong, one.start))


def _role_since(role: PlanRole, case: Case) -> date:
    day: date = role.plan.decided_on or role.plan.made_on
    return min(day, role.by_date or day)


def _ground(
    lanes: dict[UUID, Lane], agency: UUID, name: str, ground: str, since: datetime, until: datetime | None
) -> None:
    """One band for each ground, however many persons it was given for."""
    lane = lanes.setdefault(agency, Lane(str(agency), name))
    over = until is not None and until <= clock.now()
    band = Band(_day(since), _day(until) if over and until else None, Ground(ground).label)
    if band not in lane.bands:
        lane.bands.append(band)


def _phases(case: Case, end: date) -> list[Band]:
    """The states of the case, one after the other."""
    if Scope.EXISTENCE not in access_of(case).whole:
        return []
    steps = [(_day(at), after) for at, after in case.status_changes.order_by("at", "id").values_list("at", "after")]
    ends = [*(day for day, _ in steps[1:]), end]
    return [
        Band(day, until, Status(after).label)
        for (day, after), until in zip(steps, ends, strict=True) if after != Status.CLOSED and until >= day
    ]  # fmt: skip


def _events(case: Case, head: Head) -> list[Tick]:
    """What mattered to the case."""
    rows = access_of(case).readable(case.events.filter(kind__in=MILESTONES), Scope.RECORD, about="about")
    found = []
    for at, kind, about in rows.order_by("at", "id").values_list("at", "kind", "about"):
        whom = f"（{head.names[about]}）" if about in head.names else ""
        found.append(Tick(_day(at), "event", f"{K(kind).label}{whom}"))
    return found


def _life(case: Case, head: Head, first: date, last: date, told: Iterable[LifeEvent]) -> list[Tick]:
    """Who was born, died, came into the household and left it, and what the 生活歴 tells, while the case ran."""
    known: dict[Any, tuple[str, Any]] = {one.person.pk: (one.called, one.person) for one in head.people if one.person}
    found = [Tick(one.on, "life", f"{head.names.get(one.person, '世帯')}：{one.words}") for one in told]
    found += [Tick(one.died_on, "life", f"{called}が亡くなった") for called, one in known.values() if one.died_on]
    found += [
        Tick(date(one.birth_year, one.birth_month, one.birth_day), "life", f"{called}が生まれた")
        for called, one in known.values() if one.birth_year and one.birth_month and one.birth_day
    ]  # fmt: skip
    for row in Membership.objects.filter(person__in=list(known)).only("person_id", "since", "until"):
        called = known[row.person_id][0]
        found += [
            Tick(day, "life", f"{called}が{words}")
            for day, words in ((row.since, "世帯に加わった"), (row.until, "世帯を離れた"))
            if day
        ]
    return sorted((tick for tick in set(found) if first <= tick.on <= last), key=lambda tick: (tick.on, tick.words))
