"""The words of opening days (開いている日のことば) cut into pieces."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tasuki.shared.eras import parse_date

from .opening_days import EVEN, NAMES, OBON, ODD, PARTS, YEAR_END, Hours

KANJI = str.maketrans("一二三四五六七", "1234567")
_TO = r"\s*(?:〜|から)\s*"
_AND = r"\s*(?:・|と|および|及び|又は|または|,|&)\s*"
_CLOCK = r"(?:(?:午前|午後|夜)\s*)?(?:正午|\d{1,2}:\d{2}|\d{1,2}時半|\d{1,2}時(?:\d{1,2}分)?)"
_DAY = r"(?:[月火水木金土日]曜日?|[月火水木金土日](?!\d|回|々|曜))"
_DAYS = rf"{_DAY}(?:(?:{_AND}|{_TO}|)(?:{_DAY}|祝日|祝))*"
_CLOSING = (
    r"(?:は|が|を|も|の)?(?:お休み|休み|休館日?|休業|休所|定休日?|除く|除き|閉館|閉所|閉まります|休(?![憩眠職養]))"
)
_DATE = (
    r"(?:(?:令和|平成|R|H)\s*(?:\d{1,2}|元)\s*[年.]\s*\d{1,2}\s*[月.]\s*\d{1,2}日?"
    r"|\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?)"
)
# In this order: what is longer or says more comes first.
PATTERNS = {
    "kept": r"「[^「」]*」",
    "closing_label": r"(?:定休日|休館日|休業日|休所日|お休み|休み)\s*(?:[:は])",
    "label": r"開催日時|開催日|開館日|開所日|営業日|日時|日程|曜日(?=[:は])|時間帯?",
    "moved": r"祝日の(?:場合|とき|時)は(?:その)?(?:翌|次の)(?:平日|日)(?:が|に|を)?(?:お?休み|休館|休業|振替)?",
    "since": rf"(?:{_DATE})\s*(?:から|より|〜|以降|開始)",
    "span": r"\d{1,2}月\d{1,2}日〜\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}〜\d{1,2}/\d{1,2}",
    "all_day": r"24時間(?:365日)?|1日中",
    "hours": rf"(?:{_CLOCK}|\d{{1,2}}(?={_TO}\d{{1,2}}(?:時|:)))\s*(?:ころ|ごろ|頃)?{_TO}(?:{_CLOCK})?(?:\s*(?:まで|ころ|ごろ|頃))?",
    "moment": rf"{_CLOCK}",
    "booking": r"(?:要|事前|完全)(?:予約制?|申し?込み?)|予約(?:制|が必要|必要|が要ります)",
    "no_booking": r"(?:予約|申し?込み?)(?:は)?(?:不要|なし|いりません)",
    "irregular": r"不定期|随時|都度|(?:要|お)?問い?合わ?せ(?:ください)?|日程は(?:その都度)?",
    "standing": r"常設|常時|通年",
    "times": r"(?:毎)?(?P<per>[月週年])(?:に|間)?(?P<often>\d{1,2})(?:回|(?<=週\d)日|(?<=に\d)日)(?:程度|ほど|くらい)?|(?P<per1>[月週])1(?![\d・])",
    "other_month": r"隔月(?:に)?(?:1回)?",
    "fortnight": r"隔週|2週間?に1[回度]|1週間?おき|第?2週ごと",
    "even": r"偶数月",
    "odd": r"奇数月",
    "dates": rf"(?:毎月)?\d{{1,2}}日(?!間|〜)(?:{_AND}\d{{1,2}}日?)*",
    "fives": r"(?:毎月)?(?P<digit>\d)の(?:つく)?日",
    "months": rf"(?:\d{{1,2}}月?(?:{_AND}|〜))*\d{{1,2}}月(?!曜)",
    "last": r"最終(?:週の?)?|最後の",
    "nth": rf"(?:第\s*)?[1-5](?:{_AND}第?[1-5])*(?:{_AND}(?P<too>最終))?(?:週(?:目)?の?|回目の?|(?={_DAY})|(?=\s*・?$)|(?=[、 ]第))",
    "every_month": r"毎月",
    "every_day": r"毎日|年中無休|無休",
    "year_end": r"年末年始",
    "obon": r"お盆(?:期間)?",
    "workdays": r"平日|開庁日",
    "weekends": r"土日祝日?|休日",
    "except": _CLOSING + r"(?:日)?",
    "holiday": r"祝日|祝祭日|祝",
    "days": rf"(?:毎週)?\s*{_DAYS}",
    "every_week": r"毎週|毎",
    "part": "|".join(PARTS) + "|夜間",
    "hard": r"[／;。\n]",
    "open_paren": r"[(]",
    "close_paren": r"[)]",
    "comma": r"[、,]",
    "joint": r"・|と(?=[月火水木金土日第祝])|および|及び",
    "filler": (
        r"\s+|の|に|は|で|も|を|:|開催|実施|開所|開館|開放|オープン|営業|開いて(?:いる|います)|だけ|のみ"
        r"|頃|ごろ|程度|定例|原則として|原則|まで"
    ),
}
WORD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS.items()))
WAVES = str.maketrans({wave: "〜" for wave in "~～-–—−‐―"} | {"，": "、", "､": "、", "･": "・"})
ONE_CLOCK = re.compile(
    r"(?P<half>午前|午後|夜)?\s*(?:(?P<noon>正午)|(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|時(?P<words>半|\d{1,2}分)?)?)"
)


@dataclass(frozen=True)
class Piece:
    """One piece of the words: what it is, what it says, how it was written."""

    kind: str
    value: Any
    text: str


def tidy(text: str) -> str:
    """One width, one wave, figures for 第一・月二回."""
    text = unicodedata.normalize("NFKC", text).translate(WAVES).replace("／", "/")
    text = re.sub(r"(?<=第)[一二三四五](?:・[一二三四五])*", lambda hit: hit.group().translate(KANJI), text)
    text = re.sub(r"(?<=[月週年])(?:に)?[一二三四五](?=回|$|[、 (])", lambda hit: hit.group().translate(KANJI), text)
    text = re.sub(r"(?<=\d)ー(?=\d)|(?<=[月火水木金土日])ー(?=[月火水木金土日])", "〜", text)
    # a stroke between rules, not within a date
    return re.sub(r"(?<!\d)/|/(?!\d)", "／", text).strip()


def pieces(text: str) -> Iterator[Piece]:
    """The pieces in order; what no pattern knows comes as `unread`."""
    text, at, unknown = tidy(text), 0, ""
    while at < len(text):
        hit = WORD.match(text, at)
        if hit is None:
            unknown += text[at]
            at += 1
            continue
        if unknown:
            yield Piece("unread", unknown, unknown)
            unknown = ""
        yield _piece(hit)
        at = hit.end()
    if unknown:
        yield Piece("unread", unknown, unknown)


def _piece(hit: re.Match[str]) -> Piece:
    kind = next(name for name in PATTERNS if hit.group(name) is not None)
    text = hit.group()
    try:
        return Piece(kind, READERS[kind](hit) if kind in READERS else None, text)
    except ValueError:
        return Piece("unread", text, text)


def _numbers(text: str, most: int) -> frozenset[int]:
    found = frozenset(map(int, re.findall(r"\d+", text)))
    if not found or max(found) > most or min(found) < 1:
        raise ValueError(text)
    return found


def clock_time(text: str, half: str = "") -> int:
    """Minutes of a time of the day; `half`: 午後 said before its start also holds for its end."""
    hit = ONE_CLOCK.match(text.strip())
    if hit is None:
        raise ValueError(text)
    if hit["noon"]:
        return 720
    hour = int(hit["hour"])
    words = hit["words"] or ""
    minute = int(hit["minute"] or (30 if words == "半" else words.rstrip("分")) or 0)
    if (hit["half"] or half) in ("午後", "夜") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59 or hour * 60 + minute > 1440:
        raise ValueError(text)
    return hour * 60 + minute


def _hours(hit: re.Match[str]) -> Hours:
    first, last = re.split(_TO, hit.group("hours").strip(), maxsplit=1)
    start = clock_time(first)
    last = re.sub(r"まで|ころ|ごろ|頃", "", last).strip()
    if not last:
        return Hours(start)
    half = (re.match("午前|午後|夜", first.strip()) or [""])[0]
    end = clock_time(last)
    if end <= start:
        end = clock_time(last, half)
    if end <= start:
        raise ValueError(first + last)
    return Hours(start, end)


def _days(hit: re.Match[str]) -> tuple[frozenset[int], bool]:
    """Weekdays, and whether holidays are named with them."""
    text = hit.group("days").replace("毎週", "").replace("曜日", "").replace("曜", "").replace("から", "〜")
    holidays, text = "祝" in text, re.sub("祝日?", "", text)
    found: set[int] = set()
    for first, last in re.findall(r"([月火水木金土日])(?:\s*〜\s*([月火水木金土日]))?", text):
        start, end = NAMES.index(first), NAMES.index(last or first)
        found |= {one % 7 for one in range(start, end + (7 if end < start else 0) + 1)}
    return frozenset(found), holidays


def _span(hit: re.Match[str]) -> Any:
    month, day, month2, day2 = map(int, re.findall(r"\d+", hit.group("span")))
    if not (1 <= month <= 12 >= month2 >= 1 and 1 <= day <= 31 >= day2 >= 1):
        raise ValueError(hit.group())
    return (month, day), (month2, day2)


def _months(hit: re.Match[str]) -> frozenset[int]:
    """4月・7月, 4〜10月, 11月〜2月."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)月?(?:〜(\d+))?", hit.group("months")):
        _numbers(f"{first} {last}", 12)
        end = int(last or first) + (12 if last and int(last) < int(first) else 0)
        found |= {(one - 1) % 12 + 1 for one in range(int(first), end + 1)}
    return frozenset(found)


