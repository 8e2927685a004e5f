"""Opening days as the matching reads them: on which weekday, in which part of the day, within the next nine weeks."""

from datetime import date, timedelta
from functools import lru_cache

from tasuki.community.opening import parse

from .enums import Part

WEEKS = timedelta(days=62)  # the third Sunday comes again after five weeks at most, that of even months after nine
LONG = 120  # minutes reckoned where no end is said
SPANS = ((Part.MORNING, 300, 720), (Part.AFTERNOON, 720, 1020), (Part.EVENING, 1020, 1440))
DAYTIME = frozenset({Part.MORNING.value, Part.AFTERNOON.value})
Slots = frozenset[tuple[int, str]]


@lru_cache(maxsize=8192)
def slots(text: str, first: date) -> Slots | None:
    """(weekday, part of the day); None where the words do not tell. The same text is read once a day."""
    if not text.strip():
        return None
    opening = parse(text)
    if opening.why_not:
        return _named(opening) or None
    found: set[tuple[int, str]] = set()
    for day in opening.days(first, first + WEEKS):
        found |= {(day.on.weekday(), part) for part in _parts(day.hours)}
    return frozenset(found)


def _named(opening: object) -> Slots:
    """Where the week is open (月2回 水曜) at least the weekday is known."""
    return frozenset(
        (weekday, part)
        for rule in opening.rules  # type: ignore[attr-defined]
        for weekday in rule.days.weekdays
        for part in _parts(rule.hours)
    )


def _parts(hours: object) -> frozenset[str]:
    """Parts of the day that at least half an hour of the opening falls into; without hours the daytime."""
    found = frozenset(
        part.value
        for one in hours  # type: ignore[attr-defined]
        for part, start, end in SPANS
        if min(one.end or one.start + LONG, end) - max(one.start, start) >= 30
    )
    return found or DAYTIME
