"""What the server writes to its own log: where something went wrong, never about whom.

The words of an exception may hold what somebody typed (IntegrityError tells the value after DETAIL), so only its kind,
the database's own code and the name of the constraint are written, with the places in the program. With TASUKI_DEBUG
the words are written too: never with records of real people.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

MOST = 40


class Discreet(logging.Formatter):
    """Lines and tracebacks without the words of exceptions."""

    def formatException(self, ei: Any) -> str:
        """The chain of exceptions, each by its kind and the places it went through."""
        told: list[str] = []
        one: BaseException | None = ei[1]
        while one is not None and len(told) < MOST:
            told[:0] = [*self._places(one.__traceback__), kind_of(one)]
            one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        return "\n".join(told)

    def format(self, record: logging.LogRecord) -> str:
        """A line; an exception put into the message itself is told by its kind too."""
        if isinstance(record.args, tuple) and any(isinstance(arg, BaseException) for arg in record.args):
            record = logging.makeLogRecord(vars(record))
            record.args = tuple(kind_of(arg) if isinstance(arg, BaseException) else arg for arg in record.args or ())
        return super().format(record)

    def _places(self, trace: TracebackType | None) -> list[str]:
        return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-MOST:]]


def kind_of(error: BaseException) -> str:
    """「IntegrityError (23505 one_worker_per_login)」."""
    cause = error if hasattr(error, "sqlstate") else error.__cause__
    found = [
        str(getattr(cause, "sqlstate", "") or ""),
        getattr(getattr(cause, "diag", None), "constraint_name", "") or "",
    ]
    code = " ".join(word for word in found if word)
    return f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({code})" if code else "")
