"""From the records of a household to what the genogram is drawn from (続柄・関係 → ジェノグラム)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal
from uuid import UUID

from django.db.models import Q

from tasuki.codes.lookup import label
from tasuki.shared.kana import initials
from tasuki.staff.models import Worker

from .enums import RelationKind, Sex
from .genogram import GenoChild, GenoPerson, GenoTie, GenoUnion, describe, draw
from .genogram_family import Family
from .genogram_layout import Layout
from .models import GenogramDrawing, Membership, Person, Relation

UNDISCLOSED = "世帯員（非開示）"
UNKNOWN_TIE = "続柄不明"
UNIONS = {
    RelationKind.MARRIED: "marriage", RelationKind.COHABITING: "cohabiting",
    RelationKind.SEPARATED: "separated", RelationKind.DIVORCED: "divorced",
}  # fmt: skip
PARENTS = {
    RelationKind.PARENT: "birth", RelationKind.ADOPTIVE_PARENT: "adopted",
    RelationKind.FOSTER_PARENT: "foster", RelationKind.STEP_PARENT: "step",
}  # fmt: skip
TIES = {
    RelationKind.CLOSE, RelationKind.FUSED, RelationKind.DISTANT, RelationKind.CONFLICT, RelationKind.CUTOFF,
    RelationKind.ABUSE, RelationKind.CONTROL,
}  # fmt: skip
Names = Literal["relation", "name", "initial"]


@dataclass
class Kin:
    """The material of one genogram; `picture()` draws it, `words()` says it."""

    people: list[GenoPerson] = field(default_factory=list)
    unions: list[GenoUnion] = field(default_factory=list)
    children: list[GenoChild] = field(default_factory=list)
    ties: list[GenoTie] = field(default_factory=list)
    placed: dict[str, float] = field(default_factory=dict)
    eldest_right: bool = False

    def picture(self, title: str = "ジェノグラム", note: str = "", legend: bool = True, named: bool = False) -> str:
        """As SVG, safe to put into a page."""
        return draw(*self.drawn, title=title, note=note, legend=legend, placed=tuple(self.placed.items()),
                    eldest_right=self.eldest_right, named=named)  # fmt: skip

    def words(self) -> list[str]:
        """In sentences."""
        return describe(*self.drawn, eldest_right=self.eldest_right)

    @property
    def drawn(self) -> tuple[list[GenoPerson], list[GenoUnion], list[GenoChild], list[GenoTie]]:
        """Everything that is drawn."""
        return self.people, self.unions, self.children, self.ties

    @property
    def layout(self) -> Layout:
        """Where everybody stands."""
        return Layout(Family(*self.drawn, eldest_right=self.eldest_right), self.placed)


def family(persons: Iterable[Person | UUID], relations: Iterable[Relation], memberships: Iterable[Membership],
           index_person: Person | UUID | None = None, reader: Worker | None = None, *, names: Names = "relation",
           conditions: dict[UUID, tuple[str, ...]] | None = None, told: dict[UUID, str] | None = None) -> Kin:  # fmt: skip
    """The family of these persons for this reader. `told`: 続柄 of those of whom the household tells none.

    A key in place of a person stands for a member who exists but may not be shown: a shape 「世帯員（非開示）」.
    A person whom the reader may not know becomes one too. `names`: what stands under a shape.
    """
    listed = list(persons)
    known = _known([one for one in listed if isinstance(one, Person)], reader)
    living = {row.person_id: row for row in memberships if row.until is None}
    index = index_person.pk if isinstance(index_person, Person) else index_person
    ties = [row for row in relations if row.first_id in known and row.second_id in known]
    born, kinds = _birth_orders(ties), {**derived(known, ties, index), **(told or {})}
    kin = Kin(placed=_places(known.get(index)) if index else {},
              eldest_right=bool(reader and reader.agency.municipality.eldest_right))  # fmt: skip
    for one in listed:
        key = one.pk if isinstance(one, Person) else one
        if key in known:
            shape = _shape(known[key], living.get(key), index, names, born.get(key), (conditions or {}).get(key, ()),
                           kinds.get(key, ""))  # fmt: skip
        else:
            shape = GenoPerson(str(key), label_lines=(UNDISCLOSED,), household=True, movable=False)
        kin.people.append(shape)
    _unite(kin, ties)
    _descend(kin, ties, known)
    kin.ties = [GenoTie(str(row.first_id), str(row.second_id), row.kind) for row in ties if row.kind in TIES]
    return kin


def gather(keys: Iterable[UUID], index_person: UUID | None, reader: Worker, *, names: Names = "relation",
           hidden: bool = True, conditions: dict[UUID, tuple[str, ...]] | None = None,
           told: dict[UUID, str] | None = None) -> Kin:  # fmt: skip
    """The family around the members with these keys, asked from the database (four queries).

    Relatives one step outside are drawn with them where the reader may know them. `hidden`: draw the members she may
    not know as undisclosed shapes; for readers to whom the case itself is open.
    """
    members = list(dict.fromkeys(keys))
    relations = list(Relation.objects.filter(Q(first__in=members) | Q(second__in=members)))
    around = {key for row in relations for key in (row.first_id, row.second_id)}
    visible = Person.objects.visible_to(reader).filter(pk__in=[*members, *around]).select_related("drawing")
    persons = {person.pk: person for person in visible}
    relations = list(Relation.objects.filter(first__in=persons, second__in=persons))
    memberships = Membership.objects.filter(person__in=persons, until=None)
    shown: list[Person | UUID] = [persons.get(key, key) for key in members if hidden or key in persons]
    shown += [person for key, person in persons.items() if key not in members]
    together = _together(members, list(memberships))
    kin = family(shown, relations, together, index_person, names=names, conditions=conditions, told=told)
    kin.eldest_right = reader.agency.municipality.eldest_right
    return kin


def _together(members: list[UUID], memberships: list[Membership]) -> list[Membership]:
    """Memberships of the members' own households only: the line around them is not drawn around others' homes."""
    homes = {row.household_id for row in memberships if row.person_id in members}
    return [row for row in memberships if row.household_id in homes]


def _places(index: Person | None) -> dict[str, float]:
    """Where somebody put them by hand, in the drawing around this person."""
    try:
        return index.drawing.places if index else {}
    except GenogramDrawing.DoesNotExist:
        return {}


def _known(persons: list[Person], reader: Worker | None) -> dict[UUID, Person]:
    """By key; with a reader only those whom she may know."""
    if reader is None:
        return {person.pk: person for person in persons}
    rows = Person.objects.visible_to(reader).filter(pk__in=[person.pk for person in persons])
    seen = set(rows.values_list("pk", flat=True))
    return {person.pk: person for person in persons if person.pk in seen}


def _shape(person: Person, living: Membership | None, index: UUID | None, names: Names, order: int | None,
           conditions: tuple[str, ...], told: str = "") -> GenoPerson:  # fmt: skip
    """One person with what stands under her shape."""
    said = living.relation if living and living.relation else told
    kind = label("relation_type", said) if said else ""
    is_index = person.pk == index
    if names == "name":
        first, second = person.full_name, kind
    elif names == "initial":
        first, second = _initials(person), kind
    else:
        # Where only 続柄 are wanted no name stands, also not of somebody whose 続柄 nobody knows.
        first, second = kind or ("" if is_index else UNKNOWN_TIE if index else person.full_name), ""
    if is_index:
        first = f"{first}（本人）" if first not in ("", "本人") else "本人"
    age = person.age()
    text = "" if age is None or age.low is None else age.label.replace("歳くらい", "頃").removesuffix("歳")
    return GenoPerson(
        str(person.pk),
        person.sex if person.sex in (Sex.MALE, Sex.FEMALE) else "unknown",
        tuple(line for line in (first, second) if line), text,
        deceased=person.deceased, index=is_index, household=living is not None and not person.deceased,
        key_person=bool(living and living.key_person), carer=bool(living and living.main_carer),
        conditions=conditions, birth_order=order,
    )  # fmt: skip


def _initials(person: Person) -> str:
    """Y.H. from the reading; where none is known, the first letters of the name as it stands."""
    first = "".join(f"{part[:1]}." for part in (person.family_name, person.given_name) if part)
    return initials(person.kana) or first or "氏名不明"


_WORDS = {  # for a man, a woman, others
    "parent": ("父", "母", "親"), "child": ("子", "子", "子"), "spouse": ("夫", "妻", "配偶者"),
    "former": ("元配偶者", "元配偶者", "元配偶者"), "sibling": ("兄弟", "姉妹", "きょうだい"),
    "grandparent": ("祖父", "祖母", "祖父母"), "grandchild": ("孫", "孫", "孫"), "uncle": ("おじ", "おば", "おじ・おば"),
    "nephew": ("甥", "姪", "甥・姪"), "child_spouse": ("子の夫", "子の妻", "子の配偶者"),
}  # fmt: skip


def derived(known: dict[UUID, Person], relations: Iterable[Relation], index: UUID | None) -> dict[UUID, str]:
    """続柄 as far as it follows from who is whose parent, partner, brother or sister, from 本人."""
    if index is None:
        return {}
    up: dict[UUID, set[UUID]] = defaultdict(set)
    down: dict[UUID, set[UUID]] = defaultdict(set)
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    wed: dict[UUID, set[UUID]] = defaultdict(set)
    former: set[UUID] = set()
    for row in relations:
        if row.kind in PARENTS:
            up[row.second_id].add(row.first_id)
            down[row.first_id].add(row.second_id)
        elif row.kind == RelationKind.SIBLING or row.kind in UNIONS:
            into = beside if row.kind == RelationKind.SIBLING else wed
            into[row.first_id].add(row.second_id)
            into[row.second_id].add(row.first_id)
            if row.kind == RelationKind.DIVORCED and index in (row.first_id, row.second_id):
                former |= {row.first_id, row.second_id}

    def siblings(one: UUID) -> set[UUID]:
        return (beside[one] | {key for parent in up[one] for key in down[parent]}) - {one}

    said: dict[UUID, str] = {}
    steps = [
        ("former", wed[index] & former), ("spouse", wed[index]), ("parent", up[index]), ("child", down[index]),
        ("sibling", siblings(index)), ("grandparent", {key for one in up[index] for key in up[one]}),
        ("grandchild", {key for one in down[index] for key in down[one]}),
        ("uncle", {key for one in up[index] for key in siblings(one)}),
        ("nephew", {key for one in siblings(index) for key in down[one]}),
        ("child_spouse", {key for one in down[index] for key in wed[one]}),
    ]  # fmt: skip
    for word, keys in steps:
        for key in keys - {index} - said.keys():
            if key in known:
                said[key] = _WORDS[word][{Sex.MALE: 0, Sex.FEMALE: 1}.get(Sex(known[key].sex), 2)]
    return said


def _birth_orders(relations: list[Relation]) -> dict[UUID, int]:
    """第何子, from the relation to a parent."""
    return {row.second_id: row.order for row in relations if row.kind == RelationKind.PARENT and row.order}


def _unite(kin: Kin, relations: list[Relation]) -> None:
    """Couples, with the parent who has 親権 after a divorce."""
    custody = {(row.first_id, row.second_id) for row in relations if row.kind in PARENTS and row.custody}
    children = defaultdict(set)
    for row in relations:
        if row.kind in PARENTS:
            children[row.first_id].add(row.second_id)
    for row in relations:
        if row.kind not in UNIONS:
            continue
        common = children[row.first_id] & children[row.second_id]
        having = [key for key in (row.first_id, row.second_id) if any((key, child) in custody for child in common)]
        holder = row.first_id if row.custody else having[0] if len(having) == 1 else None
        kin.unions.append(GenoUnion(
            str(row.first_id), str(row.second_id), UNIONS[RelationKind(row.kind)], row.since, row.order or 0,
            str(holder) if holder else None,
        ))  # fmt: skip


def _descend(kin: Kin, relations: list[Relation], known: dict[UUID, Person]) -> None:
    """Lines from children to their parents: to the couple where there is one, else to each parent."""
    parents: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for row in relations:
        if row.kind in PARENTS:
            parents[row.second_id, PARENTS[RelationKind(row.kind)]].append(row.first_id)
    couples = {frozenset((union.a, union.b)): place for place, union in enumerate(kin.unions)}
    for (child, kind), listed in parents.items():
        twins = _twins(child, listed, known, parents)
        pairs = [frozenset(map(str, two)) for two in combinations(listed, 2)]
        pair = next((couples[two] for two in pairs if two in couples), None)
        if pair is not None:
            kin.children.append(GenoChild(str(child), union_index=pair, kind=kind, twin_group=twins))
        else:
            kin.children += [GenoChild(str(child), parent=str(key), kind=kind, twin_group=twins) for key in listed]
    _hang_siblings(kin, relations)


def _twins(child: UUID, parents: list[UUID], known: dict[UUID, Person], families: dict) -> str | None:
    """Children of the same parents born on the same day."""
    born = known[child].birth
    if not born.is_full:
        return None
    day = (born.year, born.month, born.day)
    same = [
        key for (key, kind), others in families.items()
        if kind == "birth" and set(others) == set(parents)
        and (known[key].birth_year, known[key].birth_month, known[key].birth_day) == day
    ]  # fmt: skip
    return "-".join(map(str, day)) if len(same) > 1 else None


def _hang_siblings(kin: Kin, relations: list[Relation]) -> None:
    """Brothers and sisters whose parents nobody wrote down hang under the parents of the other, or under 「親」."""
    above = {link.child: link for link in kin.children if link.kind == "birth"}
    for row in relations:
        if row.kind != RelationKind.SIBLING:
            continue
        first, second = str(row.first_id), str(row.second_id)
        if first not in above and second not in above:
            # Two shapes without names: brothers and sisters hang from a couple, whoever they were.
            pair = (f"father-of-{first}", f"mother-of-{first}")
            kin.people.append(GenoPerson(pair[0], "male", ("親",), movable=False))
            kin.people.append(GenoPerson(pair[1], "female", ("親",), movable=False))
            kin.unions.append(GenoUnion(*pair))
            above[first] = GenoChild(first, union_index=len(kin.unions) - 1)
            kin.children.append(above[first])
        for one, other in ((first, second), (second, first)):
            if one not in above:
                link = above[other]
                above[one] = GenoChild(one, union_index=link.union_index, parent=link.parent)
                kin.children.append(above[one])
