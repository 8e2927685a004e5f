"""Protection (支援措置): address, contact and workplace are hidden even within the case, but for those named for it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from .models import Household, Membership, Person, PersonGrant

HIDDEN = "非開示（支援措置）"


def whereabouts_open(persons: Iterable[Person], worker: Worker) -> set[UUID]:
    """Keys of those among the persons whose address and contacts the worker may see; one query at most.

    Under protection: the worker in charge of a running case and the one whose turn is next, in the agency that
    owns it; before there is a case, whoever registered the person.
    """
    listed = list(persons)
    free = {person.pk for person in listed if not person.protected}
    guarded = [person.pk for person in listed if person.protected]
    if not guarded:
        return free
    # Asked through the members of cases by name, because the room of the cases stands above this one.
    charge = Q(cases__case__worker=worker.pk) | Q(cases__case__next_worker=worker.pk)
    mine = Q(cases__case__owner_agency=worker.agency_id, cases__case__closed_on=None) & charge
    registered = PersonGrant.objects.filter(given_by=worker.pk, agency=worker.agency_id, ground="own")
    first = Q(cases=None, pk__in=registered.values("person_id"))
    return free | set(Person.objects.filter(mine | first, pk__in=guarded).values_list("pk", flat=True))


def sees_whereabouts(person: Person, worker: Worker) -> bool:
    """Whether she may see where this person lives and how to reach her."""
    return not person.protected or person.pk in whereabouts_open([person], worker)


def address_open(household: Household, living_there: Iterable[Person], worker: Worker) -> bool:
    """Whether she may see the address, given those who live there and whom she may know.

    A household in which somebody is under protection stays hidden also from a reader who may not know that person.
    """
    guarded = [person for person in living_there if person.protected]
    if not household.withheld and not guarded:
        return True
    return bool(guarded) and whereabouts_open(guarded, worker) >= {person.pk for person in guarded}


def withhold(*households: UUID) -> None:
    """Keep on each household whether somebody under protection lives in it; called by the actions that change that."""
    with on_behalf_of_all():
        for key in households:
            guarded = Membership.objects.filter(household=key, until=None, person__protected=True).exists()
            Household.objects.filter(pk=key).update(withheld=guarded)
