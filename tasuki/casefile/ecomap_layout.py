"""Where the parties of an ecomap stand (エコマップの配置): each sector in its direction, each party in its slot, for good.

A party keeps its slot when others come or go: the slots of a sector are given out in the order in which the ties
began, ended ones included. Whoever was put somewhere by hand stands there; the others go round her.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .ecomap_enums import Sector
from .ecomap_parties import Party

NODE_W, NODE_H = 108, 60
BAND = 24
SECTORS = list(Sector)


@dataclass(frozen=True)
class Frame:
    """How large the household and the rings are: as wide as a sheet, or close together for two side by side."""

    home: tuple[float, float]
    rings: tuple[tuple[float, float], ...]
    # Slots of a sector, in the order in which they are given out: ring, degrees from its middle.
    slots: tuple[tuple[int, float], ...]


WIDE = Frame((232, 152), ((496, 344), (650, 448), (810, 558)),
             ((0, -7.5), (0, 7.5), (1, 0), (1, 15), (1, -15), (2, -7.5), (2, 7.5)))  # fmt: skip
CLOSE = Frame((150, 112), ((338, 262), (450, 346), (562, 430)),
              ((0, 0), (1, 15), (1, -15), (0, 15), (0, -15), (2, 15), (2, -15)))  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a party stands, in degrees clockwise from the top, and on which ring."""

    party: Party
    angle: float
    ring: int
    frame: Frame = WIDE

    @property
    def at(self) -> tuple[float, float]:
        """Its centre; the household's is (0, 0)."""
        (a, b), turn = self.frame.rings[self.ring], math.radians(self.angle)
        return a * math.sin(turn), -b * math.cos(turn)


def middle(sector: str) -> float:
    """The direction of a sector."""
    return SECTORS.index(Sector(sector)) * 30.0


def apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two boxes leave each other room."""
    return abs(one[0] - other[0]) >= NODE_W + 2 or abs(one[1] - other[1]) >= NODE_H + 2


def placed(parties: Iterable[Party], frame: Frame = WIDE) -> tuple[list[Place], list[Party]]:
    """Everybody's place, and those for whom there is none left (they are told in words)."""
    listed = sorted(parties, key=lambda one: (one.since, one.key))
    found: list[Place] = []
    for party in (one for one in listed if one.hour is not None):
        found.append(_by_hand(party, found, frame))
    left: list[Party] = []
    for party in (one for one in listed if one.hour is None):
        spots = (Place(party, middle(party.sector) + turn, ring, frame) for ring, turn in frame.slots)
        free = next((one for one in spots if _free(one, found)), None)
        found.append(free) if free else left.append(party)
    return [one for one in found if not one.party.ended], [one for one in left if not one.ended]


def _by_hand(party: Party, found: list[Place], frame: Frame) -> Place:
    """Where she was put; a second one on the same spot stands a little further on."""
    wanted = (party.hour or 0) * 15.0
    turns = sorted((step * 3.0 for step in range(-60, 61)), key=lambda turn: (abs(turn), turn))
    spots = (Place(party, (wanted + turn) % 360, int(party.far), frame) for turn in turns)
    return next((one for one in spots if _free(one, found)), Place(party, wanted, 2, frame))


def _free(one: Place, found: Iterable[Place]) -> bool:
    return all(apart(one.at, other.at) for other in found)
