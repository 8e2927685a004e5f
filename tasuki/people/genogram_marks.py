"""The signs of a genogram: shapes of persons, couple lines, lines to children, the legend.

Signs after McGoldrick, Gerson & Petry, Genograms (4th ed. 2020) and Japanese practice
(同居の枠, ☆ キーパーソン, ▲ 主介護者, letters for conditions). Black on white suffices.
"""

from collections.abc import Iterable

from .genogram_family import Family, GenoChild, GenoPerson, GenoUnion, Sibship
from .genogram_ink import HOME, INK, PAPER, Point, line, tag, text, tie_marks
from .genogram_layout import BADGE, FONT, HALF, LINE, Layout, Spot, clipped, text_width

CONDITIONS = {
    "認": "認知症", "精": "精神", "知": "知的", "身": "身体", "発": "発達", "依": "依存",
    "難": "難病", "高": "高次脳機能", "病": "病気", "介": "要介護", "ひ": "ひきこもり",
}  # fmt: skip
UNION_WORDS = {"marriage": "婚姻", "cohabiting": "内縁・同棲", "separated": "別居", "divorced": "離婚"}
CHILD_WORDS = {"birth": "実子", "adopted": "養子", "foster": "里子", "step": "連れ子"}
TIE_WORDS = {
    "close": "親密", "fused": "密着", "distant": "疎遠", "conflict": "対立",
    "cutoff": "断絶", "abuse": "虐待", "control": "支配",
}  # fmt: skip
CHILD_DASH = {"foster": "2 4", "step": "8 4"}
# After McGoldrick: the left half for an illness or a handicap, the lower half for an addiction; grey, so that the age is read.
FILLS = {"left": "認精知身発難高病", "bottom": "依"}
FILL_WORDS = {"left": "左半分の塗り：病気・障害", "bottom": "下半分の塗り：依存"}
SHADE = "#cfcec8"


