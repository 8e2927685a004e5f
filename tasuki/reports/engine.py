"""Counting by definition: `definition.toml` names the rows, `records.sql` gives one row per counted record.

The engine only adds up, so a number and the list behind it cannot disagree.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year_label, fiscal_year_range
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Area

FOLDER = Path(__file__).parent
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
HIDDEN = "＊"


@dataclass
class Row:
    """One indicator: numbers by month and by area; `total` of the year. A hidden number reads ＊."""

    key: str
    label: str
    unit: str
    rule: str
    months: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    areas: dict[UUID | None, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0


@dataclass
class Table:
    """The counted report."""

    title: str
    year: int
    groups: list[tuple[str, list[Row]]]
    areas: list[Area]
    limit: int
    sees_all: bool
    definition: dict[str, Any]

    @property
    def year_label(self) -> str:
        """令和8年度."""
        return fiscal_year_label(self.year)

    def shown(self, number: int) -> int | str:
        """The number, or ＊ for a small one when the reader does not hold the records (ACCESS rule 7)."""
        return HIDDEN if 0 < number < self.limit and not self.sees_all else number

    def rows(self) -> list[Row]:
        """All indicators in order."""
        return [row for _, rows in self.groups for row in rows]


@cache
def definition(slug: str) -> dict[str, Any]:
    """The definition of a report; KeyError for an unknown one."""
    path = FOLDER / slug / "definition.toml"
    if not path.is_file():
        raise KeyError(slug)
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def records_sql(slug: str) -> str:
    """The SQL that gives one row per counted record."""
    return (FOLDER / slug / "records.sql").read_text(encoding="utf-8")


def parameters(year: int) -> dict[str, date | datetime]:
    """First moment and day of the fiscal year, and of the year after."""
    first, after = fiscal_year_range(year)
    return {
        "first": clock.at(first, "00:00"),
        "after": clock.at(after, "00:00"),
        "first_day": first,
        "after_day": after,
    }


def count(slug: str, year: int, worker: Worker, area: UUID | None = None) -> Table:
    """Count the year for the whole municipality; numbers leave freely, names do not."""
    plan = definition(slug)
    groups = [(group["title"], _rows(group["rows"])) for group in plan["groups"]]
    by_key = {row.key: row for _, rows in groups for row in rows}
    sql = (
        "select indicator, date_part('month', day)::int, area_id, sum(weight)::int"
        f" from ({records_sql(slug)}) counted group by 1, 2, 3"
    )
    with on_behalf_of_all(), connection.cursor() as cursor:
        cursor.execute(sql, parameters(year))
        for key, month, where, number in cursor.fetchall():
            row = by_key.get(key)
            if row is not None and (area is None or where == area):
                row.months[month] += number
                row.areas[where] += number
                row.total += number
    town = worker.agency.municipality
    return Table(plan["title"], year, groups, list(Area.objects.all()), town.small_number_limit, worker.sees_all, plan)


def _rows(given: list[dict[str, Any]]) -> list[Row]:
    rows = []
    for row in given:
        if "codes" not in row:
            rows.append(Row(row["key"], row["label"], row["unit"], row["rule"]))
            continue
        stem = row["key"].removesuffix("*")
        rows += [Row(stem + code, f"　{label}", row["unit"], row["rule"]) for code, label in lookup.ever(row["codes"])]
    return rows


@dataclass
class Behind:
    """The records behind a number: those the reader may see, and how many there are in all."""

    row: Row
    records: list[dict[str, Any]]
    total: int


def behind(slug: str, year: int, worker: Worker, indicator: str, month: int | None, area: str = "") -> Behind:
    """The list behind one cell. The database shows each record only to a reader with a ground for it."""
    row = next(
        (row for group in definition(slug)["groups"] for row in _rows(group["rows"]) if row.key == indicator), None
    )
    if row is None:
        raise KeyError(indicator)
    sql = (
        f"select key, day, area_id, weight, page || opens || '/' || tab from ({records_sql(slug)}) counted"
        " where indicator = %(indicator)s"
        " and (%(month)s::int is null or extract(month from day) = %(month)s::int)"
        " and (%(area)s = '' or coalesce(area_id::text, 'none') = %(area)s) order by day, key"
    )
    asked = parameters(year) | {"indicator": indicator, "month": month, "area": area}
    with on_behalf_of_all():
        total = sum(line["weight"] for line in _lines(sql, asked))
    return Behind(row, _lines(sql, asked), total)


def _lines(sql: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("key", "day", "area_id", "weight", "opens")
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
