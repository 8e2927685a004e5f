"""What of the register is shown to residents (公開する分): the only source of every form of open data."""

from dataclasses import replace
from datetime import timedelta

from tasuki.community.models import Place, Scheme
from tasuki.community.opening import Opening, Rule, parse
from tasuki.community.opening_days import EVERY, NAMES, OFFICE
from tasuki.community.sessions_models import Session
from tasuki.shared import clock
from tasuki.tenancy.models import Municipality

PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]  # JIS X 0401, 01 to 47
EVENT_DAYS = 92


def prefecture(municipality: Municipality) -> str:
    """The prefecture, from the first two digits of the code."""
    number = municipality.code[:2]
    return PREFECTURES[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= 47 else ""


def places() -> list[Place]:
    """Places that residents may know of, closed ones left out."""
    shown = Place.objects.filter(shown_to_public=True, closed=False)
    return list(shown.select_related("area", "published").order_by("area__order", "area__name", "name"))


def schemes() -> list[Scheme]:
    """Schemes of support that residents may know of, while they are to be had."""
    shown = Scheme.objects.filter(shown_to_public=True, closed=False).exclude(closes_on__lt=clock.today())
    return list(shown.select_related("agency"))


def events() -> list[Session]:
    """Events to come that residents are told of."""
    today = clock.today()
    shown = Session.objects.filter(
        shown_to_public=True, called_off=False, on__range=(today, today + timedelta(EVENT_DAYS))
    )
    return list(shown.select_related("place", "group", "area").order_by("on", "start", "pk"))


def phone(place: Place) -> str:
    """The number to ring, where the place agreed to it."""
    return place.contact_phone if place.contact_public else ""


def opening(place: Place) -> Opening:
    """When it is open."""
    return parse(place.opening)


def rules(read: Opening) -> tuple[Rule, ...]:
    """The rules as said; 常設 alone, or a closing day alone, means every other day."""
    if any(rule.days.named or rule.times for rule in read.rules) or not (read.standing or read.closed):
        return read.rules
    return tuple(replace(rule, days=replace(rule.days, weekdays=EVERY)) for rule in read.rules or (Rule(),))


def every_week(read: Opening, rule: Rule) -> list[int]:
    """Weekdays on which a rule holds each week, without those that are always closed."""
    days = rule.days.weekdays or (OFFICE if rule.days.workdays else frozenset())
    shut = [one.weekdays for one in read.closed if not (one.nths or one.dates or one.months)]
    return sorted(days.difference(*shut))


def weekdays(read: Opening) -> str:
    """「月火水木金」: days on which it is open every week."""
    days: set[int] = set()
    for rule in rules(read):
        if not (rule.days.nths or rule.days.dates or rule.days.months or rule.days.fortnight or rule.why_not):
            days |= set(every_week(read, rule))
    return "".join(NAMES[day] for day in sorted(days))


def hours(read: Opening) -> tuple[str, str]:
    """(from, to) when all days have the same hours; otherwise the remark tells them."""
    spans = {(one.start, one.end) for rule in read.rules for one in rule.hours}
    if len(spans) != 1:
        return "", ""
    start, end = next(iter(spans))
    return face(start), "" if end is None else face(end)


def face(minutes: int) -> str:
    """09:05 of 545."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
