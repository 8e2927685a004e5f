"""The list of places, as somebody looks for one (居場所を探す)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from tasuki.codes import lookup

from .models import Place

ON_A_PAGE = 100


@dataclass
class Shown:
    """A part of the list, and where the next one begins."""

    places: list[Place]
    count: int
    next_url: str = ""
    first_url: str = ""
    label: str = ""


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
            named | Q(where__icontains=word) | Q(opening__icontains=word) | Q(description__icontains=word)
        )
    if wanted.get("function"):
        places = places.filter(functions__contains=[wanted["function"]])
    if wanted.get("council"):
        places = places.filter(supported_by=wanted["council"])
    if wanted.get("area"):
        places = places.filter(area=wanted["area"])
    return places


def one_page(places: QuerySet[Place], given: dict[str, str]) -> Shown:
    """A hundred of them, with the labels of what they are for."""
    pages = Paginator(places, ON_A_PAGE)
    page = pages.get_page(given.get("page"))
    rest = {name: value for name, value in given.items() if name != "page"}
    shown = Shown(places=[told(place) for place in page.object_list], count=pages.count)
    if page.has_next():
        shown.next_url = "?" + urlencode(rest | {"page": str(page.next_page_number())})
        shown.label = f"次の{min(ON_A_PAGE, pages.count - page.end_index())}か所"
    if page.has_previous():
        shown.first_url = "?" + urlencode(rest)
    return shown


def told(place: Place) -> Place:
    """The place with its functions in words."""
    place.what_for = lookup.labels("place_function", place.functions)  # type: ignore[attr-defined]
    return place
