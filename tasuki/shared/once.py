"""A question put together once (`@once`): the ORM builds and writes the statement the first time, afterwards only the values change.

Building and compiling the questions of a page was a quarter of its time. The decorated function gives a queryset for a worker,
an opened case, keys and lists of keys; the first time it is called with marks in their place, under a clock that stands at a
mark too, and the marks are found again among the parameters. What is no mark must be a plain constant: a moment or a key that nobody gave would
stay the same for ever, so it is refused at once.
"""

import functools
import inspect
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from . import clock

# A moment and a day at which no question is asked.
MOMENT = datetime(1603, 3, 24, 1, 2, 3, 456789, tzinfo=clock.JAPAN)
MOST_SHAPES = 200
LASTING = (str, int, bool, float)
_every: "list[_Question]" = []


class _Reader:
    """Stands for a worker: what decides the wall as it is, her keys as marks, and nothing else of her."""

    def __init__(self, worker: Any) -> None:
        self.role, self.sees_all = worker.role, worker.sees_all
        self.pk, self.agency_id, self.municipality_id = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class _Kept:
    """One shape of a question: the queryset it came from, its compiler, the text, and where each value goes."""

    rows: models.QuerySet[Any]
    compiler: Any
    text: str
    known: dict[Any, str]  # field → name of the argument whose rows these are
    slots: tuple[Callable[[dict[str, Any]], Any], ...]


class _Asked:
    """In the place of a query: gives a compiler whose text is there already."""

    def __init__(self, kept: _Kept, values: list[Any]) -> None:
        self._kept, self._values = kept, values

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept.rows.query, name)

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        """As of `django.db.models.sql.Query`."""
        compiler = copy(self._kept.compiler)
        compiler.connection = connection or connections[using or "default"]
        compiler.as_sql = lambda *_, **__: (self._kept.text, self._values)
        return compiler


class _Question:
    """A function that gives a queryset, asked for its rows."""

    def __init__(self, build: Callable[..., models.QuerySet[Any]]) -> None:
        self._build, self._names = build, tuple(inspect.signature(build).parameters)
        self._kept: dict[tuple[Any, ...], _Kept | None] = {}
        functools.update_wrapper(self, build)
        _every.append(self)

    def __call__(self, *given: Any) -> list[Any]:
        """The rows, noted as looked at like those of every queryset (`audit.looks`).

        `given`: workers, opened things (whose rows are asked for), keys, collections of keys, moments; True, False, None and
        other constants make a shape of their own.
        """
        shape = tuple([_shape(one) for one in given])
        shapes = self._kept  # held fast: another thread may forget them meanwhile
        if shape not in shapes:
            if len(shapes) >= MOST_SHAPES:  # somebody gives as a constant what is none
                shapes = self._kept = {}
            shapes[shape] = self._put_together(given)
        kept = shapes[shape]
        if kept is None:
            return []
        told = dict(zip(self._names, given, strict=True)) | {"": clock.now()}
        asked: Any = _Asked(kept, [slot(told) for slot in kept.slots])
        rows = type(kept.rows)(model=kept.rows.model, query=asked, using="default")
        rows._iterable_class, rows._fields = kept.rows._iterable_class, kept.rows._fields  # type: ignore[attr-defined]
        rows._known_related_objects = {field: {told[name].pk: told[name]} for field, name in kept.known.items()}  # type: ignore[attr-defined]
        return list(rows)

    def forget(self) -> None:
        """Put it together anew the next time."""
        self._kept = {}

    def _put_together(self, given: tuple[Any, ...]) -> _Kept | None:
        marks = [_mark(one) for one in given]
        with clock.stopped_at(MOMENT):
            rows = self._build(*marks)
            compiler = rows.query.get_compiler("default")
            try:
                text, values = compiler.as_sql()
            except EmptyResultSet:
                return None
        places = _places(self._names, marks)
        slots = tuple(self._slot(value, places) for value in values)
        by_mark = {id(mark): name for name, mark in zip(self._names, marks, strict=True)}
        related = rows._known_related_objects.items()  # type: ignore[attr-defined]
        known = {field: by_mark[id(one)] for field, those in related for one in those.values()}
        return _Kept(rows, compiler, text, known, slots)

    def _slot(self, value: Any, places: dict[Any, Callable[[dict[str, Any]], Any]]) -> Callable[[dict[str, Any]], Any]:
        lone = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(lone, UUID | date) and lone in places:
            return places[lone]
        listed = value if isinstance(value, list) else [value]
        if not all(one is None or isinstance(one, LASTING) for one in listed):
            raise TypeError(
                f"{self._build.__qualname__}: {value!r} would stay as it is for ever; give it as a parameter."
            )
        return lambda told: value


def once(build: Callable[..., models.QuerySet[Any]]) -> _Question:
    """Decorates a function (worker, keys, …) → queryset; calling it gives the list of rows."""
    return _Question(build)


def forget() -> None:
    """Every statement is put together anew: where a test changes a wall."""
    for one in _every:
        one.forget()


def _is_reader(value: Any) -> bool:
    return hasattr(value, "sees_all") and hasattr(value, "role")


def _is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _shape(value: Any) -> Any:
    if isinstance(value, UUID | datetime):
        return type(value)
    if _is_list(value):
        return list
    if _is_reader(value):
        return value.role, value.sees_all
    if isinstance(value, models.Model):
        return type(value)
    if value is None or isinstance(value, LASTING):
        return type(value), value
    raise TypeError(f"{value!r}: only workers, things, keys, lists of keys, moments and constants can be asked with.")


def _mark(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return MOMENT + timedelta(microseconds=uuid4().int % 10**14)
    if _is_list(value):
        return [uuid4()]
    if _is_reader(value):
        return _Reader(value)
    return type(value)(pk=uuid4()) if isinstance(value, models.Model) else value


def _places(names: tuple[str, ...], marks: list[Any]) -> dict[Any, Callable[[dict[str, Any]], Any]]:
    """Where each mark's value comes from; under the name "" the moment of asking."""
    found: dict[Any, Callable[[dict[str, Any]], Any]] = {
        MOMENT: lambda told: told[""], MOMENT.date(): lambda told: told[""].date(),
    }  # fmt: skip
    for name, mark in zip(names, marks, strict=True):
        if isinstance(mark, UUID | datetime):
            found[mark] = lambda told, name=name: told[name]  # type: ignore[misc]
        elif isinstance(mark, list):
            found[mark[0]] = lambda told, name=name: list(told[name])  # type: ignore[misc]
        elif isinstance(mark, models.Model):
            found[mark.pk] = lambda told, name=name: told[name].pk  # type: ignore[misc]
        elif isinstance(mark, _Reader):
            for key in ("pk", "agency_id", "municipality_id"):
                found[getattr(mark, key)] = lambda told, name=name, key=key: getattr(told[name], key)  # type: ignore[misc]
    return found
