"""The map of agencies as SVG (機関のつながりの図): fixed seats, arrows as wide as the number asks, the number on them."""

import math
from uuid import UUID
from xml.sax.saxutils import escape

from tasuki.casefile.ecomap_drawing import wrapped
from tasuki.people.genogram import FONTS
from tasuki.people.genogram_ink import INK, PAPER, Point, arrow, line, num, tag, text
from tasuki.people.genogram_layout import clipped, text_width

from .network import Network, Node

RX, RY = 400.0, 290.0
SHAPES = {
    "government": 4, "medical": 0, "care": 0, "disability": -4, "child": 3, "work": 5, "money": 5, "rights": 5, "housing": 5,
    "place": 6, "neighbour": 6, "kin": 6,
}  # fmt: skip
SAID = {4: "行政", 0: "医療・介護", -4: "障害", 3: "こども", 5: "仕事・お金・住まい・権利", 6: "地域・居場所"}


def draw(network: Network, title: str = "機関のつながり", note: str = "") -> str:
    """Everything on one sheet; the table beside it says the same."""
    most = max(len(network.seats), 1)
    at = {one.key: _seat(network.seats[one.key], most) for one in network.nodes}
    at = _apart(at)
    sizes = {one.key: _size(one) for one in network.nodes}
    body = "".join(_mates(at[a], at[b]) for a, b in network.mates if a in at and b in at)
    body += "".join(_edge(at[a], at[b], sizes[b], n) for (a, b), n in network.edges.items() if a != b)
    body += "".join(_node(one, at[one.key], sizes[one.key]) for one in network.nodes)
    body += "".join(_number(at[a], at[b], n) for (a, b), n in network.edges.items() if a != b)
    x1, wide, y1 = -RX - 170, 2 * RX + 340, -RY - 80
    foot, low = _legend(network, x1, RY + 76)
    if note:
        low += 20
        foot += text(x1 + wide - 12, low - 4, clipped(note, wide - 24), 12, "end")
    inside = tag("title", escape(title)) + tag("desc", escape(_words(network)))
    inside += tag("rect", x=x1, y=y1, width=wide, height=low + 8 - y1, fill=PAPER, stroke="none") + body + foot
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"{num(x1)} {num(y1)} {num(wide)} {num(low + 8 - y1)}",
        width=wide, height=low + 8 - y1, font_family=FONTS, fill="none", stroke=INK, stroke_width=1.6,
    )  # fmt: skip


def _seat(n: int, most: int) -> Point:
    turn = 2 * math.pi * n / most
    return RX * math.sin(turn), -RY * math.cos(turn)


def _apart(at: dict[UUID, Point]) -> dict[UUID, Point]:
    """Seats that touch: every other one of a run stands further in."""
    moved, last, inner = {}, None, False
    for key, (x, y) in at.items():
        near = last is not None and math.dist(last, (x, y)) < 62
        inner = near and not inner
        moved[key] = (x * 0.72, y * 0.72) if inner else (x, y)
        last = (x, y)
    return moved


def _size(node: Node) -> float:
    return 11 + min(15, 3.2 * math.sqrt(node.cases or 0))


def _node(node: Node, at: Point, size: float) -> str:
    x, y = at
    lines = wrapped(node.name, 118, 3)
    side = "start" if x > RX * 0.35 else "end" if x < -RX * 0.35 else "middle"
    outside = abs(x) + abs(y) > 0.85 * RX
    tx = x + (size + 6 if side == "start" else -size - 6 if side == "end" else 0)
    ty = y + 4 - (len(lines) - 1) * 7
    if side == "middle":
        ty = y - size - 8 - (len(lines) - 1) * 14 if y < 0 and outside else y + size + 15
    parts = [_shape(SHAPES[node.sector], x, y, size)]
    if node.cases:
        parts.append(text(x, y + 4.3, str(node.cases), 12))
    wide = max(text_width(one, 12.5) for one in lines) + 4
    left = tx - (0 if side == "start" else wide if side == "end" else wide / 2) - 2
    parts.append(tag("rect", x=left, y=ty - 12, width=wide, height=14 * len(lines) + 3, fill=PAPER, stroke="none"))
    parts += [text(tx, ty + i * 14, one, 12.5, side) for i, one in enumerate(lines)]
    return tag("g", "".join(parts))


