"""Opening days as a structure (開いている日): rules with hours, closing days, and which days of a month they mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from tasuki.shared.eras import wareki_plain

NAMES = "月火水木金土日"
EVERY = frozenset(range(7))
OFFICE = frozenset(range(5))
LAST = 6  # 最終: the last one of its weekday in the month
ODD, EVEN = frozenset(range(1, 13, 2)), frozenset(range(2, 13, 2))
YEAR_END, OBON = ((12, 29), (1, 3)), ((8, 13), (8, 16))
PARTS = {"午前": (540, 720), "午後": (780, 1020), "夕方": (960, 1080), "夜": (1080, 1260), "終日": (0, 1440)}
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, order=True)
class Hours:
    """From a minute of the day to another; `name` when only 午前・午後 was said; no end: 「13:00〜」."""

    start: int
    end: int | None = None
    name: str = ""

    def __str__(self) -> str:
        if self.name:
            return self.name
        return f"{clock_face(self.start)}〜{'' if self.end is None else clock_face(self.end)}"


def clock_face(minutes: int) -> str:
    """13:30 of 810."""
    return f"{minutes // 60}:{minutes % 60:02}"


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """A public holiday (祝日)."""
    import jpholiday  # takes a while to import and most pages never ask

    return bool(jpholiday.is_holiday(day))


@dataclass(frozen=True)
class Days:
    """Which days: by weekday, by the n-th of the month, by date, in some months; all that is said must hold."""

    weekdays: frozenset[int] = frozenset()
    nths: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    holidays: bool = False
    workdays: bool = False
    fortnight: bool = False
    every_other_month: bool = False
    since: date | None = None
    span: Span | None = None

    @property
    def named(self) -> bool:
        """Whether a day is said at all (months alone are none for a place, but are for a closing)."""
        return bool(self.weekdays or self.dates or self.holidays or self.span)

    def hit(self, day: date) -> bool:
        """Whether the day is meant."""
        if self.months and day.month not in self.months:
            return False
        if self.since and day < self.since:
            return False
        if not self.named:
            return True  # 「8月休み」: every day of the month
        return self._by_name(day) or (self.holidays and is_holiday(day)) or self._in_span(day)

    def _by_name(self, day: date) -> bool:
        if self.dates:
            return day.day in self.dates
        if day.weekday() not in self.weekdays or (self.workdays and is_holiday(day)):
            return False
        if self.fortnight:
            return self.since is not None and (_monday(day) - _monday(self.since)).days % 14 == 0
        return not self.nths or not self.nths.isdisjoint(_nth(day))

    def _in_span(self, day: date) -> bool:
        if self.span is None:
            return False
        first, last, now = *self.span, (day.month, day.day)
        return first <= now <= last if first <= last else now >= first or now <= last

    def __str__(self) -> str:
        return "".join([self._when(), self._who()])

    def _when(self) -> str:
        text = f"{wareki_plain(self.since)}から" if self.since else ""
        if self.every_other_month:
            text += "隔月の"
        if self.months:
            text += months_in_words(self.months) + ("の" if self.named and not self.dates else "")
        return text

    def _who(self) -> str:
        if self.span:
            return _span_in_words(self.span)
        if self.dates:
            return ("" if self.months else "毎月") + "・".join(f"{one}日" for one in sorted(self.dates))
        if self.workdays:
            names = "平日"
        elif self.weekdays == EVERY and not self.nths and not self.fortnight:
            names = "毎日"
        else:
            names = weekdays_in_words(self.weekdays)
        if self.holidays:
            names = f"{names}・祝日" if self.weekdays else "祝日"
        return self._how_often() + names if self.weekdays or self.holidays else ""

    def _how_often(self) -> str:
        if self.fortnight:
            return "隔週"
        if self.nths:
            said = [str(one) for one in sorted(self.nths) if one != LAST]
            last = ["最終"] if LAST in self.nths else []
            return "・".join([f"第{'・'.join(said)}"] * bool(said) + last)
        return "" if self.workdays or self.weekdays in (EVERY, frozenset()) else "毎週"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nth(day: date) -> set[int]:
    """Which one of its weekday in the month it is; the last one is also 最終."""
    found = {(day.day - 1) // 7 + 1}
    return found | {LAST} if (day + timedelta(days=7)).month != day.month else found


def weekdays_in_words(days: frozenset[int]) -> str:
    """火曜・木曜; all of a week: 週 (第5週)."""
    if days == EVERY:
        return "週"
    return "・".join(_runs(sorted(days), lambda one: f"{NAMES[one]}曜"))


def months_in_words(months: frozenset[int]) -> str:
    """偶数月, 奇数月, 4月・7月."""
    return {EVEN: "偶数月", ODD: "奇数月"}.get(months) or "・".join(_runs(sorted(months), lambda one: f"{one}月"))


def _runs(numbers: list[int], word: Callable[[int], str]) -> Iterator[str]:
    """Three or more in a row are said by their ends: 火曜〜土曜."""
    while numbers:
        length = 1
        while length < len(numbers) and numbers[length] == numbers[0] + length:
            length += 1
        if length > 2:
            yield f"{word(numbers[0])}〜{word(numbers[length - 1])}"
        else:
            yield from map(word, numbers[:length])
        numbers = numbers[length:]


def _span_in_words(span: Span) -> str:
    named = {YEAR_END: "年末年始", OBON: "お盆"}.get(span)
    return named or "〜".join(f"{month}月{day}日" for month, day in span)


@dataclass(frozen=True)
class Rule:
    """Days with hours; `times` a month, week or year when only that was said."""

    days: Days = Days()
    hours: tuple[Hours, ...] = ()
    times: int | None = None
    per: str = ""

    @property
    def why_not(self) -> str:
        """Why it has no place in the calendar; empty when it has."""
        if self.times and not self.days.named:
            return f"「{self.per}{self.times}回」の曜日が書かれていません"
        if not self.days.named:
            return "曜日や日にちが書かれていません"
        placed = self.days.nths or self.days.dates or self.days.fortnight
        if self.times and self.per != "週" and not placed:
            return f"「{self.per}{self.times}回」の何週目かが書かれていません"
        if self.times and self.per == "週" and self.times < len(self.days.weekdays) and not placed:
            return f"「週{self.times}回」のどの曜日かが書かれていません"
        if self.days.fortnight and self.days.since is None:
            return "「隔週」がどの週からかが書かれていません（例：隔週水曜 令和8年4月1日から）"
        if self.days.every_other_month:
            return "「隔月」がどの月かが書かれていません（例：偶数月）"
        return ""

    def __str__(self) -> str:
        often = f"{self.per}{self.times}回" if self.times else ""
        hours = "・".join(map(str, self.hours))
        return " ".join(part for part in (often, str(self.days), hours) if part)


@dataclass(frozen=True)
class Day:
    """One day on which the place is open."""

    on: date
    hours: tuple[Hours, ...]

    def __str__(self) -> str:
        return "・".join(map(str, self.hours))


@dataclass(frozen=True)
class Opening:
    """All of it. `unread`: words that were not understood, kept; `booking`: 要予約 / 予約不要."""

    rules: tuple[Rule, ...] = ()
    closed: tuple[Days, ...] = ()
    standing: bool = False
    irregular: bool = False
    booking: str = ""
    moved: bool = False  # 祝日の場合は翌日休み
    unread: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return self != Opening()

    @property
    def why_not(self) -> str:
        """Why it cannot be put into a calendar (暦に出せません); empty when it can, or when nothing was said."""
        if not self:
            return ""
        if self.irregular:
            return "不定期です"
        doubtful = [
            word for word in self.unread if any(sign in word for sign in "除休以外隔回週月火水木金土曜日祝時年")
        ]
        if doubtful:
            return f"読み取れないことばがあります：{'・'.join(doubtful)}"
        reasons = [rule.why_not for rule in self._rules() if rule.why_not]
        reasons += [Rule(one).why_not for one in self.closed if one.fortnight and one.since is None]
        return reasons[0] if reasons else "" if self._rules() else "曜日や日にちが書かれていません"

    @property
    def _means_daily(self) -> bool:
        return self.standing or any(one.weekdays for one in self.closed)

    def _rules(self) -> tuple[Rule, ...]:
        """常設 and 「月曜休館」 alone mean every other day."""
        if any(rule.days.named or rule.times for rule in self.rules) or not self._means_daily:
            return self.rules
        said = self.rules or (Rule(),)
        return tuple(replace(rule, days=replace(rule.days, weekdays=EVERY)) for rule in said)

    def days(self, first: date, last: date) -> list[Day]:
        """The days of a time (both ends included) on which it is open, with their hours; none when it cannot be told."""
        return [] if self.why_not else list(self._walk(first, last))

    def _walk(self, first: date, last: date) -> Iterator[Day]:
        rules = self._rules()
        for step in range((last - first).days + 1):
            day = first + timedelta(days=step)
            hits = [rule for rule in rules if rule.days.hit(day)]
            if hits and not self._is_closed(day):
                yield Day(day, tuple(sorted({one for rule in hits for one in rule.hours}, key=_by_start)))

    def _is_closed(self, day: date) -> bool:
        if not self.moved:
            return any(one.hit(day) for one in self.closed)
        return self._closed_as_moved(day)

    def _closed_as_moved(self, day: date) -> bool:
        """A closing day that falls on a holiday moves to the next day that is none."""
        if is_holiday(day):
            return any(one.span and one.hit(day) for one in self.closed)
        if any(one.hit(day) for one in self.closed):
            return True
        before = day - timedelta(days=1)
        while is_holiday(before):
            if any(one.weekdays and one.hit(before) for one in self.closed):
                return True
            before -= timedelta(days=1)
        return False

    def __str__(self) -> str:
        """The one notation: read again, it gives the same."""
        parts = ["常設"] * self.standing + ["不定期"] * self.irregular
        said = ("、" if parts else "").join(["、".join(parts), self._rules_in_words()])
        said = said.strip("、")
        ends = [f"{one}休み" for one in self.closed] + ["祝日の場合は翌日休み"] * self.moved
        ends += [self.booking] * bool(self.booking) + [f"「{word}」" for word in self.unread]
        # 「祝日、年末年始休み」 would close both: a stroke keeps them apart
        last = self.rules[-1] if self.rules else None
        apart = last is not None and last.days.holidays and not (last.days.weekdays or last.hours)
        return ("／" if apart else "、").join([said, "、".join(ends)] if said and ends else [said, *ends]).strip("、")

    def _rules_in_words(self) -> str:
        """Hours said later also hold for what was said before them, unless 「／」 stands between."""
        text = ""
        for place, rule in enumerate(self.rules):
            later = any(other.hours for other in self.rules[place:])
            stop = "／" if place and not self.rules[place - 1].hours and later else "、"
            text += (stop if place else "") + str(rule)
        return text


def _by_start(hours: Hours) -> tuple[int, int, str]:
    return hours.start, hours.end or 1440, hours.name
