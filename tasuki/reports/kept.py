"""A counted year is kept until something counted in it changes: exact, however many read and write at once.

What is kept carries the snapshot of its own counting. Every transaction that changes something counted leaves its number
(sql/kept.sql). The kept year is true as long as every number that can be seen now was already visible in its snapshot.
A transaction always sees itself, so what the keeper of the count has changed never counts as seen.
"""

import json
from typing import Any

from django.db import connection

Cells = list[tuple[str, int, str | None, int]]

# Changes of a transaction that is still open are seen neither here nor by a count made now.
READ = """
select k.cells from reports_keptyear k
 where k.municipality_id = app.municipality() and k.report = %(report)s and k.year = %(year)s
   and k.started = pg_postmaster_start_time()
   and not exists (select 1 from reports_countedchange c
     where c.municipality_id = app.municipality() and %(year)s between c.first and c.last
       and (c.xact = k.keeper or not pg_visible_in_snapshot(c.xact::text::xid8, k.snapshot::pg_snapshot)))
"""
# Only one of several who counted at the same time keeps her count; the others just show it.
MAY_KEEP = "select pg_try_advisory_xact_lock(hashtext('reports_keptyear'), hashtext(app.municipality()::text))"
KEEP = """
insert into reports_keptyear (id, municipality_id, report, year, snapshot, started, keeper, cells)
values (gen_random_uuid(), app.municipality(), %(report)s, %(year)s, %(snapshot)s, pg_postmaster_start_time(),
        pg_current_xact_id()::text::bigint, %(cells)s::jsonb)
on conflict (municipality_id, report, year) do update
   set snapshot = excluded.snapshot, started = excluded.started, keeper = excluded.keeper, cells = excluded.cells
"""
FORGET = """
delete from reports_countedchange c
 where c.municipality_id = app.municipality() and not exists (
   select 1 from reports_keptyear k
    where k.municipality_id = app.municipality() and k.started = pg_postmaster_start_time()
      and (c.xact = k.keeper or not pg_visible_in_snapshot(c.xact::text::xid8, k.snapshot::pg_snapshot)))
"""


def read(report: str, year: int) -> Cells | None:
    """The kept cells, or None when the year must be counted."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"report": report, "year": year})
        found = cursor.fetchone()
    if found is None:
        return None
    return json.loads(found[0]) if isinstance(found[0], str) else found[0]


def count(report: str, year: int, sql: str, asked: dict[str, Any]) -> Cells:
    """Count now and keep it, the snapshot taken by the counting statement itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with cells as (select indicator, date_part('month', day)::int as month, area_id, sum(weight)::int as number"
            f" from ({sql}) counted group by 1, 2, 3)"
            " select pg_current_snapshot()::text, coalesce(json_agg(json_build_array(indicator, month, area_id, number)), '[]')::text"
            " from cells",
            asked,
        )
        snapshot, cells = cursor.fetchone()
        cursor.execute(MAY_KEEP)
        if cursor.fetchone()[0]:
            cursor.execute(KEEP, {"report": report, "year": year, "snapshot": snapshot, "cells": cells})
            cursor.execute(FORGET)
    found: Cells = json.loads(cells)
    return found
