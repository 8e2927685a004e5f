"""The genogram draws what the records say, whatever the family looks like."""

import time
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.people.genogram import (
    ChildKind,
    GenoChild,
    GenoPerson,
    GenoTie,
    GenoUnion,
    Sex,
    TieKind,
    UnionKind,
    describe,
    draw,
)
from tasuki.people.genogram_family import Family
from tasuki.people.genogram_layout import HALF, Layout
from tasuki.people.genogram_place import moved
from tasuki.people.genogram_ways import Household
from tasuki.people.tests.genogram_cast import (
    FAMILIES,
    Drawn,
    mother_and_daughter,
    mother_and_son,
    three_generations,
)

SVG = "{http://www.w3.org/2000/svg}"
SEXES: list[Sex] = ["male", "female", "unknown"]
UNIONS: list[UnionKind] = ["marriage", "cohabiting", "separated", "divorced"]
CHILDREN: list[ChildKind] = ["birth", "birth", "adopted", "foster", "step"]
TIES: list[TieKind] = ["close", "fused", "distant", "conflict", "cutoff", "abuse", "control"]


@st.composite
def families(pick: st.DrawFn) -> Drawn:
    """A family grown from one couple: children, partners from outside, remarriages, ties."""
    people: list[GenoPerson] = []
    unions: list[GenoUnion] = []
    links: list[GenoChild] = []
    label = st.text("母長男女祖父（本人）県外AZ<&", max_size=14)

    def person() -> str:
        key = f"p{len(people)}"
        people.append(
            GenoPerson(
                key,
                pick(st.sampled_from(SEXES)),
                tuple(pick(st.lists(label, max_size=3))),
                pick(st.sampled_from(["", "86", "80代", "86〜87歳", "0"])),
                deceased=pick(st.booleans()),
                index=not people,
                household=pick(st.booleans()),
                carer=pick(st.booleans()),
                key_person=pick(st.booleans()),
                conditions=tuple(pick(st.lists(st.sampled_from("認精知身"), max_size=3))),
                birth_order=None,
            )
        )
        return key

    def grow(key: str, depth: int) -> None:
        if len(people) > 24:
            return
        for _ in range(pick(st.integers(0, 2))):
            other = person()
            kind = pick(st.sampled_from(UNIONS))
            custody = pick(st.sampled_from([None, key, other]))
            unions.append(GenoUnion(key, other, kind, pick(st.sampled_from(["", "平成20年"])), 0, custody))
            children(len(unions) - 1, None, depth)
        if pick(st.integers(0, 5)) == 0:
            children(None, key, depth)

    def children(union: int | None, parent: str | None, depth: int) -> None:
        if depth >= 3:
            return
        twins = pick(st.booleans())
        for i in range(pick(st.integers(0, 3))):
            child = person()
            kind = pick(st.sampled_from(CHILDREN))
            links.append(GenoChild(child, union, parent, kind, "t" if twins and i < 2 else None))
            grow(child, depth + 1)

    grow(person(), 0)
    keys = st.sampled_from([p.key for p in people])
    kinds = st.sampled_from(TIES)
    ties = pick(st.lists(st.builds(GenoTie, keys, keys, kinds), max_size=4))
    return people, unions, links, ties


LIGHT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@LIGHT
@given(families())
def test_shapes_and_labels_never_overlap(drawn: Drawn) -> None:
    spots = Layout(Family(*drawn)).spots.values()
    assert len(spots) == len(drawn[0])
    for a, b in combinations(spots, 2):
        assert apart(a.box, b.box), (a, b)


@LIGHT
@given(families(), st.data())
def test_whoever_was_put_somewhere_stands_there_and_nobody_overlaps(drawn: Drawn, data: st.DataObject) -> None:
    keys = [person.key for person in drawn[0]]
    placed = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(-600, 600), max_size=4))
    before, layout = Layout(Family(*drawn)), Layout(Family(*drawn), placed)
    assert sorted(layout.spots) == sorted(keys)
    for a, b in combinations(layout.spots.values(), 2):
        assert apart(a.box, b.box), (a, b)
    assert all(layout.spots[key].row == before.spots[key].row for key in keys)
    for row in layout.order:
        own = [key for key in row if key in placed]
        if len(own) == 1:
            assert abs(layout.spots[own[0]].x - layout.zero - placed[own[0]]) <= 1
        # Two put near each other keep the order in which they were put.
        assert own == sorted(own, key=lambda key: placed[key])
    ET.fromstring(draw(*drawn, placed=tuple(placed.items())))


