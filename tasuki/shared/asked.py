"""Numbers, years and months that come by an address or a hidden box (アドレスの数字): read with care, else nothing."""

from datetime import date
from uuid import UUID

MOST = 2_147_483_647  # what a column of whole numbers can hold
YEARS = range(1900, 2201)  # so that the month before and the year after are days too


def number(said: str, most: int = MOST) -> int | None:
    """A whole number that can be kept; nothing for 「²」, signs, or four hundred nines."""
    if not said.isdecimal() or len(said) > 10:
        return None
    return told if (told := int(said)) <= most else None


def year(said: str) -> int | None:
    """A year that can be reckoned with."""
    told = number(said)
    return told if told in YEARS else None


def month(said: str) -> date | None:
    """The first day of 「2026-11」."""
    try:
        first = date.fromisoformat(f"{said[:7]}-01")
    except ValueError:
        return None
    return first if first.year in YEARS else None


def key(said: str) -> UUID | None:
    """The key of a row; what is no key is the key of nothing."""
    try:
        return UUID(said)
    except ValueError:
        return None
