"""Which desk something is brought to (届け先の決まり): 圏域 × kind → agency. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tasuki.shared import clock
from tasuki.tenancy.enums import Project
from tasuki.tenancy.models import Agency, Area

from .models import Route

NOWHERE = "届け先の窓口が決まっていません。所管課を機関に登録するか、届け先の決まりを加えてください。"


@dataclass(frozen=True)
class Way:
    """The desk, the rule that chose it, and the choice in words."""

    agency: Agency | None
    route: Route | None
    why: str


def strength(route: Any) -> int:
    """A rule that names both is stronger than one that names the kind, that than one of the 圏域, that than one of neither."""
    return 2 * bool(route.kind) + bool(route.area_id)


def fits(route: Any, area: Any, kind: str) -> bool:
    """What a rule names must be the same; what it leaves open fits everything."""
    here = route.area_id is None or (area is not None and route.area_id == area)
    return here and (not route.kind or route.kind == kind)


def best(routes: Iterable[Any], area: Any, kind: str) -> Any | None:
    """The strongest that fits; of two equally strong the later one."""
    fitting = [route for route in routes if fits(route, area, kind)]
    return max(fitting, key=lambda route: (strength(route), route.since, str(route.pk)), default=None)


def way(stream: str, area: Area | None = None, kind: str = "", on: date | None = None) -> Way:
    """Where it goes on a day (today); to the responsible section when no rule fits, or its agency is closed."""
    day = on or clock.today()
    rows = Route.objects.filter(stream=stream, since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    open_ = rows.filter(Q(agency__closed_on=None) | Q(agency__closed_on__gt=day)).select_related("agency", "area")
    route = best(open_, area.pk if area else None, kind)
    if route is not None:
        return Way(route.agency, route, WHY[strength(route)])
    section = responsible()
    return Way(section, None, "合う決まりがないので、所管課に届きます。" if section else NOWHERE)


def responsible() -> Agency | None:
    """The responsible section (所管課); where a town names several, the one that coordinates the agencies (多機関協働)."""
    sections = list(Agency.objects.filter(is_section=True, closed_on=None).order_by("key"))
    return min(sections, key=lambda one: Project.COLLABORATION not in one.projects, default=None)


WHY = [
    "どこにも当てはまらないときの決まりで決まりました。",
    "圏域の決まりで決まりました。",
    "種類の決まりで決まりました。",
    "圏域と種類の両方に合う決まりで決まりました。",
]
