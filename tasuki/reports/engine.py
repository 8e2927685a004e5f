"""Counting by definition: `definition.toml` names the rows, `records.sql` gives one row per counted record.

The engine only adds up, so a number and the list behind it cannot disagree. What is hidden is decided in `hiding`, on
the whole report whatever part of it is asked for, so that two pages together tell no more than one.
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

from . import kept
from .hiding import EVERY, Cells, Place, hidden_numbers

FOLDER = Path(__file__).parent
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
HIDDEN = "＊"
NOT_SPREAD = "－"  # rows within another row are not told by area to whoever may not see the records


@dataclass
class Row:
    """One indicator: numbers by month and by area; `total` of the year. Pages show them through `Table.shown`."""

    key: str
    label: str
    unit: str
    rule: str
    within: str = ""  # the row of which this one is a part (うち)
    exact: bool = False  # the parts together are the whole
    free: bool = False  # counts no persons: sittings, places, minutes
    cells: Cells = field(default_factory=dict)  # of the whole year, whatever area is asked for
    months: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    areas: dict[UUID | None, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0

    @property
    def quiet(self) -> bool:
        """A part by code that counts no persons and is nothing: left out of the page, not of the workbook."""
        return self.free and ":" in self.key and not self.total


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
    area: UUID | None = None
    hidden: set[tuple[str, int | None, Place]] = field(default_factory=set)

    @property
    def year_label(self) -> str:
        """令和8年度."""
        return fiscal_year_label(self.year)

    def shown(self, row: Row, month: int | None = None, area: Place = EVERY) -> int | str:
        """The number; ＊ where it is small or would tell a small one, when the reader does not hold the records."""
        place = self.area or area
        if row.within and not row.free and place != EVERY and not self.sees_all:
            return NOT_SPREAD
        if (row.key, month, place) in self.hidden:
            return HIDDEN
        if month is not None:
            return row.months.get(month, 0) if place == EVERY else row.cells.get((month, place), 0)  # type: ignore[arg-type]
        return row.total if place == EVERY or self.area else row.areas.get(place, 0)  # type: ignore[arg-type]

    def by_month(self, row: Row) -> list[int | str]:
        """The year, and April to March, as shown."""
        return [self.shown(row), *(self.shown(row, month) for month in MONTHS)]

    def by_area(self, row: Row) -> list[int | str]:
        """The year, the areas in order, and 圏域なし, as shown."""
        return [self.shown(row), *(self.shown(row, area=place) for place in [*(a.pk for a in self.areas), None])]

    def rows(self) -> list[Row]:
        """All indicators in order."""
        return [row for _, rows in self.groups for row in rows]


@cache
def definition(slug: str) -> dict[str, Any]:
    """The definition of a report; KeyError for an unknown one."""
    path = FOLDER / slug / "definition.toml"
    if len(slug) > 40 or not path.is_file():
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


def count(slug: str, year: int, worker: Worker, area: UUID | None = None, public: bool = False) -> Table:
    """Count the year for the whole municipality; `public`: as whoever holds no records would see it."""
    plan = definition(slug)
    groups = [(group["title"], _rows(group["rows"])) for group in plan["groups"]]
    by_key = {row.key: row for _, rows in groups for row in rows}
    for key, month, place, number in counted(slug, year):
        row = by_key.get(key)
        if row is None:
            continue
        where = UUID(place) if place else None
        row.cells[month, where] = number
        if area is None or where == area:
            row.months[month] += number
            row.areas[where] += number
            row.total += number
    limit, sees_all = worker.agency.municipality.small_number_limit, worker.sees_all and not public
    hidden = set() if sees_all else hidden_numbers(by_key.values(), limit)
    return Table(plan["title"], year, groups, list(Area.objects.all()), limit, sees_all, plan, area, hidden)


def counted(slug: str, year: int) -> kept.Cells:
    """Every cell of the whole municipality: as kept, or counted now where something counted has changed."""
    with on_behalf_of_all():
        known = kept.read(slug, year)
        return kept.count(slug, year, records_sql(slug), parameters(year)) if known is None else known


def _rows(given: list[dict[str, Any]]) -> list[Row]:
    rows = []
    for row in given:
        if "codes" not in row:
            rows.append(Row(row["key"], row["label"], row["unit"], row["rule"], row.get("within", ""),
                            free=row.get("free", False)))  # fmt: skip
            continue
        stem = row["key"].removesuffix("*")
        free, exact = row.get("free", False), row.get("exact", True)
        rows += [Row(stem + code, f"　{label}", row["unit"], row["rule"], row["within"], exact=exact, free=free)
                 for code, label in lookup.ever(row["codes"])]  # fmt: skip
    return rows


@dataclass
class Behind:
    """The records behind a number: those the reader may see, and how many there are in all."""

    row: Row
    records: list[dict[str, Any]]
    total: int | None  # None: hidden


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
    if isinstance(_told(slug, year, worker, indicator, month, area), str):
        return Behind(row, _lines(sql, asked), None)
    with on_behalf_of_all():
        total = sum(line["weight"] for line in _lines(sql, asked))
    return Behind(row, _lines(sql, asked), total)


def _told(slug: str, year: int, worker: Worker, indicator: str, month: int | None, area: str) -> int | str:
    """What the table says at this place."""
    if worker.sees_all:
        return 0
    table = count(slug, year, worker)
    row = next(row for row in table.rows() if row.key == indicator)
    place: Place = EVERY if not area else None if area == "none" else UUID(area)
    return table.shown(row, month, place)


def hidden_totals(slug: str, totals: dict[str, int], limit: int) -> set[str]:
    """Which totals of a year to hide where nothing but totals is told (years whose records are gone)."""
    rows = [row for group in definition(slug)["groups"] for row in _rows(group["rows"])]
    for row in rows:
        row.cells = {(0, None): totals[row.key]} if totals.get(row.key) else {}
    return {key for key, month, place in hidden_numbers(rows, limit) if month is None and place == EVERY}


def _lines(sql: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("key", "day", "area_id", "weight", "opens")
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
