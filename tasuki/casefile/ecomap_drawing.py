"""The ecomap as SVG (エコマップの図): the household with its members in the middle, lines that say how each tie is.

After Hartman (1975/78): thick = strong, zigzag = stressful, dashed = weak, broken by two bars = cut, dotted = planned;
arrows show which way help goes. Black on white suffices.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from xml.sax.saxutils import escape

from tasuki.people.genogram import FONTS
from tasuki.people.genogram_ink import (
    INK,
    PAPER,
    Point,
    Rect,
    along,
    arrow,
    cut,
    length_of,
    line,
    num,
    tag,
    text,
    zigzag,
)
from tasuki.people.genogram_layout import FONT, clipped, text_width
from tasuki.people.kinship import Kin

from .ecomap_enums import Flow, Sector, Strength
from .ecomap_layout import BAND, NODE_H, NODE_W, WIDE, Frame, Place, middle, placed
from .ecomap_parties import Party

GREY = "#5c5c5c"
# A picture is seen at two thirds of its size: what is read on it is drawn larger than on a page.
_SIZE, _SMALL, _SAID = 14.5, 13.0, 13.5
WORDS = {
    Strength.STRONG: "強いつながり", Strength.NORMAL: "ふつう", Strength.WEAK: "弱い・とぎれがち",
    Strength.STRESSED: "ストレス・対立", Strength.CUT: "切れている", Strength.PLANNED: "予定",
}  # fmt: skip


def draw(parties: Iterable[Party], kin: Kin, *, title: str = "エコマップ", note: str = "", frame: Frame = WIDE) -> str:
    """The whole picture; parties without room are told in its description."""
    listed = list(parties)
    places, left = placed(listed, frame)
    body = _compass(places, frame) + "".join(_tie(one) for one in places) + _home(kin, frame)
    body += "".join(_node(one) for one in places) + _labels(places)
    xs = [one.at[0] for one in places] + [-frame.rings[0][0], frame.rings[0][0]]
    ys = [one.at[1] for one in places] + [-frame.home[1] - 60, frame.home[1] + 60]
    x1, x2 = min(xs) - NODE_W / 2 - 16, max(xs) + NODE_W / 2 + 16
    y1, y2 = min(ys) - NODE_H / 2 - 16, max(ys) + NODE_H / 2 + 20
    foot, y2 = _legend(places, x1, y2, x2 - x1)
    if left:
        y2 += 20
        foot += text(
            x1 + 12, y2 - 6, clipped("図に入らないもの：" + "、".join(p.name for p in left), x2 - x1 - 24), 12, "start"
        )
    if note:
        y2 += 22
        foot += text(x2 - 12, y2 - 8, clipped(note, x2 - x1 - 36), _SAID, "end")
    inside = tag("title", escape(title)) + tag("desc", escape("。".join(describe(listed))[:20000]) or " ")
    inside += tag("rect", x=x1, y=y1, width=x2 - x1, height=y2 - y1, fill=PAPER, stroke="none") + body + foot
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", role="img", viewBox=" ".join(map(num, (x1, y1, x2 - x1, y2 - y1))),
        width=x2 - x1, height=y2 - y1, font_family=FONTS, fill="none", stroke=INK, stroke_width=1.8, stroke_linejoin="round",
    )  # fmt: skip


def describe(parties: Iterable[Party]) -> list[str]:
    """The same in sentences, sector by sector."""
    listed = [one for one in parties if not one.ended]
    return [
        f"{one.sector_word}：{one.name}（{'、'.join(filter(None, (one.strength_word, one.flow_word, one.label)))}）"
        for sector in Sector for one in listed if one.sector == sector
    ]  # fmt: skip


def _home(kin: Kin, frame: Frame) -> str:
    """The household: those who live together, drawn as a small genogram."""
    rx, ry = frame.home
    ring = tag("ellipse", cx=0, cy=0, rx=rx, ry=ry, fill=PAPER, stroke_width=2.4)
    home = [replace(one, household=False) for one in kin.people if one.household]
    if not home:
        return ring + text(0, 5, "世帯", 16)
    keys = {one.key for one in home}
    inner = Kin(home, kin.unions, kin.children, [tie for tie in kin.ties if {tie.a, tie.b} <= keys], kin.placed,
                kin.eldest_right)  # fmt: skip
    svg = inner.picture(legend=False)
    left, top, wide, high = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())  # type: ignore[index]
    scale = min(1.0, rx * 1.5 / wide, ry * 1.46 / high)
    if wide <= 345 and len(home) < 3:
        scale = min(1.0, ry * 1.5 / high)  # the empty margins of a narrow drawing may leave the ellipse
    move = f"translate({num(-scale * (left + wide / 2))} {num(-scale * (top + high / 2))}) scale({scale:.3f})"
    shapes = re.sub(
        r"<(title|desc)>.*?</\1>|<rect [^>]*stroke=\"none\"[^>]*/>", "", svg[svg.index(">") + 1 : -6], count=3
    )
    return ring + tag("g", shapes, transform=move)


def _node(place: Place) -> str:
    """A box for an agency or place, a round one for a person; a long name in four smaller lines."""
    x, y = place.at
    size = _SIZE if _fits(place.party.name, _SIZE, 3) else _SMALL
    lines = wrapped(place.party.name, NODE_W - 10, 3 if size == _SIZE else 4, size)
    shape = tag("rect", x=x - NODE_W / 2, y=y - NODE_H / 2, width=NODE_W, height=NODE_H,
                rx=NODE_H / 2 if place.party.person else 4, fill=PAPER, stroke_width=1.6)  # fmt: skip
    lead = size + 1.2
    top = y - (len(lines) - 1) * lead / 2 + size * 0.36
    return tag("g", shape + "".join(text(x, top + i * lead, one, size) for i, one in enumerate(lines)))


def _fits(name: str, size: float, most: int) -> bool:
    return not any(one.endswith("…") for one in wrapped(name, NODE_W - 10, most, size))


def wrapped(words: str, wide: float, most: int, size: float = 12.5) -> list[str]:
    """A name in lines: broken where it has a space, a dot or a bracket, else into parts of about one length; the rest is …"""
    lines: list[str] = []
    for part in re.findall(r"（[^）\s]*）?|[^\s・（]+[\s・]?|[\s・]", words) or [words]:
        if lines and text_width((lines[-1] + part).rstrip(), size) <= wide:
            lines[-1] += part
        else:
            lines += _pieces(part, wide, size)
    lines = [one.strip() for one in lines if one.strip()]
    if len(lines) > most:
        lines = [*lines[: most - 1], clipped("".join(lines[most - 1 :]), (wide - 2) * FONT / size)]
    return lines


def _pieces(words: str, wide: float, size: float) -> list[str]:
    """One long word in even parts; none begins with what belongs to the one before."""
    total = text_width(words, size)
    even = total / max(1, math.ceil(total / wide)) + size * 0.6
    lines, now = [], ""
    for char in words:
        if text_width(now + char, size) > min(wide, even) and char not in "ー・）」、。ッャュョぁっゃゅょ":
            lines.append(now)
            now = ""
        now += char
    return [*lines, now]


def ends(place: Place) -> list[Point]:
    """From the edge of the household to the edge of the party."""
    x, y = place.at
    home = place.frame.home
    share = 1 / math.hypot(x / (home[0] + BAND), y / (home[1] + BAND))
    inner = min(NODE_W / 2 / abs(x) if x else 9, NODE_H / 2 / abs(y) if y else 9)
    if place.party.person:
        inner *= 0.97
    return [(x * share, y * share), (x * (1 - inner), y * (1 - inner))]


def pen(way: list[Point], strength: str, flow: str) -> str:
    """A line by the strength of the tie, with arrows by the way help goes."""
    to, back = flow in (Flow.TO, Flow.BOTH), flow in (Flow.FROM, Flow.BOTH)
    total = length_of(way)
    body = cut(way, 9 if to else 0, total - (9 if back else 0))
    heads = (arrow(way[::-1], INK) if to else "") + (arrow(way, INK) if back else "")
    if strength == Strength.STRONG:
        return line(body, stroke_width=5) + heads
    if strength == Strength.STRESSED:
        return line(zigzag(body, wide=5), stroke_width=1.8) + heads
    if strength == Strength.CUT:
        return _cut(way)
    dash = {Strength.WEAK: "9 6", Strength.PLANNED: "2 6"}.get(Strength(strength), "")
    colour = GREY if strength == Strength.PLANNED else INK
    more: dict[str, str] = {"stroke_dasharray": dash} if dash else {}
    return line(body, stroke=colour, stroke_width=2 if not dash else 1.6, **more) + heads


def _cut(way: list[Point]) -> str:
    """A line broken by two bars."""
    half = length_of(way) / 2
    bars = ""
    for at in (half - 5, half + 5):
        (x, y), (ux, uy) = along(way, at)
        bars += line([(x - uy * 9, y + ux * 9), (x + uy * 9, y - ux * 9)], stroke_width=2)
    return line(cut(way, 0, half - 5), stroke_width=2) + line(cut(way, half + 5, 1e9), stroke_width=2) + bars


def _tie(place: Place) -> str:
    return pen(ends(place), place.party.strength, place.party.flow)


def _labels(places: list[Place]) -> str:
    """What and how often, on each line, where it hides no other words and no party."""
    taken = [(x - NODE_W / 2, y - NODE_H / 2, x + NODE_W / 2, y + NODE_H / 2) for x, y in (one.at for one in places)]
    drawn = []
    for place in places:
        size = _SAID if place.frame is WIDE else 12
        lines = _told(place.party, size)
        if not lines:
            continue
        wide, high = max(text_width(one, size) for one in lines) + 6, len(lines) * (size + 2) + 3
        way = ends(place)
        shares = (0.28, 0.74, 0.22) if place.party.strength == Strength.CUT else (0.52, 0.4, 0.64, 0.3, 0.74, 0.82)
        boxes = []
        for share in shares:
            (x, y), _ = along(way, length_of(way) * share)
            boxes.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        box = min(boxes, key=lambda one: sum(_over(one, other) for other in taken))
        taken.append(box)
        drawn.append(_words_at(lines, box, size))
    return "".join(drawn)


def _over(one: Rect, other: Rect) -> float:
    """How much two boxes cover each other."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def _told(party: Party, size: float) -> list[str]:
    """The words of a line: whose and what, then how often."""
    first = "・".join(one for one in (party.about_word, party.what) if one)
    if party.strength == Strength.PLANNED:
        first = f"予定：{first}" if first else "予定"
    return [one for part in (first, party.often) for one in wrapped(part, 112 if size == _SAID else 88, 2, size)]


