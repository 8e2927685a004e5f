"""Which places fit one person, and why (マッチング). Pure: reads no database, hides no place, says everything in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .enums import PEOPLE_MOST, Escort, Lift, Noise, Part, PartIn, People

DAYS = "月火水木金土日"
UNKNOWN = 0.4  # what nobody knows about a place counts a little less than half
OLD = timedelta(days=366)
NO_STAIRS = frozenset({"step_free", "wheelchair", "elevator"})
EVERYBODY = "anyone"
FAR = 1.5  # a way up to half as long again as she can walk counts a little


@dataclass(frozen=True)
class Wish:
    """What the sheet says, as far as a rule reads it; empty means: all the same."""

    functions: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    area: Any = None
    walk_minutes: int | None = None
    people: str = ""
    quiet: bool = False
    cost_yen: int | None = None
    escort: str = Escort.NONE
    needs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    part_in: str = PartIn.USER
    apart: bool = False


@dataclass(frozen=True)
class Spot:
    """What is known of a place; None or empty means: not known."""

    key: Any
    name: str
    functions: frozenset[str] = frozenset()
    for_whom: frozenset[str] = frozenset()
    kind: str = ""
    slots: frozenset[tuple[int, str]] | None = None  # (weekday, part of the day) on which it is open
    minutes: int | None = None
    area: Any = None
    area_name: str = ""
    people: int | None = None
    noise: str = ""
    cost_yen: int | None = None
    accessibility: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    escort: str = ""
    seats: int | None = None
    needs: tuple[str, ...] = ()
    confirmed_on: date | None = None
    tried: str = ""  # why an earlier attempt of this person ended


@dataclass(frozen=True)
class Rule:
    """A rule as shipped: what it asks, how much it counts, whether it rules out."""

    key: str
    label: str
    asks: str
    weight: int
    hard: bool = False


@dataclass(frozen=True)
class Finding:
    """What one rule says of one place: 1 fits, 0 does not; `words` where there is something to say."""

    fit: float
    words: str = ""
    unknown: bool = False


@dataclass
class Candidate:
    """A place with its reasons (合うところ), misses (合わないところ), and what has to be asked (確かめること)."""

    place: Any
    score: int = 0
    reasons: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    to_ask: list[str] = field(default_factory=list)
    ruled_out: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """「水曜午後・徒歩12分・少人数; 階段あり」."""
        fits, lacks = "・".join(self.reasons), "・".join(self.ruled_out + self.misses)
        return f"{fits}; {lacks}" if lacks else fits


@dataclass(frozen=True)
class Labels:
    """The town's words for the codes that stand in the reasons."""

    functions: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    accessibility: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


Asked = Callable[[Wish, Spot, Labels], Finding | None]


def _told(names: Mapping[str, str], codes: Iterable[str]) -> str:
    return "・".join(names.get(code, code) for code in sorted(codes))


