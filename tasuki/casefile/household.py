"""The household on the case page (世帯): who is in it, who agreed to what, how to reach whom, and the picture of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.safestring import SafeString

from tasuki.assessments.conditions import letters_of
from tasuki.cases.models import Case, CaseMember
from tasuki.cases.reading import UNDISCLOSED, access_of, called, members_of
from tasuki.cases.rules import may_add_member, may_take_consent
from tasuki.people.enums import ConsentAnswer
from tasuki.people.kinship import Kin, Names, family
from tasuki.people.models import Consent, ConsentAgency, Contact, Household, Membership, Person, Relation
from tasuki.people.protection import HIDDEN, safe_addresses, show_whereabouts, told_of
from tasuki.shared import clock
from tasuki.shared.decisions import Decision
from tasuki.shared.once import once
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .rules import may_begin_disclosure


@dataclass
class Someone:
    """A member as the reader may see her; `person` None: undisclosed."""

    member: CaseMember
    person: Person | None
    called: str
    consents: list[Consent] = field(default_factory=list)
    consent: Consent | None = None
    contacts: list[Contact] = field(default_factory=list)
    hidden: bool = False
    living: Membership | None = None
    marks: bool = False  # whether the reader may write letters beside her

    @property
    def age(self) -> str:
        """86歳, 80代, or nothing."""
        age = self.person.age() if self.person else None
        return age.label if age and age.low is not None else ""

    @property
    def key(self) -> str:
        """Of the person, for addresses."""
        return str(self.member.person_id)

    @property
    def withdrawable(self) -> list[Consent]:
        """Consents that can still be taken back."""
        return [one for one in self.consents if one.answer == ConsentAnswer.GIVEN and not one.withdrawn_at]

    @property
    def answers(self) -> bool:
        """Whether a consent of hers is looked for at all."""
        return self.person is not None and not self.person.deceased


def everybody(case: Case, worker: Worker) -> list[Someone]:
    """All members, with the consent that counts now (three queries)."""
    found = [Someone(one, one.shown, called(one)) for one in members_of(case, worker)]  # type: ignore[attr-defined]
    known = {one.person.pk: one for one in found if one.person}
    for consent in _consents(list(known)) if known else []:
        known[consent.person_id].consents.append(consent)
    writes = worker.may(Permission.CASE_WORK) and not case.is_closed
    for one in found:
        one.consent = counting(one.consents)
        one.marks = writes and access_of(case).covers(Scope.ASSESSMENT, one.member.person_id)
    return found


@once
def _consents(persons: list[UUID]) -> QuerySet[Consent]:
    return Consent.objects.filter(person__in=persons)


def counting(consents: Iterable[Consent]) -> Consent | None:
    """The consent in force, else the newest answer."""
    listed, today = list(consents), clock.today()
    live = (
        one for one in listed
        if one.answer == ConsentAnswer.GIVEN and not one.withdrawn_at and (one.until is None or one.until >= today)
    )  # fmt: skip
    return next(live, listed[0] if listed else None)


def names_of(found: list[Someone]) -> dict[UUID, str]:
    """How members are called on the page; undisclosed ones too."""
    return {one.member.person_id: one.called for one in found}


def known_of(found: list[Someone]) -> dict[UUID, Person]:
    """The members whom the reader may know."""
    return {one.person.pk: one.person for one in found if one.person}


def reach(found: list[Someone], worker: Worker, place: str = "世帯", number: str = "") -> None:
    """Telephone numbers, what is lived where, to whom was agreed; whereabouts hidden for protected persons."""
    _who_asked([one for one in found if one.consents])
    known = {one.person.pk: one for one in found if one.person}
    open_to = show_whereabouts((one.person for one in found if one.person), worker, place, number)
    for contact in Contact.objects.filter(person__in=[key for key in known if key in open_to]).order_by("id"):
        known[contact.person_id].contacts.append(contact)
    for row in _living(list(known)) if known else []:
        known[row.person_id].living = row
    for key, one in known.items():
        one.hidden = key not in open_to


def _who_asked(found: list[Someone]) -> None:
    """The consents with who asked, who took back, and to whom was agreed (two queries)."""
    named = Prefetch("agencies", ConsentAgency.objects.select_related("agency"))
    around = Consent.objects.select_related("explained_by", "explained_agency", "withdrawn_by").prefetch_related(named)
    told = {one.pk: one for one in around.filter(pk__in=[consent.pk for one in found for consent in one.consents])}
    for one in found:
        one.consents = [told.get(consent.pk, consent) for consent in one.consents]
        one.consent = counting(one.consents)


def address(case: Case, found: list[Someone], worker: Worker) -> str:
    """Where they live; nothing if none of them is known to the reader, 「非開示」 while somebody there is protected."""
    home = [one for one in found if one.member.in_household and one.person]
    if case.household_id is None or not home:
        return ""
    homes = Household.objects.visible_to(worker).select_related("town")  # with its 町字 in one question
    case.household = homes.filter(pk=case.household_id).first() or case.household
    if not case.household.withheld:
        return str(case.household)
    safe = safe_addresses([case.household], worker).get(case.household.pk)
    if safe is not None:
        members = {one.member.person_id for one in found}
        told_of([key for key in safe.persons if key not in members], worker, "世帯", case.number)
    return str(safe or HIDDEN)


def acts(case: Case, worker: Worker) -> dict[str, Decision]:
    """What may be written on the page of the household."""
    return {"member": may_add_member(case, worker), "consent": may_take_consent(case, worker),
            "letter": may_begin_disclosure(case, worker)}  # fmt: skip


def kin(case: Case, found: list[Someone], worker: Worker, names: Names = "relation", letters: bool = False) -> Kin:
    """The material of the genogram: members (undisclosed ones as shapes) and relatives one step outside.

    `letters`: with those that tell of illness and handicap, as far as the assessment is open to the reader (one query).
    """
    members = {one.member.person_id for one in found}
    known = {one.person.pk: one.person for one in found if one.person}
    relations = _relations(list(known)) if known else []
    around = {key for row in relations for key in (row.first_id, row.second_id)} - members
    outside = {one.pk: one for one in Person.objects.visible_to(worker).filter(pk__in=around)} if around else {}
    drawn = known.keys() | outside.keys()
    relations = [row for row in relations if row.first_id in drawn and row.second_id in drawn]
    living = _living(list(drawn)) if drawn else []
    homes = {row.household_id for row in living if row.person_id in known} | {case.household_id}
    at_home = [_told(row, found) for row in living if row.household_id in homes] + _stand_ins(case, found, living)
    index = next((one.member.person_id for one in found if one.member.index_person), None)
    shown = [one.person or one.member.person_id for one in found] + list(outside.values())
    told = {one.member.person_id: one.member.relation for one in found if one.member.relation}
    signs = letters_of(case, worker) if letters else None
    drawn_of = family(shown, relations, at_home, index, names=names, told=told, conditions=signs)
    drawn_of.eldest_right = worker.agency.municipality.eldest_right
    return drawn_of


@once
def _relations(persons: list[UUID]) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(first__in=persons) | Q(second__in=persons))


@once
def _living(persons: list[UUID]) -> QuerySet[Membership]:
    return Membership.objects.filter(person__in=persons, until=None)


def drawn_persons(case: Case, worker: Worker) -> list[Person]:
    """Everybody in the drawing whom the reader knows: members, then relatives one step outside."""
    members = [one.shown for one in members_of(case, worker) if one.shown]  # type: ignore[attr-defined]
    keys = [one.pk for one in members]
    ties = Relation.objects.filter(Q(first__in=keys) | Q(second__in=keys)).values_list("first", "second")
    around = {key for row in ties for key in row} - set(keys)
    return members + list(Person.objects.visible_to(worker).filter(pk__in=around).order_by("pk"))


def picture(drawn: Kin, *, legend: bool = True) -> SafeString:
    """The genogram, as wide as its place."""
    if not drawn.people:
        return SafeString("")
    return SafeString(drawn.picture(legend=legend).replace("<svg ", '<svg class="geno" ', 1))


def _told(row: Membership, found: list[Someone]) -> Membership:
    """The relation as the case tells it, where the household does not."""
    if not row.relation:
        row.relation = next((one.member.relation for one in found if one.member.person_id == row.person_id), "")
    return row


def _stand_ins(case: Case, found: list[Someone], living: list[Membership]) -> list[Membership]:
    """A case opened without an address: its members who live together, for the picture only."""
    listed = {row.person_id for row in living}
    return [
        Membership(person_id=one.member.person_id, household_id=case.household_id, relation=one.member.relation)
        for one in found if one.person and one.member.in_household and one.member.person_id not in listed
    ]  # fmt: skip


__all__ = [
    "UNDISCLOSED",
    "Someone",
    "acts",
    "address",
    "drawn_persons",
    "everybody",
    "kin",
    "known_of",
    "names_of",
    "picture",
    "reach",
]
