"""A counted year is kept, and never believed after something counted in it has changed."""

import re

import pytest
from django.db import connection, transaction

from tasuki.reports import engine, kept
from tasuki.staff.acting import acting_as
from tasuki.tenancy.context import on_behalf_of_all

# What happens in the town (one row is taken of each), and the fiscal years that must be counted anew; None: all.
CHANGES = [
    ("a consultation is put on another day", "intake_consultation", "at = at + interval '1 hour'", {2026}, "at"),
    (
        "a consultation gets its person",
        "intake_consultation",
        "person_id = (select id from people_person order by id limit 1)",
        {2026},
        "at",
    ),
    ("a consultation moves to another area", "intake_consultation", "area_id = null", {2026}, "at"),
    ("a person moves out", "people_membership", "until = '2026-11-01'", {2020, 2021, 2026}, ""),
    (
        "a sheet is sent on another day",
        "referrals_referral",
        "sent_at = sent_at + interval '1 hour'",
        {2026},
        "sent_at",
    ),
    ("a sheet is accepted", "referrals_referraltarget", "status = 'ended'", {2026}, ""),
    ("a sitting is held", "meetings_sitting", "status = 'cancelled'", {2026}, "at"),
    ("an item is discussed", "meetings_item", "status = 'preparing'", {2026}, ""),
    ("a plan is decided", "plans_plan", "decided_on = '2026-10-01'", {2026}, ""),
    ("a visit is put right", "outreach_visit", "worker_count = worker_count + 1", {2026}, "at"),
    ("a case is closed", "cases_case", "closed_on = '2026-11-02'", {2026}, ""),
    ("a case moves to another area", "cases_case", "area_id = null", {2026}, "opened_on"),
    ("a gathering had more people", "community_gathering", "residents = 99", {2026}, ""),
    ("a gathering counts elsewhere", "community_gathering", "projects = '{collaboration}'", {2026}, ""),
    ("an issue was heard in another area", "community_communityissue", "area_id = null", {2026}, "noted_on"),
    ("what came of an issue", "community_issueeffect", "\"on\" = '2026-10-01'", {2026}, ""),
    ("a project was born", "community_developmentproject", "state = 'stopped', ended_on = '2026-11-01'", {2026}, ""),
    ("a partner joins", "community_projectpartner", "answer = 'declined'", {2026}, "answered_on"),
    ("a place closes", "community_place", "closed_on = '2026-11-02'", {2026}, ""),
    ("a place has another function", "community_place", "functions = '{farm}'", {2026}, ""),
    ("a match is steady", "participation_match", "steady_on = '2026-11-01'", {2026}, ""),
    ("a concern is answered", "supporters_concern", "answered_at = null", {2026}, "answered_at"),
    ("a badge ends", "supporters_supporterbadge", "until = '2026-11-02'", {2026}, ""),
]
UNCOUNTED = [
    ("a case is contacted", "cases_case", "last_contact_at = last_contact_at + interval '1 hour'"),
    ("words are put right", "intake_consultation", "words = 'ことば'"),
    ("a plan's goal is put right", "plans_plan", "goal = 'めあて'"),
    ("a place is described", "community_place", "description = 'ことば'"),
    ("an issue is told better", "community_communityissue", "words = 'ことば'"),
]


@pytest.fixture
def section(told):
    """The section of the first town, the three years kept and nothing changed since."""
    with acting_as(told["yonago"].workers["y_shokan"]) as worker:
        for year in (2020, 2021, 2026):
            engine.count("yearly", year, worker)
        as_if_committed()
        yield worker


def as_if_committed():
    """The stories are told in the transaction of this test; their own number would never be in a snapshot."""
    with on_behalf_of_all(), connection.cursor() as cursor:
        cursor.execute("delete from reports_countedchange")


def is_kept(year: int) -> bool:
    with on_behalf_of_all():
        return kept.read("yearly", year) is not None


def change(table: str, setting: str, day: str = "") -> None:
    chosen = f" where {day} >= '2026-04-01'" if day else ""
    with on_behalf_of_all(), connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set {setting} where id = (select id from {table}{chosen} order by id desc limit 1)"
        )
        assert cursor.rowcount == 1, f"the town has no {table} to change"


def test_a_year_counted_twice_is_counted_once(section):
    counted = engine.counted("yearly", 2026)
    assert is_kept(2026)
    with on_behalf_of_all():
        fresh = kept.count("yearly", 2026, engine.records_sql("yearly"), engine.parameters(2026))
    assert sorted(counted, key=str) == sorted(fresh, key=str)


@pytest.mark.parametrize(("table", "setting", "years", "day"), [pytest.param(*c[1:], id=c[0]) for c in CHANGES])
def test_a_change_of_what_is_counted_is_counted_anew(section, table, setting, years, day):
    change(table, setting, day)
    stale = {year for year in (2020, 2021, 2026) if not is_kept(year)}
    assert stale >= years, f"{table}: {setting} left {years - stale} as it was kept"
    with on_behalf_of_all():
        sql, asked = engine.records_sql("yearly"), engine.parameters(2026)
        fresh = kept.count("yearly", 2026, sql, asked)
    assert sorted(engine.counted("yearly", 2026), key=str) == sorted(fresh, key=str)


@pytest.mark.parametrize(("table", "setting"), [pytest.param(*c[1:], id=c[0]) for c in UNCOUNTED])
def test_what_is_not_counted_leaves_the_kept_year_alone(section, table, setting):
    change(table, setting)
    assert all(is_kept(year) for year in (2020, 2021, 2026))


def test_a_past_year_stays_kept_while_this_year_is_worked_on(section):
    change("outreach_visit", "met = 'absent'", "at")
    assert is_kept(2020)
    assert not is_kept(2026)


def test_what_is_taken_back_was_never_changed(section):
    try:
        with transaction.atomic():
            change("outreach_visit", "worker_count = 9", "at")
            raise InterruptedError
    except InterruptedError:
        pass
    assert is_kept(2026)


def test_every_counted_table_tells_of_its_changes(told):
    """A table that joins a records.sql without triggers in sql/kept.sql would leave kept years wrong."""
    tables = set(re.findall(r"\b(?:from|join)\s+([a-z]+_[a-z]+)\b", engine.records_sql("yearly"))) - {"of_case"}
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, array_agg(distinct t.tgtype & 28) from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where t.tgname like 'counted%%' group by 1"
        )
        told_of = dict(cursor.fetchall())
    assert tables, "records.sql names no table"
    for table in tables:
        kinds = set(told_of.get(table, []))
        assert {12, 16} <= kinds, (
            f"{table} is counted, but sql/kept.sql has no triggers for added, removed and changed rows"
        )


def test_whoever_may_not_see_all_reads_no_kept_year(told):
    with acting_as(told["yonago"].workers["y_hokatsu"]):
        engine.counted("yearly", 2026)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from reports_keptyear")
            assert cursor.fetchone()[0] == 0
