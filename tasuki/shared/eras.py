"""Era calendar: reads dates as people type them and writes them as 和暦 (元号).

Stored dates are always 西暦 (ISO 8601); 和暦 exists only where a person types or reads
(GIF DS-441 日付時刻). Era starts: 元号を改める政令, 明治 after 明治改元の詔 (旧暦正月元日へ遡る).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from . import clock

TOKYO = clock.JAPAN
WEEKDAYS = "月火水木金土日"
FIRST_YEAR, LAST_YEAR = 1868, 2199
EXAMPLES = "例：令和7年4月1日、R7.4.1、2025-4-1"


@dataclass(frozen=True)
class Era:
    """One era (元号): its name, the letter typed for it, its first day."""

    name: str
    letter: str
    start: date

    def year(self, number: int) -> int:
        """Western year of the era's year (1 = 元年)."""
        return self.start.year + number - 1


# A new era is one more row here; nothing else names an era.
ERAS: tuple[Era, ...] = (
    Era("明治", "M", date(1868, 1, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("令和", "R", date(2019, 5, 1)),
)

_SPELLINGS = {s: era for era in ERAS for s in (era.name, era.name[0], era.letter)}
ERA_PATTERN = "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-") | dict.fromkeys("・、,", "."))
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_RUN = re.compile("[〇零一二三四五六七八九十百千]+")
_WEEKDAY = re.compile(r"\s*(?:\([日月火水木金土](?:曜日?)?\)|[日月火水木金土]曜日?)$")
_ERA_DATE = re.compile(rf"(?P<era>{ERA_PATTERN})(?P<y>\d{{1,3}})[年./-](?P<m>\d{{1,2}})[月./-](?P<d>\d{{1,2}})日?$")
_ERA_COMPACT = re.compile(r"(?P<era>[A-Z])(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)$")
_WEST_DATE = re.compile(r"(?:西暦)?(?P<y>\d{4})[年./-](?P<m>\d{1,2})[月./-](?P<d>\d{1,2})日?$")
_WEST_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)$")
_BARE_DATE = re.compile(r"(?P<y>\d{1,2})[年./-](?P<m>\d{1,2})[月./-](?P<d>\d{1,2})日?$")


def local_day(day: date | datetime) -> date:
    """The calendar day in Japan (日本時間の日付); a naive datetime is taken as Japan time."""
    if not isinstance(day, datetime):
        return day
    return local_time(day).date()


