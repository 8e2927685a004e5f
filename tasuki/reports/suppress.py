"""Small numbers hidden so that subtraction does not bring them back (少数の秘匿・補完秘匿).

The numbers of a table are the edges of a circulation: what flows into a node flows out of it, so each sum in the table
is a node (the areas of a month into the month, the months into the year, the year back to the areas). Whoever knows the
shown numbers can narrow a hidden one exactly as far as flow can be pushed around it, which is counted here and not
guessed. Promised for the numbers of one table: a hidden number could be any of at least `limit` + 1 values, one after
the other, even for a reader who knows that nothing hidden is nought. See docs/small-numbers.md for what is not promised.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

# How dear it is to hide: a cell, the sum of a line, the sum of everything.
CELL, LINE, ALL = 1, 4, 20


@dataclass(frozen=True)
class Edge:
    """One number of the table between the two sums in which it stands."""

    key: Hashable
    tail: Hashable
    head: Hashable
    value: int
    weight: int = CELL
    published: bool = True  # no: a difference that nobody prints, and everybody can work out

    @property
    def least(self) -> int:
        """What it is at least, for whoever sees that it is hidden: noughts are shown."""
        return 1 if self.published else 0


class Net:
    """The table, and which of its numbers are hidden."""

    def __init__(self, edges: Iterable[Edge], limit: int) -> None:
        self.edges, self.limit = list(edges), limit
        self.out: dict[Hashable, list[int]] = defaultdict(list)
        self.into: dict[Hashable, list[int]] = defaultdict(list)
        for n, edge in enumerate(self.edges):
            self.out[edge.tail].append(n)
            self.into[edge.head].append(n)
        self.hidden = {n for n, edge in enumerate(self.edges) if not edge.published or 0 < edge.value < limit}

    def protected(self) -> list[int]:
        """Numbers to be guarded, the small ones first; a difference only when it is small itself."""
        guarded = [n for n in self.hidden if self.edges[n].published or 0 < self.edges[n].value < self.limit]
        return sorted(guarded, key=lambda n: (self.edges[n].value, n))

    def span(self, n: int) -> int:
        """How far a hidden number may lie from end to end, counted up to the limit (可能な値の幅)."""
        up = self._flow(n, self.limit, upwards=True)
        if up >= self.limit:
            return up
        room = min(self.limit - up, self.edges[n].value - self.edges[n].least)
        return up + self._flow(n, room, upwards=False)

    def _flow(self, n: int, wanted: int, upwards: bool) -> int:
        """How much can be pushed around the number through hidden ones: the most it can rise, or fall."""
        pushed: dict[int, int] = defaultdict(int)
        edge, found = self.edges[n], 0
        start, goal = (edge.head, edge.tail) if upwards else (edge.tail, edge.head)
        while found < wanted:
            path = self._path(start, goal, n, pushed)
            if not path:
                break
            room = min(self._room(step, pushed, wanted - found) for step in path)
            for m, sign in path:
                pushed[m] += sign * room
            found += room
        return found

    def _room(self, step: tuple[int, int], pushed: dict[int, int], most: int) -> int:
        m, sign = step
        return most if sign > 0 else self.edges[m].value + pushed[m] - self.edges[m].least

    def _path(self, start: Hashable, goal: Hashable, without: int, pushed: dict[int, int]) -> Any:
        """The shortest way through hidden numbers, as (number, +1 rising or -1 falling)."""
        came: dict[Hashable, Any] = {start: None}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for step, there in self._steps(node, without):
                if there not in came and step[0] in self.hidden and self._room(step, pushed, 1) > 0:
                    came[there] = (node, step)
                    queue.append(there)
        return _walked(came, goal)

    def _steps(self, node: Hashable, without: int) -> Iterable[tuple[tuple[int, int], Hashable]]:
        for m in self.out[node]:
            if m != without:
                yield (m, 1), self.edges[m].head
        for m in self.into[node]:
            if m != without:
                yield (m, -1), self.edges[m].tail

    def guard(self, n: int) -> None:
        """Hide what is cheapest to hide so that this number can rise by the limit."""
        edge = self.edges[n]
        came: dict[Hashable, Any] = {edge.head: None}
        best, heap, order = {edge.head: 0}, [(0, 0, edge.head)], 0
        while heap:
            cost, _, node = heappop(heap)
            if cost > best[node]:
                continue
            for step, there in self._steps(node, n):
                price = self._price(step)
                if price is not None and cost + price < best.get(there, cost + price + 1):
                    best[there], came[there], order = cost + price, (node, step), order + 1
                    heappush(heap, (cost + price, order, there))
        self.hidden.update(m for m, _ in _walked(came, edge.tail) or ())

    def _price(self, step: tuple[int, int]) -> int | None:
        """What a step costs; None when it leads nowhere: a shown nought, or too little to fall."""
        m, sign = step
        edge, hidden = self.edges[m], m in self.hidden
        if (not hidden and not edge.value) or (sign < 0 and edge.value - edge.least < self.limit):
            return None
        return 0 if hidden else (10 + edge.value) * edge.weight


def _walked(came: dict[Hashable, Any], goal: Hashable) -> list[tuple[int, int]] | None:
    """The steps from the start to the goal."""
    if goal not in came:
        return None
    path, node = [], goal
    while came[node] is not None:
        node, step = came[node]
        path.append(step)
    return path[::-1]


def suppress(edges: Iterable[Edge], limit: int) -> set[Hashable]:
    """Keys of the numbers to hide: the small ones, and the others without which they would follow (deterministic)."""
    net = Net(edges, limit)
    settled = False
    while not settled:
        settled = True
        for n in net.protected():
            if net.span(n) < limit:
                net.guard(n)
                settled = False
    return {net.edges[n].key for n in net.hidden if net.edges[n].published}
