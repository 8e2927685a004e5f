"""Who stands around the household (エコマップの相手): one party each, gathered from many records."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from .ecomap_enums import SECTOR_OF_FIELD, Flow, Sector, Strength

DAYS = 90
OFTEN, SOMETIMES = 4.0, 1.0  # contacts a month from which a tie is strong, or ordinary


@dataclass
class Party:
    """Somebody or something around the household: where it stands, how the tie is, and from which records that is."""

    key: str
    name: str
    sector: str
    since: date
    strength: str = Strength.WEAK
    flow: str = Flow.NONE
    what: str = ""
    often: str = ""
    about: str = ""
    about_word: str = ""
    person: bool = False
    sources: list[str] = field(default_factory=list)
    ended: bool = False
    corrected: bool = False
    own: bool = False
    hour: int | None = None
    far: bool = False

    @property
    def label(self) -> str:
        """What stands on the line: 母・家計・月2訪問."""
        return "・".join(part for part in (self.about_word, self.what, self.often) if part)

    @property
    def sector_word(self) -> str:
        """介護・高齢."""
        return Sector(self.sector).label

    @property
    def strength_word(self) -> str:
        """強い."""
        return Strength(self.strength).label

    @property
    def flow_word(self) -> str:
        """世帯へ."""
        return "" if self.flow == Flow.NONE else Flow(self.flow).label

    def kept(self) -> dict[str, Any]:
        """As it can be kept in JSON."""
        return asdict(self) | {"since": self.since.isoformat()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Party":
        """From what was kept."""
        return cls(**{**kept, "since": date.fromisoformat(kept["since"])})


@dataclass
class Contacts:
    """How often an agency was in touch: by method, in the last three months, and since when."""

    first: date
    last: date
    recent: dict[str, int] = field(default_factory=dict)
    count: int = 0

    @property
    def a_month(self) -> float:
        """Contacts a month, of late."""
        return sum(self.recent.values()) * 30 / DAYS

    @property
    def often(self) -> str:
        """月2回・訪問 / 3か月に1回・電話; nothing of late: 最後は令和…"""
        if not self.recent:
            return ""
        method = max(self.recent, key=lambda name: self.recent[name])
        times = f"月{round(self.a_month)}回" if self.a_month >= SOMETIMES else f"3か月に{sum(self.recent.values())}回"
        return f"{times}{method}"


def strength_of(contacts: Contacts | None) -> str:
    """Unless a worker says otherwise: from how often one was in touch of late."""
    if contacts is None:
        return Strength.WEAK
    if contacts.a_month >= OFTEN:
        return Strength.STRONG
    return Strength.NORMAL if contacts.a_month >= SOMETIMES else Strength.WEAK


def sector_of(fields: Iterable[str]) -> str:
    """Where an agency stands: by the first of its fields that has a sector."""
    return next((SECTOR_OF_FIELD[one] for one in fields if one in SECTOR_OF_FIELD), Sector.GOVERNMENT)


def corrected(parties: dict[str, Party], ties: Iterable[Any], names: dict[Any, str]) -> None:
    """What workers wrote: over what follows from the records, and what the records do not know."""
    for tie in ties:
        party = parties.get(tie.key)
        if party is None and not tie.key.startswith("own:"):
            continue  # over, or somebody whom this reader's grounds do not show
        if party is None:
            near = tie.sector in (Sector.NEIGHBOUR, Sector.KIN)
            party = parties[tie.key] = Party(tie.key, tie.name, tie.sector, tie.at.date(), own=True, person=near)
            party.sources.append(f"{tie.agency}が書き足した")
        party.sector, party.strength, party.flow = tie.sector, tie.strength, tie.flow
        party.what, party.often = tie.what or party.what, tie.often or party.often
        party.hour, party.far, party.corrected = tie.hour, tie.far, not party.own
        if tie.about_id:
            party.about, party.about_word = str(tie.about_id), names.get(tie.about_id, "")


__all__ = ["DAYS", "Contacts", "Party", "corrected", "sector_of", "strength_of"]
