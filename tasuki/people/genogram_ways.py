"""Ways through a genogram: emotional ties round other people, the outline of the household."""

import math
from collections.abc import Iterable
from itertools import pairwise, product

from .genogram_family import GenoTie
from .genogram_ink import Point, Rect
from .genogram_layout import GAP, HALF, Layout, Spot, clipped, text_width
from .genogram_marks import year_at

_PAD = 9
_EDGE = 26


def _hits(a: Point, b: Point, rect: Rect) -> bool:
    """Whether a segment enters a rectangle (Liang–Barsky)."""
    if (a[0] < rect[0] and b[0] < rect[0]) or (a[0] > rect[2] and b[0] > rect[2]):
        return False
    if (a[1] < rect[1] and b[1] < rect[1]) or (a[1] > rect[3] and b[1] > rect[3]):
        return False
    low, high = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in (
        (-dx, a[0] - rect[0]), (dx, rect[2] - a[0]), (-dy, a[1] - rect[1]), (dy, rect[3] - a[1]),
    ):  # fmt: skip
        if step == 0:
            if room <= 0:
                return False
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    return low < high


def _flat(a: Point, b: Point) -> tuple[int, float, float, float] | None:
    """An upright (0) or level (1) segment as axis, place, start, end; None for a slanting one."""
    for axis in (0, 1):
        if abs(a[axis] - b[axis]) < 1:
            low, high = sorted((a[1 - axis], b[1 - axis]))
            return axis, a[axis], low, high
    return None


class TieWays:
    """Finds a way for each tie: straight when free, else round labels through the lanes."""

    def __init__(self, layout: Layout, drawn: list[tuple[Point, Point]], home: list[Rect]) -> None:
        """`drawn` are family lines, which a tie must not lie on; `home` the household's."""
        self.layout = layout
        self.taken: tuple[list[tuple[float, float, float, float]], ...] = ([], [])
        self._take(drawn, 900)
        for x1, y1, x2, y2 in home:
            self._take([((x1, y1), (x1, y2)), ((x2, y1), (x2, y2))], 60)
        self.found: dict[frozenset[str], list[Point]] = {}
        self.blocks: list[tuple[str, Rect]] = []
        for key, s in layout.spots.items():
            self.blocks.append((key, (s.x - 23, s.cy - 23, s.x + 23, s.cy + 23)))
            label = (s.x - s.label_half - 5, s.cy + HALF + s.elbow, s.x + s.label_half + 5, s.cy + s.depth)
            if s.lines or s.person.conditions:
                self.blocks.append(("", label))

        for union in layout.family.unions:
            if union.since:
                x, y = year_at(layout, union)
                half = text_width(clipped(union.since), 12) / 2
                self.blocks.append(("", (x - half, y - 12, x + half, y + 2)))

    def way(self, tie: GenoTie) -> list[Point]:
        """The best way from a to b."""
        a, b = self.layout.spots[tie.a], self.layout.spots[tie.b]
        ends = {tie.a, tie.b}
        if known := self.found.get(frozenset(ends)):
            # Two ties of one pair share their way: 密着 and 対立 together is a sign of its own.
            return known if math.dist(known[0], (a.x, a.cy)) < 30 else known[::-1]
        best, least = [], math.inf
        for base, way in sorted(((self._length(w), w) for w in self._candidates(a, b)), key=lambda c: c[0]):
            if base >= least:
                break
            cost = base + self._blame(way, ends)
            if cost < least:
                best, least = way, cost
        self._take(pairwise(best), 900)
        self.found[frozenset(ends)] = best
        return best

    def _take(self, segments: Iterable[tuple[Point, Point]], weight: float) -> None:
        """Note lines which later ties must not lie on."""
        for a, b in segments:
            if found := _flat(a, b):
                self.taken[found[0]].append((*found[1:], weight))

    @staticmethod
    def _length(way: list[Point]) -> float:
        return sum(math.dist(p, q) for p, q in pairwise(way)) + 18 * (len(way) - 2)

    def _blame(self, way: list[Point], ends: set[str]) -> float:
        """What a way does wrong: runs through people, along other lines."""
        blame = 0.0
        for p, q in pairwise(way):
            blame += 3000 * sum(key not in ends and _hits(p, q, rect) for key, rect in self.blocks)
            if found := _flat(p, q):
                axis, place, low, high = found
                blame += sum(
                    weight
                    for at, start, end, weight in self.taken[axis]
                    if abs(at - place) < 12 and start < high - 2 and low < end - 2
                )
        return blame

    def _candidates(self, a: Spot, b: Spot) -> list[list[Point]]:
        """Straight, side by side, over the top, round the sides."""
        ways: list[list[Point]] = []
        if a.row == b.row:
            side = 1 if a.x < b.x else -1
            for dy in (12, -12, 17, -17):
                inset = math.sqrt(max(0, HALF * HALF - dy * dy)) if a.person.sex != "male" else HALF
                other = math.sqrt(max(0, HALF * HALF - dy * dy)) if b.person.sex != "male" else HALF
                ways.append([(a.x + side * (inset + 2), a.cy + dy), (b.x - side * (other + 2), b.cy + dy)])
            for up, dx in product((18, 27, 44), (12, -12)):
                y = a.cy - HALF - up
                ways.append([(a.x + dx, a.cy - _EDGE), (a.x + dx, y), (b.x - dx, y), (b.x - dx, b.cy - _EDGE)])
        else:
            far = math.dist((a.x, a.cy), (b.x, b.cy))
            ux, uy = (b.x - a.x) / far, (b.cy - a.cy) / far
            ways.append([(a.x + ux * _EDGE, a.cy + uy * _EDGE), (b.x - ux * _EDGE, b.cy - uy * _EDGE)])
        for sa, sb, dy, aside in product((-1, 1), (-1, 1), (9, -9), (0, 10, -7)):
            ways.extend(self._round(a, b, sa, sb, dy, aside))
        return ways

    def _round(self, a: Spot, b: Spot, sa: int, sb: int, dy: float, aside: float) -> list[list[Point]]:
        """Out at one side of a, along the lanes, in at one side of b."""
        start, end = (a.x + sa * (HALF + 3), a.cy + dy), (b.x + sb * (HALF + 3), b.cy - dy)
        lane_a, lane_b = self._lane(a, sa) + sa * aside, self._lane(b, sb) + sb * aside
        ways = []
        if sa == sb:
            lane = max(lane_a, lane_b) if sa > 0 else min(lane_a, lane_b)
            ways.append([start, (lane, start[1]), (lane, end[1]), end])
        upper, lower = (a, b) if a.row <= b.row else (b, a)
        for row in range(upper.row, max(upper.row + 1, lower.row)):
            y = self.layout.bottoms[row] + 8
            ways.append([start, (lane_a, start[1]), (lane_a, y), (lane_b, y), (lane_b, end[1]), end])
        return ways

    def _lane(self, spot: Spot, side: int) -> float:
        """The upright lane beside a person: half way to the neighbour, or clear of the 同居の枠."""
        keys = self.layout.order[spot.row]
        at = keys.index(spot.person.key) + side
        out = _PAD + 14.0
        if 0 <= at < len(keys):
            other = self.layout.spots[keys[at]]
            between = other.box[0] - spot.box[2] if side > 0 else spot.box[0] - other.box[2]
            out = between / 2 if between < 2 * out else out
        return spot.x + side * ((spot.right if side > 0 else spot.left) + out)


