"""A decision: allowed, or refused with a reason the worker can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Truthy when allowed; otherwise `reason` says in Japanese why not."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def __and__(self, other: "Decision") -> "Decision":
        return self if not self else other


ALLOWED = Decision()


class Refused(Exception):
    """An action was asked for that a rule forbids; the door answers 409 with the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """Somebody else changed the thing since the form was opened; the door answers 409, the typed text is kept."""


_said_no: ContextVar[str] = ContextVar("tasuki_said_no", default="")
_heard: ContextVar[list[bool] | None] = ContextVar("tasuki_heard", default=None)


@contextmanager
def refusing(reason: str) -> Iterator[None]:
    """A form that was refused is shown again as it was typed: inside, it says the reason on top and no action acts."""
    token, heard = _said_no.set(reason), _heard.set([])
    try:
        yield
    finally:
        _heard.reset(heard)
        _said_no.reset(token)


def refusal() -> str:
    """Why nothing is done now, told to the first form that asks; empty for the others and usually."""
    heard = _heard.get()
    if heard is None or heard:
        return ""
    heard.append(True)
    return _said_no.get()


def require(decision: Decision) -> None:
    """Raise `Refused` unless the decision allows."""
    if reason := _said_no.get():
        raise Refused(reason)
    if not decision:
        raise Refused(decision.reason)


def refuse_unless(condition: object, reason: str) -> Decision:
    """ALLOWED when the condition holds, else a decision with the reason."""
    return ALLOWED if condition else Decision(reason)