@LIGHT
@given(families(), st.data())
def test_a_place_stays_when_another_person_comes(drawn: Drawn, data: st.DataObject) -> None:
    people, unions, links, ties = drawn
    key = data.draw(st.sampled_from([person.key for person in people]))
    parent = data.draw(st.sampled_from([person.key for person in people]))
    layout = Layout(Family(*drawn), {key: 77})
    assert layout.spots[key].x - layout.zero == 77
    more = Family([*people, GenoPerson("new", "female")], unions, [*links, GenoChild("new", parent=parent)], ties)
    again = Layout(more, {key: 77})
    assert again.spots[key].x - again.zero == 77


@pytest.mark.parametrize("way", ["left", "right", "far_left", "far_right"])
def test_a_step_moves_to_that_side(way: str) -> None:
    layout = Layout(Family(*three_generations()))
    for key, spot in layout.spots.items():
        again = Layout(Family(*three_generations()), {key: moved(layout, key, way)})
        step = (again.spots[key].x - again.zero) - (spot.x - layout.zero)
        assert (step < 0) == ("left" in way)
        assert step
        row, after = layout.order[spot.row], again.order[spot.row]
        at = row.index(key)
        if way == "far_left" and at:
            assert after.index(key) == at - 1


def test_the_eldest_may_stand_on_the_right() -> None:
    people, unions, links, ties = three_generations()
    family = Family(people, unions, links, ties, eldest_right=True)
    for ship in family.sibships:
        order = [family.people[link.child].birth_order or 99 for link in ship.links]
        assert order == sorted(order, reverse=True)
    said = describe(*mother_and_son(), eldest_right=True)
    assert "父と母の子（年長順）：長女52歳、本人（長男）46歳" in said
    spots = Layout(Family(*mother_and_son(), eldest_right=True)).spots
    assert spots["s"].x < spots["d"].x


def test_shapes_carry_keys_only_where_they_are_moved() -> None:
    assert "data-person" not in draw(*mother_and_son())
    people, *rest = mother_and_son()
    people.append(GenoPerson("secret", movable=False, household=True))
    svg = draw(people, *rest, named=True)
    assert 'data-person="s"' in svg
    assert "secret" not in svg


@LIGHT
@given(families())
def test_children_stand_one_row_below_and_elder_ones_left(drawn: Drawn) -> None:
    family = Family(*drawn)
    spots = Layout(family).spots
    for ship in family.sibships:
        for link in ship.links:
            assert all(spots[link.child].row == spots[p].row + 1 for p in ship.parents)
            assert all(spots[link.child].cy > spots[p].cy for p in ship.parents)
        xs = [spots[link.child].x for link in ship.links]
        assert xs == sorted(xs)


@LIGHT
@given(families())
def test_a_man_stands_left_of_his_only_partner(drawn: Drawn) -> None:
    family = Family(*drawn)
    spots = Layout(family).spots
    for union in family.unions:
        both = {union.a, union.b}
        alone = not any(both & {o.a, o.b} for o in family.unions if o is not union)
        sexes = {spots[k].person.sex: spots[k].x for k in both}
        if alone and {"male", "female"} <= set(sexes):
            assert sexes["male"] < sexes["female"]


@LIGHT
@given(families())
def test_the_household_outline_holds_exactly_its_members(drawn: Drawn) -> None:
    layout = Layout(Family(*drawn))
    rects = Household(layout).rects
    for spot in layout.spots.values():
        left, top, right, bottom = spot.box
        if spot.person.household:
            assert any(r[0] <= left and r[1] <= top and r[2] >= right and r[3] >= bottom for r in rects)
        else:
            inner = (left + 1, top + 1, right - 1, bottom - 1)
            assert all(apart(inner, r) for r in rects), spot


@LIGHT
@given(families())
def test_the_picture_is_clean_xml_with_everyone_once(drawn: Drawn) -> None:
    svg = draw(*drawn, legend=False)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert all("style" not in e.attrib and e.tag != f"{SVG}style" for e in root.iter())
    assert len(root.findall(f"{SVG}g")) == len(drawn[0])
    assert all(float(t.get("font-size", 0)) >= 12 for t in root.iter(f"{SVG}text"))
    assert draw(*drawn, legend=False) == svg
    assert describe(*drawn)


@pytest.mark.parametrize("family", FAMILIES)
def test_everything_drawn_lies_within_the_picture(family) -> None:  # type: ignore[no-untyped-def]
    root = ET.fromstring(draw(*family()))
    x, y, width, height = map(float, root.get("viewBox", "").split())
    for text in root.iter(f"{SVG}text"):
        if text.get("x") and float(text.get("x", 0)) > 30:
            assert x <= float(text.get("x", 0)) <= x + width
            assert y <= float(text.get("y", 0)) <= y + height


def test_the_words_say_who_lives_with_whom() -> None:
    said = describe(*mother_and_son())
    assert said[0] == "本人（長男）46歳、母86歳と同居"
    assert "父（81歳で死亡）：平成28年死亡" in said
    assert "父と母の子（年長順）：長女52歳、本人（長男）46歳" in said
    assert "長男（本人）から母への虐待" in said


