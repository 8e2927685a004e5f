"""On whose consent a plan rests (プランのもとになる同意): found among the consents of its persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from tasuki.cases.consenting import day_after
from tasuki.cases.models import Case
from tasuki.people.enums import ConsentAnswer
from tasuki.people.models import Consent, Person
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import Plan, PlanPerson

HIDDEN = "世帯員（非開示）"


@dataclass(frozen=True)
class Candidate:
    """A member who could be a person of the plan, with the consent in force, if any."""

    person: Person
    relation: str
    index_person: bool
    consent: Consent | None


def is_live(consent: Consent | None) -> bool:
    """Given, not withdrawn, not past its last day."""
    return bool(
        consent
        and consent.answer == ConsentAnswer.GIVEN
        and consent.withdrawn_at is None
        and (consent.until is None or clock.today() <= consent.until)
    )


def live_consents(persons: Iterable[UUID]) -> dict[UUID, Consent]:
    """The newest consent in force of each person."""
    rows = Consent.objects.filter(
        Q(until=None) | Q(until__gte=clock.today()),
        person__in=list(persons),
        answer=ConsentAnswer.GIVEN,
        withdrawn_at=None,
    )
    return {
        consent.person_id: consent for consent in rows.order_by("asked_on", "id").prefetch_related("agencies__agency")
    }


def candidates(case: Case, worker: Worker) -> list[Candidate]:
    """Members whom the worker may know, in the order of the household."""
    members = list(case.members.all())
    known = {p.pk: p for p in Person.objects.visible_to(worker).filter(pk__in=[m.person_id for m in members])}
    consents = live_consents(known)
    return [
        Candidate(known[member.person_id], member.relation, member.index_person, consents.get(member.person_id))
        for member in members
        if member.person_id in known
    ]


def resting(plan: Plan) -> list[tuple[PlanPerson, Consent | None]]:
    """Each person of the plan with the consent it rests on: the one chosen while it lives, else the newest in force."""
    lines = list(plan.persons.select_related("person", "consent").prefetch_related("consent__agencies"))
    newest = live_consents(line.person_id for line in lines)
    return [(line, line.consent if is_live(line.consent) else newest.get(line.person_id)) for line in lines]


def named_agencies(consent: Consent) -> set[UUID]:
    """The agencies to which the person agreed."""
    return {row.agency_id for row in consent.agencies.all()}


def carried_scope(consent: Consent) -> Scope:
    """What a role opens: the assessment only where the items of the consent include it (or none are named)."""
    agreed = not consent.items or Scope.ASSESSMENT in Scope(consent.scope)
    return Scope.IDENTITY | Scope.PLAN | (Scope.ASSESSMENT if agreed else Scope(0))


def carried_until(plan: Plan, consent: Consent) -> Any:
    """The end of the plan's term or of the consent, whichever comes first; both days are included."""
    days = [day for day in (plan.period_to, consent.until) if day]
    return day_after(min(days, default=None))
