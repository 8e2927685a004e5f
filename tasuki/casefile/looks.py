"""だれが見たか: the access record of one case, for the agency that owns it: by day and agency, what is unusual marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from tasuki.audit.enums import Act
from tasuki.audit.models import Entry
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.shared.calendar_jp import is_business_day
from tasuki.sharing.enums import Ground

PAGE = 50
EARLY, LATE = 7, 20  # before and after these hours a look is marked 時間外
_GROUNDS = dict(Ground.choices)
TAKEN = (Act.PRINT, Act.EXPORT)
_EMERGENCY = Q(act=Act.EMERGENCY) | Q(ground__in=(Ground.EMERGENCY, Ground.EMERGENCY.label))
_KEEPER = Q(ground__in=(Ground.SUPERVISION, Ground.SUPERVISION.label))
_OFF_HOURS = Q(at__hour__lt=EARLY) | Q(at__hour__gte=LATE) | Q(at__week_day__in=(1, 7))

FILTERS: Mapping[str, tuple[str, Q]] = {
    "": ("すべて", Q()),
    "others": ("ほかの機関", Q()),
    "unusual": ("気をつけて見るもの", _EMERGENCY | _KEEPER | _OFF_HOURS | Q(act=Act.REFUSED)),
    "taken": ("印刷・出力", Q(act__in=TAKEN)),
    "changed": ("変更", Q(act__in=(Act.CHANGE, Act.CONSENT))),
}


@dataclass
class Group:
    """One agency on one day."""

    agency: str
    entries: list[Entry]


@dataclass
class Day:
    """One day, the newest first."""

    on: date
    groups: list[Group]


@dataclass
class Looks:
    """A page of the record; `agencies`: who is in the whole of it, for the filter."""

    days: list[Day] = field(default_factory=list)
    agencies: list[tuple[UUID, str]] = field(default_factory=list)
    chosen: str = ""
    agency: str = ""
    next_url: str = ""
    first_url: str = ""
    label: str = ""


def looks_at(case: Case, chosen: str = "", agency: str = "", before: str = "") -> Looks:
    """The newest fifty before the mark; own readings too."""
    everything = Entry.objects.filter(municipality=case.municipality_id, case_id=case.pk)
    page = Looks(chosen=chosen if chosen in FILTERS else "", label=f"{PAGE}件ずつ", agencies=_agencies(everything))
    rows = everything.filter(FILTERS[page.chosen][1])
    if page.chosen == "others":
        rows = rows.exclude(agency_id=case.owner_agency_id)
    if agency in {str(key) for key, _ in page.agencies}:
        page.agency, rows = agency, rows.filter(agency_id=agency)
    around = {"only": page.chosen, "agency": page.agency}
    at, _, key = before.partition("~")
    try:
        rows = rows.filter(at__lte=datetime.fromisoformat(at)).exclude(at=at, pk__gte=UUID(key))
        page.first_url = "?" + urlencode(around)
    except ValueError:
        pass
    found = list(rows.order_by("-at", "-id")[: PAGE + 1])
    page.days = _days(found[:PAGE])
    if len(found) > PAGE:
        last = found[PAGE - 1]
        page.next_url = "?" + urlencode({**around, "before": f"{last.at.isoformat()}~{last.pk}"})
    return page


def _agencies(rows: QuerySet[Entry]) -> list[tuple[UUID, str]]:
    """Each once, under its newest name."""
    found = rows.exclude(agency_id=None).order_by("agency_id", "-at").distinct("agency_id")
    return sorted(found.values_list("agency_id", "agency_name"), key=lambda pair: pair[1])


def _days(entries: list[Entry]) -> list[Day]:
    for entry in entries:
        entry.marks = marks(entry)  # type: ignore[attr-defined]
        entry.ground = _GROUNDS.get(entry.ground, entry.ground)
        entry.act_word = Act(entry.act).label  # type: ignore[attr-defined]
    days = []
    for on, rows in groupby(entries, key=_day):
        by_agency: dict[Any, Group] = {}
        for entry in rows:
            by_agency.setdefault(entry.agency_id, Group(entry.agency_name or "（機関なし）", [])).entries.append(entry)
        days.append(Day(on, list(by_agency.values())))
    return days


def _day(entry: Entry) -> date:
    return entry.at.astimezone(clock.JAPAN).date()


def marks(entry: Entry) -> list[tuple[str, str]]:
    """(word, tone) of what is unusual about a line."""
    when, found = entry.at.astimezone(clock.JAPAN), []
    if entry.act == Act.EMERGENCY or entry.ground in (Ground.EMERGENCY, Ground.EMERGENCY.label):
        found.append(("緊急", "red"))
    if entry.act == Act.REFUSED:
        found.append(("拒否", "orange"))
    if not is_business_day(when.date()):
        found.append(("休みの日", "yellow"))
    elif not EARLY <= when.hour < LATE:
        found.append(("時間外", "yellow"))
    if entry.ground in (Ground.SUPERVISION, Ground.SUPERVISION.label):
        found.append(("所管課", "purple"))
    if entry.act in TAKEN:
        found.append(("持ち出し", "cyan"))
    return found
