"""Dates known in part (一部不明の日付): a birth year, 昭和13年頃, an age band 80代, or nothing.

Workers often know a person by year or by looks before they know a birthday; what was
typed stays as typed, and only the span of possible days is computed from it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from . import clock
from .eras import (
    ERA_PATTERN,
    ERAS,
    Era,
    era_spelled,
    era_year,
    parse_date,
    plain,
    real_day,
    unreadable,
    wareki_plain,
)

_ABOUT = re.compile(r"(頃|ころ|ごろ|くらい|ぐらい|位|前後|推定|約|およそ|[?])")
_UNKNOWN = {"", "不明", "不詳", "未確認", "未聴取", "わからない", "分からない", "不明(未確認)", "-"}
_UNSAID = re.compile(r"\(?(月日|日)?(不詳|不明)\)?$")
_AGE = re.compile(r"(?P<age>\d{1,3})歳$")
_BAND = re.compile(r"(?P<band>\d{1,2})歳?代(?P<half>前半|半ば|後半)?$")
_YEAR = re.compile(
    rf"(?:(?P<era>{ERA_PATTERN})(?P<n>\d{{1,3}})|(?:西暦)?(?P<y>\d{{4}}))年?"
    r"(?:(?:(?<=年)|[./-])(?P<m>\d{1,2})月?(?:(?:(?<=月)|[./-])(?P<d>\d{1,2})日?)?)?(?:生まれ|生)?$"
)
_BANDS = {None: (0, 9), "前半": (0, 4), "半ば": (4, 6), "後半": (5, 9)}


@dataclass(frozen=True)
class AgeRange:
    """The ages a person can have on a day (年齢の幅), whole years."""

    low: int | None
    high: int | None
    about: bool = False

    @property
    def label(self) -> str:
        """What a worker would say: 86歳, 86〜87歳, 88歳くらい, 80代, 年齢不明."""
        if self.low is None or self.high is None:
            return "年齢不明"
        if self.low == self.high:
            return f"{self.low}歳{'くらい' if self.about else ''}"
        if self.high - self.low >= 9 and self.low // 10 == self.high // 10 and self.low >= 10:
            return f"{self.low // 10 * 10}代"
        if self.about:
            return f"{(self.low + self.high + 1) // 2}歳くらい"
        return f"{self.low}〜{self.high}歳"


@dataclass(frozen=True)
class PartialDate:
    """A date known in part (一部不明の日付); text is kept as typed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    about: bool = False
    text: str = ""
    age_low: int | None = None
    age_high: int | None = None
    as_of: date | None = None

    @property
    def is_full(self) -> bool:
        """Whether year, month and day are all known and not 頃."""
        return self.day is not None and not self.about

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known (不明)."""
        return self.year is None and self.age_low is None

    @property
    def earliest(self) -> date | None:
        """The first day it can have been, None if unknown."""
        if self.age_high is not None and self.as_of is not None:
            return _years_before(self.as_of, self.age_high + 1) + timedelta(days=1)
        if self.year is None:
            return None
        if self.about and self.month is None:
            return date(self.year - 2, 1, 1)
        first = date(self.year, self.month or 1, self.day or 1)
        return first - self._slack() if self.about else first

    @property
    def latest(self) -> date | None:
        """The last day it can have been, None if unknown."""
        if self.age_low is not None and self.as_of is not None:
            return _years_before(self.as_of, self.age_low)
        if self.year is None:
            return None
        if self.about and self.month is None:
            return date(self.year + 2, 12, 31)
        last = _last_day(self.year, self.month, self.day)
        return last + self._slack() if self.about else last

    def _slack(self) -> timedelta:
        """How far 頃 reaches either way: two months, or half a month when a day is given."""
        return timedelta(days=15 if self.day else 61)

    def age_at(self, day: date) -> AgeRange:
        """The ages possible on a day for someone born on this date (満年齢)."""
        born_first, born_last = self.earliest, self.latest
        if born_first is None or born_last is None:
            return AgeRange(None, None)
        low = max(0, age_on(born_last, day))
        # Only a year that is itself 頃 makes the age 「くらい」; a band says so by its width.
        about = self.about and self.age_low is None
        return AgeRange(low, max(low, age_on(born_first, day)), about)

    def format(self) -> str:
        """In words for a page: 昭和13年5月3日, 昭和13年5月, 昭和13年頃, 80代（…現在）, 不明."""
        if self.age_low is not None and self.as_of is not None:
            return f"{self.text}（{wareki_plain(self.as_of)}現在）"
        if self.year is None:
            return "不明"
        words = self._year_words()
        words += f"{self.month}月" if self.month else ""
        words += f"{self.day}日" if self.day else ""
        return words + ("頃" if self.about else "")

    def _year_words(self) -> str:
        """The year in the era in force, or the typed one where an era changed within it."""
        assert self.year is not None
        first = date(self.year, self.month or 1, self.day or 1)
        last = _last_day(self.year, self.month, self.day)
        eras = [e for i, e in enumerate(ERAS) if e.start <= last and _end(i) > first]
        typed = [e for e in eras if plain(self.text).startswith((e.name[0], e.letter))]
        eras = typed or eras
        return era_year(eras[-1], self.year) if eras else f"{self.year}年"


def _end(index: int) -> date:
    """The first day after an era."""
    return ERAS[index + 1].start if index + 1 < len(ERAS) else date.max


def _last_day(year: int, month: int | None, day: int | None) -> date:
    """The last day of the year, month or day given."""
    if month is None:
        return date(year, 12, 31)
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier (2月29日 becomes 2月28日)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(born: date, day: date) -> int:
    """Full years of age on a day (満年齢); negative before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def parse_partial_date(text: str, *, today: date | None = None) -> PartialDate:
    """What is known of a date from what was typed (一部不明の日付の読み取り).

    Reads full dates, 昭和13年, 昭和13年5月, 昭和13年頃, 80代, 80代前半, 86歳 (as of today),
    不明 or nothing. Raises ValueError with a Japanese message for anything else.
    """
    now = today or clock.today()
    flat = plain(text)
    if flat in _UNKNOWN or flat.strip("?") == "":
        return PartialDate(text=text.strip())
    about = bool(_ABOUT.search(flat))
    flat = _ABOUT.sub("", flat)
    flat = _UNSAID.sub("", flat)
    if flat in _UNKNOWN or re.match(r"9999", flat):
        return PartialDate(text=text.strip())
    if found := _BAND.match(flat):
        low, high = _BANDS[found["half"]]
        base = int(found["band"])
        return _aged(base + low, base + high, text, now)
    if found := _AGE.match(flat):
        age, slack = int(found["age"]), 2 if about else 0
        return _aged(max(0, age - slack), age + slack, text, now)
    if found := _YEAR.match(flat):
        return _dated(found, about, text)
    full = parse_date(flat, today=now)
    return PartialDate(full.year, full.month, full.day, about, text.strip())


def _aged(low: int, high: int, text: str, as_of: date) -> PartialDate:
    """An age or age band as of a day (年齢・年代)."""
    if high > 130:
        raise unreadable(text)
    return PartialDate(about=True, text=text.strip(), age_low=low, age_high=high, as_of=as_of)


def _dated(found: re.Match[str], about: bool, text: str) -> PartialDate:
    """A year with month and day as far as they are known (0 and 99 mean unknown)."""
    era: Era | None = era_spelled(found["era"]) if found["era"] else None
    if era is not None and not int(found["n"]):
        raise unreadable(text)
    year = era.year(int(found["n"])) if era else int(found["y"])
    month = _known(found["m"])
    day = _known(found["d"]) if month else None
    real_day(year, month or 1, day or 1, text)
    return PartialDate(year, month, day, about, text.strip())


def _known(part: str | None) -> int | None:
    """A month or day number, None where it was left out or typed as unknown."""
    return None if part is None or int(part) in (0, 99) else int(part)
