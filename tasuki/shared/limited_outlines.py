"""Outlines out of a GeoJSON file (輪郭の読みとり), read by the limited process: few points, all of them in Japan."""

import json
import math
from typing import Any

MOST_SHAPES, MOST_POINTS, MOST_WORDS = 3000, 300_000, 60
FINEST = 2000  # what is smaller than this part of the whole is not drawn
WEST, EAST, SOUTH, NORTH = 122.0, 154.5, 20.0, 46.0
Ring = list[list[float]]


class Wrong(Exception):
    """Not an outline we can draw, with the reason in Japanese."""


def outlines(content: bytes) -> list[dict[str, Any]]:
    """[{words: what the file says of the shape, polygons: [[ring, hole, …], …]}]; simplified, rounded."""
    whole = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    shapes = _shapes(whole)
    found = [(_words(shape), _polygons(shape)) for shape in shapes]
    points = [point for _, polygons in found for polygon in polygons for ring in polygon for point in ring]
    if not points:
        raise Wrong("面（Polygon・MultiPolygon）が一つもありません。圏域や町字の境界のGeoJSONを選んでください。")
    if len(points) > MOST_POINTS:
        raise Wrong(f"点が多すぎます。全部で{MOST_POINTS:,}点までに簡素化してください。")
    extent = max(_spread([x for x, _ in points]), _spread([y for _, y in points]))
    told = []
    for words, polygons in found:
        drawn = [[_simpler(ring, extent / FINEST) for ring in polygon] for polygon in polygons]
        drawn = [[ring for ring in polygon if len(ring) > 2] for polygon in drawn if len(polygon[0]) > 2]
        if drawn:
            told.append({"words": words, "polygons": drawn})
    return told


def _no_number(word: str) -> float:
    raise Wrong(f"座標に「{word}」があります。ふつうの数だけのファイルにしてください。")


def _shapes(whole: Any) -> list[Any]:
    if isinstance(whole, dict) and whole.get("type") == "Feature":
        whole = {"type": "FeatureCollection", "features": [whole]}
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise Wrong("GeoJSON（FeatureCollection）ではありません。")
    shapes = whole.get("features")
    if not isinstance(shapes, list) or not all(isinstance(shape, dict) for shape in shapes):
        raise Wrong("GeoJSON の features が読めません。")
    if len(shapes) > MOST_SHAPES:
        raise Wrong(f"図形が多すぎます。{MOST_SHAPES:,}までのファイルに分けてください。")
    return shapes


def _words(shape: dict[str, Any]) -> list[str]:
    """Every short text that the file gives to the shape: one of them will be a name we know."""
    given = shape.get("properties")
    values = list(given.values())[:MOST_WORDS] if isinstance(given, dict) else []
    return [str(value)[:80] for value in values if isinstance(value, str | int) and not isinstance(value, bool)]


def _polygons(shape: dict[str, Any]) -> list[list[Ring]]:
    geometry = shape.get("geometry")
    if not isinstance(geometry, dict):
        return []
    kind, given = geometry.get("type"), geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given if kind == "MultiPolygon" else []
    if not isinstance(polygons, list) or not all(isinstance(polygon, list) for polygon in polygons):
        raise Wrong("図形の座標が読めません。")
    return [[_ring(ring) for ring in polygon] for polygon in polygons if polygon]


def _ring(given: Any) -> Ring:
    if not isinstance(given, list):
        raise Wrong("図形の座標が読めません。")
    ring = [_point(point) for point in given]
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _point(given: Any) -> list[float]:
    if not (isinstance(given, list) and len(given) >= 2 and all(type(one) in (int, float) for one in given[:2])):
        raise Wrong("図形の座標が読めません。")
    x, y = float(given[0]), float(given[1])
    if not (math.isfinite(x) and math.isfinite(y) and WEST <= x <= EAST and SOUTH <= y <= NORTH):
        raise Wrong(
            "日本の緯度・経度（世界測地系、十進の度）でない座標があります。"
            "平面直角座標のファイルや、緯度と経度が逆のファイルは、直してから選んでください。"
        )
    return [round(x, 6), round(y, 6)]


def _spread(values: list[float]) -> float:
    return max(values) - min(values)


def _simpler(ring: Ring, tolerance: float) -> Ring:
    """The ring with as few points as the eye needs: near ones dropped, then Douglas and Peucker's rule, no recursion."""
    thin = ring[:1]
    for point in ring:
        if math.dist(point, thin[-1]) > tolerance / 4:
            thin.append(point)
    if len(thin) < 5:
        return thin
    half = max(range(len(thin)), key=lambda n: math.dist(thin[0], thin[n]))
    closed = [*thin, thin[0]]
    kept = {0, half, len(thin)}
    waiting = [(0, half), (half, len(thin))]
    while waiting:
        first, last = waiting.pop()
        far, at = 0.0, 0
        for n in range(first + 1, last):
            off = _off(closed[n], closed[first], closed[last])
            if off > far:
                far, at = off, n
        if far > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [[round(x, 5), round(y, 5)] for x, y in (closed[n] for n in sorted(kept)[:-1])]


def _off(point: list[float], a: list[float], b: list[float]) -> float:
    """How far the point lies from the line between two others."""
    length = math.dist(a, b)
    if not length:
        return math.dist(point, a)
    return abs((b[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (b[1] - a[1])) / length
