"""The Japanese calendar of the office: 和暦, 年度, 「4日前」 and business days (営業日).

One door for everything about days; reading and writing eras is in eras.py, dates known
in part are in partial_date.py. Days are dates, moments are shown in Asia/Tokyo.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from .eras import (
    ERAS,
    TOKYO,
    Era,
    day_time,
    era_of,
    era_year,
    local_day,
    local_time,
    month_day,
    parse_date,
    said,
    wareki,
    wareki_plain,
    wareki_short,
    wareki_time,
)
from .partial_date import AgeRange, PartialDate, age_on, parse_partial_date

__all__ = [
    "ERAS",
    "TOKYO",
    "AgeRange",
    "Era",
    "PartialDate",
    "add_business_days",
    "age_on",
    "ago",
    "business_days_between",
    "day_time",
    "era_of",
    "fiscal_months",
    "fiscal_year",
    "fiscal_year_label",
    "fiscal_year_range",
    "is_business_day",
    "local_day",
    "local_time",
    "month_day",
    "parse_date",
    "parse_partial_date",
    "said",
    "wareki",
    "wareki_plain",
    "wareki_short",
    "wareki_time",
]


def ago(day: date | datetime, today: date) -> str:
    """How far a day is, as said aloud: きょう, きのう, 4日前, 2か月前, あす, 3日後.

    Days are counted until two full months: 「31日前」 tells more than 「1か月前」.
    """
    d = local_day(day)
    distance = (today - d).days
    near = {0: "きょう", 1: "きのう", -1: "あす"}
    if distance in near:
        return near[distance]
    months = _full_months(min(d, today), max(d, today))
    span = f"{abs(distance)}日" if months < 2 else f"{months}か月" if months < 12 else f"{months // 12}年"
    return span + ("前" if distance > 0 else "後")


def _full_months(first: date, last: date) -> int:
    """Full months between two days."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def fiscal_year(day: date | datetime) -> int:
    """The fiscal year a day is in (年度, 4月始まり)."""
    d = local_day(day)
    return d.year - (d.month < 4)


def fiscal_year_label(year: int) -> str:
    """A fiscal year in words: 令和8年度.

    The era is the one at the middle of the year, so 2019 is 令和元年度 and 1988 昭和63年度.
    """
    era = era_of(date(year, 10, 1))
    return f"{era_year(era, year) if era else f'{year}年'}度"


def fiscal_year_range(year: int) -> tuple[date, date]:
    """First day of a fiscal year and first day after it (half-open)."""
    return date(year, 4, 1), date(year + 1, 4, 1)


def fiscal_months(year: int) -> list[date]:
    """First days of the twelve months of a fiscal year, 4月 to 3月."""
    return [date(year + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16)]


@lru_cache(maxsize=4096)
def _office_open(day: date) -> bool:
    """Whether public offices open: no 土日祝, no 12/29–1/3 (行政機関の休日に関する法律 1条)."""
    # jpholiday takes a while to import and most pages never ask.
    import jpholiday

    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not year_end and not jpholiday.is_holiday(day)


def is_business_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether the office is open (営業日); closed holds further closing days of one office."""
    return day not in closed and _office_open(day)


def add_business_days(day: date, n: int, closed: Collection[date] = ()) -> date:
    """The n-th business day after a day, the day itself not counted (初日不算入).

    n = 0 gives the day itself or the next business day; n < 0 counts back.
    """
    step = timedelta(days=-1 if n < 0 else 1)
    if n == 0:
        while not is_business_day(day, closed):
            day += step
        return day
    left = abs(n)
    while left:
        day += step
        left -= is_business_day(day, closed)
    return day


def business_days_between(a: date, b: date, closed: Collection[date] = ()) -> int:
    """Business days after a up to and with b; negative when b is before a."""
    if b < a:
        return -business_days_between(b, a, closed)
    # counted by whole years: an answer that has been due for years is asked of every page of the day
    open_days = sum(_open_through(year)[-1] for year in range(a.year, b.year))
    open_days += _open_through(b.year)[b.timetuple().tm_yday] - _open_through(a.year)[a.timetuple().tm_yday]
    return open_days - sum(1 for day in set(closed) if a < day <= b and _office_open(day))


@lru_cache(maxsize=128)
def _open_through(year: int) -> list[int]:
    """How many days of the year offices have opened by its n-th day; [0] is 0, the last is the whole year."""
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return list(accumulate((_office_open(date(year, 1, 1) + timedelta(days=n)) for n in range(days)), initial=0))
