"""Two written sheets side by side (前回・今回): which one is put beside, and what became of each question. Reads only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from tasuki.shared.calendar_jp import day_time, wareki_short

from .sheet_answers import EMPTY, YES, Row, said, side_by_side
from .sheet_definitions import Field, Sheet

Written = TypeVar("Written")
Pairs = Iterable[tuple[str, str]]
MOST = 12  # of the sheets before that are offered


@dataclass(frozen=True)
class Other:
    """A sheet that may be put beside (くらべる相手)."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Beside:
    """前回 and 今回, part by part, with the sheets that may be chosen instead of the one before."""

    before: str
    after: str
    parts: list[tuple[str, list[Row]]]
    others: list[Other]

    @property
    def changed(self) -> int:
        """How many answers are others now."""
        return sum(row.changed for _, rows in self.parts for row in rows)


def chosen_of(rows: Sequence[Written], said_key: str) -> Written | None:
    """The one asked for (?with=), or the first: the newest before. Nothing where there is none."""
    asked = [row for row in rows if str(row.pk) == said_key]  # type: ignore[attr-defined]
    return next(iter([*asked, *rows]), None)


def others_of(rows: Iterable[Written], chosen: Written, label: Callable[[Written], str]) -> list[Other]:
    """Every sheet before with its name."""
    return [Other(str(row.pk), label(row), row is chosen) for row in rows]  # type: ignore[attr-defined]


def part(heading: str, before: Pairs, after: Pairs) -> tuple[str, list[Row]]:
    """One part of the two sheets."""
    return heading, side_by_side(before, after)


def everything(sheet: Sheet, row: Any, more: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Every answer as (label, words) in the order of the sheet, columns too; `more` has the words of some of them."""
    told, answers = more or {}, row.answers
    found = [
        (one.full_label, told[key] if key in told else _column(one, row) if one.column else said(one, answers.get(key)))
        for key, one in sheet.fields().items()
    ]
    return [(label, text) for label, text in found if text]


def _column(field: Field, row: Any) -> str:
    """A column of the room in words: its own choices, a code list, a day, a name."""
    value = getattr(row, field.key, None)
    if value in EMPTY or value is False or callable(value):
        return ""
    if value is True:
        return YES[True]
    display = getattr(row, f"get_{field.key}_display", None)
    if display is not None and not field.list:
        return str(display())
    if field.list:
        return said(field, value)
    if isinstance(value, date):
        return day_time(value) if isinstance(value, datetime) else wareki_short(value)
    return str(value)
