"""Plain geometry of the map (図のかたち): bounds, centres, what lies within, degrees to the sheet. Knows no database."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Ring = list[list[float]]
Polygons = list[list[Ring]]


def twice_area(ring: Ring) -> float:
    """The signed double area of a ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def largest_ring(polygons: Polygons) -> Ring:
    """The outer ring of the largest part."""
    return max((polygon[0] for polygon in polygons), key=lambda ring: abs(twice_area(ring)))


def centre(polygons: Polygons) -> tuple[float, float]:
    """(longitude, latitude) of a point inside: the centroid, or for a bent shape the middle of its widest part."""
    ring = largest_ring(polygons)
    double = twice_area(ring)
    if not double:
        return ring[0][0], ring[0][1]
    x0, y0 = ring[0]  # small numbers keep their precision
    x = y = 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)
        x += (a[0] + b[0] - 2 * x0) * cross
        y += (a[1] + b[1] - 2 * y0) * cross
    middle = (x0 + x / (3 * double), y0 + y / (3 * double))
    return middle if inside(*middle, polygons) else _widest(ring, middle[1])


def _widest(ring: Ring, latitude: float) -> tuple[float, float]:
    """The middle of the longest stretch of the ring at a latitude."""
    cuts = sorted(_crossings(ring, latitude))
    if len(cuts) < 2:
        return ring[0][0], ring[0][1]
    left, right = max(zip(cuts[::2], cuts[1::2], strict=False), key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2, latitude


def _crossings(ring: Ring, latitude: float) -> Iterable[float]:
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        if (a[1] > latitude) != (b[1] > latitude):
            yield a[0] + (latitude - a[1]) / (b[1] - a[1]) * (b[0] - a[0])


def inside(longitude: float, latitude: float, polygons: Polygons) -> bool:
    """Whether the point lies within, holes left out."""
    crossed = sum(
        x > longitude for polygon in polygons for ring in polygon for x in _crossings(ring, latitude)
    )  # fmt: skip
    return crossed % 2 == 1


@dataclass(frozen=True)
class Sheet:
    """The way from degrees to a drawing of a given width: north is up, a kilometre as long across as upward."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The point on the drawing."""
        x = (longitude - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def metres(self, length: float) -> float:
        """How long a stretch of so many metres is on the drawing."""
        return round(length / 111_195 * self.scale, 1)


def sheet_of(points: Iterable[tuple[float, float]], width: int = 1000, tallest: int = 900, edge: int = 30) -> Sheet:
    """The sheet that holds all points (longitude, latitude) with an edge around them."""
    xs, ys = zip(*points, strict=True)
    squeeze = math.cos(math.radians((min(ys) + max(ys)) / 2))
    across = max((max(xs) - min(xs)) * squeeze, 0.002)
    up = max(max(ys) - min(ys), 0.002)
    scale = min((width - 2 * edge) / across, (tallest - 2 * edge) / up)
    height = math.ceil(up * scale) + 2 * edge
    spare = (width - across * scale) / 2
    return Sheet(min(xs) - spare / scale / squeeze, max(ys) + edge / scale, scale, squeeze, width, height)


def path(polygons: Polygons, sheet: Sheet) -> str:
    """The shape as the `d` of an SVG path."""
    parts = []
    for polygon in polygons:
        for ring in polygon:
            points = [sheet.at(x, y) for x, y in ring]
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)
