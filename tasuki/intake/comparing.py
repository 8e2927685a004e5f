"""Two consultations of the same person or of her household side by side (前の相談とくらべる). Reads only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tasuki.codes.sheet_comparing import MOST, Beside, chosen_of, everything, others_of, part
from tasuki.codes.sheet_definitions import load
from tasuki.people.models import Membership, Person
from tasuki.people.protection import HIDDEN
from tasuki.shared.calendar_jp import wareki_short
from tasuki.staff.models import Worker

from .lists import who
from .models import Consultation
from .sheet import hides_contact


def around(consultation: Consultation, worker: Worker) -> dict[UUID, Person]:
    """The person and those who live with her now, as far as the reader may know them."""
    if consultation.person_id is None:
        return {}
    homes = Membership.objects.filter(person=consultation.person_id, until=None).values("household")
    living = Membership.objects.filter(household__in=homes, until=None).values("person")
    known = Person.objects.visible_to(worker)
    rows = known.filter(pk=consultation.person_id) | known.filter(pk__in=living)
    return {person.pk: person for person in rows.distinct()}


def before(consultation: Consultation, worker: Worker, persons: Iterable[UUID]) -> list[Consultation]:
    """Earlier consultations of them at the reader's desk, the newest first; of the person herself before the others."""
    rows = Consultation.objects.visible_to(worker).filter(person__in=list(persons), at__lt=consultation.at)
    found = list(rows.select_related("agency", "worker", "area").order_by("-at")[:MOST])
    return sorted(found, key=lambda one: one.person_id != consultation.person_id)


def beside(consultation: Consultation, worker: Worker, said: str) -> Beside | None:
    """The consultation beside the one before, or beside the one that was asked for."""
    persons = around(consultation, worker)
    earlier = before(consultation, worker, persons)
    chosen = chosen_of(earlier, said)
    if chosen is None:
        return None

    def named(one: Consultation) -> str:
        known = persons.get(one.person_id) if one.person_id else None
        return f"{wareki_short(one.at)} {who(one, known)}"

    rows = part("相談受付票", _told(chosen, worker), _told(consultation, worker))
    return Beside(named(chosen), named(consultation), [rows], others_of(earlier, chosen, named))


def _told(one: Consultation, worker: Worker) -> list[tuple[str, str]]:
    """The sheet in words; the day stands above it, and a number under protection is not told."""
    more: dict[str, Any] = {"at": "", "minutes": f"{one.minutes}分" if one.minutes else ""}
    if one.caller_contact and hides_contact(one, worker):
        more["caller_contact"] = HIDDEN
    return everything(load("intake", one.sheet_version), one, more)
