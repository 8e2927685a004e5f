"""The list of cases a worker may see: filtered, newest contact first, in parts of fifty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.dateparse import parse_datetime

from tasuki.cases.enums import Status
from tasuki.cases.models import Case, CaseGrant, CaseQuerySet
from tasuki.shared import clock
from tasuki.shared.asked import key, number
from tasuki.shared.once import once
from tasuki.staff.models import Worker

PAGE = 50
# What the table says; all columns of four tables for fifty rows cost a third of the page.
SHOWN = ("number", "label", "status", "rights_screening", "next_on", "next_text", "last_contact_at", "last_contact_text",
         "owner_agency__name", "worker__name", "area__name")  # fmt: skip


@dataclass
class Part:
    """One page of the list: `cases`, and the address of the next page if there is one."""

    cases: list[Case] = field(default_factory=list)
    next_url: str = ""
    first_url: str = ""


def chosen(worker: Worker, wanted: dict[str, Any]) -> CaseQuerySet:
    """Cases by the fields of `CaseFilter`."""
    return _chosen(worker, *_conditions(worker, wanted))


# Status, whose, 圏域, before which moment the last contact, whether 権利擁護 is to be looked at.
Conditions = tuple[str, str, UUID | None, datetime | None, bool]


def _conditions(worker: Worker, wanted: dict[str, Any]) -> Conditions:
    gap = gap_begins(worker) if wanted.get("gap") else None
    area = key(wanted.get("area") or "")
    return wanted.get("status") or "running", wanted.get("whose") or "", area, gap, bool(wanted.get("rights"))


def _chosen(
    worker: Worker, status: str, whose: str, area: UUID | None, gap: datetime | None, rights: bool
) -> CaseQuerySet:
    cases = Case.objects.visible_to(worker)
    cases = cases.running() if status == "running" else cases if status == "all" else cases.filter(status=status)
    if whose == "mine":
        cases = cases.filter(worker=worker.pk)
    elif whose == "agency":
        cases = cases.filter(owner_agency=worker.agency_id)
    elif whose == "opened":
        cases = cases.exclude(owner_agency=worker.agency_id)
    if area:
        cases = cases.filter(area=area)
    if gap:
        cases = cases.filter(last_contact_at__lt=gap)
    if rights:
        cases = cases.filter(rights_screening=True)
    return cases


def gap_begins(worker: Worker) -> datetime:
    """Before this moment a last contact is too long ago (the municipality's number of days)."""
    return clock.now() - timedelta(days=worker.agency.municipality.contact_gap_days)


# Other orders than the newest contact first; by place, because nobody pages far in them.
SORTS = {
    "old": (F("last_contact_at").asc(nulls_first=True), "id"), "next": (F("next_on").asc(nulls_last=True), "id"),
    "number": ("number", "id"), "opened": ("-opened_on", "-id"),
}  # fmt: skip
MOST_ROWS = 5000


def shown(cases: CaseQuerySet, needs: Iterable[str] = ()) -> CaseQuerySet:
    """With what the columns say, and nothing else."""
    also = [name.split("__")[0] for name in needs if "__" in name]
    return cases.select_related("owner_agency", "worker", "area", *also).only(*SHOWN, *needs)


def everything(cases: CaseQuerySet, worker: Worker, sort: str = "", needs: Iterable[str] = ()) -> list[Case]:
    """All of them, for a table that goes out."""
    found = list(shown(cases, needs).order_by(*SORTS.get(sort, ("-last_contact_at", "-id")))[:MOST_ROWS])
    say_more(found, worker)
    return found


def _by_place(rows: CaseQuerySet, worker: Worker, given: list[tuple[str, str]], sort: str, after: str) -> Part:
    begin = number(after) or 0
    found = list(rows.order_by(*SORTS[sort])[begin : begin + PAGE + 1])
    part = Part(cases=found[:PAGE], first_url="?" + urlencode(given) if begin else "")
    part.next_url = "?" + urlencode([*given, ("after", str(begin + PAGE))]) if len(found) > PAGE else ""
    say_more(part.cases, worker)
    return part


def one_part(worker: Worker, wanted: dict[str, Any], given: list[tuple[str, str]], after: str = "",
             needs: Iterable[str] = ()) -> Part:  # fmt: skip
    """Fifty cases after a mark (moment and key of the last one shown), with what the table says of each."""
    sort = wanted.get("sort", "")
    if sort in SORTS:
        return _by_place(shown(chosen(worker, wanted), needs), worker, given, sort, after)
    columns = ",".join(sorted(needs))
    found = _newest(worker, *_conditions(worker, wanted), columns, *_mark(after), PAGE + 1)
    part = Part(cases=found[:PAGE])
    if len(found) > PAGE:
        last = part.cases[-1]
        part.next_url = "?" + urlencode([*given, ("after", f"{last.last_contact_at.isoformat()}_{last.pk}")])
        part.first_url = "?" + urlencode(given) if after else ""
    say_more(part.cases, worker)
    return part


@once
def _newest(worker: Worker, status: str, whose: str, area: UUID | None, gap: datetime | None, rights: bool, columns: str,
            moment: datetime | None, last: UUID | None, most: int) -> CaseQuerySet:  # fmt: skip
    rows = shown(_chosen(worker, status, whose, area, gap, rights), [one for one in columns.split(",") if one])
    if moment and last:
        rows = rows.filter(last_contact_at__lte=moment).exclude(Q(last_contact_at=moment, id__gte=last))
    return rows.order_by("-last_contact_at", "-id")[:most]


def _mark(after: str) -> tuple[datetime | None, UUID | None]:
    said, _, last = after.partition("_")
    try:
        moment = parse_datetime(said)
        return (moment, UUID(last)) if moment and moment.tzinfo else (None, None)
    except ValueError:
        return None, None


@once
def _agencies(cases: list[UUID]) -> QuerySet[Any]:
    """(case, how many agencies it is open to)."""
    live = CaseGrant.objects.live().filter(case__in=cases, agency__isnull=False)
    return live.order_by().values_list("case").annotate(Count("agency", distinct=True))


def say_more(cases: list[Case], worker: Worker) -> None:
    """How many agencies take part (only the owner is told), and whether the contact is too long ago."""
    mine = [case.pk for case in cases if case.owner_agency_id == worker.agency_id or worker.sees_all]
    agencies = dict(_agencies(mine)) if mine else {}
    begins = gap_begins(worker)
    for case in cases:
        case.agencies = agencies.get(case.pk)  # type: ignore[attr-defined]
        too_long = case.last_contact_at is not None and case.last_contact_at < begins
        case.gap = too_long and case.status != Status.CLOSED  # type: ignore[attr-defined]