def test_the_words_name_custody_and_ties() -> None:
    said = describe(*mother_and_daughter())
    assert "元夫と長女（本人）：離婚（令和2年）、親権は元夫" in said
    assert "母と長女（本人）は密着" in said


def test_the_legend_explains_only_what_is_used() -> None:
    svg = draw(*mother_and_son())
    assert "認知症" in svg
    assert "虐待（→受けた人）" in svg
    assert "主介護者" in svg
    assert "離婚" not in svg
    assert "養子" not in svg
    assert "性別不明" not in svg


def test_children_hang_on_the_side_of_the_parent_with_custody() -> None:
    people, _unions, links, _ = mother_and_daughter()
    for custody, side in (("x", -1), ("d", 1)):
        union = GenoUnion("x", "d", "divorced", custody=custody)
        layout = Layout(Family(people, [union], links))
        middle = (layout.spots["x"].x + layout.spots["d"].x) / 2
        ship = next(s for s in layout.family.sibships if s.union)
        assert (layout.drop_x(ship) - middle) * side > 0


def test_remarriage_runs_left_to_right_in_time() -> None:
    spots = Layout(Family(*three_generations())).spots
    assert spots["ex"].x < spots["f"].x < spots["mo"].x < spots["h"].x


def test_three_marriages_are_drawn_over_the_partner_between() -> None:
    people = [GenoPerson("h", "male"), *(GenoPerson(f"w{i}", "female") for i in range(3))]
    unions = [GenoUnion("h", f"w{i}", "divorced" if i < 2 else "marriage", order=i) for i in range(3)]
    layout = Layout(Family(people, unions, [GenoChild("w9", 0)]))
    assert [k for row in layout.order for k in row] == ["w0", "w1", "h", "w2"]
    assert layout.over == {("w0", "h"): 0}


def test_a_small_change_keeps_the_order() -> None:
    people, unions, links, ties = three_generations()
    before = Layout(Family(people, unions, links, ties)).order
    after = Layout(Family([*people, GenoPerson("new", "male")], unions, [*links, GenoChild("new", 6)], ties)).order
    assert [[k for k in row if k != "new"] for row in after] == before


def test_hidden_people_leave_no_trace() -> None:
    people, unions, links, ties = mother_and_son()
    people[0] = GenoPerson("f", "male", ("父のなまえ",), hidden=True)
    assert "父のなまえ" not in draw(people, unions, links, ties)
    assert "母の子（年長順）：長女52歳、本人（長男）46歳" in describe(people, unions, links, ties)


@pytest.mark.parametrize(
    "links",
    [
        [GenoChild("a", parent="a")],
        [GenoChild("b", parent="a"), GenoChild("a", parent="b")],
        [GenoChild("b", 0)],
        [GenoChild("b", 9), GenoChild("zz", parent="a"), GenoChild("b", parent="zz")],
        [GenoChild("c", parent="a"), GenoChild("b", parent="c")],
    ],
)
def test_records_in_error_still_give_a_picture(links: list[GenoChild]) -> None:
    people = [GenoPerson(k) for k in "abc"]
    unions = [GenoUnion("a", "b"), GenoUnion("a", "a"), GenoUnion("a", "zz"), GenoUnion("b", "c")]
    ET.fromstring(draw(people, unions, links, [GenoTie("a", "b", "cutoff"), GenoTie("a", "zz", "close")]))


def test_nobody_yet_gives_an_empty_picture() -> None:
    ET.fromstring(draw([]))
    assert describe([]) == []


def test_nobody_is_drawn_twice() -> None:
    with pytest.raises(ValueError, match="二度"):
        draw([GenoPerson("a"), GenoPerson("a")])


def test_labels_cannot_break_out_of_the_picture() -> None:
    svg = draw([GenoPerson("a", "male", ('</text><script>"', "\x00\x0b\ud800"), "<")], title="<b>&")
    ET.fromstring(svg)
    assert "<script" not in svg


def test_thirty_people_are_drawn_at_once() -> None:
    people = [GenoPerson(f"p{i}", "male" if i % 2 else "female", ("続柄", "市内")) for i in range(30)]
    unions = [GenoUnion(f"p{i}", f"p{i + 1}") for i in range(0, 14, 2)]
    links = [GenoChild(f"p{i}", (i - 2) // 4) for i in range(2, 30, 2)]
    begun = time.perf_counter()
    draw(people, unions, links, [GenoTie("p0", f"p{i}", "conflict") for i in (4, 9, 20)])
    # Meant to be under 0.05 s; the wide bound keeps a busy machine from failing it.
    assert time.perf_counter() - begun < 0.5


def test_shapes_are_as_large_as_the_convention_asks() -> None:
    assert 40 <= 2 * HALF <= 44