def _functions(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.functions:
        return None
    if not spot.functions:
        return Finding(UNKNOWN, "何をする場か", unknown=True)
    both = wish.functions & spot.functions
    if both:
        return Finding(1 if len(both) > 1 or len(wish.functions) == 1 else 0.85, _told(labels.functions, both))
    return Finding(0, f"{_told(labels.functions, wish.functions)}ではない")


def _groups(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.groups or not spot.for_whom:
        return None
    both = wish.groups & spot.for_whom
    if both:
        return Finding(1, f"{_told(labels.groups, both)}の場")
    return Finding(0, f"おもな対象は{_told(labels.groups, spot.for_whom)}") if EVERYBODY not in spot.for_whom else None


def _kinds(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if wish.kinds:
        if spot.kind in wish.kinds:
            return Finding(1, labels.kinds.get(spot.kind, spot.kind))
        return Finding(0, f"種別は{labels.kinds.get(spot.kind, spot.kind)}")
    return Finding(0, "相談の窓口で、通う場ではない") if spot.kind == "desk" else None


def slot_words(slots: Iterable[tuple[int, str]]) -> str:
    """「水曜午後」「火曜・木曜午前」「平日」: days that are open alike stand together, at most two such words."""
    by_day: dict[int, set[str]] = {}
    for day, part in slots:
        by_day.setdefault(day, set()).add(part)
    alike: dict[frozenset[str], list[int]] = {}
    for day in sorted(by_day):
        alike.setdefault(frozenset(by_day[day]), []).append(day)
    named = [day_words(days) + _part_words(parts) for parts, days in alike.items()]
    return "・".join(named[:2]) + ("ほか" if len(named) > 2 else "")


def day_words(days: list[int]) -> str:
    """「平日」「火・木曜」."""
    if len(days) == 7:
        return "毎日"
    return "平日" if days == [0, 1, 2, 3, 4] else "・".join(DAYS[day] for day in days) + "曜"


def _part_words(parts: frozenset[str]) -> str:
    if {Part.MORNING, Part.AFTERNOON} <= parts:
        return ""
    return "と".join(part.label for part in Part if part in parts)


def _days(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not (wish.weekdays or wish.parts):
        return None
    if spot.slots is None:
        return Finding(UNKNOWN, "開いている日", unknown=True)
    both = {
        (day, part) for day, part in spot.slots
        if (not wish.weekdays or day in wish.weekdays) and (not wish.parts or part in wish.parts)
    }  # fmt: skip
    if both:
        return Finding(1, slot_words(both))
    return Finding(0, f"開くのは{slot_words(spot.slots)}" if spot.slots else "しばらく開く日がない")


def _walk(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if spot.minutes is None:
        if wish.area is None or spot.area is None:
            return Finding(UNKNOWN, "道のり", unknown=True) if wish.walk_minutes else None
        if spot.area == wish.area:
            return Finding(0.7, "同じ圏域")
        return Finding(0.2, f"別の圏域（{spot.area_name}）") if wish.walk_minutes else Finding(0.3, spot.area_name)
    most = wish.walk_minutes or 20
    if spot.minutes <= most:
        return Finding(1 - 0.2 * spot.minutes / most, f"徒歩{spot.minutes}分")
    words = f"徒歩{spot.minutes}分" + (f"（歩けるのは{wish.walk_minutes}分）" if wish.walk_minutes else "")
    if spot.minutes <= most * FAR:
        return Finding(0.4, words)
    return Finding(0, words) if wish.walk_minutes else Finding(0.2, words)


def _people(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.people:
        return None
    if spot.people is None:
        return Finding(UNKNOWN, "人の多さ", unknown=True)
    most = PEOPLE_MOST[People(wish.people)]
    if spot.people <= most:
        return Finding(1, f"{'少人数' if spot.people <= 10 else '人数'}（{spot.people}人くらい）")
    near = spot.people <= most * FAR
    return Finding(0.4 if near else 0, f"ふだん{spot.people}人くらい")


def _quiet(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.quiet:
        return None
    if not spot.noise:
        return Finding(UNKNOWN, "静かさ", unknown=True)
    if spot.noise == Noise.LIVELY:
        return Finding(0, "にぎやか")
    return Finding(1, "静か") if spot.noise == Noise.QUIET else Finding(0.6)


def _cost(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if wish.cost_yen is None:
        return None
    if spot.cost_yen is None:
        return Finding(UNKNOWN, "費用", unknown=True)
    words = f"一回{spot.cost_yen}円" if spot.cost_yen else "無料"
    return Finding(1 if spot.cost_yen <= wish.cost_yen else 0, words)


def _access(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.needs:
        return None
    if not spot.accessibility:
        return Finding(UNKNOWN, f"{_told(labels.accessibility, wish.needs)}か", unknown=True)
    lacking = wish.needs - spot.accessibility
    if "stairs" in spot.accessibility and wish.needs & NO_STAIRS:
        return Finding(0, "階段あり")
    if lacking:
        return Finding(0, f"「{_told(labels.accessibility, lacking)}」ではない")
    return Finding(1, _told(labels.accessibility, wish.needs))


def _escort(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if wish.escort == Escort.NONE:
        return None
    if not spot.escort:
        return Finding(UNKNOWN, "付きそい・送迎", unknown=True)
    if spot.escort == Lift.ALWAYS or (spot.escort == Lift.FIRST and wish.escort == Escort.FIRST):
        return Finding(1, Lift(spot.escort).label)
    return Finding(
        0.3 if spot.escort == Lift.FIRST else 0,
        "毎回の送迎はない" if spot.escort == Lift.FIRST else "付きそい・送迎はない",
    )


def _languages(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    asked = wish.languages - {"ja"}
    if not asked:
        return None
    both = asked & spot.languages
    if both:
        return Finding(1, _told(labels.languages, both))
    if not spot.languages:
        return Finding(UNKNOWN, "話せることば", unknown=True)
    return Finding(0, f"{_told(labels.languages, asked)}では話せない")


def _part(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    as_what = PartIn(wish.part_in).label
    if wish.part_in == PartIn.USER and (not spot.parts or PartIn.USER in spot.parts):
        return None
    if not spot.parts:
        return Finding(UNKNOWN, f"{as_what}受け入れてもらえるか", unknown=True)
    fits = wish.part_in in spot.parts
    return Finding(1 if fits else 0, f"{as_what}受け入れ" if fits else f"{as_what}の受け入れはない")


def _seats(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if spot.seats is None:
        return None
    return Finding(1, f"空き{spot.seats}人") if spot.seats else Finding(0, "いまは空きがない")


def _apart(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    if not wish.apart or wish.area is None or spot.area is None:
        return None
    return Finding(0, "住んでいる圏域") if spot.area == wish.area else Finding(1, "住む圏域の外")


def _tried(wish: Wish, spot: Spot, labels: Labels) -> Finding | None:
    return Finding(0, f"前は「{spot.tried}」") if spot.tried else None


RULES: tuple[tuple[Rule, Asked], ...] = (
    (Rule("functions", "どんな場か", "してみたいことの場か（機能）", 14), _functions),
    (Rule("days", "曜日と時間", "行ける曜日と時間帯に開いているか", 12), _days),
    (Rule("walk", "道のり", "歩ける時間で着くか。地図の位置がなければ、同じ圏域か", 8), _walk),
    (Rule("groups", "だれの場か", "おもな対象が、望む人たちの場か。だれでも来られる所は問わない", 8), _groups),
    (Rule("access", "使いやすさ", "なくてはならない使いやすさがそろうか", 8, hard=True), _access),
    (Rule("languages", "ことば", "使うことばで話せるか", 8), _languages),
    (Rule("people", "人の多さ", "ふだんの人数が、いられる人数までか", 6), _people),
    (Rule("escort", "付きそい・送迎", "必要な付きそい・送迎があるか", 6), _escort),
    (Rule("seats", "空き", "いま受け入れられる人数があるか", 6), _seats),
    (Rule("part", "かかわり方", "利用者・手伝い・運営側など、望むかかわり方を受け入れているか", 5), _part),
    (Rule("quiet", "静かさ", "静かな所がよい人に、静かな所か", 5), _quiet),
    (Rule("cost", "お金", "一回の費用が、出せるお金までか", 5), _cost),
    (Rule("apart", "知り合い", "知り合いのいない所がよい人に、住む圏域の外か", 5), _apart),
    (Rule("kinds", "種別", "望む種別の所か。言わなければ、相談の窓口だけを下げる", 4), _kinds),
    (Rule("tried", "前のこと", "この人が前に試して、おわった所でないか", 6), _tried),
)  # fmt: skip
SHIPPED: dict[str, Rule] = {rule.key: rule for rule, _ in RULES}


def rank(
    wish: Wish, places: Iterable[Spot], rules: Mapping[str, Rule], today: date, labels: Labels | None = None
) -> list[Candidate]:
    """Every place, the best first; those that a hard rule excludes come last, each with why."""
    names = labels or Labels()
    asked = [(rules.get(rule.key, rule), ask) for rule, ask in RULES]
    asked = [(rule, ask) for rule, ask in asked if rule.weight or rule.hard]
    found = [_judge(wish, spot, asked, today, names) for spot in places]
    return sorted(found, key=_order)


def _judge(wish: Wish, spot: Spot, asked: list[tuple[Rule, Asked]], today: date, labels: Labels) -> Candidate:
    one, sum_of, most = Candidate(spot), 0.0, 0
    for rule, ask in asked:
        finding = ask(wish, spot, labels)
        if finding is None:
            continue
        sum_of, most = sum_of + rule.weight * finding.fit, most + rule.weight
        if finding.words:
            _note(one, rule, finding)
    if "stairs" in spot.accessibility and not wish.needs:
        one.misses.append("階段あり")  # told to everybody; it counts only for those who cannot climb them
    if spot.confirmed_on is None or spot.confirmed_on < today - OLD:
        one.to_ask.append("いまも開いているか")
    one.score = round(100 * sum_of / most) if most else 50
    return one


def _note(one: Candidate, rule: Rule, finding: Finding) -> None:
    if finding.unknown:
        one.to_ask.append(finding.words)
    elif finding.fit >= 0.5:
        one.reasons.append(finding.words)
    elif rule.hard and finding.fit == 0:
        one.ruled_out.append(finding.words)
    else:
        one.misses.append(finding.words)


def _order(one: Candidate) -> tuple[bool, int, int, float, int, str]:
    """Of two that fit alike the nearer one, then the one that is open more often."""
    minutes = one.place.minutes if one.place.minutes is not None else 999
    often = -len(one.place.slots or ())
    return bool(one.ruled_out), -one.score, len(one.misses), minutes, often, one.place.name