def _words_at(lines: list[str], box: Rect, size: float) -> str:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    under = tag("rect", x=box[0], y=box[1], width=box[2] - box[0], height=box[3] - box[1], fill=PAPER, stroke="none")
    top = y - (len(lines) - 1) * (size + 2) / 2 + size * 0.34
    return under + "".join(text(x, top + i * (size + 2), one, size) for i, one in enumerate(lines))


def _compass(places: list[Place], frame: Frame) -> str:
    """The band round the household with the names of the sectors, always at the same place; used ones darker."""
    rx, ry = frame.home
    parts = [tag("ellipse", cx=0, cy=0, rx=rx + BAND, ry=ry + BAND, fill="#f6f5f1", stroke="#8a8a86", stroke_width=1)]
    used = {one.party.sector for one in places}
    for sector in Sector:
        turn = math.radians(middle(sector))
        x, y = (rx + BAND / 2) * math.sin(turn), -(ry + BAND / 2) * math.cos(turn)
        lean = math.degrees(math.atan2(ry * math.sin(turn), rx * math.cos(turn)))
        lean = lean - 180 if lean > 90.5 else lean + 180 if lean < -90.5 else lean
        said = sector.label if frame is WIDE else sector.label.split("・")[0]
        words = text(0, 4.6, said, 13, fill=INK if sector in used else "#6b6b67")
        parts.append(tag("g", words, transform=f"translate({num(x)} {num(y)}) rotate({num(lean)})"))
        edge = turn + math.radians(15)
        parts.append(line([((rx + out) * math.sin(edge), -(ry + out) * math.cos(edge)) for out in (0, BAND)],
                          stroke="#8a8a86", stroke_width=1))  # fmt: skip
    return "".join(parts)


