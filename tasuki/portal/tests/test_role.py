"""The role of the residents' pages, tried on every table of the house (住民向けの役割)."""

import pytest
from django.db import connections


def ask(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


LISTED = {
    "tenancy_municipality", "tenancy_area", "tenancy_town", "tenancy_agency", "tenancy_counter", "codes_code", "audit_entry",
    "supporters_supporter", "supporters_supporterbadge", "supporters_route", "supporters_helpsettings", "supporters_concern",
    "supporters_concernanswer", "supporters_concernphoto", "supporters_visitturn", "supporters_turnperson",
    "supporters_activity", "supporters_pointaccount", "supporters_pointentry", "supporters_pointrule",
    "supporters_requestterms", "supporters_helprequest", "supporters_helptaking", "supporters_helpasker",
    "community_place", "community_placecheck", "community_suggestion",
}  # fmt: skip


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_role_has_no_right_on_any_other_table():
    rows = ask(
        "select c.relname, p.verb from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) as p (verb)"
        " where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')"
        " and (has_any_column_privilege('tasuki_portal', c.oid, p.verb))"
    )
    assert {name for name, _ in rows} <= LISTED
    assert not {
        (n, v) for n, v in rows if n.split("_")[0] in ("cases", "people", "intake", "casefile", "plans", "meetings")
    }


@pytest.mark.django_db(databases=["default", "owner"])
def test_it_may_write_only_where_a_resident_writes():
    """The numbers by which a year is counted anew are left by the owner's triggers, not by a right of this role."""
    rows = ask(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
        " and c.relkind = 'r' and has_any_column_privilege('tasuki_portal', c.oid, 'INSERT')"
    )
    assert {name for (name,) in rows} == {
        "tenancy_counter", "audit_entry", "supporters_concern", "supporters_concernphoto", "supporters_activity",
        "supporters_helptaking", "community_suggestion",
    }  # fmt: skip
    asked = ask(
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'app'"
        " and p.proname in ('note_years', 'counted_changed', 'counted_below')"
        " and has_function_privilege('tasuki_portal', p.oid, 'EXECUTE')"
    )
    assert asked == []
