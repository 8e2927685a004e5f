"""The list of places, as somebody looks for one (居場所を探す)."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.ui.paging import Part, part_of

from .models import Place, RegisterSetting
from .opening import parse

ON_A_PAGE = 100
WEEKS = 5  # in so many weeks every 第n曜日 has come
CONTAINING = {"function": "functions__contains", "for_whom": "for_whom__contains"}
SAME = {"kind": "kind", "council": "supported_by", "area": "area"}


def councils() -> list[str]:
    """Who stands behind the places."""
    names = Place.objects.exclude(supported_by="").order_by("supported_by")
    return list(names.values_list("supported_by", flat=True).distinct())


def wanted_places(wanted: dict[str, Any]) -> QuerySet[Place]:
    """Places by words, function, council and area; closed ones only when asked for."""
    places = Place.objects.select_related("area")
    if not wanted.get("closed"):
        places = places.filter(closed=False)
    for word in (wanted.get("words") or "").split():
        named = Q(name__icontains=word) | Q(kana__icontains=word) | Q(run_by__icontains=word)
        places = places.filter(
            named
            | Q(where__icontains=word)
            | Q(opening__icontains=word)
            | Q(description__icontains=word)
            | Q(nickname__icontains=word)
            | Q(district__icontains=word)
        )
    places = places.filter(**{way: [wanted[name]] for name, way in CONTAINING.items() if wanted.get(name)})
    places = places.filter(**{way: wanted[name] for name, way in SAME.items() if wanted.get(name)})
    if wanted.get("old"):
        places = overdue(places)
    if wanted.get("weekday"):
        places = places.filter(pk__in=open_on(places, int(wanted["weekday"])))
    return places


def open_on(places: QuerySet[Place], weekday: int) -> list[Any]:
    """Keys of those that open on this day of the week."""
    today = clock.today()
    rows = places.exclude(opening="").values_list("pk", "opening")
    return [pk for pk, opening in rows if weekday in weekdays_of(opening, today)]


@lru_cache(maxsize=4096)
def weekdays_of(opening: str, today: date) -> frozenset[int]:
    """On which days of the week it opens in the coming weeks."""
    return frozenset(day.on.weekday() for day in parse(opening).days(today, today + timedelta(weeks=WEEKS)))


def setting() -> RegisterSetting:
    """The rules of the register, as the town set them or as delivered."""
    return RegisterSetting.objects.first() or RegisterSetting()


def oldest_good_day() -> date:
    """What was confirmed before this day is to be confirmed again."""
    today, months = clock.today(), setting().check_months
    month = today.year * 12 + today.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    return min(first + timedelta(days=today.day - 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1))


def overdue(places: QuerySet[Place]) -> QuerySet[Place]:
    """Not confirmed for too long, or never (確かめなおす所)."""
    return places.filter(closed=False).filter(Q(confirmed_on=None) | Q(confirmed_on__lt=oldest_good_day()))


def one_page(places: QuerySet[Place], given: dict[str, str]) -> Part:
    """A hundred of them, with the labels of what they are for."""
    shown = part_of(places, given, ON_A_PAGE, "か所")
    shown.rows = [told(place) for place in shown.rows]
    return shown


def told(place: Place) -> Place:
    """The place with its codes in words and its opening days as read."""
    place.what_for = lookup.labels("place_function", place.functions)  # type: ignore[attr-defined]
    place.read = parse(place.opening)  # type: ignore[attr-defined]
    return place
