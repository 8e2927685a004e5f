"""Where everything in a genogram stands: x by least squares under minimum distances, y by rows.

Persons keep a box of their own (shape, marks, badges, label) which nothing else enters.
Units are SVG user units, about one CSS pixel.
"""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .genogram_family import Family, GenoPerson, GenoUnion, Sibship
from .genogram_order import Rows
from .genogram_place import GAP, keep_places, zero_of

SHAPE, HALF = 44, 22
FONT, LINE = 13, 17
COUPLE_GAP = 46
MARGIN = 24
BADGE = 20
# A line down keeps this far from labels, clear of the 同居の枠 at 9.
_ASIDE = 15
LANE = 14
_LONGEST = 12 * FONT


def text_width(text: str, size: float = FONT) -> float:
    """About how wide a text is drawn: full width characters one em, others 0.6."""
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in text)
    return (wide + 0.6 * (len(text) - wide)) * size


def clipped(text: str, width: float = _LONGEST) -> str:
    """One label line without line breaks and XML-unfit characters, cut with … when long."""
    line = "".join(c for c in " ".join(text.split()) if c.isprintable() or c == "\u200d")
    if text_width(line) <= width:
        return line
    while line and text_width(line) > width - FONT:
        line = line[:-1]
    return line + "…"


@dataclass
class Spot:
    """One person's place: centre of the shape, the box round shape and label."""

    person: GenoPerson
    row: int
    lines: tuple[str, ...]
    age_inside: bool
    elbow: int = 0
    x: float = 0
    cy: float = 0

    @cached_property
    def label_half(self) -> float:
        """Half the width of the label."""
        badges = len(self.person.conditions) * BADGE
        return max([badges, *(text_width(line) for line in self.lines)]) / 2

    @cached_property
    def left(self) -> float:
        """Room needed left of the centre."""
        return max(HALF + (20 if self.person.carer else 10), self.label_half + 3)

    @cached_property
    def right(self) -> float:
        """Room needed right of the centre."""
        return max(HALF + (20 if self.person.key_person else 10), self.label_half + 3)

    @cached_property
    def depth(self) -> float:
        """Height of everything below the centre of the shape."""
        badges = BADGE + 2 if self.person.conditions else 0
        return HALF + self.elbow + badges + len(self.lines) * LINE + 5

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box nobody else may enter: left, top, right, bottom."""
        return (self.x - self.left, self.cy - HALF - 3, self.x + self.right, self.cy + self.depth)


def _spot(person: GenoPerson, row: int, elbow: int) -> Spot:
    """A person with its label; an age too long for the shape leads the label."""
    lines = [line for line in map(clipped, person.label_lines[:3]) if line]
    age = clipped(person.age)
    room = 26 if person.sex == "unknown" else 34 - 4 * person.index
    inside = text_width(age) <= room
    if age and not inside:
        lines.insert(0, age)
    return Spot(person, row, tuple(lines), inside and bool(age), elbow)


class Layout:
    """Every person's spot, every sibship's drop and bar, the size of the picture."""

    def __init__(self, family: Family, placed: Mapping[str, float] | None = None) -> None:
        """Lays the family out at once; `placed`: who was put where by hand (`genogram_place`)."""
        self.family = family
        self.placed = {key: x for key, x in (placed or {}).items() if key in family.people}
        self.rows = Rows(family)
        single = {s.parents[0] for s in family.sibships if len(s.parents) == 1 or s.union is None}
        self.spots = {
            key: _spot(person, self.rows.row[key], 10 if key in single else 0) for key, person in family.people.items()
        }
        self.order = [[key for group in row for key in group] for row in self.rows.groups]
        self.neighbours = {pair for row in self.order for pair in pairwise(row)}
        self.bar_lane: dict[int, int] = {}
        self.nudge: dict[int, float] = {}
        self.over: dict[tuple[str, str], int] = {}
        self.settled = False
        self._place_x()
        self.settled = True
        self._lanes()
        self._place_y()

    # -- across ---------------------------------------------------------------------

    def _couple_room(self, a: str, b: str) -> float:
        """Distance between the centres of two partners side by side."""
        left, right = self.spots[a], self.spots[b]
        room = left.right + right.left + COUPLE_GAP
        union = self.union_of(a, b)
        if union and union.since:
            clear = sum(self._clear(a, b))
            room = max(room, clear + text_width(clipped(union.since), 12) + 8)
        return room

    def apart(self, a: str, b: str) -> float:
        """The least distance between the centres of two who stand side by side."""
        if self.union_of(a, b) is not None:
            return self._couple_room(a, b)
        return self.spots[a].right + self.spots[b].left + GAP

    def _clear(self, a: str, b: str) -> tuple[float, float]:
        """How far a year between partners keeps from their centres: shape, mark, 同居の枠."""
        left, right = self.spots[a], self.spots[b]
        parted = left.person.household != right.person.household
        near = HALF + (20 if left.person.key_person else 2)
        far = HALF + (20 if right.person.carer else 2)
        return (
            left.right + 13 if parted and left.person.household else near,
            right.left + 13 if parted and right.person.household else far,
        )

    def year_x(self, union: GenoUnion) -> float:
        """Where the year of a couple side by side is written."""
        a, b = self.sides(union)
        near, far = self._clear(a, b)
        return (self.spots[a].x + near + self.spots[b].x - far) / 2

    def union_of(self, a: str, b: str) -> GenoUnion | None:
        """The couple line between two people, if any."""
        return next((u for u in self.family.unions if {u.a, u.b} == {a, b}), None)

    def _place_x(self) -> None:
        """Pack the rows, then let parents and children pull each other into line."""
        offsets: dict[str, float] = {}
        self.near = {
            group[0]: [
                s for s in self.family.sibships
                if s.links and {s.parents[0], *(link.child for link in s.links)} & set(group)
            ]
            for row in self.rows.groups
            for group in row
        }  # fmt: skip
        for row in self.rows.groups:
            for group in row:
                offsets[group[0]] = 0
                for a, b in pairwise(group):
                    offsets[b] = offsets[a] + self.apart(a, b)
        for r in range(len(self.order)):
            self.settle(r, [0.0] * len(self.rows.groups[r]), offsets)
        for turn in range(48):
            rows = range(len(self.order))
            for r in rows if turn % 2 == 0 else reversed(rows):
                self.settle(r, [self.wish(group) for group in self.rows.groups[r]], offsets)
        # Whole numbers, so that a place by hand is the same distance whatever else is drawn.
        self.zero = round(zero_of(self))
        keep_places(self, offsets)
        shift = math.ceil(MARGIN - min((s.box[0] for s in self.spots.values()), default=0))
        self.zero += shift
        for spot in self.spots.values():
            spot.x = round(spot.x + shift)

    def wish(self, group: list[str]) -> float:
        """Where a group's first member wants to stand, by its parents and its children."""
        moves = []
        for ship in self.near[group[0]]:
            xs = [self.spots[link.child].x for link in ship.links]
            pull = (min(xs) + max(xs)) / 2 - self.drop_x(ship)
            if any(link.child in group for link in ship.links):
                moves.append(-pull)
            if ship.parents[0] in group:
                moves.append(pull)
        return self.spots[group[0]].x + (sum(moves) / len(moves) if moves else 0)

    def settle(self, r: int, wishes: list[float], offsets: dict[str, float]) -> None:
        """Least squares to the wishes with nobody too near (pool adjacent violators)."""
        groups = self.rows.groups[r]
        shift, shifts = 0.0, []
        for i, group in enumerate(groups):
            if i:
                last = groups[i - 1][-1]
                shift += offsets[last] + self.spots[last].right + GAP + self.spots[group[0]].left
            shifts.append(shift)
        pools: list[tuple[float, int]] = []
        for wish, base in zip(wishes, shifts, strict=True):
            total, count = wish - base, 1
            while pools and pools[-1][0] / pools[-1][1] > total / count:
                total, count = total + pools[-1][0], count + pools[-1][1]
                pools.pop()
            pools.append((total, count))
        means = [total / count for total, count in pools for _ in range(count)]
        for group, base, mean in zip(groups, shifts, means, strict=True):
            for key in group:
                self.spots[key].x = mean + base + offsets[key]

    def free_lane(self, a: str, b: str) -> tuple[float, float]:
        """The free way down between the labels of two neighbours."""
        return self.spots[a].x + self.spots[a].right, self.spots[b].x - self.spots[b].left

    def sides(self, ship: Sibship | GenoUnion) -> tuple[str, str]:
        """The two partners, the one on the left first."""
        a, b = ship.parents if isinstance(ship, Sibship) else (ship.a, ship.b)
        return (a, b) if self.spots[a].x <= self.spots[b].x else (b, a)

    def adjacent(self, union: GenoUnion) -> bool:
        """Whether the partners stand side by side in one row."""
        return self.sides(union) in self.neighbours

    def drop_x(self, ship: Sibship) -> float:
        """Where the children's line leaves their parents; at the side of 親権 after divorce."""
        if ship.union is None:
            spot = self.spots[ship.parents[0]]
            return spot.x + spot.right + GAP / 2
        a, b = self.sides(ship)
        if not self.adjacent(ship.union):
            return self.spots[a].x + self.spots[a].right + GAP / 2
        low, high = self.free_lane(a, b)
        middle = (self.spots[a].x + self.spots[b].x) / 2
        if ship.union.kind in ("separated", "divorced") and ship.union.custody in (a, b):
            middle = low + _ASIDE if ship.union.custody == a else high - _ASIDE
        nudge = self.nudge.get(id(ship), 0)
        drop = min(max(middle + nudge, low + _ASIDE), high - _ASIDE)
        if self.settled and len(ship.links) == 1:
            # A line that is nearly straight is drawn straight.
            child = self.spots[ship.links[0].child].x
            if abs(child - drop) < 6 and low + 9 < child < high - 9:
                return child
        return drop

    def bar_ends(self, ship: Sibship) -> list[float]:
        """The points of the sibling bar: the drop and where each child's line leaves."""
        return [self.drop_x(ship), *self.child_points(ship).values()]

    def child_points(self, ship: Sibship) -> dict[str, float]:
        """Where on the bar each child's line starts; twins share one point."""
        points = {link.child: self.spots[link.child].x for link in ship.links}
        groups: dict[str, list[str]] = {}
        for link in ship.links:
            if link.twin_group:
                groups.setdefault(link.twin_group, []).append(link.child)
        for twins in groups.values():
            middle = sum(points[key] for key in twins) / len(twins)
            points.update(dict.fromkeys(twins, middle))
        for link in ship.extra:
            points.setdefault(link.child, self.spots[link.child].x + 12)
        return points

    # -- down -----------------------------------------------------------------------

    def gap_of(self, ship: Sibship) -> int:
        """The row under which the sibling bar runs: just above the eldest child's row."""
        return self.spots[(ship.links or ship.extra)[0].child].row - 1

    def _lanes(self) -> None:
        """Give bars that would run into each other lanes of their own, and couples over others."""
        for ship in self.family.sibships:
            self._nudge(ship)
        taken: dict[int, list[tuple[int, float, float]]] = {}
        for ship in sorted(self.family.sibships, key=lambda s: min(self.bar_ends(s))):
            ends = self.bar_ends(ship)
            low, high = min(ends) - 8, max(ends) + 8
            there = taken.setdefault(self.gap_of(ship), [])
            used = {lane for lane, a, b in there if a <= high and low <= b}
            lane = next(n for n in range(99) if n not in used)
            there.append((lane, low, high))
            self.bar_lane[id(ship)] = lane
        for union in self.family.unions:
            a, b = self.sides(union)
            if not self.adjacent(union) and self.spots[a].row == self.spots[b].row:
                level = sum(self.spots[k[0]].row == self.spots[a].row for k in self.over)
                self.over[(a, b)] = level

    def _nudge(self, ship: Sibship) -> None:
        """Move a drop aside where it would hide on another family's line to a child."""
        others = [
            self.spots[link.child].x for other in self.family.sibships if other is not ship for link in other.links
        ]
        for nudge in (0, 9, -9):
            self.nudge[id(ship)] = nudge
            if all(abs(x - self.drop_x(ship)) >= 5 for x in others):
                return
        self.nudge[id(ship)] = 0

    def _place_y(self) -> None:
        """Stack the rows with room for lanes, bars and couple lines above others."""
        self.bottoms: list[float] = []
        y = float(MARGIN)
        for r, keys in enumerate(self.order):
            lanes = [self.bar_lane[id(s)] for s in self.family.sibships if self.gap_of(s) == r - 1]
            over = sum(self.spots[a].row == r for a, _ in self.over)
            y += 22 * over + (LANE * (max(lanes, default=0) + 1) + 46 if r else 0)
            for key in keys:
                self.spots[key].cy = y + HALF
            y = max(s.cy + s.depth for s in map(self.spots.__getitem__, keys))
            self.bottoms.append(y)
        self.width = max((s.box[2] for s in self.spots.values()), default=0) + MARGIN
        self.width = max([self.width, *(self.drop_x(s) + MARGIN for s in self.family.sibships)])
        self.height = y + MARGIN

    def bar_y(self, ship: Sibship) -> float:
        """The height of a sibling bar."""
        gap = self.gap_of(ship)
        base = self.bottoms[gap] if 0 <= gap < len(self.bottoms) else MARGIN - 22
        return base + 24 + LANE * self.bar_lane[id(ship)]

    def over_y(self, a: str, b: str) -> float:
        """The height of a couple line that passes above others."""
        return self.spots[a].cy - HALF - 12 - 22 * self.over[(a, b)]
