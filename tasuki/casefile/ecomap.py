"""The ecomap of a case (エコマップ) for one reader: as it is now, as it was kept, and what changed between two."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.cases.reading import access_of, called, members_of
from tasuki.people.genogram import GenoChild, GenoPerson, GenoTie, GenoUnion
from tasuki.people.kinship import UNDISCLOSED, Kin
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan, PlanRole
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from . import household
from .deadlines import OVER
from .ecomap_drawing import describe, draw
from .ecomap_layout import WIDE, Frame
from .ecomap_models import EcomapSnapshot, EcomapTie
from .ecomap_parties import Party
from .ecomap_sources import Around
from .household import Someone


@dataclass
class Ecomap:
    """Everything that is drawn."""

    parties: list[Party] = field(default_factory=list)
    kin: Kin = field(default_factory=Kin)
    ties: list[EcomapTie] = field(default_factory=list)  # what workers wrote of it

    def picture(self, title: str = "エコマップ", note: str = "", frame: Frame = WIDE) -> str:
        """As SVG, safe to put into a page."""
        return draw(self.parties, self.kin, title=title, note=note, frame=frame)

    @property
    def words(self) -> list[str]:
        """In sentences."""
        return describe(self.parties)

    @property
    def present(self) -> list[Party]:
        """Those with a tie today, in the order of the drawing."""
        order = {sector: n for n, sector in enumerate(dict.fromkeys(one.sector for one in self.parties))}
        return sorted((one for one in self.parties if not one.ended), key=lambda one: order[one.sector])

    @property
    def past(self) -> list[Party]:
        """Those that were here once."""
        return [one for one in self.parties if one.ended]


def gathered(case: Case, worker: Worker, found: list[Someone] | None = None,
             roles: Iterable[PlanRole] | None = None) -> Ecomap:  # fmt: skip
    """As it is now; `found` and `roles` where the head of the page has asked for them already."""
    if found is None:
        found = [Someone(one, one.shown, called(one)) for one in members_of(case, worker)]  # type: ignore[attr-defined]
    kin = household.kin(case, found, worker)
    around = Around(case, worker, found, kin, _roles(case) if roles is None else roles)
    return Ecomap(list(around.parties.values()), kin, around.ties)


def _roles(case: Case) -> list[PlanRole]:
    """Of the newest plan that is carried out, when the whole case is read."""
    plans = [one for one in case.plans.all() if one.status in (PlanStatus.APPROVED, PlanStatus.EVALUATED)]
    plan: Plan | None = max(plans, key=lambda one: one.number, default=None)
    return list(plan.roles.exclude(status__in=OVER)) if plan else []


def material(ecomap: Ecomap) -> dict[str, Any]:
    """As it can be kept."""
    kin = ecomap.kin
    home = {one.key for one in kin.people if one.household}
    return {
        "parties": [one.kept() for one in ecomap.parties],
        "people": [asdict(one) for one in kin.people if one.household],
        "unions": [asdict(one) for one in kin.unions],
        "children": [asdict(one) for one in kin.children],
        "ties": [asdict(one) for one in kin.ties if {one.a, one.b} <= home],
        "placed": {key: x for key, x in kin.placed.items() if key in home}, "eldest_right": kin.eldest_right,
    }  # fmt: skip


def shown(snapshot: EcomapSnapshot, case: Case, known: set[str], today: Ecomap | None = None) -> Ecomap:
    """A kept one as this reader may see it; `known`: keys of the persons whom she may know.

    `today`: for a reader who neither owns nor supervises the case, what she is shown now: of what was kept she is shown
    no more agencies and places than that.
    """
    drawn, access = snapshot.drawn, access_of(case)
    parties = [Party.of(one) for one in drawn["parties"]]
    parties = [
        one for one in parties
        if (not one.about or access.covers(Scope.ASSESSMENT, UUID(one.about)))
        and (not one.key.startswith("person:") or one.key.removeprefix("person:") in known)
    ]  # fmt: skip
    if today is not None:
        now = {one.key for one in today.parties}
        parties = [_bare(one) for one in parties if one.own or one.key in now]
    kin = Kin(
        [_person(one, known) for one in drawn["people"]], [GenoUnion(**one) for one in drawn["unions"]],
        [GenoChild(**one) for one in drawn["children"]], [GenoTie(**one) for one in drawn["ties"]],
        drawn["placed"], drawn["eldest_right"],
    )  # fmt: skip
    return Ecomap(parties, _hide_ties(kin, known))


def _bare(party: Party) -> Party:
    """Without what only the records of others tell."""
    return party if party.own else replace(party, sources=[], what="", often="")


def _person(kept: dict[str, Any], known: set[str]) -> GenoPerson:
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    person = GenoPerson(**told)
    stand_in = not person.movable or person.key in known
    return person if stand_in else GenoPerson(person.key, label_lines=(UNDISCLOSED,), household=True, movable=False)


def _hide_ties(kin: Kin, known: set[str]) -> Kin:
    """Of a person who is not disclosed nothing is told but that there is somebody."""
    hidden = {one.key for one in kin.people if one.label_lines == (UNDISCLOSED,)} - known
    unions = [one for one in kin.unions if not {one.a, one.b} & hidden]
    children = [
        one for one in kin.children
        if one.child not in hidden and one.parent not in hidden
        and (one.union_index is None or not {kin.unions[one.union_index].a, kin.unions[one.union_index].b} & hidden)
    ]  # fmt: skip
    moved = {id(union): place for place, union in enumerate(unions)}
    children = [
        one if one.union_index is None else replace(one, union_index=moved[id(kin.unions[one.union_index])])
        for one in children
    ]  # fmt: skip
    ties = [one for one in kin.ties if not {one.a, one.b} & hidden]
    return Kin(kin.people, unions, children, ties, kin.placed, kin.eldest_right)


@dataclass(frozen=True)
class Change:
    """What is different between two ecomaps, for one party."""

    name: str
    sector: str
    before: str
    after: str


def changes(before: Ecomap, after: Ecomap) -> list[Change]:
    """Who came, who went, which ties became stronger or weaker."""
    was = {one.key: one for one in before.present}
    now = {one.key: one for one in after.present}
    found = []
    for key in dict.fromkeys([*was, *now]):
        old, new = was.get(key), now.get(key)
        said = [f"{one.strength_word}{f'（{one.label}）' if one.label else ''}" if one else "" for one in (old, new)]
        if said[0] != said[1]:
            one = new or old
            found.append(Change(one.name if one else "", one.sector_word if one else "", said[0], said[1]))
    return found
