"""The search for holes in the second wall: it finds none here, and finds each of those that are made on purpose."""

import psycopg
import pytest
from django.db import connection

from tasuki.sharing.holes import RULES, holes
from tests.databases import LOGINS
from tests.figures import note

APP = LOGINS["app"]["user"]
VIEW = "create view attic as select * from people_person; grant select on attic to tasuki_app"
DEFINER = "create function app.attic() returns bigint language sql security definer"

# rule → what somebody did, and the name that must be told
ATTACKS = {
    "off": ("alter table people_person disable row level security", "people_person"),
    "not forced": ("alter table cases_case no force row level security", "cases_case"),
    "no policy": ("drop policy tasuki_select on cases_supportrecord", "cases_supportrecord"),
    "another policy": ("create policy help_desk on cases_case for select using (true)", "cases_case"),
    "owner": ("alter table meetings_packet owner to tasuki_app", "meetings_packet"),
    "truncate": ("grant truncate on audit_entry to tasuki_app", "audit_entry"),
    "view": (VIEW, "attic"),
    "materialised view": (VIEW.replace("create view", "create materialized view"), "attic"),
    "search_path": (f"{DEFINER} as 'select 1'; alter function app.attic() owner to tasuki_owner", "attic"),
    "function of a superuser": (f"{DEFINER} set search_path = public, pg_temp as 'select 1'", "attic"),
    "attributes": ("alter role tasuki_app bypassrls", APP),
    "membership": ("grant tasuki_owner to tasuki_app", "tasuki_owner"),
    "every row": (
        "drop policy tasuki_select on intake_consultation;"
        " create policy tasuki_select on intake_consultation for select using (agency_id = app.agency())",
        "intake_consultation",
    ),
}
FURTHER = [  # other ways to the same holes
    ("off", "create table attic (id int, municipality_id uuid)", "attic"),
    ("no policy", "create table attic (id int); alter table attic enable row level security;"
     " alter table attic force row level security", "attic"),
    ("attributes", "alter role tasuki_app createrole", APP),
    ("every row", "create policy tasuki_delete on audit_entry for delete using"
     " (worker_id = current_setting('app.worker')::uuid)", "audit_entry"),
    ("view", "create view attic with (security_invoker = false) as select * from people_person;"
     " grant select on attic to tasuki_app", "attic"),
]  # fmt: skip


@pytest.fixture
def superuser(db, database_admin):
    """The administrator of the server, in the tests' database; whatever is done is undone."""
    with psycopg.connect(**(database_admin | {"dbname": connection.settings_dict["NAME"]})) as other:
        yield other
        other.rollback()


def test_the_wall_has_no_holes(db):
    assert holes(connection) == []
    note(f"{len(RULES)}の決まり、穴 0")


def test_every_rule_is_attacked():
    assert list(ATTACKS) == [rule.key for rule in RULES]


@pytest.mark.parametrize(
    ("key", "deed", "name"), [*((key, *told) for key, told in ATTACKS.items()), *FURTHER], ids=lambda one: str(one)[:30]
)
def test_a_hole_is_found(superuser, key, deed, name):
    before = holes(superuser, APP)
    with superuser.cursor() as cursor:
        cursor.execute(deed)
    says = next(rule.says for rule in RULES if rule.key == key).format(name, role=APP)
    assert before == []
    assert says in holes(superuser, APP)


def test_a_view_that_asks_as_its_reader_is_no_hole(superuser):
    with superuser.cursor() as cursor:
        cursor.execute("create view attic with (security_invoker = true) as select * from people_person;"
                       " grant select on attic to tasuki_app")  # fmt: skip
    assert holes(superuser, APP) == []
