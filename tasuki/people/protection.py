"""Protection (支援措置): where a person lives and how to reach her is told to the workers named for it and to nobody else."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tasuki.shared import clock
from tasuki.shared.kana import fold_text
from tasuki.shared.once import once
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from .models import HIDDEN, Contact, Household, Membership, Person, ProtectedLook, ProtectionKeeper, SafeAddress

LEAST = 3  # shorter words stand in every text
_BETWEEN = re.compile(r"(?<=\d)[\s\-‐−ー()]+(?=\d)")
MOVED = ("postal_code", "town_id", "address", "note")
EMPTY: dict[str, Any] = {"postal_code": "", "town_id": None, "address": "", "note": ""}


def whereabouts_open(persons: Iterable[Person], worker: Worker) -> set[UUID]:
    """Keys of those among the persons whose contacts the worker may see; one query at most."""
    listed = list(persons)
    free = {person.pk for person in listed if not person.protected}
    guarded = [person.pk for person in listed if person.protected]
    if not guarded:
        return free
    mine = ProtectionKeeper.objects.held_by(worker).filter(person__in=guarded)
    return free | set(mine.values_list("person", flat=True))


def sees_whereabouts(person: Person, worker: Worker) -> bool:
    """Whether she may see how to reach this person."""
    return not person.protected or person.pk in whereabouts_open([person], worker)


def show_whereabouts(persons: Iterable[Person], worker: Worker, place: str, number: str = "") -> set[UUID]:
    """As `whereabouts_open`, for what is about to be shown: each look at a protected person is told (アラーム)."""
    listed = list(persons)
    shown = whereabouts_open(listed, worker)
    told_of([person.pk for person in listed if person.protected and person.pk in shown], worker, place, number)
    return shown


def told_of(persons: Iterable[UUID], worker: Worker, place: str, number: str = "") -> None:
    """Write down that she saw where these persons are; told to the officer and to whoever watches over them."""
    ProtectedLook.objects.bulk_create(
        ProtectedLook(person_id=person, worker_id=worker.pk, agency_id=worker.agency_id, at=clock.now(),
                      place=place, number=number)
        for person in persons
    )  # fmt: skip


def safe_addresses(households: Iterable[Household], worker: Worker) -> dict[UUID, SafeAddress]:
    """The withheld addresses among these that she is named for, by household; nothing asked when none is withheld."""
    withheld = [household.pk for household in households if household.withheld]
    rows = SafeAddress.objects.visible_to(worker).filter(household__in=withheld).select_related("town")
    return {row.household_id: row for row in rows} if withheld else {}


def address_open(household: Household, worker: Worker) -> bool:
    """Whether she may see the address: also nobody whom she may not know is under protection there."""
    return not household.withheld or household.pk in safe_addresses([household], worker)


def address_of(household: Household, worker: Worker) -> str:
    """The address for this reader, or 「非開示（支援措置）」; a look at a withheld one is shown by `show_whereabouts`."""
    if not household.withheld:
        return str(household)
    return str(safe_addresses([household], worker).get(household.pk, HIDDEN))


@once
def _kept_by(worker: Worker) -> QuerySet[Any]:
    """The persons under protection for whom she is named: asked before every record is kept."""
    return ProtectionKeeper.objects.held_by(worker).values_list("person", flat=True)


def withheld_words(texts: Iterable[str], worker: Worker) -> list[str]:
    """What of a protected person's whereabouts stands in the texts (住所・連絡先), as far as she may know it herself.

    Nobody else is warned: the warning would tell her that what she guessed is true.
    """
    kept = _kept_by(worker)
    whole = " ".join(texts)
    if not kept or not whole.strip():
        return []
    text = fold_text(whole).replace(" ", "")
    figures = _BETWEEN.sub("", unicodedata.normalize("NFKC", whole))
    found = []
    for safe in SafeAddress.objects.visible_to(worker).select_related("town"):
        words = {fold_text(place).replace(" ", "") for place in (safe.address, str(safe))}
        if any(len(word) >= LEAST and word in text for word in words):
            found.append("住所")
    for contact in Contact.objects.filter(person__in=kept):
        word = fold_text(contact.value).replace(" ", "")
        numbered = len(contact.digits) >= 9 and contact.digits in figures
        if numbered or (len(word) >= LEAST and word in text):
            found.append(contact.get_kind_display())
    return list(dict.fromkeys(found))


def withhold(*households: UUID) -> None:
    """Take the address into safety while somebody under protection lives there, and put it back when nobody does.

    Called by the actions that change who lives where and who is protected.
    """
    with on_behalf_of_all(protected=True):
        for household in Household.objects.filter(pk__in=households).select_for_update():
            living = Membership.objects.filter(household=household.pk, until=None, person__protected=True)
            guarded = sorted(living.values_list("person_id", flat=True))
            safe = SafeAddress.objects.filter(household=household.pk).first()
            if guarded and safe is None:
                SafeAddress.objects.create(household=household, persons=guarded, **_values(household))
                Household.objects.filter(pk=household.pk).update(withheld=True, **EMPTY)
            elif guarded:
                SafeAddress.objects.filter(household=household.pk).update(persons=guarded)
            elif safe is not None:
                Household.objects.filter(pk=household.pk).update(withheld=False, **_values(safe))
                safe.delete()


def _values(row: Household | SafeAddress) -> dict[str, Any]:
    """What tells where it is."""
    return {name: getattr(row, name) for name in MOVED}


__all__ = [
    "HIDDEN", "address_of", "address_open", "safe_addresses", "sees_whereabouts", "show_whereabouts", "told_of",
    "whereabouts_open", "withheld_words", "withhold",
]  # fmt: skip
