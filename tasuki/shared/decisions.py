"""A decision: allowed, or refused with a reason the worker can read."""

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


def require(decision: Decision) -> None:
    """Raise `Refused` unless the decision allows."""
    if not decision:
        raise Refused(decision.reason)


def refuse_unless(condition: object, reason: str) -> Decision:
    """ALLOWED when the condition holds, else a decision with the reason."""
    return ALLOWED if condition else Decision(reason)
