"""Places given by hand in a genogram (自分で置いた場所): kept from drawing to drawing, in the row of the generation.

A place is a distance across from where the drawing itself would put the person the case is about (本人); whoever has
none makes room. Nobody overlaps: two who were put on one spot stand side by side.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .genogram_layout import Layout

GAP = 30
# How much heavier somebody stands who was put there: she moves the others, they do not move her.
_HEAVY, _LIGHT = 1e7, 1.0
STEP = 20


def keep_places(layout: "Layout", offsets: dict[str, float]) -> None:
    """Move those who have a place of their own there; rows without any follow them."""
    if not layout.placed:
        return
    wanted = {key: layout.zero + x for key, x in layout.placed.items()}
    own = [r for r, row in enumerate(layout.order) if any(key in wanted for key in row)]
    for r in own:
        layout.order[r] = sorted(layout.order[r], key=lambda key: wanted.get(key, layout.spots[key].x))
        _spread(layout, layout.order[r], wanted)
    layout.neighbours = {pair for row in layout.order for pair in pairwise(row)}
    others = [r for r in range(len(layout.order)) if r not in own]
    for turn in range(8):
        for r in others if turn % 2 == 0 else others[::-1]:
            layout.settle(r, [layout.wish(group) for group in layout.rows.groups[r]], offsets)


def zero_of(layout: "Layout") -> float:
    """From where places are counted: the person the case is about, as the drawing itself puts her."""
    people = layout.family.people
    first = next((key for key, one in people.items() if one.index), next(iter(people), None))
    return layout.spots[first].x if first is not None else 0


def moved(layout: "Layout", key: str, way: str) -> int:
    """The place of somebody who is moved: a step to the left or right, or past whoever stands there."""
    x, row = layout.spots[key].x, layout.order[layout.spots[key].row]
    side = -1 if way in ("left", "far_left") else 1
    at = row.index(key) + side
    if way.startswith("far_") and 0 <= at < len(row):
        return round(layout.spots[row[at]].x + side - layout.zero)
    return round(x + side * STEP * (4 if way.startswith("far_") else 1) - layout.zero)


def _spread(layout: "Layout", row: list[str], wanted: dict[str, float]) -> None:
    """Least squares to the wishes with nobody too near (pool adjacent violators), the placed ones heaviest."""
    shift, shifts = 0.0, []
    for i, key in enumerate(row):
        shift += layout.apart(row[i - 1], key) if i else 0
        shifts.append(shift)
    pools: list[tuple[float, float, int]] = []
    for key, base in zip(row, shifts, strict=True):
        weight = _HEAVY if key in wanted else _LIGHT
        total, heft, count = (wanted.get(key, layout.spots[key].x) - base) * weight, weight, 1
        while pools and pools[-1][0] / pools[-1][1] > total / heft:
            total, heft, count = total + pools[-1][0], heft + pools[-1][1], count + pools[-1][2]
            pools.pop()
        pools.append((total, heft, count))
    means = [total / heft for total, heft, count in pools for _ in range(count)]
    for key, base, mean in zip(row, shifts, means, strict=True):
        layout.spots[key].x = mean + base