class Household:
    """The outline of those who live together (同居の枠): never round anybody else."""

    def __init__(self, layout: Layout) -> None:
        """Collects the rectangles; `rects` is empty when nobody is marked."""
        self.layout = layout
        self.runs = self._runs()
        self.rects: list[Rect] = [rect for _, rect in self.runs]
        joined, left = self.runs[:1], self.runs[1:]
        while left:
            one, other = min(product(joined, left), key=self._apart)
            self._join(one, other)
            joined.append(other)
            left.remove(other)

    def _runs(self) -> list[tuple[int, Rect]]:
        """Members standing next to each other, as one padded rectangle each."""
        runs: list[tuple[int, list[Spot]]] = []
        for r, keys in enumerate(self.layout.order):
            last = False
            for spot in map(self.layout.spots.__getitem__, keys):
                if spot.person.household and last:
                    runs[-1][1].append(spot)
                elif spot.person.household:
                    runs.append((r, [spot]))
                last = spot.person.household
        return [(r, self._padded([s.box for s in spots])) for r, spots in runs]

    def _padded(self, boxes: list[Rect]) -> Rect:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return (min(lefts) - _PAD, min(tops) - _PAD, max(rights) + _PAD, max(bottoms) + 4)

    @staticmethod
    def _apart(pair: tuple[tuple[int, Rect], tuple[int, Rect]]) -> float:
        (r1, a), (r2, b) = pair
        return abs(r1 - r2) * 2000 + max(0, a[0] - b[2], b[0] - a[2])

    def _join(self, one: tuple[int, Rect], other: tuple[int, Rect]) -> None:
        """A corridor between two runs through the free zones between the rows."""
        (top_row, upper), (low_row, lower) = sorted((one, other))
        if top_row == low_row:
            base = self.layout.bottoms[top_row]
            for rect in (upper, lower):
                self.rects.append((rect[0], rect[3] - 8, rect[2], base + 14))
            first, second = sorted((upper, lower))
            self.rects.append((first[2] - 10, base + 2, second[0] + 10, base + 14))
            return
        at = upper
        for row in range(top_row, low_row):
            last = row + 1 == low_row
            goal = lower if last else self._gate(row + 1, (at[0] + at[2]) / 2)
            self._step(row, at, goal)
            if not last:
                self.rects.append(goal)
            at = goal

    def _gate(self, row: int, x: float) -> Rect:
        """The free gap in a row nearest to x."""
        spots = [self.layout.spots[key] for key in self.layout.order[row]]
        gaps = [spots[0].box[0] - GAP / 2, spots[-1].box[2] + GAP / 2]
        gaps += [(a.box[2] + b.box[0]) / 2 for a, b in pairwise(spots)]
        middle = min(gaps, key=lambda gap: abs(gap - x))
        top = spots[0].box[1]
        return (middle - 6, top - 10, middle + 6, self.layout.bottoms[row] + 4)

    def _step(self, row: int, upper: Rect, lower: Rect) -> None:
        """From a rectangle in one row to one in the next."""
        low, high = max(upper[0], lower[0]), min(upper[2], lower[2])
        if high - low >= 12:
            self.rects.append((low, upper[3] - 8, high, lower[1] + 8))
            return
        zone_top, zone_end = self.layout.bottoms[row] + 4, lower[1]
        middle = (zone_top + zone_end) / 2
        self.rects.append((upper[0], upper[3] - 8, upper[2], middle + 9))
        self.rects.append((lower[0], middle - 9, lower[2], lower[1] + 8))
        first, second = sorted((upper, lower))
        self.rects.append((first[2] - 1, middle - 9, second[0] + 1, middle + 9))
