"""From a consultation to a case: with new members and their household, or added to a case that runs already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.intake import actions as intake
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people import actions as people
from tasuki.people.enums import Sex
from tasuki.people.models import Household, Person
from tasuki.shared.decisions import require
from tasuki.shared.held import barred
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area, Town

from . import rules
from .actions import Member, add_member, note_event, open_case, touch
from .enums import EventKind
from .labels import InLabel, suggested_label
from .models import Case, CaseMember


@dataclass(frozen=True)
class Newcomer:
    """A member who is not registered yet."""

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    sex: str = Sex.UNKNOWN
    birth: str = ""
    deceased: bool = False
    relation: str = ""
    in_household: bool = True


@dataclass(frozen=True)
class Home:
    """Where the household lives, as far as it is known."""

    town: Town | None = None
    address: str = ""
    postal_code: str = ""

    def __bool__(self) -> bool:
        return bool(self.town or self.address or self.postal_code)


@transaction.atomic
def open_from_consultation(*, consultation: Consultation, by: Worker, label: str = "", relation: str = "",
                           newcomers: Iterable[Newcomer] = (), home: Home | None = None, area: Area | None = None,
                           worker: Worker | None = None, topics: Iterable[str] = (),
                           rights_screening: bool = False) -> Case:  # fmt: skip
    """Open a case with the person of the consultation and everybody else named now, in one household."""
    require(rules.may_open_from_consultation(consultation, by))
    members = [Member(consultation.person, relation, index_person=True)] if consultation.person else []
    for newcomer in newcomers:
        members.append(_register(newcomer, by, first=not members))
    household = _household(members, home or Home(), by)
    if not label:
        label = suggested_label(InLabel.of(one.person, one.relation) for one in members if one.in_household)
    return open_case(
        by=by, label=label, members=members, household=household, area=area, consultation=consultation, worker=worker,
        topics=topics, rights_screening=rights_screening or consultation.rights_screening,
    )  # fmt: skip


def _register(newcomer: Newcomer, by: Worker, *, first: bool = False) -> Member:
    person = people.register_person(
        by=by, family_name=newcomer.family_name, given_name=newcomer.given_name, family_kana=newcomer.family_kana,
        given_kana=newcomer.given_kana, sex=newcomer.sex, birth=newcomer.birth, deceased=newcomer.deceased,
    )  # fmt: skip
    return Member(person, newcomer.relation, index_person=first, in_household=newcomer.in_household)


def _household(members: list[Member], home: Home, by: Worker) -> Household | None:
    """The household in which the first one lives already, else a new one."""
    together = [one for one in members if one.in_household]
    if not together and not home:
        return None
    first = together[0].person.memberships.filter(until=None).select_related("household").first() if together else None
    household = first.household if first else people.start_household(
        by=by, town=home.town, address=home.address, postal_code=home.postal_code
    )  # fmt: skip
    living = set(household.memberships.filter(until=None).values_list("person_id", flat=True))
    for one in together:
        if one.person.pk not in living:
            people.join_household(household=household, person=one.person, by=by, relation=one.relation)
    return household


@transaction.atomic
def add_new_member(*, case: Case, newcomer: Newcomer, by: Worker, person: Person | None = None) -> CaseMember:
    """A further member: somebody registered already, or registered now; shares the household if she lives there."""
    require(rules.may_add_member(case, by))
    if person is None:
        member = _register(newcomer, by)
    else:
        member = Member(person, newcomer.relation, in_household=newcomer.in_household)
    joined = add_member(case=case, member=member, by=by)
    household = case.household
    if (
        member.in_household
        and household
        and not household.memberships.filter(until=None, person=member.person).exists()
    ):
        people.join_household(household=household, person=member.person, by=by, relation=member.relation)
    return joined


@transaction.atomic
def add_consultation(*, consultation: Consultation, case: Case, by: Worker) -> Case:
    """The consultation belongs to a case that runs already; its words go into the timeline."""
    require(rules.may_add_consultation(consultation, by, case))
    note_event(case, EventKind.CONSULTED, by=by, text=barred(consultation.words), at=consultation.at,
               link=f"/consultations/{consultation.pk}/")  # fmt: skip
    touch(case, consultation.at, "相談を受けた")
    intake.conclude(consultation=consultation, by=by, outcome=Outcome.ADDED, note=case.number)
    record(Act.CHANGE, "相談をケースに加えた", by=by, case=case.pk, objects=[case.pk, consultation.pk])
    return case


__all__ = ["Home", "Newcomer", "add_consultation", "add_new_member", "open_from_consultation"]
