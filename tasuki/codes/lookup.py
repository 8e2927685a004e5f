"""Labels and choices of the code lists, kept in memory for a minute per municipality."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tasuki.shared import clock
from tasuki.tenancy.context import current

from .models import Code

SECONDS = 60
_kept: dict[UUID, tuple[float, "dict[str, dict[str, Choice]]"]] = {}


@dataclass(frozen=True)
class Choice:
    """One code with its label and the days on which it may be chosen."""

    label: str
    valid_from: date | None
    valid_to: date | None

    def open_on(self, day: date) -> bool:
        """Whether it may be chosen on the day (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _lists() -> "dict[str, dict[str, Choice]]":
    municipality = current().municipality
    if municipality is None:
        return {}
    kept = _kept.get(municipality)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    lists: dict[str, dict[str, Choice]] = {}
    rows = Code.objects.filter(municipality=municipality).values_list("list", "code", "label", "valid_from", "valid_to")
    for name, code, label, valid_from, valid_to in rows:
        lists.setdefault(name, {})[code] = Choice(label, valid_from, valid_to)
    if lists:
        _kept[municipality] = (time.monotonic() + SECONDS, lists)
    return lists


def forget() -> None:
    """Read the lists anew; called when one was changed."""
    _kept.clear()


def choices(name: str, on: date | None = None) -> list[tuple[str, str]]:
    """What may be chosen on a day (today), as (code, label) in order."""
    day = on or clock.today()
    return [(code, choice.label) for code, choice in _lists().get(name, {}).items() if choice.open_on(day)]


def ever(name: str) -> list[tuple[str, str]]:
    """Every code of the list, closed ones too: what was once chosen is still counted."""
    return [(code, choice.label) for code, choice in _lists().get(name, {}).items()]


def label(name: str, code: str) -> str:
    """The label of a code, closed ones too; the code itself if the list does not know it."""
    choice = _lists().get(name, {}).get(code)
    return choice.label if choice else code


def labels(name: str, codes: Iterable[str]) -> list[str]:
    """Labels of several codes."""
    return [label(name, code) for code in codes]
