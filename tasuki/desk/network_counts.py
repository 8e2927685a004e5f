"""How often agencies handed households on to each other (機関のつながりの数): counted over the whole municipality.

Counts only, never a sheet: what a reader may not see as records she sees as a number, and small ones not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.cases.models import Case
from tasuki.meetings.models import ItemCall, Sitting
from tasuki.referrals.enums import TargetStatus
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_range
from tasuki.tenancy.context import on_behalf_of_all

Pair = tuple[UUID, UUID]
_TABLES = {
    "target": ReferralTarget, "referral": Referral, "call": ItemCall, "sitting": Sitting, "cases": Case,
}  # fmt: skip
SHEETS = """
select t.from_agency_id, t.to_agency_id, count(*), count(*) filter (where t.status = any (%(taken)s::varchar[]))
  from {target} t join {referral} r on r.id = t.referral_id
 where r.sent_at >= %(start)s::timestamptz and r.sent_at < %(end)s::timestamptz and t.status <> 'withdrawn'
 group by 1, 2
"""
MATES = """
select a.agency_id, b.agency_id, count(distinct a.item_id)
  from {call} a join {call} b on b.item_id = a.item_id and a.agency_id < b.agency_id join {sitting} s on s.id = a.sitting_id
 where a.uncalled_at is null and b.uncalled_at is null and s.at >= %(start)s::timestamptz and s.at < %(end)s::timestamptz
 group by 1, 2
"""
CASES = """
select owner_agency_id, count(*) from {cases}
 where opened_on < %(until)s::date and (closed_on is null or closed_on >= %(since)s::date) group by 1
"""
FIRST = "select min(sent_at) from {referral}"


@dataclass
class Counts:
    """Everything counted in a period."""

    sheets: dict[Pair, int] = field(default_factory=dict)
    taken: dict[Pair, int] = field(default_factory=dict)
    mates: dict[Pair, int] = field(default_factory=dict)
    cases: dict[UUID, int] = field(default_factory=dict)


def counted(start: date, end: date) -> Counts:
    """Of the days from `start` to before `end`, whoever asks."""
    values = {
        "start": clock.at(start, "00:00"), "end": clock.at(end, "00:00"), "since": start, "until": end,
        "taken": [TargetStatus.ACCEPTED.value, TargetStatus.HANDED_BACK.value, TargetStatus.ENDED.value],
    }  # fmt: skip
    found = Counts()
    with on_behalf_of_all():
        for one, other, n, taken in _rows(SHEETS, values):
            found.sheets[one, other], found.taken[one, other] = n, taken
        found.mates = {(one, other): n for one, other, n in _rows(MATES, values)}
        found.cases = dict(_rows(CASES, values))
    return found


def years() -> list[int]:
    """Fiscal years with sheets, the newest first."""
    with on_behalf_of_all():
        first: datetime | None = next(iter(_rows(FIRST, {})))[0]
    now = fiscal_year(clock.today())
    return list(range(now, fiscal_year(first) - 1 if first else now - 1, -1))


def period(year: int | None) -> tuple[date, date]:
    """A fiscal year as [from, before); without one everything."""
    if year is None:
        return date(1990, 4, 1), date(2200, 4, 1)
    first, last = fiscal_year_range(year)
    return first, date.fromordinal(last.toordinal() + 1)


def _rows(sql: str, values: dict[str, Any]) -> Iterable[Any]:
    tables = {name: model._meta.db_table for name, model in _TABLES.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**tables), values)
        return cursor.fetchall()
