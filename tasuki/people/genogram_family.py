"""What a genogram is drawn from (ジェノグラムの材料): persons, unions, children, ties.

Plain data, no database: the casefile fills it from the household's records.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Sex = Literal["male", "female", "unknown"]
UnionKind = Literal["marriage", "cohabiting", "separated", "divorced"]
ChildKind = Literal["birth", "adopted", "foster", "step"]
TieKind = Literal["close", "fused", "distant", "conflict", "cutoff", "abuse", "control"]


@dataclass(frozen=True)
class GenoPerson:
    """One person of the drawing (登場人物); birth_order 1 is the eldest among siblings."""

    key: str
    sex: Sex = "unknown"
    label_lines: tuple[str, ...] = ()
    age: str = ""
    deceased: bool = False
    index: bool = False
    key_person: bool = False
    carer: bool = False
    household: bool = False
    conditions: tuple[str, ...] = ()
    birth_order: int | None = None
    hidden: bool = False
    #: Somebody whom the reader knows; a stand-in (非開示, unknown 親) has no place of its own.
    movable: bool = True

    @property
    def name(self) -> str:
        """How the text twin calls the person: first label line, else by sex."""
        words = {"male": "男性", "female": "女性", "unknown": "人物"}
        return next((line for line in self.label_lines if line.strip()), words[self.sex])


@dataclass(frozen=True)
class GenoUnion:
    """A couple (夫婦・内縁・離婚); custody is the key of the parent with 親権."""

    a: str
    b: str
    kind: UnionKind = "marriage"
    since: str = ""
    order: int = 0
    custody: str | None = None


@dataclass(frozen=True)
class GenoChild:
    """A child's line to its parents: to a union by its place in the list, or to one parent."""

    child: str
    union_index: int | None = None
    parent: str | None = None
    kind: ChildKind = "birth"
    twin_group: str | None = None


@dataclass(frozen=True)
class GenoTie:
    """An emotional tie (関係線); conflict-free kinds are mutual, abuse and control go a → b."""

    a: str
    b: str
    kind: TieKind


@dataclass
class Sibship:
    """Children of one union or one parent (きょうだい), eldest first."""

    parents: tuple[str, ...]
    union: GenoUnion | None
    links: list[GenoChild] = field(default_factory=list)
    #: Second lines of children drawn under other parents (養親など).
    extra: list[GenoChild] = field(default_factory=list)


class Family:
    """The drawable family: hidden and unknown keys gone, every child under one sibship."""

    def __init__(
        self,
        people: Iterable[GenoPerson],
        unions: Iterable[GenoUnion] = (),
        children: Iterable[GenoChild] = (),
        ties: Iterable[GenoTie] = (),
        *,
        eldest_right: bool = False,
    ) -> None:
        """Takes the records as they are. Raises ValueError if a key is given twice."""
        self.eldest_right = eldest_right
        listed = list(people)
        self.people = {p.key: p for p in listed if not p.hidden}
        if len({p.key for p in listed}) != len(listed):
            raise ValueError("同じ人が二度あります。")
        self.place = {key: i for i, key in enumerate(self.people)}
        given = list(unions)
        self.unions = [u for u in given if self._both(u.a, u.b)]
        self.unions = list({frozenset((u.a, u.b)): u for u in self.unions}.values())
        self.sibships: list[Sibship] = []
        self.parent_of: dict[str, Sibship] = {}
        self._hang(list(children), given)
        self.ties = [t for t in ties if self._both(t.a, t.b)]

    def _both(self, a: str, b: str) -> bool:
        return a != b and a in self.people and b in self.people

    def _hang(self, children: list[GenoChild], given: list[GenoUnion]) -> None:
        """Put each child under its sibship; birth parents come before adoptive ones."""
        ships: dict[tuple[str, ...], Sibship] = {}
        kinds = ("birth", "adopted", "foster", "step")
        for link in sorted(children, key=lambda c: kinds.index(c.kind)):
            parents = self._parents(link, given)
            if not parents or link.child not in self.people or link.child in parents:
                continue
            if self._descends(parents, link.child):
                continue
            union = next((u for u in self.unions if {u.a, u.b} == set(parents)), None)
            ship = ships.setdefault(tuple(sorted(parents)), Sibship(parents, union))
            if link.child in self.parent_of:
                ship.extra.append(link)
            else:
                ship.links.append(link)
                self.parent_of[link.child] = ship
        self.sibships = list(ships.values())
        for ship in self.sibships:
            ship.links = self._eldest_first(ship.links)

    def _parents(self, link: GenoChild, given: list[GenoUnion]) -> tuple[str, ...]:
        """The drawn parents a link names; a hidden partner leaves a single parent."""
        keys: tuple[str | None, ...] = (link.parent,)
        if link.union_index is not None and 0 <= link.union_index < len(given):
            keys = (given[link.union_index].a, given[link.union_index].b)
        return tuple(k for k in keys if k is not None and k in self.people)

    def _descends(self, parents: tuple[str, ...], child: str) -> bool:
        """Whether the child would become its own ancestor (records in error)."""
        seen, todo = set(), list(parents)
        while todo:
            key = todo.pop()
            if key == child:
                return True
            if key not in seen:
                seen.add(key)
                todo.extend(self.parent_of[key].parents if key in self.parent_of else ())
        return False

    def _eldest_first(self, links: list[GenoChild]) -> list[GenoChild]:
        """Links from left to right by 出生順, then as entered; twins stay side by side."""

        def rank(link: GenoChild) -> tuple[int, int]:
            order = self.people[link.child].birth_order
            return (order if order is not None else 99, self.place[link.child])

        first: dict[str, tuple[int, int]] = {}
        for link in links:
            if link.twin_group:
                first[link.twin_group] = min(first.get(link.twin_group, (999, 0)), rank(link))
        eldest_first = sorted(links, key=lambda c: (first.get(c.twin_group or "", rank(c)), rank(c)))
        return eldest_first[::-1] if self.eldest_right else eldest_first