def _shape(corners: int, x: float, y: float, size: float) -> str:
    """A circle, or a figure with so many corners; minus four stands on its tip."""
    if not corners:
        return tag("circle", cx=x, cy=y, r=size, fill=PAPER)
    turn = math.pi / 4 if corners == 4 else 0.0
    n = abs(corners)
    size *= 1.12 if n > 3 else 1.3
    points = [
        (x + size * math.sin(turn + 2 * math.pi * i / n), y - size * math.cos(turn + 2 * math.pi * i / n))
        for i in range(n)
    ]
    return tag("path", d="M" + "L".join(f"{num(a)} {num(b)}" for a, b in points) + "Z", fill=PAPER)


def _bend(a: Point, b: Point) -> Point:
    """The middle of a way, bent to the right so that there and back are two."""
    (x1, y1), (x2, y2) = a, b
    far = math.dist(a, b) or 1
    return ((x1 + x2) / 2 - (y2 - y1) / far * (18 + far * 0.06), (y1 + y2) / 2 + (x2 - x1) / far * (18 + far * 0.06))


def _curve(a: Point, b: Point, share: float) -> Point:
    """A point of the bent way."""
    mx, my = _bend(a, b)
    u = 1 - share
    return (
        u * u * a[0] + 2 * u * share * mx + share * share * b[0],
        u * u * a[1] + 2 * u * share * my + share * share * b[1],
    )


def _edge(a: Point, b: Point, size: float, n: int) -> str:
    """As wide as the root of the number, an arrow at whoever receives."""
    cut = 1 - (size + 4) / max(math.dist(a, b), size + 5)
    points = [_curve(a, b, i / 24 * cut) for i in range(25)]
    return line(points, stroke_width=min(1.2 * math.sqrt(n), 9)) + arrow(
        [points[-4], _curve(a, b, min(1, cut + 0.01))], INK
    )


def _number(a: Point, b: Point, n: int) -> str:
    x, y = _curve(a, b, 0.36)
    wide = text_width(str(n), 12) + 5
    return tag("rect", x=x - wide / 2, y=y - 8, width=wide, height=15, fill=PAPER, stroke="none") + text(
        x, y + 4, str(n), 12
    )


def _mates(a: Point, b: Point) -> str:
    """Only ever met in meetings."""
    return line([a, b], stroke="#6b6b67", stroke_dasharray="2 6", stroke_width=1.4)


def _legend(network: Network, left: float, top: float) -> tuple[str, float]:
    used = {SHAPES[one.sector] for one in network.nodes}
    items = [(_shape(corners, 0, 0, 8), words) for corners, words in SAID.items() if corners in used]
    items.append((line([(-14, 0), (8, 0)]) + arrow([(0, 0), (14, 0)], INK), "つなぎ（線の太さと数字＝件数）"))
    if network.mates:
        items.append((line([(-14, 0), (14, 0)], stroke="#6b6b67", stroke_dasharray="2 6"), "会議だけで同席"))
    items.append((text(0, 4.5, "12", 12), "形の大きさと数＝担当するケース"))
    parts, x, y = [], left + 30, top
    for sign, words in items:
        if x + 30 + text_width(words, 12) > left + 2 * RX + 330:
            x, y = left + 30, y + 26
        parts.append(
            tag("g", sign, transform=f"translate({num(x)} {num(y)})") + text(x + 20, y + 4.5, words, 12, "start")
        )
        x += 52 + text_width(words, 12)
    return "".join(parts), y + 16


def _words(network: Network) -> str:
    names = {one.key: one.name for one in network.nodes}
    return (
        "。".join(f"{names[a]}から{names[b]}へ{n}件" for (a, b), n in network.edges.items())[:8000]
        or "つなぎはありません"
    )
