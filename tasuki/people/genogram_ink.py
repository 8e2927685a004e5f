"""Pens for the genogram: SVG elements with presentation attributes only, and line patterns.

No style attribute and no style element, so the picture passes a strict CSP and prints alike.
"""

import math
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
Rect = tuple[float, float, float, float]

INK, PAPER, HOME, WARM, COOL = "#1a1a1a", "#ffffff", "#115a36", "#a3210f", "#0b4f8a"


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def tag(name: str, content: str = "", /, **attributes: float | str) -> str:
    """One SVG element; underscores in attribute names become hyphens."""
    parts = [
        f"{key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else num(value))}"
        for key, value in attributes.items()
    ]
    opening = " ".join([name, *parts])
    return f"<{opening}>{content}</{name}>" if content else f"<{opening}/>"


def text(x: float, y: float, words: str, size: float = 13, anchor: str = "middle", fill: str = INK) -> str:
    """One line of text, drawn without outline."""
    return tag(
        "text", escape(words), x=x, y=y, font_size=size, text_anchor=anchor, fill=fill,
        stroke="none",
    )  # fmt: skip


def d(points: list[Point]) -> str:
    """Path data through points."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)


def line(points: list[Point], **attributes: float | str) -> str:
    """An open line through points."""
    return tag("path", d=d(points), **attributes)


def beside(points: list[Point], offset: float) -> list[Point]:
    """The line parallel to a line at a distance, mitred at its corners."""
    normals = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1) or 1
        normals.append((-(y2 - y1) / length, (x2 - x1) / length))
    moved = []
    for i, (x, y) in enumerate(points):
        before, after = normals[max(0, i - 1)], normals[min(i, len(normals) - 1)]
        nx, ny = before[0] + after[0], before[1] + after[1]
        scale = 2 * offset / max(nx * nx + ny * ny, 0.5)
        moved.append((x + nx * scale, y + ny * scale))
    return moved


def along(points: list[Point], distance: float) -> tuple[Point, Point]:
    """The point at a distance along a line, and the direction there."""
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        if length and distance <= length:
            ux, uy = (x2 - x1) / length, (y2 - y1) / length
            return (x1 + ux * distance, y1 + uy * distance), (ux, uy)
        distance -= length
    (x1, y1), (x2, y2) = points[-2:]
    length = math.hypot(x2 - x1, y2 - y1) or 1
    return points[-1], ((x2 - x1) / length, (y2 - y1) / length)


def length_of(points: list[Point]) -> float:
    """The length of a line."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def zigzag(points: list[Point], tail: float = 0, wide: float = 4) -> list[Point]:
    """A zigzag along a line (対立・虐待), straight over the last tail for an arrow."""
    total = length_of(points) - tail
    steps = max(4, round(total / (wide + 1)))
    jagged = [points[0]]
    for i in range(1, steps):
        (x, y), (ux, uy) = along(points, total * i / steps)
        side = wide if i % 2 else -wide
        jagged.append((x - uy * side, y + ux * side))
    return [*jagged, along(points, total)[0], points[-1]]


def arrow(points: list[Point], colour: str) -> str:
    """A filled arrow head at the end of a line."""
    (x, y), (ux, uy) = along(points, math.inf)
    back = (x - ux * 10, y - uy * 10)
    wings = [(back[0] - uy * 5, back[1] + ux * 5), (back[0] + uy * 5, back[1] - ux * 5)]
    return tag("path", d=d([(x, y), *wings]) + "Z", fill=colour, stroke="none")


