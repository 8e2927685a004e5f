"""Looking at the database as somebody: by row-level security alone, and by the queries of the first wall alone.

Both are functions, planned once and asked for every persona after every step, in one round trip. The second wall is
asked for everything, without the first; the first is asked by the tables' owner, to whom the second shows all of it:
neither can hide the other's error.
"""

from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections

from tasuki.shared import clock
from tasuki.tenancy.context import NOBODY, Context

from .rows import KINDS, Facts, Row

# A moment that stands for "now" while a query of the first wall is written down; it is read by the database's clock.
SENTINEL = datetime(2001, 2, 3, 4, 5, 6, 789000, tzinfo=clock.JAPAN)
MODELS = [name for name, kind in KINDS.items() if kind.orm]
# Asked after every step; the rest, read with the row it hangs on, after every fifth and at the end.
CORE = [*MODELS, "packet", "contact", "safe_address"]
SETTINGS = tuple(Context().settings())
CONTEXT = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


class Eyes:
    """Prepared looks on the connection of the tests, and functions of the owner in a schema of their own."""

    def __init__(self, towns: dict[str, Any]) -> None:
        self.towns = towns
        connection.ensure_connection()
        self.cursor = psycopg.Cursor(connection.connection)
        self.first: dict[tuple[Any, ...], str] = {}
        self._owner(
            "drop schema if exists walls_proof cascade", "create schema walls_proof",
            "grant usage on schema walls_proof to tasuki_app",
        )  # fmt: skip
        rows = " union all ".join(f"select '{name}', {kind.inventory()}" for name, kind in KINDS.items())
        self._function("inventory", "kind text, id text, of_case text, about text, parent text", rows)
        for name, kinds in (("core", CORE), ("every", KINDS)):
            sql = _collected((kind, f"select id from {KINDS[kind].table}") for kind in kinds)
            self._function(name, "kind text, keys text", sql, rights="invoker")

    def _owner(self, *statements: str) -> None:
        with connections["owner"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _function(self, name: str, columns: str, sql: str, rights: str = "definer") -> None:
        """A query kept with its plan: as the owner of the tables asks it, or as the application does."""
        self._owner(
            f"create function walls_proof.{name}() returns table ({columns}) language plpgsql stable security {rights}"
            f" set search_path = public, pg_temp set plan_cache_mode = force_generic_plan"
            f" as $walls$ #variable_conflict use_column\nbegin return query {sql}; end $walls$",
            f"grant execute on function walls_proof.{name}() to tasuki_app",
        )

    def forget(self) -> None:
        """The queries of the first wall are written down anew (a mutant changed them)."""
        for name in self.first.values():
            self._owner(f"drop function walls_proof.{name}()")
        self.first.clear()

    def close(self) -> None:
        """Nothing stays."""
        self._owner("drop schema walls_proof cascade")
        connections["owner"].close()

    def facts(self) -> Facts:
        """Every row of the server with what it is about: no question of access."""
        found: Facts = {name: {} for name in KINDS}
        for name, *row in self.cursor.execute(b"select * from walls_proof.inventory()").fetchall():
            found[name][row[0]] = Row(*row)
        return found

    def second_wall(self, contexts: list[Context], every: bool = True) -> list[dict[str, set[str]]]:
        """What row-level security shows to each, the queries asking for everything."""
        look = b"select * from walls_proof.every()" if every else b"select * from walls_proof.core()"
        return self._pipeline([(context, look) for context in contexts])

    def first_wall(self, workers: list[Any]) -> list[dict[str, set[str]]]:
        """What `visible_to` gives to each worker where nothing else narrows it."""
        names = [self._first(worker) if worker is not None else "" for worker in workers]
        seen = iter(self._pipeline([(None, f"select * from walls_proof.{name}()".encode()) for name in names if name]))
        return [next(seen) if name else {one: set() for one in MODELS} for name in names]

    def _pipeline(self, looks: list[tuple[Context | None, bytes]]) -> list[dict[str, set[str]]]:
        cursors = [psycopg.Cursor(connection.connection) for _ in looks]
        with connection.connection.pipeline():
            for cursor, (context, look) in zip(cursors, looks, strict=True):
                if context is not None:
                    self.cursor.execute(CONTEXT, values(context))
                cursor.execute(look)
        return [dict(_split(cursor.fetchall())) for cursor in cursors]

    def _first(self, worker: Any) -> str:
        """The prepared queries of one worker in her post; they differ by nothing else but the time."""
        key = (worker.pk, worker.agency_id, worker.role.name, worker.sees_all)
        if key not in self.first:
            self.first[key] = f"first_{len(self.first)}"
            sql = _collected((name, _written(name, worker)) for name in MODELS)
            self._function(self.first[key], "kind text, keys text", sql)
        return self.first[key]


def _collected(queries: Any) -> str:
    """One row per kind: the keys, joined."""
    return " union all ".join(
        f"select '{name}', (select string_agg(id::text, ',') from ({sql}) {name}_rows (id))" for name, sql in queries
    )


def _split(rows: list[tuple[str, str | None]]) -> list[tuple[str, set[str]]]:
    return [(name, set(keys.split(",")) if keys else set()) for name, keys in rows]


def _written(name: str, worker: Any) -> str:
    """The SQL of `visible_to`, with the moment it was written at exchanged for the database's clock."""
    model = apps.get_model(KINDS[name].orm)
    with clock.stopped_at(SENTINEL):
        query = model.objects.visible_to(worker).order_by().values_list("pk", flat=True).query
    try:
        sql, parameters = query.sql_with_params()
    except EmptyResultSet:
        return "select null::uuid where false"
    text = psycopg.ClientCursor(connection.connection).mogrify(sql, parameters)
    for moment in (SENTINEL, SENTINEL.astimezone()):
        text = text.replace(f"'{moment}'::timestamptz", "app.now()")
    assert not any(str((SENTINEL + timedelta(days=n)).date()) in text for n in (-1, 0, 1)), (
        "asks for more than the moment"
    )
    return text


def values(context: Context) -> list[str]:
    """For CONTEXT, in its order."""
    told = context.settings()
    return [told[name] for name in SETTINGS]


def whole_town(municipality: Any) -> Context:
    """A context to which the database shows everything of one municipality."""
    return Context(municipality=municipality, sees_all=True)


__all__ = ["CORE", "MODELS", "NOBODY", "Eyes", "values", "whole_town"]
