"""Which places the map shows (地図の絞り込み): by kind, function, day, time, people, and how far they are on foot."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tasuki.tenancy.models import Area, Town

from .boundaries_models import AreaOutline
from .distance import Located, Pace, walking_minutes
from .models import Place
from .opening import parse

WEEKS = 5  # in so many weeks every 第n曜日 has come
PARTS = {"morning": ("午前", 0, 720), "afternoon": ("午後", 720, 1020), "evening": ("夕方から", 1020, 1440)}
UNKNOWN_DAYS, UNKNOWN_WHERE, UNKNOWN_COUNT = "開いている日が暦に出せない", "位置が登録されていない", "人数がわからない"


@dataclass
class Origin:
    """Where one walks from (起点): a place, a 町字 or the middle of an area."""

    key: str
    name: str
    point: Located


@dataclass
class Found:
    """The places that fit, with minutes on foot, and how many were left out because something is not known of them."""

    places: list[Place]
    minutes: dict[Any, int | None] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def omitted(self) -> list[tuple[str, int]]:
        """Why places are not shown although they might fit, and how many."""
        return [(why, count) for why, count in self.left_out.items() if count]


@lru_cache(maxsize=4096)
def times_of(opening: str, today: date) -> frozenset[tuple[int, int, int]]:
    """(weekday, from, to) in minutes on which a place is open in the coming weeks; empty when it cannot be told."""
    read = parse(opening)
    found = set()
    for day in read.days(today, today + timedelta(weeks=WEEKS)):
        if not day.hours:
            found.add((day.on.weekday(), 0, 1440))
        for hours in day.hours:
            found.add((day.on.weekday(), hours.start, 1440 if hours.end is None else hours.end))
    return frozenset(found)


def origin_of(key: str, outlines: Iterable[AreaOutline]) -> Origin | None:
    """The point behind `area:…`, `town:…` or `place:…`; nothing when it has no position."""
    kind, _, pk = (key or "").partition(":")
    if kind == "place":
        place = Place.objects.filter(pk=pk, latitude__isnull=False, longitude__isnull=False).first()
        return Origin(key, place.name, place) if place else None
    outlines = list(outlines)
    wanted: Area | Town
    for outline in outlines:
        if kind == "town" and str(outline.town_id) == pk:
            wanted = outline.town
            return Origin(key, wanted.name, outline)
        if kind == "area" and str(outline.area_id) == pk and outline.town_id is None:
            return Origin(key, outline.area.name, outline)
    towns = [outline for outline in outlines if kind == "area" and str(outline.area_id) == pk]
    return Origin(key, towns[0].area.name, towns[len(towns) // 2]) if towns else None


def wanted_on_map(wanted: dict[str, Any], today: date, origin: Origin | None, pace: Pace) -> Found:
    """The open places that fit, in the order of areas and names."""
    places = Place.objects.filter(closed=False).select_related("area").order_by("area__order", "area__name", "name")
    if wanted.get("kind"):
        places = places.filter(kind=wanted["kind"])
    if wanted.get("function"):
        places = places.filter(functions__contains=[wanted["function"]])
    if wanted.get("for_whom"):
        places = places.filter(for_whom__contains=[wanted["for_whom"]])
    found = Found(list(places))
    _only_open(found, wanted, today)
    _only_small(found, wanted.get("people"))
    if origin:
        found.minutes = {place.pk: walking_minutes(origin.point, place, pace) for place in found.places}
        _only_near(found, wanted.get("minutes"))
    return found


def _only_open(found: Found, wanted: dict[str, Any], today: date) -> None:
    day, part = wanted.get("weekday"), wanted.get("part")
    if not day and not part:
        return
    kept = []
    for place in found.places:
        times = times_of(place.opening, today)
        if not times:
            found.left_out[UNKNOWN_DAYS] += 1
        elif any(_fits(time, day, part) for time in times):
            kept.append(place)
    found.places = kept


def _fits(time: tuple[int, int, int], day: str | None, part: str | None) -> bool:
    weekday, start, end = time
    _, first, last = PARTS.get(part or "", ("", 0, 1440))
    return (not day or str(weekday) == day) and start < last and end > first


def _only_small(found: Found, most: str | None) -> None:
    if not most:
        return
    kept = []
    for place in found.places:
        count = place.usual_count or place.capacity
        if count is None:
            found.left_out[UNKNOWN_COUNT] += 1
        elif count <= int(most):
            kept.append(place)
    found.places = kept


def _only_near(found: Found, most: str | None) -> None:
    if not most:
        return
    found.left_out[UNKNOWN_WHERE] += sum(found.minutes[place.pk] is None for place in found.places)
    found.places = [place for place in found.places if 0 < (found.minutes[place.pk] or 0) <= int(most)]
