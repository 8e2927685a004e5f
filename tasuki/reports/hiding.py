"""Which numbers of a report are hidden from readers without the records: its rows as tables with their sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from .suppress import ALL, CELL, LINE, Edge, suppress

EVERY = "every"  # the sum over all areas; None is 「圏域なし」
Place = UUID | str | None
Cells = dict[tuple[int, UUID | None], int]


def hidden_numbers(rows: Iterable[Any], limit: int) -> set[tuple[str, int | None, Place]]:
    """(row, month or None, area) of every number to hide. Rows within another are shown by month only."""
    told = tuple(
        (row.key, row.within, row.exact, tuple(sorted(row.cells.items(), key=str))) for row in rows if not row.free
    )
    return set(_hidden(told, limit))


@dataclass(frozen=True)
class Counted:
    """A row as it is counted."""

    key: str
    within: str
    exact: bool
    cells: Cells


@lru_cache(maxsize=64)
def _hidden(told: tuple[Any, ...], limit: int) -> frozenset[Any]:
    """Worked out once for the same numbers: up to a second for many areas with small numbers."""
    parts = defaultdict(list)
    for key, within, exact, cells in told:
        parts[within].append(Counted(key, within, exact, dict(cells)))
    found: set[Any] = set()
    for row in parts[""]:
        found |= suppress([*_table(row, bool(parts[row.key])), *_split(row, parts)], limit)
    return frozenset(found)


def by_month(cells: Cells) -> dict[int, int]:
    """Sums of the months."""
    sums: dict[int, int] = defaultdict(int)
    for (month, _), number in sorted(cells.items(), key=str):
        sums[month] += number
    return sums


def _table(row: Any, splits: bool) -> Iterator[Edge]:
    """Months by areas: all → area → month → all again."""
    areas: dict[UUID | None, int] = defaultdict(int)
    for (month, area), number in sorted(row.cells.items(), key=str):  # the same numbers hide the same numbers
        areas[area] += number
        yield Edge((row.key, month, area), (row.key, "area", area), (row.key, "month", month), number, CELL)
    yield Edge((row.key, None, EVERY), (row.key, "end"), (row.key, "begin"), sum(areas.values()), ALL)
    for area, number in areas.items():
        yield Edge((row.key, None, area), (row.key, "begin"), (row.key, "area", area), number, LINE)
    for month, number in by_month(row.cells).items():
        head = (row.key, "split", month) if splits else (row.key, "end")
        yield Edge((row.key, month, EVERY), (row.key, "month", month), head, number, LINE)


def _split(row: Any, parts: dict[str, list[Any]]) -> Iterator[Edge]:
    """Months of a row into the rows within it, and into what is left over, which nobody prints."""
    left = by_month(row.cells)
    for part in parts[row.key]:
        months = by_month(part.cells)
        for month, number in months.items():
            left[month] -= number
            head = (part.key, "split", month) if parts[part.key] else (part.key, "end")
            yield Edge((part.key, month, EVERY), (row.key, "split", month), head, number, CELL)
        yield Edge((part.key, None, EVERY), (part.key, "end"), (row.key, "end"), sum(months.values()), LINE)
        yield from _split(part, parts)
    if not parts[row.key] or (parts[row.key][0].exact and not any(left.values())):
        return
    rest = f"{row.key} rest"
    for month, number in left.items():
        yield Edge((rest, month, EVERY), (row.key, "split", month), (rest, "end"), number, CELL, published=False)
    yield Edge((rest, None, EVERY), (rest, "end"), (row.key, "end"), sum(left.values()), LINE, published=False)
