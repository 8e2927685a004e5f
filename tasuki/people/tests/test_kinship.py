"""The genogram is drawn from what the workers wrote down, for one reader."""

from tasuki.cases.grants import admit
from tasuki.people import actions
from tasuki.people.kinship import UNDISCLOSED, gather
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


def household(town):
    case = town.case(by="sakura")
    mother, son = case.people
    father = town.person("花村 太郎", sex="male", deceased=True)
    daughter = town.person("花村 春子", sex="female", birth="S49.1.1")
    with town.acting("sakura") as sakura:
        actions.change_person(person=mother, by=sakura, sex="female", birth="86歳")
        home = actions.start_household(by=sakura, town=town.towns[0])
        actions.join_household(household=home, person=mother, by=sakura, relation="母", key_person=True)
        actions.join_household(household=home, person=son, by=sakura, relation="長男")
        actions.relate(first=father, second=mother, kind="married", by=sakura, since="昭和40年")
        for parent in (father, mother):
            actions.relate(first=parent, second=son, kind="parent", by=sakura, order=2)
        actions.relate(first=daughter, second=son, kind="sibling", by=sakura)
        actions.relate(first=son, second=mother, kind="fused", by=sakura)
    return case, mother, son, father, daughter


def test_couple_child_sibling_and_tie_are_drawn(town):
    _case, mother, son, father, daughter = household(town)
    with town.acting("sakura") as sakura:
        kin = gather([mother.pk, son.pk], son.pk, sakura)
    shapes = {shape.key: shape for shape in kin.people}
    assert set(shapes) == {str(one.pk) for one in (mother, son, father, daughter)}
    assert shapes[str(mother.pk)].label_lines == ("母",)
    assert (shapes[str(mother.pk)].age, shapes[str(mother.pk)].key_person) == ("86", True)
    assert shapes[str(son.pk)].label_lines == ("長男（本人）",)
    assert shapes[str(son.pk)].index
    assert not shapes[str(daughter.pk)].household
    assert [(union.kind, union.since) for union in kin.unions] == [("marriage", "昭和40年")]
    assert {(link.child, link.union_index) for link in kin.children} == {(str(son.pk), 0), (str(daughter.pk), 0)}
    assert [tie.kind for tie in kin.ties] == ["fused"]
    assert kin.picture().startswith("<svg")
    # Where 続柄 are wanted no name stands: what the household does not tell follows from the lines.
    assert shapes[str(father.pk)].label_lines == ("父",)
    assert shapes[str(daughter.pk)].label_lines == ("姉妹",)
    assert not any("太郎" in line for line in [*kin.words(), kin.picture()])


def test_a_reader_of_one_member_sees_the_others_as_undisclosed(town):
    case, mother, son, _father, _daughter = household(town)
    with town.acting("sakura") as sakura:
        admit(case=case, ground=Ground.CONSENT, scope=Scope.IDENTITY, source=uuid7(), by=sakura,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    with town.acting("midori") as midori:
        kin = gather([mother.pk, son.pk], son.pk, midori)
        assert [shape.label_lines for shape in kin.people] == [("母",), (UNDISCLOSED,)]
        assert (kin.unions, kin.children, kin.ties) == ([], [], [])
        assert "一郎" not in kin.picture()
        assert len(gather([mother.pk, son.pk], None, midori, hidden=False).people) == 1
    with town.acting("yoso") as stranger:
        assert gather([mother.pk, son.pk], None, stranger, hidden=False).people == []


def test_parents_without_a_written_marriage_and_siblings_without_parents(town):
    mother, father, son, aunt = (town.person(f"花村 {name}") for name in ("母", "父", "子", "叔母"))
    with town.acting("sakura") as sakura:
        actions.relate(first=mother, second=son, kind="parent", by=sakura)
        actions.relate(first=father, second=son, kind="parent", by=sakura)
        actions.relate(first=aunt, second=mother, kind="sibling", by=sakura)
        kin = gather([son.pk, mother.pk], son.pk, sakura, names="name")
    assert [link.parent for link in kin.children if link.child == str(son.pk)] == [str(mother.pk), str(father.pk)]
    assert ("親",) in [shape.label_lines for shape in kin.people]
    assert kin.picture()
