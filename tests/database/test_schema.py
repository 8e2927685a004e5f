"""A new database is made from the models, an old one by the migrations: both must end as the same."""

import re

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from tasuki.config.database.roles import ensure_database, ensure_grants
from tests.databases import drop, point_django_at

pytestmark = pytest.mark.server
WAY = "tasuki_test_step_by_step"
ASKED = {
    "columns": "select table_name, column_name, data_type, udt_name, is_nullable, column_default, character_maximum_length"
    " from information_schema.columns where table_schema = 'public'",
    "indexes": "select tablename, indexdef from pg_indexes where schemaname = 'public'",
    "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace and contype <> 'n'",
    "walls": "select tablename, policyname, cmd, roles::text, qual, with_check from pg_policies",
    "triggers": "select tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "functions": "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'app'::regnamespace and prokind = 'f'",
    "steps": "select app, name from django_migrations",
}


def catalogue(admin: dict, name: str) -> dict[str, set[tuple]]:
    """What the database says of itself."""
    with psycopg.connect(**(admin | {"dbname": name})) as connection:
        found = {what: set(connection.execute(question).fetchall()) for what, question in ASKED.items()}
    # what is made for every column names them in the order in which they came to the table
    for what in ("triggers", "functions"):
        found[what] = {tuple(sorted(re.findall(r"\w+", str(one)))) for one in found[what]}
    return found


def test_a_new_database_and_a_migrated_one_are_the_same(django_db_setup, django_db_blocker, database_admin):
    with django_db_blocker.unblock():
        usual = connections["default"].settings_dict["NAME"]
        drop(database_admin, WAY)
        try:
            with psycopg.connect(**database_admin, autocommit=True) as connection:
                ensure_database(connection, WAY)
            with psycopg.connect(**(database_admin | {"dbname": WAY}), autocommit=True) as connection:
                ensure_grants(connection, WAY)
            point_django_at(database_admin, WAY)
            call_command("migrate", database="owner", interactive=False, verbosity=0, step_by_step=True)
        finally:
            connections.close_all()
            point_django_at(database_admin, usual)
        new, stepped = catalogue(database_admin, usual), catalogue(database_admin, WAY)
        drop(database_admin, WAY)
    # Django's own table of groups has another kind of number by its first migration; nothing of ours is in it
    apart = {what: sorted(str(one) for one in new[what] ^ stepped[what] if "auth_group_permissions" not in str(one))
             for what in ASKED}  # fmt: skip
    assert apart == {what: [] for what in ASKED}
