"""Who stands where in a genogram: generations as rows, and the order within each row.

Eldest left, man left and woman right of a couple, earlier partners left of later ones;
then rows are swept until lines cross least. Deterministic: the order of the records
decides every tie, so a small change moves little.
"""

import itertools
from collections import defaultdict, deque

from .genogram_family import Family, GenoUnion, Sibship

_SEX_RANK = {"male": 0, "unknown": 1, "female": 2}
_SWEEPS = 6


def generations(family: Family) -> dict[str, int]:
    """The row of each person (世代), 0 at the top; child lines count before couples."""
    near: dict[str, list[tuple[str, int, bool]]] = defaultdict(list)
    for ship in family.sibships:
        for link in ship.links:
            for parent in ship.parents:
                near[parent].append((link.child, 1, True))
                near[link.child].append((parent, -1, True))
    for union in family.unions:
        near[union.a].append((union.b, 0, False))
        near[union.b].append((union.a, 0, False))
    # Everybody starts in the row of the person the case is about (本人).
    starts = sorted(family.people, key=lambda k: (not family.people[k].index, family.place[k]))
    row: dict[str, int] = {}
    for start in starts:
        if start not in row:
            _walk(start, near, row)
    top = min(row.values(), default=0)
    return {key: row[key] - top for key in family.people}


def _walk(start: str, near: dict[str, list[tuple[str, int, bool]]], row: dict[str, int]) -> None:
    """Give rows to everybody tied to one person, blood before marriage."""
    todo = deque([(start, 0)])
    while todo:
        key, at = todo.popleft()
        if key in row:
            continue
        row[key] = at
        for other, step, blood in near[key]:
            if other not in row:
                (todo.appendleft if blood else todo.append)((other, at + step))


def _partners(family: Family, row: dict[str, int]) -> dict[str, list[str]]:
    """Partners of each person in their own row, earliest first."""

    def time(item: tuple[int, GenoUnion]) -> tuple[int, bool, int]:
        return (item[1].order, item[1].kind != "divorced", item[0])

    partners: dict[str, list[str]] = defaultdict(list)
    for _, union in sorted(enumerate(family.unions), key=time):
        if row[union.a] == row[union.b]:
            partners[union.a].append(union.b)
            partners[union.b].append(union.a)
    return partners


def couples(family: Family, row: dict[str, int]) -> list[list[str]]:
    """Persons joined by couple lines, each group in its order from left to right."""
    partners = _partners(family, row)
    seen: set[str] = set()
    groups = []
    for key in family.people:
        if key in seen:
            continue
        members, todo = [], [key]
        while todo:
            one = todo.pop()
            if one not in members:
                members.append(one)
                todo.extend(partners[one])
        seen.update(members)
        groups.append(_siblings_right(family, _in_order(family, members, partners)))
    return groups


def _in_order(family: Family, members: list[str], partners: dict[str, list[str]]) -> list[str]:
    """One group from left to right: by sex for a couple, by time round the one remarried."""
    if len(members) == 1:
        return members
    if len(members) == 2:
        first = next(u for u in family.unions if {u.a, u.b} == set(members))
        return sorted((first.a, first.b), key=lambda k: _SEX_RANK[family.people[k].sex])
    centre = min(members, key=lambda k: (-len(partners[k]), family.place[k]))
    seen = {centre}

    def grow(key: str, rightward: bool) -> list[str]:
        seen.add(key)
        further: list[str] = []
        for other in partners[key]:
            if other not in seen:
                branch = grow(other, rightward)
                further = further + branch if rightward else branch + further
        return [key, *further] if rightward else [*further, key]

    *earlier, last = partners[centre]
    sequence = [centre]
    seen.add(last)
    left: list[str] = []
    for key in earlier:
        if key not in seen:
            left += grow(key, rightward=False)
    return left + sequence + grow(last, rightward=True)


def _siblings_right(family: Family, group: list[str]) -> list[str]:
    """The group turned round when that puts the elder of two siblings in it on the left."""
    at = {key: i for i, key in enumerate(group)}

    def wrong(sign: int) -> int:
        return sum(
            (at[b.child] - at[a.child]) * sign < 0
            for ship in family.sibships
            for a, b in zip(ship.links, ship.links[1:], strict=False)
            if a.child in at and b.child in at
        )

    return group[::-1] if wrong(-1) < wrong(1) else group


