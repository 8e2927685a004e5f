"""Protection (支援措置): address, contact and workplace are hidden even within the case, but for those named for it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from tasuki.staff.models import Worker

from .models import Person, PersonGrant

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
