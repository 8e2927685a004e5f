"""The genogram (ジェノグラム): the family drawn from the records, as SVG and in words.

>>> svg = draw([GenoPerson("m", "female", ("母",), "86", household=True)], [], [], [])
>>> lines = describe([GenoPerson("m", "female", ("母",), "86")], [], [], [])
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from xml.sax.saxutils import escape

from .genogram_family import (
    ChildKind,
    Family,
    GenoChild,
    GenoPerson,
    GenoTie,
    GenoUnion,
    Sex,
    TieKind,
    UnionKind,
)
from .genogram_ink import HOME, INK, PAPER, Point, num, outline, tag, text, tie_marks
from .genogram_layout import MARGIN, Layout, clipped, text_width
from .genogram_marks import children as child_lines
from .genogram_marks import couple, couple_points, legend_items, person
from .genogram_ways import Household, TieWays
from .genogram_words import words_for

__all__ = [
    "ChildKind",
    "GenoChild",
    "GenoPerson",
    "GenoTie",
    "GenoUnion",
    "Sex",
    "TieKind",
    "UnionKind",
    "describe",
    "draw",
]

FONTS = "BIZ UDPGothic, Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, Meiryo, sans-serif"
_NARROWEST = 340
_Material = tuple[
    tuple[GenoPerson, ...], tuple[GenoUnion, ...], tuple[GenoChild, ...], tuple[GenoTie, ...]
]  # fmt: skip
_LEGEND_ROW = 26


def draw(
    people: Iterable[GenoPerson],
    unions: Iterable[GenoUnion] = (),
    children: Iterable[GenoChild] = (),
    ties: Iterable[GenoTie] = (),
    *,
    title: str = "ジェノグラム",
    note: str = "",
    legend: bool = True,
    placed: Iterable[tuple[str, float]] = (),
    eldest_right: bool = False,
    named: bool = False,
) -> str:
    """The genogram as one SVG element; note (作成日・作成者) is printed at its foot.

    `placed`: who was put where by hand; `named`: shapes carry their keys, for the page on which they are moved.

    Safe to put into a page as it is: all words are escaped, no style, script, id or link.
    Raises ValueError if a person is given twice.
    """
    family = (tuple(people), tuple(unions), tuple(children), tuple(ties))
    return _drawn(family, title, note, legend, tuple(placed), eldest_right, named)


@lru_cache(maxsize=512)  # a case is opened again and again; the same family gives the same picture
def _drawn(
    drawn: _Material,
    title: str,
    note: str,
    legend: bool,
    placed: tuple[tuple[str, float], ...],
    eldest_right: bool,
    named: bool,
) -> str:
    family = Family(*drawn, eldest_right=eldest_right)
    layout = Layout(family, dict(placed))
    body, (left, top, right, bottom) = _picture(family, layout, named)
    width = max(right - left, _NARROWEST)
    left -= (width - (right - left)) / 2
    foot = ""
    if legend and family.people:
        foot, used = _legend(legend_items(family), left, bottom, width)
        bottom += used
    for said in _fitting(note, width - 24):
        bottom += 20
        foot += text(left + width - 12, bottom - 6, said, 12, "end")
    inside = "".join([
        tag("title", escape(clipped(title, 1000)) or " "),
        tag("desc", escape(clipped("。".join(words_for(family)), 20000)) or " "),
        tag("rect", x=left, y=top, width=width, height=bottom - top, fill=PAPER, stroke="none"),
        body, foot,
    ])  # fmt: skip
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", role="img",
        viewBox=" ".join(map(num, (left, top, width, bottom - top))), width=width,
        height=bottom - top, font_family=FONTS, fill="none", stroke=INK, stroke_width=1.8,
        stroke_linejoin="round",
    )  # fmt: skip


def describe(
    people: Iterable[GenoPerson],
    unions: Iterable[GenoUnion] = (),
    children: Iterable[GenoChild] = (),
    ties: Iterable[GenoTie] = (),
    *,
    eldest_right: bool = False,
) -> list[str]:
    """The same family in sentences, for reading aloud and for the table under the picture."""
    return words_for(Family(people, unions, children, ties, eldest_right=eldest_right))


def _picture(family: Family, layout: Layout, named: bool = False) -> tuple[str, tuple[float, float, float, float]]:
    """Everything but the legend, and the corners it needs."""
    lines: list[str] = []
    drawn: list[tuple[Point, Point]] = []
    for union in family.unions:
        lines.append(couple(layout, union))
        drawn += pairwise(couple_points(layout, union))
    for ship in family.sibships:
        svg, strokes = child_lines(layout, ship)
        lines.append(svg)
        drawn += [part for stroke in strokes for part in pairwise(stroke)]
    home = Household(layout)
    ways = TieWays(layout, drawn, home.rects)
    pairs = [frozenset((tie.a, tie.b)) for tie in family.ties]
    tied = [
        (ways.way(tie), tie.kind, 8.0 if pairs.count(pair) > 1 else 4.0)
        for tie, pair in sorted(
            # Ties between near generations choose their way first.
            zip(family.ties, pairs, strict=True),
            key=lambda it: abs(layout.spots[it[0].a].row - layout.spots[it[0].b].row),
        )
    ]
    reach = [p for way, _, _ in tied for p in way] + [p for part in drawn for p in part]
    reach += [p for r in home.rects for p in ((r[0], r[1]), (r[2], r[3]))]
    xs = [x for x, _ in reach] + [MARGIN, layout.width - MARGIN]
    ys = [y for _, y in reach] + [MARGIN, layout.height - MARGIN]
    body = ""
    if home.rects:
        body = tag("path", d=outline(home.rects), stroke=HOME, stroke_width=2, stroke_dasharray="7 5")
    body += "".join(lines) + "".join(tie_marks(*tie) for tie in tied)
    body += "".join(person(spot, named) for spot in layout.spots.values())
    return body, (min(xs) - 16, min(ys) - 16, max(xs) + 16, max(ys) + 16)


def _fitting(note: str, width: float) -> list[str]:
    """The note in one line, or in one for each of its parts."""
    if not note:
        return []
    parts = [note] if text_width(note, 12) <= width else note.split("　")
    return [line for part in parts for line in _broken(part, width)]


def _broken(words: str, width: float) -> list[str]:
    """Words in as many lines as they need: a name is never cut off."""
    lines = [""]
    for char in words:
        if lines[-1] and text_width(lines[-1] + char, 12) > width:
            lines.append("")
        lines[-1] += char
    return [line.strip() for line in lines]


def _legend(items: list[tuple[str, str]], left: float, top: float, width: float) -> tuple[str, float]:
    """The legend in columns under the picture, and its height."""
    columns = max(1, int((width - 24) // 52))
    step, cell = (width - 24) / columns, 0
    parts = [tag("path", d=f"M{num(left + 12)} {num(top)}H{num(left + width - 12)}", stroke="#999999", stroke_width=1)]
    for sign, words in items:
        need = min(columns, -int(-(text_width(words, 12) + 54) // step))
        if cell % columns + need > columns:
            cell += columns - cell % columns
        x, y = left + 36 + cell % columns * step, top + 20 + cell // columns * _LEGEND_ROW
        cell += need
        parts.append(tag("g", sign, transform=f"translate({num(x)} {num(y)})", stroke_width=1.5))
        parts.append(text(x + 24, y + 4.5, words, 12, "start"))
    return "".join(parts), 12 + -(-cell // columns) * _LEGEND_ROW
