"""One entry per answer (閲覧の記録): what a request showed is gathered while it is made and written before it leaves.

The door opens the gathering and writes it in the transaction of the request: what cannot be written is not shown.
Rows of guarded models join by themselves when a page fetches them (`Noted`), so that no list is forgotten.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from .enums import SHOWING, Act

MOST = 1000  # keys in one entry; a page shows fewer
VERB = 60


@dataclass
class Looks:
    """What one answer shows: entries asked for by pages, keys of rows they fetched, deeds already written."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[UUID, None] = field(default_factory=dict)
    deeds: set[UUID | None] = field(default_factory=set)
    did: bool = False

    def entry(self, *, page: str, shows: bool) -> dict[str, Any] | None:
        """The one entry for the answer, or None when there is nothing to be written.

        `shows`: whether the answer is a page; after a deed a redirect shows nothing that its own entry does not tell.
        """
        if not shows:
            self.shown = {}
            self.asked = [one for one in self.asked if not self._told_by_deed(one)]
        if not self.asked:
            found = {"act": Act.LOOK, "verb": page, "objects": list(self.shown)[:MOST]}
            return found | {"count": len(self.shown)} if self.shown else None
        refused = [one for one in self.asked if one["act"] == Act.REFUSED]
        return self._merged(refused or self.asked)

    def _told_by_deed(self, one: dict[str, Any]) -> bool:
        return self.did and one["act"] == Act.LOOK and (one["case"] is None or one["case"] in self.deeds)

    def _merged(self, asked: list[dict[str, Any]]) -> dict[str, Any]:
        strongest = max(asked, key=lambda one: SHOWING.index(one["act"]))
        found = dict(strongest)
        for one in asked:
            for name in ("case", "ground", "reason", "count", "address", "by"):
                found[name] = found[name] if found[name] not in (None, "") else one[name]
        named = [one["verb"] for one in asked if one["act"] == strongest["act"]]
        found["verb"] = "・".join(dict.fromkeys(named))[:VERB]
        keys = dict.fromkeys(key for one in asked for key in one["objects"])
        found["objects"] = list(keys | self.shown)[:MOST]
        return found


_gathering: ContextVar[Looks | None] = ContextVar("looks", default=None)


def gathered() -> Looks | None:
    """The looks of the request in hand; None outside of requests."""
    return _gathering.get()


@contextmanager
def gathering() -> Iterator[Looks]:
    """Gather inside the block; only the door uses it."""
    token = _gathering.set(Looks())
    try:
        yield _gathering.get()  # type: ignore[misc]
    finally:
        _gathering.reset(token)


def shown(keys: Iterable[UUID]) -> None:
    """Rows that the answer tells of, where no queryset does it (counting in SQL)."""
    looks = _gathering.get()
    if looks is not None:
        looks.shown.update(dict.fromkeys(keys))


class Noted(models.QuerySet[Any]):
    """Base of the querysets of guarded things: what is fetched while a page is made is on record with the page."""

    def _fetch_all(self) -> None:
        looks = _gathering.get() if self._result_cache is None else None  # type: ignore[has-type]
        super()._fetch_all()  # type: ignore[misc]
        if looks is not None and self._result_cache:
            key: Callable[[Any], Any] = lambda row: row.pk if isinstance(row, models.Model) else None  # noqa: E731
            looks.shown.update((pk, None) for pk in map(key, self._result_cache) if pk is not None)
