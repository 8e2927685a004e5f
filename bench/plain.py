"""The answers by plain SQL and plain Python, as the owner: what every page of the bench must agree with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year_range
from tasuki.shared.kana import fold_text

LIVE = "g.since <= now() and (g.until is null or g.until > now()) and (g.agency_id = %(agency)s or g.worker_id = %(worker)s)"
SEES_CASE = f"(%(all)s or k.owner_agency_id = %(agency)s or exists (select 1 from cases_casegrant g where g.case_id = k.id and {LIVE}))"
SEES_RECORD = (
    f"(%(all)s or exists (select 1 from cases_casegrant g where g.case_id = r.case_id and {LIVE}"
    " and g.scope & 8 <> 0 and (g.person_id is null or g.person_id = r.about_id)))"
)


@dataclass
class Reader:
    """A persona as plain values."""

    login: str
    worker: UUID
    agency: UUID
    sees_all: bool

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of the queries."""
        return {"all": self.sees_all, "agency": self.agency, "worker": self.worker}


def reader(cursor: Any, login: str) -> Reader:
    """The persona with this log-in."""
    cursor.execute(
        "select w.id, p.agency_id, a.is_section from staff_worker w join staff_post p on p.worker_id = w.id"
        " join tenancy_agency a on a.id = p.agency_id where w.login = %s", [login]
    )  # fmt: skip
    return Reader(login, *cursor.fetchone())


def column(cursor: Any, sql: str, values: dict[str, Any]) -> list[Any]:
    """The first column."""
    cursor.execute(sql, values)
    return [row[0] for row in cursor.fetchall()]


def case_list(cursor: Any, who: Reader) -> list[UUID]:
    """The fifty running cases with the newest contact."""
    sql = f"select k.id from cases_case k where k.status <> 'closed' and {SEES_CASE} order by k.last_contact_at desc, k.id desc limit 50"
    return column(cursor, sql, who.values)


def how_many(cursor: Any, who: Reader) -> int:
    """Cases the persona sees."""
    found: int = column(cursor, f"select count(*) from cases_case k where {SEES_CASE}", who.values)[0]
    return found


def some_cases(cursor: Any, who: Reader, records: int = 20, most: int = 40) -> list[UUID]:
    """Running cases of the persona with enough records to fill a page."""
    sql = (
        f"select k.id from cases_case k where k.status <> 'closed' and {SEES_CASE}"
        " and (select count(*) from cases_supportrecord r where r.case_id = k.id) >= %(records)s order by md5(k.id::text) limit %(most)s"
    )
    return column(cursor, sql, who.values | {"records": records, "most": most})


def own_cases(cursor: Any, who: Reader, most: int = 40) -> list[UUID]:
    """Running cases of the persona's own agency, in which she may write of the whole household."""
    sql = (
        "select k.id from cases_case k where k.status <> 'closed' and k.owner_agency_id = %(agency)s"
        " order by md5(k.id::text) limit %(most)s"
    )
    return column(cursor, sql, who.values | {"most": most})


def newest_records(cursor: Any, who: Reader, case: UUID) -> list[UUID]:
    """The twenty newest records of a case that the persona may read."""
    sql = f"select r.id from cases_supportrecord r where r.case_id = %(case)s and r.current and {SEES_RECORD} order by r.at desc, r.id desc limit 20"
    return column(cursor, sql, who.values | {"case": case})


def search(cursor: Any, who: Reader, word: str) -> tuple[int, list[UUID]]:
    """How many records hold the word, and the newest twenty."""
    sql = f"select r.id from cases_supportrecord r where r.current and r.folded like %(like)s and {SEES_RECORD} order by r.at desc, r.id desc"
    found = column(cursor, sql, who.values | {"like": f"%{fold_text(word)}%"})
    return len(found), found[:20]


Cells = dict[tuple[str, int, UUID | None], int]


def results(cursor: Any, year: int) -> Cells:
    """Every cell of the yearly table, counted in Python over all rows of the year."""
    first, after = (clock.at(day, "00:00") for day in fiscal_year_range(year))
    cells: Cells = defaultdict(int)

    def rows(sql: str) -> list[Any]:
        cursor.execute(sql, {"first": first, "after": after})
        found: list[Any] = cursor.fetchall()
        return found

    def local(at: datetime) -> datetime:
        return at.astimezone(clock.JAPAN)

    def add(key: str, day: Any, area: UUID | None, weight: int = 1) -> None:
        cells[key, day.month, area] += weight

    _consultations(rows, add, local)
    _cases(rows, add, fiscal_year_range(year))
    _referrals(rows, add, local)
    _meetings(rows, add, local)
    _visits(rows, add, local)
    return {key: number for key, number in cells.items() if number}