class Rows:
    """The rows of a genogram, each a list of couple groups, ordered so that lines cross least."""

    def __init__(self, family: Family) -> None:
        """Orders the family once; read `groups` and `row`."""
        self.family = family
        self.row = generations(family)
        height = max(self.row.values(), default=-1) + 1
        self.groups: list[list[list[str]]] = [[] for _ in range(height)]
        for group in couples(family, self.row):
            self.groups[self.row[group[0]]].append(group)
        self.at: dict[str, float] = {}
        self._sort_all()

    def _sort_all(self) -> None:
        self._mark()
        for r in range(len(self.groups)):
            self._sort(r, {})
        best, best_cost = [list(row) for row in self.groups], self._cost()
        for sweep in range(_SWEEPS):
            downward = sweep % 2 == 0
            rows = range(len(self.groups))
            for r in rows if downward else reversed(rows):
                self._sort(r, self._wishes(r, from_above=downward))
            cost = self._cost()
            if cost < best_cost:
                best, best_cost = [list(row) for row in self.groups], cost
        self.groups = best
        self._mark()

    def _mark(self) -> None:
        """Note the place of everybody in their row."""
        for row in self.groups:
            keys = [key for group in row for key in group]
            # Rows are compared by share of their width, or short rows would drift left.
            self.at.update({key: (i + 0.5) / len(keys) for i, key in enumerate(keys)})

    def _wishes(self, r: int, *, from_above: bool) -> dict[int, float]:
        """Where each group would like to stand, seen from its parents or its children."""
        wishes: dict[int, list[float]] = defaultdict(list)
        owner = {key: i for i, group in enumerate(self.groups[r]) for key in group}
        for ship in self.family.sibships:
            if from_above:
                above = sum(self.at[p] for p in ship.parents) / len(ship.parents)
                for link in ship.links:
                    if link.child in owner:
                        wishes[owner[link.child]].append(above)
            elif ship.links and ship.parents[0] in owner:
                below = sum(self.at[link.child] for link in ship.links) / len(ship.links)
                wishes[owner[ship.parents[0]]].append(below)
        return {i: sum(w) / len(w) for i, w in wishes.items()}

    def _sort(self, r: int, wishes: dict[int, float]) -> None:
        """Order one row by its wishes, elder siblings always before younger ones."""
        row = self.groups[r]
        owner = {key: i for i, group in enumerate(row) for key in group}
        before: dict[int, set[int]] = defaultdict(set)
        for ship in self.family.sibships:
            line = [owner[link.child] for link in ship.links if link.child in owner]
            for a, b in itertools.pairwise(line):
                if a != b:
                    before[b].add(a)

        def want(i: int) -> tuple[float, float]:
            here = self.at[row[i][0]]
            return (wishes.get(i, here), here)

        left = sorted(range(len(row)), key=want)
        done: list[int] = []
        while left:
            # Two pairs of siblings married crosswise leave nobody free: take the first.
            free = next((i for i in left if not before[i] - set(done)), left[0])
            left.remove(free)
            done.append(free)
        self.groups[r] = [row[i] for i in done]
        self._mark()

    def _cost(self) -> float:
        """How bad the order is: crossings, strangers between the household, sideways ways."""
        lines: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for ship in self.family.sibships:
            above = sum(self.at[p] for p in ship.parents) / len(ship.parents)
            for link in ship.links:
                lines[self.row[link.child]].append((above, self.at[link.child]))
        cost = 0.0
        for ends in lines.values():
            for i, (a, b) in enumerate(ends):
                cost += abs(a - b) / 10
                cost += sum((a - c) * (b - d) < 0 for c, d in ends[i + 1 :])
        return cost + 0.5 * sum(self._strangers(row) for row in self.groups)

    def _strangers(self, row: list[list[str]]) -> int:
        """People of a row standing between two members of the household."""
        home = [self.family.people[key].household for group in row for key in group]
        if True not in home:
            return 0
        first, last = home.index(True), len(home) - 1 - home[::-1].index(True)
        return home[first : last + 1].count(False)


def ships_below(family: Family) -> dict[str, list[Sibship]]:
    """The sibships that hang from each person as a parent."""
    below: dict[str, list[Sibship]] = defaultdict(list)
    for ship in family.sibships:
        for parent in ship.parents:
            below[parent].append(ship)
    return below
