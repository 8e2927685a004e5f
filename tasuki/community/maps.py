"""The map of places (居場所の地図), drawn by the server: outlines, numbered marks, what is missing said in words."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from tasuki.codes import lookup
from tasuki.tenancy.models import Area

from .boundaries_models import AreaOutline
from .distance import Pace
from .enums import PlaceKind
from .maps_filter import Found, Origin, times_of
from .maps_geometry import Sheet, path, sheet_of
from .models import Place
from .opening_days import NAMES

MANY = 150  # more marks than these are drawn small and without numbers
APART = 27.0
# half the room of a name on the drawing, and where else it may stand
NAME_WIDE, NAME_HIGH, NAME_MOVES = 105.0, 30.0, (0, -34, 34, -60, 60, -88, 88, -116, 116)
# what each kind looks like, around the point 0 0; told apart without colours
SHAPES = {
    PlaceKind.BASE: "M-13-13H13V13H-13Z",
    PlaceKind.IBASHO: "M0-14A14 14 0 0 1 0 14A14 14 0 0 1 0-14Z",
    PlaceKind.DESK: "M0-17L17 12H-17Z",
    PlaceKind.ORGANISATION: "M0-17L17 0L0 17L-17 0Z",
    PlaceKind.COMPANY: "M-8-15H8L16 0L8 15H-8L-16 0Z",
    PlaceKind.CORPORATION: "M-6-15H6V-6H15V6H6V15H-6V6H-15V-6H-6Z",
    PlaceKind.VENUE: "M0-16L15-4V14H-15V-4Z",
}


@dataclass
class Mark:
    """A place on the drawing; `from_x`, `from_y`: where it lies when its mark had to move aside."""

    number: int
    place: Place
    x: float
    y: float
    shape: str
    from_x: float = 0
    from_y: float = 0
    moved: bool = False


@dataclass
class Listed:
    """A place in the list beside the map, by its number."""

    number: int
    place: Place
    kind: str
    minutes: int | None
    drawn: bool


@dataclass
class AreaSheet:
    """An area with what there is in it: drawn, listed and counted."""

    area: Area | None
    listed: list[Listed] = field(default_factory=list)
    shape: str = ""
    towns: list[str] = field(default_factory=list)
    x: float = 0
    y: float = 0
    functions: list[str] = field(default_factory=list)
    weekdays: str = ""

    @property
    def name(self) -> str:
        """The area, or that none was chosen."""
        return self.area.name if self.area else "圏域が決まっていない"

    @property
    def empty(self) -> bool:
        """Whether nothing that fits is there."""
        return not self.listed


@dataclass
class Ring:
    """The circle within which one walks so many minutes, around the origin."""

    x: float
    y: float
    r: float


@dataclass
class Map:
    """Everything on the page."""

    areas: list[AreaSheet]
    found: Found
    sheet: Sheet | None = None
    marks: list[Mark] = field(default_factory=list)
    ring: Ring | None = None
    bar: float = 0
    legend: list[tuple[str, str]] = field(default_factory=list)
    near: bool = False  # only what is near somewhere: that there is nothing elsewhere is no news

    @property
    def empty_areas(self) -> list[Area]:
        """Areas in which nothing that fits is known."""
        return [] if self.near else [one.area for one in self.areas if one.area and one.empty]

    @property
    def small(self) -> bool:
        """Whether the marks are too many for numbers."""
        return len(self.marks) > MANY

    @property
    def not_drawn(self) -> int:
        """How many have no position."""
        return len(self.found.places) - len(self.marks)


def draw(
    found: Found, outlines: list[AreaOutline], origin: Origin | None, minutes: str, pace: Pace, today: date
) -> Map:
    """The map of the places found."""
    areas = [AreaSheet(area) for area in Area.objects.all()]
    drawn = Map(areas, found, near=bool(origin and minutes))
    _list(drawn)
    for one in drawn.areas:
        _tell(one, today)
    points = [(x, y) for outline in outlines for polygon in outline.polygons for ring in polygon for x, y in ring]
    points += [
        (float(p.longitude), float(p.latitude))
        for p in found.places
        if p.latitude is not None and p.longitude is not None
    ]
    if not points:
        return drawn
    drawn.sheet = sheet_of(points)
    drawn.bar = drawn.sheet.metres(500)
    _outline(drawn, outlines)
    _mark(drawn)
    _name(drawn)
    if origin and minutes:
        at = drawn.sheet.at(float(origin.point.longitude or 0), float(origin.point.latitude or 0))
        line = int(minutes) * pace.metres_per_minute * 100 / pace.detour_percent
        drawn.ring = Ring(*at, drawn.sheet.metres(line))
    return drawn


def _list(drawn: Map) -> None:
    """Numbers in the order of areas and names; those without an area at the end."""
    sheets = {one.area.pk: one for one in drawn.areas if one.area}
    nowhere = AreaSheet(None)
    by_area: dict[UUID | None, list[Place]] = defaultdict(list)
    for place in drawn.found.places:
        by_area[place.area_id].append(place)
    number = 0
    for key in [*sheets, None]:
        for place in by_area[key]:
            number += 1
            sheet = sheets[key] if key else nowhere
            located = place.latitude is not None and place.longitude is not None
            sheet.listed.append(
                Listed(number, place, place.get_kind_display(), drawn.found.minutes.get(place.pk), located)
            )
    if nowhere.listed:
        drawn.areas.append(nowhere)


def _tell(one: AreaSheet, today: date) -> None:
    """What the places of the area are for, and on which days of the week something is open."""
    codes = dict.fromkeys(code for line in one.listed for code in line.place.functions)
    one.functions = lookup.labels("place_function", codes)
    days = {weekday for line in one.listed for weekday, *_ in times_of(line.place.opening, today)}
    one.weekdays = "".join(NAMES[day] for day in sorted(days))


def _outline(drawn: Map, outlines: Iterable[AreaOutline]) -> None:
    """Outlines and the places of the names; an area without an outline of its own is the sum of its 町字."""
    assert drawn.sheet is not None
    sheets = {one.area.pk: one for one in drawn.areas if one.area}
    middles: dict[UUID, list[tuple[float, float]]] = defaultdict(list)
    for outline in outlines:
        one, shape = sheets[outline.area_id], path(outline.polygons, drawn.sheet)
        at = drawn.sheet.at(float(outline.longitude), float(outline.latitude))
        if outline.town_id is None:
            one.shape, (one.x, one.y) = shape, at
        else:
            one.towns.append(shape)
            middles[outline.area_id].append(at)
    for key, ats in middles.items():
        if not sheets[key].shape:
            sheets[key].x, sheets[key].y = (round(sum(axis) / len(ats), 1) for axis in zip(*ats, strict=True))


def _mark(drawn: Map) -> None:
    """Marks where the places lie; those that would cover each other move a little aside."""
    assert drawn.sheet is not None
    for one in drawn.areas:
        for line in one.listed:
            if line.drawn:
                x, y = drawn.sheet.at(float(line.place.longitude), float(line.place.latitude))
                drawn.marks.append(Mark(line.number, line.place, x, y, SHAPES[PlaceKind(line.place.kind)], x, y))
    if not drawn.small:
        _move_aside(drawn.marks)
    kinds = dict.fromkeys(PlaceKind(mark.place.kind) for mark in drawn.marks)
    drawn.legend = [(kind.label, SHAPES[kind]) for kind in PlaceKind if kind in kinds]


def _move_aside(marks: list[Mark]) -> None:
    done: list[Mark] = []
    for mark in marks:
        for step in range(60):
            turn, far = step * 2.4, APART * math.sqrt(step) * 0.8
            mark.x, mark.y = round(mark.from_x + far * math.cos(turn), 1), round(mark.from_y + far * math.sin(turn), 1)
            if all(math.hypot(mark.x - one.x, mark.y - one.y) >= APART for one in done):
                break
        mark.moved = math.hypot(mark.x - mark.from_x, mark.y - mark.from_y) > 4
        done.append(mark)


def _name(drawn: Map) -> None:
    """Names of areas a little higher or lower, where they would cover a mark."""
    for one in drawn.areas:
        if one.x:
            near = [mark for mark in drawn.marks if abs(mark.x - one.x) < NAME_WIDE]
            free = (dy for dy in NAME_MOVES if all(abs(mark.y - (one.y + dy - 7)) > NAME_HIGH for mark in near))
            one.y += next(free, 0)


def geojson(drawn: Map, outlines: Iterable[AreaOutline]) -> dict[str, Any]:
    """The same as GeoJSON, for the map that can be moved."""
    empty = {area.pk for area in drawn.empty_areas}
    shapes = [
        _feature({"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]] for ring in polygon] for polygon in outline.polygons]},
                 name=str(outline), kind="town" if outline.town_id else "area", empty=outline.area_id in empty)
        for outline in outlines
    ]  # fmt: skip
    points = [
        _feature({"type": "Point", "coordinates": [float(mark.place.longitude), float(mark.place.latitude)]},
                 name=mark.place.name, kind="place", number=mark.number, key=str(mark.place.pk))
        for mark in drawn.marks
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": shapes + points}


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