def _consultations(rows: Any, add: Any, local: Any) -> None:
    homes: dict[UUID, list[Any]] = defaultdict(list)
    for person, household, since, until in rows("select person_id, household_id, since, until from people_membership"):
        homes[person].append((since, until, household))
    persons, households = set(), set()
    found = rows(
        "select id, at, person_id, area_id from intake_consultation where at >= %(first)s and at < %(after)s order by at, id"
    )
    for key, at, person, area in found:
        day = local(at).date()
        living = [h for h in homes.get(person, ()) if (h[0] is None or h[0] <= day) and (h[1] is None or h[1] > day)]
        living.sort(key=lambda h: (h[0] is None, -h[0].toordinal() if h[0] else 0))
        home = living[0][2] if living else person or key
        add("consultation", day, area)
        if (person or key) not in persons:
            add("consultation_person", day, area)
        if home not in households:
            add("consultation_household", day, area)
        persons.add(person or key)
        households.add(home)


def _cases(rows: Any, add: Any, span: Any) -> None:
    for opened, closed, reason, area in rows("select opened_on, closed_on, closing_reason, area_id from cases_case"):
        if span[0] <= opened < span[1]:
            add("case_opened", opened, area)
        if closed and span[0] <= closed < span[1]:
            add("closed", closed, area)
            add(f"closed:{reason}", closed, area)
    for decided, before, area in rows(
        "select p.decided_on, p.replaces_id, k.area_id from plans_plan p join cases_case k on k.id = p.case_id"
    ):
        if decided and span[0] <= decided < span[1]:
            add("plan_again" if before else "plan_first", decided, area)


def _referrals(rows: Any, add: Any, local: Any) -> None:
    sql = (
        "select t.status, r.sent_at, k.area_id, r.sent_at >= %(first)s and r.sent_at < %(after)s, t.confirmed_at,"
        " t.confirmed_at >= %(first)s and t.confirmed_at < %(after)s from referrals_referraltarget t"
        " join referrals_referral r on r.id = t.referral_id left join cases_case k on k.id = r.case_id"
    )
    for status, sent, area, now, confirmed, confirmed_now in rows(sql):
        if now and status != "withdrawn":
            add("referral", local(sent), area)
        if now and status in ("accepted", "handed_back", "ended"):
            add("referral_accepted", local(sent), area)
        if confirmed_now:
            add("handed_back", local(confirmed), area)


def _meetings(rows: Any, add: Any, local: Any) -> None:
    names = {"support_conference": "conference", "multilayer_conference": "multilayer"}
    sittings = "from meetings_sitting s where s.status = 'held' and s.at >= %(first)s and s.at < %(after)s"
    for legal, at in rows(f"select s.legal_type, s.at {sittings}"):
        add(names[legal], local(at), None)
    seen = set()
    sql = (
        "select s.legal_type, s.at, i.case_id, k.area_id from meetings_item i join meetings_sitting s on s.id = i.sitting_id"
        " join cases_case k on k.id = i.case_id where i.status in ('discussed', 'closed') and s.status = 'held'"
        " and s.at >= %(first)s and s.at < %(after)s order by s.at, i.id"
    )
    for legal, at, case, area in rows(sql):
        add(f"{names[legal]}_item", local(at), area)
        if legal == "support_conference" and case not in seen:
            add("conference_case", local(at), area)
            seen.add(case)


def _visits(rows: Any, add: Any, local: Any) -> None:
    seen = set()
    sql = (
        "select v.approach_id, v.at, v.met, v.worker_count, k.area_id from outreach_visit v join cases_case k on k.id = v.case_id"
        " where v.at >= %(first)s and v.at < %(after)s order by v.at, v.id"
    )
    for approach, at, met, workers, area in rows(sql):
        day = local(at)
        add("visit", day, area)
        add("visitor", day, area, workers)
        if met in ("met", "family"):
            add("visit_met", day, area)
        if approach not in seen:
            add("outreach_case", day, area)
        seen.add(approach)