def shape(sex: str, x: float, y: float, half: float) -> str:
    """□ man, ○ woman, ◇ unknown, centred."""
    if sex == "male":
        return tag("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, fill=PAPER)
    if sex == "female":
        return tag("circle", cx=x, cy=y, r=half, fill=PAPER)
    return tag("path", d=f"M{x} {y - half}L{x + half} {y}L{x} {y + half}L{x - half} {y}Z", fill=PAPER)


def halves(conditions: Iterable[str]) -> list[str]:
    """Which halves of the shape are filled; the letter beside always says more."""
    letters = {one[:1] for one in conditions}
    return [half for half, those in FILLS.items() if letters & set(those)]


def filled(sex: str, x: float, y: float, half: float, part: str) -> str:
    """The left or the lower half of a shape, grey."""
    a, b = (f"{x} {y - half}", f"{x} {y + half}") if part == "left" else (f"{x - half} {y}", f"{x + half} {y}")
    if sex == "male":
        corner = f"L{x - half} {y - half}L{x - half} {y + half}" if part == "left" else (
            f"L{x - half} {y + half}L{x + half} {y + half}")  # fmt: skip
    elif sex == "female":
        corner = f"A{half} {half} 0 0 0 {b}"
    else:
        corner = f"L{x - half} {y}" if part == "left" else f"L{x} {y + half}"
    return tag("path", d=f"M{a}{corner}L{b}Z", fill=SHADE, stroke="none")


def said_condition(label: str) -> str:
    """What a letter means: 「認：認知症」 → 認知症."""
    return label.partition("：")[2] or CONDITIONS.get(label[:1], label)


def _cross(sex: str, x: float, y: float, half: float) -> str:
    """✕ from corner to corner, inside the shape."""
    reach = half if sex == "male" else half * 0.707 if sex == "female" else half / 2
    return line([(x - reach, y - reach), (x + reach, y + reach)]) + line(
        [(x + reach, y - reach), (x - reach, y + reach)]
    )


def person(spot: Spot, named: bool = False) -> str:
    """One person: shape, ✕, age, marks, condition letters, label."""
    p, x, y = spot.person, spot.x, spot.cy
    parts = [shape(p.sex, x, y, HALF)]
    if p.index:
        parts.append(shape(p.sex, x, y, HALF - (5.5 if p.sex == "unknown" else 4)))
    inner = HALF - 0.9 if not p.index else HALF - (6.4 if p.sex == "unknown" else 4.9)
    parts += [filled(p.sex, x, y, inner, half) for half in halves(p.conditions)]
    if p.deceased:
        parts.append(_cross(p.sex, x, y, HALF))
    if spot.age_inside:
        age = clipped(p.age)
        if p.deceased:
            wide = text_width(age) + 4
            parts.append(tag("rect", x=x - wide / 2, y=y - 8, width=wide, height=16, fill=PAPER, stroke="none"))
        parts.append(text(x, y + 4.6, age, FONT if text_width(age) < 26 else 12))
    if p.key_person:
        parts.append(text(x + HALF + 10, y - HALF + 10, "☆", 16))
    if p.carer:
        parts.append(text(x - HALF - 10, y - HALF + 9, "▲", 13))
    base = y + HALF + spot.elbow
    if p.conditions:
        parts.append(_badges(p.conditions, x, base + 4 + BADGE / 2))
        base += BADGE + 2
    for i, words in enumerate(spot.lines):
        parts.append(text(x, base + 14 + i * LINE, words, FONT))
    key = {"data_person": p.key} if named and p.movable else {}
    return tag("g", "".join(parts), **key)


def _badges(letters: Iterable[str], x: float, y: float) -> str:
    """Condition letters, white on black, in a row."""
    shown = [letter[:1] for letter in letters]
    left = x - BADGE * (len(shown) - 1) / 2
    return "".join(
        tag("circle", cx=left + i * BADGE, cy=y, r=9, fill=INK, stroke="none")
        + text(left + i * BADGE, y + 4.3, letter, 12, fill=PAPER)
        for i, letter in enumerate(shown)
    )


def couple_points(layout: Layout, union: GenoUnion) -> list[Point]:
    """The couple line: straight between neighbours, else over the people between."""
    a, b = (layout.spots[key] for key in layout.sides(union))
    if layout.adjacent(union):
        return [(a.x + HALF, a.cy), (b.x - HALF, b.cy)]
    if a.row == b.row:
        y = layout.over_y(a.person.key, b.person.key)
        return [(a.x + 12, a.cy - HALF), (a.x + 12, y), (b.x - 12, y), (b.x - 12, b.cy - HALF)]
    lane = a.x + a.right + 10
    return [(a.x + HALF, a.cy), (lane, a.cy), (lane, b.cy), (b.x - HALF, b.cy)]


def couple(layout: Layout, union: GenoUnion) -> str:
    """A couple's line with its slashes and year."""
    points = couple_points(layout, union)
    dash: dict[str, str] = {"stroke_dasharray": "6 4"} if union.kind == "cohabiting" else {}
    parts = [line(points, **dash)]
    ship, middle = _middle(layout, union, points)
    if union.kind in ("separated", "divorced"):
        level = points[len(points) // 2 - 1][1]
        parts += [_slash(x, level) for x in _slash_places(layout, union, middle, ship)]
    if union.since:
        parts.append(text(*year_at(layout, union), clipped(union.since), 12))
    return "".join(parts)


def _middle(layout: Layout, union: GenoUnion, points: list[Point]) -> tuple[Sibship | None, float]:
    """The couple's children and where their line leaves, else the middle of the couple line."""
    ship = next((s for s in layout.family.sibships if s.union is union), None)
    at = len(points) // 2
    return ship, layout.drop_x(ship) if ship else (points[at - 1][0] + points[at][0]) / 2


def year_at(layout: Layout, union: GenoUnion) -> Point:
    """Where the year of a couple is written, above its line and its slashes."""
    points = couple_points(layout, union)
    lift = 13 if union.kind in ("separated", "divorced") else 6
    x = layout.year_x(union) if layout.adjacent(union) else _middle(layout, union, points)[1]
    return x, points[len(points) // 2 - 1][1] - lift


def _slash_places(layout: Layout, union: GenoUnion, drop: float, ship: Sibship | None) -> list[float]:
    """Where slashes cross the line: on the other side from the parent with 親権."""
    a, b = layout.sides(union)
    both = union.kind == "divorced"
    if ship and not layout.adjacent(union):
        return [drop + 16, drop + 23] if both else [drop + 16]
    if ship and union.custody in (a, b):
        away = 1 if union.custody == a else -1
        return [drop + away * 13, drop + away * 20] if both else [drop + away * 14]
    if ship:
        return [drop - 10, drop + 10] if both else [drop + 12]
    return [drop - 3.5, drop + 3.5] if both else [drop]


def _slash(x: float, y: float) -> str:
    return line([(x - 4, y + 9), (x + 4, y - 9)])


def drop_points(layout: Layout, ship: Sibship) -> list[Point]:
    """From the parents down to the sibling bar; a single parent's line goes round the label."""
    x, end = layout.drop_x(ship), layout.bar_y(ship)
    if ship.union is None:
        spot = layout.spots[ship.parents[0]]
        turn = spot.cy + HALF + 6
        return [(spot.x, spot.cy + HALF), (spot.x, turn), (x, turn), (x, end)]
    points = couple_points(layout, ship.union)
    start = points[0][1] if len(points) == 2 else points[2][1]
    return [(x, start), (x, end)]


def children(layout: Layout, ship: Sibship) -> tuple[str, list[list[Point]]]:
    """A sibship's lines: drop, bar, and one line per child by its kind."""
    y, points = layout.bar_y(ship), layout.child_points(ship)
    ends = layout.bar_ends(ship)
    links = [*ship.links, *ship.extra]
    ways = [drop_points(layout, ship), [(min(ends), y), (max(ends), y)]]
    # A sibship of one kind only carries that kind up to the parents.
    kinds = {link.kind for link in links}
    dash = CHILD_DASH.get(kinds.pop(), "") if len(kinds) == 1 else ""
    drawn = "".join(line(way, **({"stroke_dasharray": dash} if dash else {})) for way in ways if _long(way))
    for link in links:
        spot = layout.spots[link.child]
        foot = spot.x + (12 if link in ship.extra else 0)
        top = spot.cy - HALF if foot == spot.x or spot.person.sex == "male" else spot.cy - HALF + 4
        way = [(points[link.child], y), (foot, top)]
        ways.append(way)
        drawn += child_line(way, link)
    return drawn, ways


def _long(way: list[Point]) -> bool:
    return any(abs(way[0][i] - way[-1][i]) > 0.5 for i in (0, 1))


def child_line(way: list[Point], link: GenoChild) -> str:
    """One child's line: solid 実子, solid with dashes 養子, dotted 里子, long dashes 連れ子."""
    if link.kind == "adopted":
        beside = [(x + 5, y) for x, y in way]
        return line(way) + line(beside, stroke_dasharray="4 3")
    dash = CHILD_DASH.get(link.kind)
    return line(way, stroke_dasharray=dash) if dash else line(way)


def legend_items(family: Family) -> list[tuple[str, str]]:
    """What the picture uses, as (sign, words); signs are drawn round (0, 0), 36 wide."""
    people = list(family.people.values())
    items: list[tuple[str, str]] = []
    for sex, words in (("male", "男性"), ("female", "女性"), ("unknown", "性別不明・その他")):
        if any(p.sex == sex for p in people):
            items.append((shape(sex, 0, 0, 8), words))
    items += _person_items(people)
    for kind in dict.fromkeys(u.kind for u in family.unions):
        dash: dict[str, str] = {"stroke_dasharray": "6 4"} if kind == "cohabiting" else {}
        marks = {"separated": (0.0,), "divorced": (-3.5, 3.5)}.get(kind, ())
        sign = line([(-17, 0), (17, 0)], **dash) + "".join(_slash(x, 0) for x in marks)
        items.append((sign, UNION_WORDS[kind] + ("（線は親権の側）" if _custody(family, kind) else "")))
    links = [link for s in family.sibships for link in (*s.links, *s.extra)]
    for child_kind in ("adopted", "foster", "step"):
        found = next((link for link in links if link.kind == child_kind), None)
        if found:
            items.append((child_line([(-2, -10), (-2, 10)], found), CHILD_WORDS[child_kind]))
    if any(link.twin_group for link in links):
        items.append((line([(-9, 9), (0, -9), (9, 9)]), "双子"))
    for tie_kind in dict.fromkeys(t.kind for t in family.ties):
        words = TIE_WORDS[tie_kind] + {"abuse": "（→受けた人）", "control": "（→受けた人）"}.get(tie_kind, "")
        items.append((tie_marks([(-18, 0), (18, 0)], tie_kind), words))
    return items


def _custody(family: Family, kind: str) -> bool:
    return any(s.union and s.union.kind == kind and s.union.custody for s in family.sibships)


def _person_items(people: list[GenoPerson]) -> list[tuple[str, str]]:
    """Legend of the marks on persons."""
    items: list[tuple[str, str]] = []
    index = next((p for p in people if p.index), None)
    if index:
        items.append((shape(index.sex, 0, 0, 9) + shape(index.sex, 0, 0, 5.5), "本人"))
    dead = next((p for p in people if p.deceased), None)
    if dead:
        items.append((shape(dead.sex, 0, 0, 9) + _cross(dead.sex, 0, 0, 9), "死亡"))
    if any(p.household for p in people):
        sign = tag("rect", x=-17, y=-9, width=34, height=18, rx=7, fill="none", stroke=HOME,
                   stroke_dasharray="6 4")  # fmt: skip
        items.append((sign, "同居"))
    if any(p.key_person for p in people):
        items.append((text(0, 5.5, "☆", 16), "キーパーソン"))
    if any(p.carer for p in people):
        items.append((text(0, 5, "▲", 13), "主介護者"))
    items += [
        (_badges([one], 0, 0), said_condition(one))
        for one in dict.fromkeys(c for p in people for c in p.conditions if c)
    ]
    for half in dict.fromkeys(half for p in people for half in halves(p.conditions)):
        items.append((shape("female", 0, 0, 9) + filled("female", 0, 0, 8.2, half), FILL_WORDS[half]))
    return items
