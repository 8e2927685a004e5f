"""Opening and closing: the only code that writes grants. Called by the actions of this room and the rooms above."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tasuki.people.models import Person, PersonGrant
from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope
from tasuki.sharing.rules import narrowed
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from .models import Case, CaseGrant


def admit(*, case: Case, ground: Ground, scope: Scope, source: UUID, by: Worker, agency: Agency | None = None,
          worker: Worker | None = None, persons: Iterable[Person] | None = None, until: datetime | None = None,
          reason: str = "") -> list[CaseGrant]:  # fmt: skip
    """Open the case to an agency or one worker; `persons` None opens the whole household.

    The scope is narrowed to what the decision table allows on this ground.
    """
    scope = narrowed(ground, scope)
    given = []
    with on_behalf_of_all():
        for person in [None] if persons is None else list(persons):
            grant = CaseGrant.objects.create(
                case=case, person=person, keeper_id=case.owner_agency_id, agency=agency,
                worker_id=worker.pk if worker else None, held_at_id=worker.agency_id if worker else None,
                ground=ground, scope=int(scope), since=clock.now(), until=until, source=source, given_by_id=by.pk,
                reason=reason,
            )  # fmt: skip
            given.append(grant)
            _spread(grant, case)
    return given


def _spread(grant: CaseGrant, case: Case, only: Person | None = None) -> None:
    """Whoever may see the identity of the members may know these persons, as long and on the same ground."""
    if Scope.IDENTITY not in grant.parts:
        return
    members = case.members.values_list("person_id", flat=True)
    persons = [grant.person_id] if grant.person_id else [only.pk] if only else list(members)
    PersonGrant.objects.bulk_create(
        PersonGrant(
            person_id=person, agency_id=grant.agency_id, worker_id=grant.worker_id, held_at_id=grant.held_at_id,
            ground=grant.ground,
            scope=int(Scope.EXISTENCE | Scope.IDENTITY), since=grant.since, until=grant.until, source=grant.source,
            given_by_id=grant.given_by_id,
        )
        for person in persons
    )  # fmt: skip


def spread_to_member(case: Case, person: Person) -> None:
    """A new member becomes known to those to whom the whole household is open."""
    with on_behalf_of_all():
        for grant in CaseGrant.objects.live().filter(case=case, person=None):
            _spread(grant, case, only=person)


def forget_member(case: Case, person: Person) -> None:
    """A person is no longer of the case: whoever knew her by it knows her no longer, unless on another ground."""
    now = clock.now()
    with on_behalf_of_all():
        given = CaseGrant.objects.live(now).filter(case=case)
        sources = set(given.values_list("source", flat=True))
        elsewhere = CaseGrant.objects.live(now).filter(source__in=sources, case__members__person=person)
        sources -= set(elsewhere.exclude(case=case).values_list("source", flat=True))
        PersonGrant.objects.live(now).filter(source__in=sources, person=person).update(until=now)
        given.filter(person=person).update(until=now)


def revoke(*, source: UUID, at: datetime | None = None, agency: Agency | None = None,
           persons: Iterable[UUID] | None = None, ground: Ground | None = None) -> int:  # fmt: skip
    """End what a source gave (on one ground only, if named), from this moment on; returns the number ended on the case."""
    moment = at or clock.now()
    with on_behalf_of_all():
        ended = 0
        for model in (CaseGrant, PersonGrant):
            rows = model.objects.live(moment).filter(source=source)
            rows = rows.filter(agency=agency) if agency else rows
            rows = rows.filter(ground=ground) if ground else rows
            rows = rows.filter(person__in=list(persons)) if persons is not None else rows
            changed = rows.update(until=moment)
            ended = changed if model is CaseGrant else ended
    return ended


def revoke_all(case: Case, *, keep_own: bool = True, at: datetime | None = None) -> int:
    """The case ends: every grant but the owner's ends with it."""
    moment = at or clock.now()
    with on_behalf_of_all():
        rows = CaseGrant.objects.live(moment).filter(case=case)
        rows = rows.exclude(ground=Ground.OWN) if keep_own else rows
        sources = list(rows.values_list("source", flat=True))
        PersonGrant.objects.live(moment).filter(source__in=sources).exclude(source=case.pk).update(until=moment)
        ended = rows.update(until=moment)
        # One consent may carry a plan of another case too: whoever sees the identity there goes on knowing the person.
        elsewhere = CaseGrant.objects.live(moment).filter(source__in=sources).exclude(case=case)
        for grant in elsewhere.select_related("case"):
            _spread(grant, grant.case)
        return ended
