"""Writing the record; the only door to it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.shared import clock
from tasuki.shared.ids import uuid7
from tasuki.tenancy.context import current

from .enums import SHOWING, Act
from .looks import gathered

# The number of the transaction is the database's own (tasuki/audit/triggers.py).
WRITE = (
    "insert into audit_entry (id, municipality_id, at, act, verb, worker_id, worker_name, agency_id, agency_name, case_id,"
    " object_ids, ground, reason, count, address, request)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)

_held: ContextVar[list[list[Any]] | None] = ContextVar("held_entries", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Entries of a deed with thousands of parts (取り込み) go in together at its end, in the same transaction."""
    entries: list[list[Any]] = []
    token = _held.set(entries)
    try:
        yield
    finally:
        _held.reset(token)
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, entries)


def record(
    act: Act,
    verb: str,
    *,
    by: Any = None,
    case: UUID | None = None,
    objects: Iterable[UUID] = (),
    ground: str = "",
    reason: str = "",
    count: int | None = None,
    address: str = "",
) -> None:
    """Put one deed or look on record; raises what the database raises, so that what cannot be recorded is not done.

    While a page is made, what only shows something is gathered into one entry for the whole answer.
    """
    told = {"act": act, "verb": verb, "by": by, "case": case, "objects": list(objects), "ground": ground,
            "reason": reason, "count": count, "address": address}  # fmt: skip
    looks = gathered()
    if looks is None:
        return write(**told)
    if act in SHOWING:
        return looks.asked.append(told)
    looks.did = True
    looks.deeds.add(case)
    if case and not ground:  # the ground on which the page was opened is the ground of the deed
        told["ground"] = next((one["ground"] for one in looks.asked if one["case"] == case), "")
    return write(**told)


def write(*, act: Act, verb: str, by: Any = None, case: UUID | None = None, objects: Iterable[UUID] = (), ground: str = "",
          reason: str = "", count: int | None = None, address: str = "") -> None:  # fmt: skip
    """One row, in one statement; inside `written_together` at its end."""
    context = current()
    agency = by.agency if by is not None and by.agency_id else None
    values = [
        uuid7(), context.municipality, clock.now(), str(act), verb, by.pk if by else None, by.name if by else "",
        agency.pk if agency else None, agency.name if agency else "", case, list(objects), ground, reason, count,
        address or getattr(by, "address", "") or "", context.request,
    ]  # fmt: skip
    held = _held.get()
    if held is not None:
        return held.append(values)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
