"""What the matching is given: the wish of a sheet, the places of the register, the rules of the town. Reads only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tasuki.codes import lookup
from tasuki.community.boundaries_models import AreaOutline
from tasuki.community.distance import Point, pace_in_force, walking_minutes
from tasuki.community.enums import PlaceKind
from tasuki.community.models import Place
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .enums import EndReason, Lift, MatchStatus, Need, Noise
from .matching import SHIPPED, Candidate, Labels, Rule, Spot, Wish, rank
from .models import Match, MatchingRule, ParticipationSheet, Receiving
from .openings import slots

SMALL = 8  # what 「少人数」 is taken for where nobody has counted
READ = (
    "id", "name", "functions", "for_whom", "kind", "opening", "latitude", "longitude", "area_id", "area__name", "usual_count",
    "capacity", "cost_yen", "accessibility", "languages", "confirmed_on",
)  # fmt: skip


def wish_of(sheet: ParticipationSheet) -> Wish:
    """The columns that the rules read."""
    return Wish(
        functions=frozenset(sheet.functions), groups=frozenset(sheet.groups), kinds=frozenset(sheet.kinds), weekdays=frozenset(sheet.weekdays),
        parts=frozenset(sheet.parts), area=sheet.area_id, walk_minutes=sheet.walk_minutes, people=sheet.people,
        quiet=sheet.quiet, cost_yen=sheet.cost_yen, escort=sheet.escort, needs=frozenset(sheet.needs),
        languages=frozenset(sheet.languages), part_in=sheet.part_in, apart=sheet.apart,
    )  # fmt: skip


def labels() -> Labels:
    """The town's words."""
    return Labels(
        functions=dict(lookup.ever("place_function")), groups=dict(lookup.ever("place_for_whom")), kinds=dict(PlaceKind.choices),
        accessibility=dict(lookup.ever("place_accessibility")), languages=dict(lookup.ever("place_language")),
    )  # fmt: skip


def rules_in_force() -> dict[str, Rule]:
    """The shipped rules, with the weights that the town has set."""
    kept = {row.key: row for row in MatchingRule.objects.all()}
    return {
        key: Rule(key, rule.label, rule.asks, kept[key].weight, kept[key].hard) if key in kept else rule
        for key, rule in SHIPPED.items()
    }


def start_of(sheet: ParticipationSheet) -> Point | None:
    """From where she walks: a place near her home, else the middle of her 町字; never the home itself."""
    near: Any = sheet.start_place
    if near is not None and near.latitude is not None:
        return Point(float(near.latitude), float(near.longitude))
    if sheet.town_id is None:
        return None
    middle = AreaOutline.objects.filter(town=sheet.town_id).values_list("latitude", "longitude").first()
    return Point(float(middle[0]), float(middle[1])) if middle else None


def spots(sheet: ParticipationSheet, worker: Worker, only: Iterable[UUID] | None = None) -> list[Spot]:
    """Every place that is not closed, as the register knows it."""
    places = Place.objects.filter(closed=False)
    if only is not None:
        places = places.filter(pk__in=list(only))
    terms = {one.place_id: one for one in Receiving.objects.all()}
    tried = _tried(sheet, worker)
    start, pace, today = start_of(sheet), pace_in_force(), clock.today()
    found = []
    for row in places.order_by().values_list(*READ):
        one = dict(zip(READ, row, strict=True))
        here = Point(one["latitude"], one["longitude"]) if one["latitude"] is not None else None
        minutes = walking_minutes(start, here, pace) if start and here else None
        found.append(_spot(one, terms.get(one["id"]), minutes, slots(one["opening"], today), tried.get(one["id"], "")))
    return found


def _spot(one: dict[str, Any], terms: Receiving | None, minutes: int | None, open_in: Any, tried: str) -> Spot:
    known, signs = terms or Receiving(), frozenset(one["accessibility"])
    noise = known.noise or (Noise.QUIET if "quiet_room" in signs else "")
    escort = known.escort or (Lift.ALWAYS if "pick_up" in signs else "")
    return Spot(
        key=one["id"], name=one["name"], functions=frozenset(one["functions"]),
        for_whom=frozenset(one["for_whom"]), kind=one["kind"], slots=open_in,
        minutes=minutes, area=one["area_id"], area_name=one["area__name"] or "",
        people=one["usual_count"] or one["capacity"] or (SMALL if "small" in signs else None), noise=noise, cost_yen=one["cost_yen"],
        accessibility=signs, languages=frozenset(one["languages"]),
        parts=frozenset(known.parts), escort=escort, seats=known.seats,
        needs=tuple(Need(need).label for need in known.needs), confirmed_on=one["confirmed_on"], tried=tried,
    )  # fmt: skip


def _tried(sheet: ParticipationSheet, worker: Worker) -> dict[UUID, str]:
    """Places where this person has been, and why that ended."""
    ended = Match.objects.visible_to(worker).filter(case=sheet.case_id, person=sheet.person_id)
    rows = ended.filter(status=MatchStatus.ENDED).values_list("place", "end_reason")
    good = (EndReason.REACHED, EndReason.MOVED_ON)
    return {place: EndReason(why).label for place, why in rows if why and why not in good}


def candidates(sheet: ParticipationSheet, worker: Worker) -> list[Candidate]:
    """All places, the best first."""
    return rank(wish_of(sheet), spots(sheet, worker), rules_in_force(), clock.today(), labels())


def judged(sheet: ParticipationSheet, place: Place, worker: Worker) -> Candidate:
    """One place, as the list shows it."""
    found = rank(wish_of(sheet), spots(sheet, worker, [place.pk]), rules_in_force(), clock.today(), labels())
    return found[0]