def local_time(moment: datetime) -> datetime:
    """The moment on the clock in Japan (日本時間); a naive one is taken as Japan time."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=TOKYO)
    return moment.astimezone(TOKYO)


def era_of(day: date) -> Era | None:
    """The era in force on a day (元号), None before 明治."""
    return next((era for era in reversed(ERAS) if era.start <= day), None)


def era_spelled(text: str) -> Era | None:
    """The era a spelling names (令和・令・R), None for anything else."""
    return _SPELLINGS.get(text)


def era_year(era: Era, year: int) -> str:
    """A western year counted in an era (令和8年, 元年 for the first)."""
    number = year - era.start.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def kanji_number(text: str) -> int:
    """The number a run of kanji numerals spells (六十三 → 63, 二〇二六 → 2026)."""
    if not any(c in _KANJI_UNITS for c in text):
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _KANJI_UNITS:
            total += (1 if digit is None else digit) * _KANJI_UNITS[c]
            digit = None
        else:
            digit = _KANJI_DIGITS[c]
    return total + (digit or 0)


def plain(text: str) -> str:
    """A typed date made even for reading: half-width, 元年 → 1年, kanji numerals, no spaces."""
    flat = unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
    flat = _WEEKDAY.sub("", flat)
    flat = re.sub(r"\s+", "", flat).upper()
    flat = re.sub(rf"^({ERA_PATTERN})元", r"\g<1>1", flat)
    return _KANJI_RUN.sub(lambda run: str(kanji_number(run.group())), flat)


def parse_date(text: str, *, today: date | None = None) -> date:
    """The day a person typed, in 和暦 or 西暦 (日付の読み取り).

    A year of one or two digits without era is the current era's year when it lies
    between 1 and the year after next; otherwise it is ambiguous. An era typed beyond its
    end counts on (平成31年9月 → 2019). Raises ValueError with a Japanese message.
    """
    flat = plain(text)
    if not flat:
        raise ValueError(f"日付を入力してください。{EXAMPLES}")
    if found := _ERA_DATE.match(flat) or _ERA_COMPACT.match(flat):
        era = era_spelled(found["era"])
        if era is None or not int(found["y"]):
            raise unreadable(text)
        return real_day(era.year(int(found["y"])), int(found["m"]), int(found["d"]), text)
    if found := _WEST_DATE.match(flat) or _WEST_COMPACT.match(flat):
        return real_day(int(found["y"]), int(found["m"]), int(found["d"]), text)
    if found := _BARE_DATE.match(flat):
        year = _bare_year(int(found["y"]), text, today)
        return real_day(year, int(found["m"]), int(found["d"]), text)
    raise unreadable(text)


def _bare_year(number: int, text: str, today: date | None) -> int:
    """The year meant by 7/4/1: the current era's, or refused when it could be another."""
    now = today or clock.today()
    era = era_of(now) or ERAS[-1]
    if not 1 <= number <= now.year - era.start.year + 3:
        raise ValueError(f"「{text.strip()}」の年がどの元号か分かりません。元号か西暦4けたを付けてください。{EXAMPLES}")
    return era.year(number)


def unreadable(text: str) -> ValueError:
    """The refusal for text that is no date."""
    return ValueError(f"「{text.strip()}」を日付として読めません。{EXAMPLES}")


def real_day(year: int, month: int, day: int, text: str) -> date:
    """The day, refused when the calendar has no such day or the year is out of reach."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"「{text.strip()}」の年（西暦{year}年）をたしかめてください。")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"「{text.strip()}」という日はありません。月と日をたしかめてください。") from None


def wareki_plain(day: date | datetime) -> str:
    """和暦 without weekday: 令和8年11月22日 (西暦 before 明治)."""
    d = local_day(day)
    era = era_of(d)
    return f"{era_year(era, d.year) if era else f'{d.year}年'}{d.month}月{d.day}日"


def wareki(day: date | datetime) -> str:
    """和暦 with weekday: 令和8年11月22日（日）."""
    d = local_day(day)
    return f"{wareki_plain(d)}（{WEEKDAYS[d.weekday()]}）"


def wareki_short(day: date | datetime) -> str:
    """和暦 for narrow columns: R8.11.22."""
    d = local_day(day)
    era = era_of(d)
    year = f"{era.letter}{d.year - era.start.year + 1}" if era else str(d.year)
    return f"{year}.{d.month}.{d.day}"


# days from another year that still need no year: 「12月20日」 said in February
NEAR = 100


def month_day(day: date | datetime) -> str:
    """A day of this year: 11月22日（日）."""
    d = local_day(day)
    return f"{d.month}月{d.day}日（{WEEKDAYS[d.weekday()]}）"


def day_time(moment: datetime) -> str:
    """A day and time in Japan: 11月22日（日）14:00."""
    local = local_time(moment)
    return f"{month_day(local)}{local:%H:%M}"


def wareki_time(moment: datetime) -> str:
    """A day and time on paper, which is read years later: 令和8年11月22日（日）14:00."""
    local = local_time(moment)
    return f"{wareki(local)}{local:%H:%M}"


def said(day: date | datetime, today: date) -> str:
    """A day as said today: the year only where it is not plain which one (11月22日（日）, 令和2年10月31日（土））."""
    d = local_day(day)
    return month_day(d) if d.year == today.year or abs((d - today).days) <= NEAR else wareki(d)
