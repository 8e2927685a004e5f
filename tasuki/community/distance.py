"""How far it is on foot (徒歩の時間): the straight line, a little longer, at the pace of the municipality."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

EARTH = 6_371_000  # metres


class Located(Protocol):
    """Anything with a latitude and a longitude, perhaps unknown: a place, an outline, a point."""

    @property
    def latitude(self) -> Decimal | float | None: ...

    @property
    def longitude(self) -> Decimal | float | None: ...


@dataclass(frozen=True)
class Point:
    """A point by itself."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Pace:
    """80 m a minute is the rule of 不動産の表示に関する公正競争規約; ways are about 1.3 times the straight line (未確認)."""

    metres_per_minute: int = 80
    detour_percent: int = 130


USUAL = Pace()


def pace_in_force() -> Pace:
    """As the municipality has set it; asked once per page, not once per place."""
    from .boundaries_models import WalkingPace

    kept = WalkingPace.objects.first()
    return Pace(kept.metres_per_minute, kept.detour_percent) if kept else USUAL


def metres(a: Located, b: Located) -> float | None:
    """The straight line in metres; nothing where one of the two has no position."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    south, north = math.radians(float(a.latitude)), math.radians(float(b.latitude))
    across = math.radians(float(b.longitude) - float(a.longitude))
    h = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(h, 1.0)))


def walking_minutes(a: Located, b: Located, pace: Pace = USUAL) -> int | None:
    """Minutes on foot, rounded up, at least one; nothing where one of the two has no position."""
    line = metres(a, b)
    if line is None:
        return None
    return max(1, math.ceil(line * pace.detour_percent / 100 / pace.metres_per_minute))
