"""Who acts in this transaction. The database reads it from transaction-local settings; without it, no rows.

`tasuki.tenancy.postgres` sends it as the first statement of every transaction; changing it inside an
open transaction sends it again at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.shared import clock


@dataclass(frozen=True)
class Context:
    """One actor: the municipality, the worker, the agency whose cases the post works with, and the agency for which
    it sits in meetings (a chair has only the second, an administrator neither)."""

    municipality: UUID | None = None
    worker: UUID | None = None
    agency: UUID | None = None
    seat: UUID | None = None
    sees_all: bool = False
    oversees: bool = False
    protected: bool = False
    request: str = ""
    link: str = ""  # the digest of an outside link (supporter, place); the database itself looks up whose it is

    def settings(self) -> dict[str, str]:
        """The names and values for `set_config`; empty text means none."""
        return {
            "app.municipality": str(self.municipality or ""),
            "app.worker": str(self.worker or ""),
            "app.agency": str(self.agency or ""),
            "app.seat": str(self.seat or ""),
            "app.sees_all": "1" if self.sees_all else "",
            "app.oversees": "1" if self.oversees else "",
            "app.protected": "1" if self.protected else "",
            "app.request": self.request,
            "app.link": self.link,
            "app.clock": clock.now().isoformat() if clock.is_set() else "",
        }


NOBODY = Context()
_current: ContextVar[Context] = ContextVar("tasuki_context", default=NOBODY)


def current() -> Context:
    """The context in force."""
    return _current.get()


def current_municipality_id() -> UUID | None:
    """Default of every municipal row."""
    return _current.get().municipality


def enter(context: Context) -> Any:
    """Put the context in force; returns the token for `leave`."""
    token = _current.set(context)
    send()
    return token


def leave(token: Any) -> None:
    """Return to the context before."""
    _current.reset(token)
    send()


def send() -> None:
    """Tell the database, if a transaction is open (and not broken)."""
    if connection.in_atomic_block and not connection.needs_rollback:
        connection.send_context()


@contextmanager
def acting(context: Context) -> Iterator[None]:
    """Act as somebody inside the block."""
    token = enter(context)
    try:
        yield
    finally:
        leave(token)


@contextmanager
def on_behalf_of_all(*, protected: bool = False) -> Iterator[None]:
    """Inside an action that carries out a decision touching rows its actor may not read (a hand-over, an ending).

    Only actions use it, around the writing, never around what is shown. `protected`: also what is kept from everybody
    but the workers named for a person under protection (支援措置).
    """
    with acting(replace(current(), sees_all=True, protected=protected)):
        yield


@contextmanager
def writing() -> Iterator[None]:
    """While a form is received: what somebody has written waits longer for a slow disk than what somebody looks for."""
    backend: Any = connection
    backend.writing = True
    try:
        yield
    finally:
        backend.writing = False


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Inside an action that carries out thousands of others (取り込み): none of them is a step to go back to.

    Whatever fails inside fails the whole transaction; two statements fewer for every action in it.
    """
    backend: Any = connection
    before, backend.whole = backend.whole, True
    try:
        yield
    finally:
        backend.whole = before
