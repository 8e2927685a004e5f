"""iCalendar (RFC 5545): opening days and events as a calendar that every programme reads; our own small writer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tasuki.community.models import Place
from tasuki.community.sessions_models import Session
from tasuki.shared import clock
from tasuki.tenancy.models import Municipality

from . import published

ZONE = "Asia/Tokyo"
LONGEST = 75  # octets of a line
# Japan has had no summer time since 1952
TIMEZONE = ["BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19520101T000000", "TZOFFSETFROM:+0900",
            "TZOFFSETTO:+0900", "TZNAME:JST", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
ONE_PLACE, ALL_PLACES = 92, 31  # days ahead


@dataclass(frozen=True)
class Happening:
    """One day on which a place is open, or an event: without hours it lasts the day."""

    uid: str
    title: str
    on: date
    start: int | None = None
    end: int | None = None
    where: str = ""
    words: str = ""
    point: tuple[float, float] | None = None


def calendar(name: str, happenings: Iterable[Happening]) -> bytes:
    """The whole file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tasuki//places//JA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{ZONE}", *TIMEZONE]  # fmt: skip
    stamp = clock.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for one in happenings:
        lines += _event(one, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(one: Happening, stamp: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{one.uid}@tasuki", f"DTSTAMP:{stamp}")
    if one.start is None:
        yield f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART;TZID={ZONE}:{_moment(one.on, one.start)}"
        if one.end is not None and one.end > one.start:
            yield f"DTEND;TZID={ZONE}:{_moment(one.on, one.end)}"
    yield f"SUMMARY:{escaped(one.title)}"
    if one.where:
        yield f"LOCATION:{escaped(one.where)}"
    if one.point:
        yield f"GEO:{one.point[0]:.6f};{one.point[1]:.6f}"
    if one.words:
        yield f"DESCRIPTION:{escaped(one.words)}"
    yield "END:VEVENT"


def _moment(on: date, minutes: int) -> str:
    return f"{datetime.combine(on, time()) + timedelta(minutes=minutes):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A text value: what has a meaning of its own is escaped, controls are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    plain = plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(char for char in plain if char == "\t" or (ord(char) >= 32 and ord(char) != 127))


def folded(line: str) -> bytes:
    """A line of at most 75 octets, going on after a space; no character is cut in two."""
    parts: list[bytes] = []
    now = b""
    for char in line:
        octets = char.encode()
        if len(now) + len(octets) > LONGEST - (1 if parts else 0):
            parts.append(now)
            now = b""
        now += octets
    return b"\r\n ".join([*parts, now]) + b"\r\n"


def opening_days(place: Place, days: int) -> Iterator[Happening]:
    """Each of its opening days from today on; none when they cannot be put into a calendar."""
    today = clock.today()
    for day in published.opening(place).days(today, today + timedelta(days=days)):
        for hours in day.hours or (None,):
            start = None if hours is None else hours.start
            yield Happening(
                f"{place.pk.hex}-{day.on:%Y%m%d}-{'day' if start is None else start}", place.name, day.on, start,
                None if hours is None else hours.end, place.where, _words(place), _point(place),
            )  # fmt: skip


def _words(place: Place) -> str:
    told = (
        ("開いている日", place.opening),
        ("費用", place.cost),
        ("利用の条件", place.conditions),
        ("連絡先", published.phone(place)),
    )
    return "\n".join(f"{name}：{text}" for name, text in told if text)


def _point(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return float(place.latitude), float(place.longitude)


def _session(one: Session) -> Happening:
    place = one.place if one.place and one.place.shown_to_public else None
    start, end = (None if at is None else at.hour * 60 + at.minute for at in (one.start, one.end))
    return Happening(
        f"{one.pk.hex}", str(one), one.on, start, end, str(place or ""), "", _point(place) if place else None
    )


def of_place(place: Place) -> bytes:
    """The opening days of one place."""
    return calendar(place.name, opening_days(place, ONE_PLACE))


def of_town(municipality: Municipality) -> tuple[bytes, int]:
    """Opening days and events that residents are told of."""
    found = [one for place in published.places() for one in opening_days(place, ALL_PLACES)]
    found += [_session(one) for one in published.events()]
    return calendar(f"{municipality.name} 居場所と催し", found), len(found)
