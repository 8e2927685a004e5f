"""The one clock. Tests and demo stories set it; the database follows (`app.clock`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in Japan's time zone."""
    return (_set_to.get() or datetime.now(UTC)).astimezone(JAPAN)


def today() -> date:
    """The date in Japan."""
    return now().date()


def is_set() -> bool:
    """Whether somebody has set the clock."""
    return _set_to.get() is not None


def at(day: date, time: str = "10:00") -> datetime:
    """A moment in Japan from a date and HH:MM."""
    hour, minute = time.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=JAPAN)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at `moment` inside the block."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
