"""One thing that is told to a person of herself (開示する記載), and what is asked for."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .masking import Span, untyped


@dataclass
class Piece:
    """One field of one record: where it stands, its text, the places blackened to begin with."""

    source: str
    key: UUID | None
    on: date | None
    heading: str
    field: str
    text: str
    spans: list[Span] = dataclasses.field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What is asked for: one person's records in one case, of a time, as far as the worker reads."""

    case: Case
    person: Person
    worker: Worker
    since: date | None = None
    until: date | None = None

    def holds(self, day: date | datetime | None) -> bool:
        """Whether a day lies within the time asked for."""
        on = day.astimezone(clock.JAPAN).date() if isinstance(day, datetime) else day
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


def fields_of(asked: Asked, source: str, row: object, on: date | datetime | None, heading: str,
            fields: Iterable[tuple[str, str]]) -> Iterator[Piece]:  # fmt: skip
    """A piece for each field that says something."""
    day = on.astimezone(clock.JAPAN).date() if isinstance(on, datetime) else on
    for name, typed in fields:
        text, spans = untyped(typed or "")
        yield Piece(source, getattr(row, "pk", None), day, heading, name, text, spans)
