"""The lie of the demo towns (見本の町のかたち): made up, the same each time; areas side by side, 町字 within, places in them."""

import math
from hashlib import sha256
from typing import Any

from tasuki.community.actions import change_place
from tasuki.community.boundaries import Shape, draw_outlines
from tasuki.community.models import Place
from tasuki.staff.models import Worker

SOURCE = "見本の町のつくりもの（境界も場所の位置も実在しません）"
# south-western corner and size in degrees
WHERE = {"yonago": (133.300, 35.395, 0.090, 0.060), "chofu": (139.515, 35.635, 0.070, 0.045)}
Point = tuple[float, float]
Cut = tuple[str, int, float, float]
STEPS = 12


def chance(*words: object) -> float:
    """A number from 0 to 1 that belongs to the words."""
    return int.from_bytes(sha256("|".join(map(str, words)).encode()).digest()[:6], "big") / 2**48


class Lie:
    """Where the cells of a town lie: rows of areas, each cut into its 町字."""

    def __init__(self, town: str, facts: dict[str, Any]) -> None:
        self.town = town
        self.west, self.south, self.width, self.height = WHERE[town]
        keys = [area["key"] for area in facts["areas"]]
        across = math.ceil(math.sqrt(len(keys)))
        self.rows = [keys[at : at + across] for at in range(0, len(keys), across)]
        self.towns = {key: [one["name"] for one in facts["towns"] if one["area"] == key] for key in keys}

    def _level(self, row: int, x: float) -> float:
        """How far down (0 to 1) the line above a row runs at x; outer lines bend more."""
        outer = row in (0, len(self.rows))
        bend = 0.07 if outer else 0.035
        wave = sum(
            math.sin((x * turns + chance(self.town, row, turns)) * 2 * math.pi) / turns for turns in (1, 2, 5)
        )  # fmt: skip
        return row / len(self.rows) + bend * wave

    def _side(self, row: int, cut: float, down: float) -> float:
        """How far across (0 to 1) a cut of a row runs; the outer ones are the long edges of the town."""
        if cut in (0, 1):
            along = (row + down) / len(self.rows) + chance(self.town, cut)
            return cut + 0.05 * math.sin(along * 2 * math.pi) + 0.015 * math.sin(along * 6 * math.pi)
        return cut + 0.015 * math.sin((down + chance(self.town, row, round(cut, 3))) * 2 * math.pi)

    def point(self, cut: Cut, across: float, down: float) -> Point:
        """A point of an area: how far across it, how far from its upper to its lower line."""
        _, row, left, right = cut
        begin, end = self._side(row, left, down), self._side(row, right, down)
        x = begin + (end - begin) * across
        top, bottom = self._level(row, x), self._level(row + 1, x)
        y = top + (bottom - top) * down
        return self.west + x * self.width, self.south + (1 - y) * self.height

    def cell(self, cut: Cut, left: float = 0, right: float = 1) -> list[list[float]]:
        """The ring around an area, or around a part of it."""
        steps = [n / STEPS for n in range(STEPS)]
        ring = [self.point(cut, left + (right - left) * n, 0) for n in steps]
        ring += [self.point(cut, right, n) for n in steps]
        ring += [self.point(cut, right + (left - right) * n, 1) for n in steps]
        ring += [self.point(cut, left, 1 - n) for n in steps]
        return [[round(x, 5), round(y, 5)] for x, y in ring]

    def cuts(self) -> list[Cut]:
        """Each area with its row and its part of it."""
        return [
            (key, row, at / len(keys), (at + 1) / len(keys))
            for row, keys in enumerate(self.rows) for at, key in enumerate(keys)
        ]  # fmt: skip

    def shapes(self) -> list[Shape]:
        """Outlines of areas (by key) and of their 町字."""
        found = []
        for cut in self.cuts():
            found.append(Shape([cut[0]], [[self.cell(cut)]]))
            names = self.towns[cut[0]]
            for at, name in enumerate(names):
                found.append(Shape([name], [[self.cell(cut, at / len(names), (at + 1) / len(names))]]))
        return found

    def spot(self, key: str, name: str) -> Point:
        """Where a place of that name lies in the area: always there again."""
        cut = next(cut for cut in self.cuts() if cut[0] == key)
        return self.point(cut, 0.12 + 0.76 * chance(name, "across"), 0.15 + 0.7 * chance(name, "down"))


def draw_town(town: str, facts: dict[str, Any], by: Worker) -> None:
    """The outlines of the town."""
    draw_outlines(by=by, shapes=Lie(town, facts).shapes(), source=SOURCE)


def locate_places(town: str, facts: dict[str, Any], by: Worker) -> None:
    """Positions for the places of the town that have an area and none yet."""
    lie = Lie(town, facts)
    for place in Place.objects.filter(latitude=None, area__isnull=False).select_related("area"):
        x, y = lie.spot(place.area.key, place.name)
        change_place(place=place, by=by, latitude=f"{y:.6f}", longitude=f"{x:.6f}")