def _since(hit: re.Match[str]) -> Any:
    day = parse_date(re.sub(r"から|より|〜|以降|開始", "", hit.group("since")).strip())
    if day is None:
        raise ValueError(hit.group())
    return day


def _part(hit: re.Match[str]) -> Hours:
    name = "終日" if hit.group("all_day") else hit.group().replace("夜間", "夜")
    return Hours(*PARTS[name], name)


READERS: dict[str, Any] = {
    "kept": lambda hit: hit.group()[1:-1],
    "span": _span,
    "hours": _hours,
    "moment": lambda hit: Hours(clock_time(hit.group())),
    "times": lambda hit: (hit["per"] or hit["per1"], int(hit["often"] or 1)),
    "even": lambda hit: EVEN,
    "odd": lambda hit: ODD,
    "dates": lambda hit: _numbers(hit.group(), 31),
    "fives": lambda hit: frozenset({n + int(hit["digit"]) for n in (0, 10, 20, 30)} - {0}) - frozenset(range(32, 40)),
    "months": _months,
    "nth": lambda hit: _numbers(hit.group(), 5) | (frozenset({6}) if hit["too"] else frozenset()),
    "last": lambda hit: frozenset({6}),
    "days": _days,
    "year_end": lambda hit: YEAR_END,
    "obon": lambda hit: OBON,
    "since": _since,
    "part": _part,
    "all_day": _part,
}