def _legend(places: list[Place], left: float, top: float, wide: float) -> tuple[str, float]:
    """What the lines mean, as far as they are used."""
    used = [one for one in Strength if any(place.party.strength == one for place in places)]
    items = [(pen([(-22.0, 0.0), (22.0, 0.0)], one, Flow.NONE), WORDS[one]) for one in used]
    if any(place.party.flow != Flow.NONE and place.party.strength != Strength.CUT for place in places):
        items.append((pen([(22.0, 0.0), (-22.0, 0.0)], Strength.NORMAL, Flow.TO), "支えの向き（矢印の先が受ける側）"))
    box = {"x": -20.0, "y": -8.0, "width": 40.0, "height": 16.0}
    if any(not place.party.person for place in places):
        items.append((tag("rect", **box, rx=3), "機関・場所"))
    if any(place.party.person for place in places):
        items.append((tag("rect", **box, rx=8), "人"))
    parts = [line([(left + 12, top), (left + wide - 12, top)], stroke="#999999", stroke_width=1)]
    x, y = left + 40, top + 20
    for sign, words in items:
        need = 62 + text_width(words, _SAID)
        if x + need > left + wide and x > left + 40:
            x, y = left + 40, y + 26
        parts.append(tag("g", sign, transform=f"translate({num(x)} {num(y)})"))
        parts.append(text(x + 28, y + 4.8, words, _SAID, "start"))
        x += need + 12
    return "".join(parts), y + 16
