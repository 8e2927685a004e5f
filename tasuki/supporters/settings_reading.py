"""The rules of the way and of badges as the settings show them (届け先・バッジの決まり). Reads only."""

from typing import Any

from django.db.models import Q

from tasuki.codes import lookup
from tasuki.shared import clock

from . import routing
from .enums import Stream
from .models import BadgeRule, Route

LISTS = {Stream.CONCERN: "concern_kind", Stream.MESSAGE: "consultation_topic"}


def routes() -> list[Route]:
    """Rules in force, the strongest first."""
    day = clock.today()
    found = list(Route.objects.filter(Q(until=None) | Q(until__gte=day)).select_related("area", "agency"))
    for route in found:
        route.kind_label = lookup.label(LISTS[Stream(route.stream)], route.kind) if route.kind else ""  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (one.stream, -routing.strength(one), str(one.area or ""), one.kind))


def tried(told: dict[str, Any]) -> routing.Way:
    """Where it would go."""
    return routing.way(told.get("stream") or Stream.CONCERN, told.get("area"), told.get("kind") or "")


def one_route(pk: Any) -> Any:
    """A rule by its key."""
    return Route.objects.filter(pk=pk)


def badge_rules() -> list[dict[str, Any]]:
    """Every badge that may be given, with what it needs."""
    kept = {rule.badge: rule for rule in BadgeRule.objects.all()}
    return [
        {
            "label": label, "months": kept[code].months if code in kept else None,
            "training": lookup.label("supporter_training", kept[code].training)
            if code in kept and kept[code].training else "",
        }
        for code, label in lookup.choices("supporter_badge")
    ]  # fmt: skip
