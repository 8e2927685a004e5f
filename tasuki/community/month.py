"""A month as a calendar (月の暦): opening days of places, groups that use them, sessions, bookings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tasuki.shared import asked, clock
from tasuki.shared.calendar_jp import wareki_plain

from .models import Booking, Place, PlaceUse, Session
from .opening import parse
from .opening_days import NAMES, is_holiday

WORDS = {"open": "開いている", "use": "グループ", "session": "開催", "booking": "予約"}


@dataclass(order=True)
class Entry:
    """What is on a day: from which minute, in words, whose page."""

    start: int
    kind: str
    hours: str
    title: str
    url: str = ""
    off: bool = False

    @property
    def word(self) -> str:
        """What kind of thing it is, said beside its colour."""
        return WORDS[self.kind]


@dataclass
class Cell:
    """A day of the calendar."""

    on: date
    inside: bool
    today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        """水."""
        return NAMES[self.on.weekday()]

    @property
    def holiday(self) -> bool:
        """日曜 or 祝日."""
        return self.on.weekday() == 6 or is_holiday(self.on)


@dataclass
class Month:
    """Weeks of seven days, and what could not be placed."""

    first: date
    weeks: list[list[Cell]]
    unplaced: list[tuple[str, str, str, str]] = field(default_factory=list)  # name, words, reason, url

    @property
    def label(self) -> str:
        """令和8年11月."""
        return wareki_plain(self.first).rsplit("月", 1)[0] + "月"

    @property
    def before(self) -> str:
        """The month before, for the address."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after."""
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return next_month(self.first) - timedelta(days=1)

    def days(self) -> list[Cell]:
        """The days of the month on which something is."""
        return [cell for week in self.weeks for cell in week if cell.inside and cell.entries]


def next_month(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def month_asked(text: str) -> date:
    """The first day of 2026-11; this month when it is none."""
    return asked.month(text) or clock.today().replace(day=1)


def empty_month(first: date) -> Month:
    """The weeks, Monday first."""
    start, today = first - timedelta(days=first.weekday()), clock.today()
    weeks: list[list[Cell]] = []
    while start < next_month(first):
        week = [start + timedelta(days=step) for step in range(7)]
        weeks.append([Cell(day, day.month == first.month, day == today) for day in week])
        start += timedelta(days=7)
    return Month(first, weeks)


def month_of_place(place: Place, first: date) -> Month:
    """A place: its own days, the groups that share it, what took place, rooms booked."""
    month = empty_month(first)
    cells = {cell.on: cell for week in month.weeks for cell in week if cell.inside}
    _lay_opening(month, cells, place.name, place.opening, "open", "")
    for use in place.uses.filter(until=None).select_related("group"):
        _lay_opening(month, cells, use.group.name, use.opening, "use", f"/groups/{use.group_id}/")
    _lay_sessions(cells, place.sessions.filter(on__range=(first, month.last)).select_related("group", "place"))
    start, end = clock.at(first, "00:00"), clock.at(next_month(first), "00:00")
    _lay_bookings(
        cells, place.bookings.filter(cancelled_at=None, starts__gte=start, starts__lt=end).select_related("group")
    )
    return _sorted(month)


def month_of_area(places: Iterable[Place], uses: Iterable[PlaceUse], sessions: Iterable[Session], first: date) -> Month:
    """All places of an area by day."""
    month = empty_month(first)
    cells = {cell.on: cell for week in month.weeks for cell in week if cell.inside}
    for place in places:
        _lay_opening(month, cells, place.name, place.opening, "open", f"/places/{place.pk}/")
    for use in uses:
        _lay_opening(
            month, cells, f"{use.group.name}（{use.place.name}）", use.opening, "use", f"/groups/{use.group_id}/"
        )
    _lay_sessions(cells, sessions)
    return _sorted(month)


def _lay_opening(month: Month, cells: dict[date, Cell], name: str, opening: str, kind: str, url: str) -> None:
    read = parse(opening)
    if read.why_not:
        month.unplaced.append((name, opening, read.why_not, url))
        return
    for day in read.days(month.first, month.last):
        start = day.hours[0].start if day.hours else 0
        cells[day.on].entries.append(Entry(start, kind, str(day), name, url))


def _lay_sessions(cells: dict[date, Cell], sessions: Iterable[Session]) -> None:
    for one in sessions:
        start = one.start.hour * 60 + one.start.minute if one.start else 0
        hours = _hours(one.start, one.end)
        cells[one.on].entries.append(Entry(start, "session", hours, str(one), f"/sessions/{one.pk}/", one.called_off))


def _lay_bookings(cells: dict[date, Cell], bookings: Iterable[Booking]) -> None:
    for one in bookings:
        start, end = one.starts.astimezone(clock.JAPAN), one.ends.astimezone(clock.JAPAN)
        if start.date() in cells:
            entry = Entry(start.hour * 60 + start.minute, "booking", _hours(start, end), str(one))
            cells[start.date()].entries.append(entry)


def _hours(start: Any, end: Any) -> str:
    if start is None:
        return ""
    return f"{start:%H:%M}〜{end:%H:%M}" if end else f"{start:%H:%M}〜"


def _sorted(month: Month) -> Month:
    for week in month.weeks:
        for cell in week:
            cell.entries.sort()
    return month
