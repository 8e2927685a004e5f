"""The second wall: row-level security made from the walls that the models declare, and a search for holes in it."""

from typing import Any

from django.apps import apps
from django.db import models

from tasuki.audit.triggers import install
from tasuki.shared.sql import statements_of_rooms
from tasuki.shared.walls import Wall

OWNER, APPLICATION, PORTAL = "tasuki_owner", "tasuki_app", "tasuki_portal"
# Tables of the framework that hold nothing of a municipality; the application may use them as they are.
OPEN_TABLES = {"django_session", "django_content_type", "django_migrations", "auth_permission", "auth_group",
               "auth_group_permissions"}  # fmt: skip

FUNCTIONS = """
create schema if not exists app;
grant usage on schema app to tasuki_app;
-- Pairs of neighbouring characters: what Japanese full text is searched by (core PostgreSQL only). Not made distinct:
-- the index does that itself, and sorting them here would cost three times as much.
create or replace function app.bigrams(t text) returns text[] language sql immutable parallel safe strict as $$
  select array_agg(a || b)
    from unnest(string_to_array(t, null), string_to_array(substr(t, 2), null)) as pairs (a, b) where b is not null $$;
create or replace function app.municipality() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.municipality', true), '')::uuid $$;
create or replace function app.agency() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.agency', true), '')::uuid $$;
create or replace function app.seat() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.seat', true), '')::uuid $$;
create or replace function app.worker() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.worker', true), '')::uuid $$;
create or replace function app.sees_all() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('app.sees_all', true), '') = '1' $$;
create or replace function app.oversees() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('app.oversees', true), '') = '1' $$;
create or replace function app.protected() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('app.protected', true), '') = '1' $$;
create or replace function app.now() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.clock', true), '')::timestamptz, statement_timestamp()) $$;
-- Names of the municipalities, for the sign-in page: asked before anybody is known.
create or replace function app.municipalities() returns table (id uuid, name varchar)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select id, name from tenancy_municipality order by code $$;
-- Those that are entered with a password alone (the demo towns): the entrance says so.
create or replace function app.entered_by_password() returns setof varchar
  language sql stable security definer set search_path = public, pg_temp
  as $$ select name from tenancy_municipality where second_factor = 'off' order by code $$;
grant usage on schema app to tasuki_app;
grant execute on all functions in schema app to tasuki_app;
"""


def walled_models() -> list[type[models.Model]]:
    """Every model that declares a wall."""
    return [model for model in apps.get_models() if isinstance(getattr(model, "wall", None), Wall)]


def statements(model: type[models.Model]) -> list[str]:
    """What makes the wall of one table; can be run again at any time."""
    table, wall = model._meta.db_table, model.wall  # type: ignore[attr-defined]
    rule, written = wall.sql(table), f"{wall.key} = (select app.municipality())"
    out = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"grant select, insert on {table} to {APPLICATION}",
        *(f"drop policy if exists tasuki_{verb} on {table}" for verb in ("select", "insert", "update", "delete")),
        f"create policy tasuki_select on {table} for select using ({rule})",
        f"create policy tasuki_insert on {table} for insert with check ({written})",
    ]
    if wall.key == "municipality_id":
        out.append(f"alter table {table} alter column municipality_id set default app.municipality()")
    if wall.append_only:
        out.append(f"revoke update, delete, truncate on {table} from {APPLICATION}")
    else:
        out += [
            f"grant update, delete on {table} to {APPLICATION}",
            f"create policy tasuki_update on {table} for update using ({rule}) with check ({written})",
            f"create policy tasuki_delete on {table} for delete using ({rule})",
        ]
    return out


def outer_statements(cursor: Any) -> list[str]:
    """What the role of the residents' pages may do (tasuki/portal/outer_sql/); nothing where it was never made."""
    cursor.execute("select 1 from pg_roles where rolname = %s", [PORTAL])
    if cursor.fetchone() is None:
        return []
    # a function is everybody's until it is taken back: only the application's roles may ask any
    closed = "revoke execute on all functions in schema app from public"
    return [closed, *statements_of_rooms([config.label for config in apps.get_app_configs()], "outer_sql")]


def raise_wall(connection: Any) -> int:
    """Make or renew all walls; returns the number of tables. Runs as the owner, after every migration."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if "tenancy_municipality" in tables:
            cursor.execute(FUNCTIONS)
        for table in OPEN_TABLES & tables:
            cursor.execute(f"grant select, insert, update, delete on {table} to {APPLICATION}")
        walled = [model for model in walled_models() if model._meta.db_table in tables]
        for model in walled:
            for statement in statements(model):
                cursor.execute(statement)
        if walled and "cases_case" in tables:
            for statement in statements_of_rooms([config.label for config in apps.get_app_configs()]):
                cursor.execute(statement)
            cursor.execute(f"grant execute on all functions in schema app to {APPLICATION}")
    install(connection)  # the record of changes, after all grants: it takes some of them back
    if walled and "cases_case" in tables:
        with connection.cursor() as cursor:
            for statement in outer_statements(cursor):
                cursor.execute(statement)
    return len(walled)