def tie_marks(points: list[Point], kind: str, wide: float = 4) -> str:
    """One emotional tie drawn along a line (関係線): the pattern tells it without colour."""
    colour = WARM if kind in ("conflict", "abuse", "control") else COOL
    pen: dict[str, float | str] = {"stroke": colour, "stroke_width": 1.6}
    if kind in ("close", "fused"):
        offsets = (-2.5, 2.5) if kind == "close" else (-4, 0, 4)
        return "".join(line(beside(points, o), **pen) for o in offsets)
    if kind == "distant":
        return line(points, stroke_dasharray="2 5", **pen)
    if kind == "conflict":
        return line(zigzag(points, wide=wide), **pen)
    if kind == "abuse":
        return line(zigzag(points, tail=12, wide=wide), **pen) + arrow(points, colour)
    if kind == "control":
        return line(points, **pen) + arrow(points, colour)
    return _cut(points, pen)


def _cut(points: list[Point], pen: dict[str, float | str]) -> str:
    """A line broken by two bars (断絶)."""
    # The bars stand on the longest straight part, never at a corner.
    parts = [math.dist(a, b) for a, b in pairwise(points)]
    longest = parts.index(max(parts))
    middle = sum(parts[:longest]) + parts[longest] / 2
    bars = ""
    for at in (middle - 4, middle + 4):
        (x, y), (ux, uy) = along(points, at)
        bars += line([(x - uy * 8, y + ux * 8), (x + uy * 8, y - ux * 8)], **pen)
    return line(cut(points, 0, middle - 4), **pen) + line(cut(points, middle + 4, 1e9), **pen) + bars


def cut(points: list[Point], start: float, end: float) -> list[Point]:
    """The part of a line between two distances along it."""
    walked, kept = 0.0, [along(points, start)[0]]
    for a, b in pairwise(points):
        walked += math.dist(a, b)
        if start < walked < end:
            kept.append(b)
    last = along(points, end)[0]
    return kept if kept[-1] == last and len(kept) > 1 else [*kept, last]


def outline(rects: list[Rect], radius: float = 14) -> str:
    """Path data round the union of rectangles, with round corners."""
    xs = sorted({x for r in rects for x in (r[0], r[2])})
    ys = sorted({y for r in rects for y in (r[1], r[3])})
    column, line_no = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    inside: set[tuple[int, int]] = set()
    for x1, y1, x2, y2 in rects:
        inside.update((i, j) for i in range(column[x1], column[x2]) for j in range(line_no[y1], line_no[y2]))
    return "".join(_rounded([(xs[i], ys[j]) for i, j in loop], radius) for loop in _loops(inside))


def _loops(inside: set[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The closed borders of a set of grid cells, clockwise, corners only."""
    after: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in sorted(inside):
        sides = (
            ((i, j - 1), (i, j), (i + 1, j)),
            ((i + 1, j), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1), (i + 1, j + 1), (i, j + 1)),
            ((i - 1, j), (i, j + 1), (i, j)),
        )
        for neighbour, start, end in sides:
            if neighbour not in inside:
                after.setdefault(start, []).append(end)
    loops = []
    while after:
        start = min(after)
        loop, here = [start], start
        while here in after:
            there = after[here].pop(0)
            if not after[here]:
                del after[here]
            loop.append(there)
            here = there
        ring = loop[:-1]
        loops.append([
            p for k, p in enumerate(ring)
            if not (ring[k - 1][0] == p[0] == ring[(k + 1) % len(ring)][0]
                    or ring[k - 1][1] == p[1] == ring[(k + 1) % len(ring)][1])
        ])  # fmt: skip
    return loops


def _rounded(ring: list[Point], radius: float) -> str:
    """A closed ring with its corners rounded."""
    parts: list[str] = []
    for k, (x, y) in enumerate(ring):
        ends = []
        for px, py in (ring[k - 1], ring[(k + 1) % len(ring)]):
            far = math.hypot(px - x, py - y)
            share = min(radius, far / 2) / far
            ends.append((x + (px - x) * share, y + (py - y) * share))
        (ax, ay), (bx, by) = ends
        move = "L" if parts else "M"
        parts.append(f"{move}{num(ax)} {num(ay)}Q{num(x)} {num(y)} {num(bx)} {num(by)}")
    return "".join(parts) + "Z"
