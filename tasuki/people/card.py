"""What one person's page shows, for one reader (本人のカード)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from tasuki.shared import clock
from tasuki.staff.models import Worker

from . import rules
from .kinship import UNDISCLOSED
from .models import Household, Membership, Person, PersonMerge, ProtectionKeeper, Relation, SafeAddress
from .protection import HIDDEN, safe_addresses, sees_whereabouts, told_of

TOLD_OF = {"親": "子", "養親": "養子", "里親": "里子", "継親": "継子"}


def card_of(person: Person, worker: Worker) -> dict[str, Any]:
    """Everything of the page: facts, contacts, households, ties, consents, and what may be done."""
    shown, own = sees_whereabouts(person, worker), _own(person)
    safe = safe_addresses([row.household for row in own], worker)
    seen = {person.pk} if shown and person.protected else set()
    told_of(seen.union(*(row.persons for row in safe.values())), worker, "人の登録")
    return {
        "person": person,
        "facts": facts(person),
        "whereabouts": shown,
        "contacts": person.contacts.order_by("do_not_use", "id") if shown else [],
        "homes": homes(own, safe, worker),
        "ties": ties(person, worker),
        "consents": consents(person),
        "may_change": rules.may_change_person(person, worker),
        "may_add_contact": rules.may_add_contact(person, worker),
        "may_protect": rules.may_protect_person(person, worker),
        "protection": protection(person, worker) if person.protected else None,
        "merges": PersonMerge.objects.visible_to(worker).filter(keep=person.pk, undone_at=None).select_related("by"),
        "may_start_household": rules.may_start_household(worker),
    }


def consents(person: Person) -> Any:
    """What she was asked and answered, newest first."""
    rows = person.consents.select_related("explained_by", "explained_agency")
    return rows.prefetch_related("agencies__agency")


def facts(person: Person) -> list[tuple[str, Any]]:
    """Names and values of the first card."""
    lines = [
        ("カナ", person.kana),
        ("通称", person.common_name),
        ("性別", person.get_sex_display()),
        ("生年月日", born(person)),
        ("配慮すること", person.note),
    ]
    if person.deceased:
        lines.insert(4, ("死亡", person.died_on or "亡くなっている"))
    return lines


def born(person: Person) -> str:
    """Date of birth as far as it is known, with the age; empty when nothing is known."""
    age = person.age()
    return f"{person.birth.format()}（{age.label}）" if age and age.low is not None else ""


def protection(person: Person, worker: Worker) -> dict[str, Any]:
    """Until when, who is named for it, who may name more."""
    keepers = ProtectionKeeper.objects.visible_to(worker).live().filter(person=person.pk)
    return {
        "keepers": keepers.select_related("worker", "agency"),
        "may_name": rules.may_name_keeper(person, worker),
        "over": person.protected_until is not None and person.protected_until < clock.today(),
    }


def _own(person: Person) -> list[Membership]:
    """Where she lives and lived, the present household first."""
    own = list(person.memberships.select_related("household__town", "household__area").order_by("-until", "-since"))
    return sorted(own, key=lambda row: row.until is not None)


def homes(own: list[Membership], safe: dict[UUID, SafeAddress], worker: Worker) -> list[dict[str, Any]]:
    """Her households with those who live there; the reader's unknown ones as 「非開示」."""
    everybody = Membership.objects.filter(household__in=[row.household_id for row in own], until=None)
    rows = list(everybody.order_by("-head", "since", "id"))
    known = Person.objects.visible_to(worker).in_bulk([row.person_id for row in rows])
    return [_home(row, rows, known, safe, worker) for row in own]


def _home(own: Membership, rows: list[Membership], known: dict[UUID, Person], safe: dict[UUID, SafeAddress],
          worker: Worker) -> dict[str, Any]:  # fmt: skip
    """One household: where, who."""
    members = [row for row in rows if row.household_id == own.household_id]
    home = own.household
    return {
        "household": home,
        "own": own,
        "address": str(safe.get(home.pk, HIDDEN) if home.withheld else home),
        "hidden": home.withheld and home.pk not in safe,
        "members": [(row, known.get(row.person_id), UNDISCLOSED) for row in members],
        "may_change": rules.may_change_household(own.household, worker),
    }


def shown_home(household: Household, worker: Worker) -> Household | SafeAddress:
    """Where the address is read for this worker; a look at a withheld one is told."""
    safe = safe_addresses([household], worker).get(household.pk)
    if safe is not None:
        told_of(safe.persons, worker, "住所の用紙")
    return safe or household


def ties(person: Person, worker: Worker) -> list[tuple[Relation, Person, str]]:
    """(relation, the other person, what the other is to her), for those the reader may know."""
    rows = list(Relation.objects.filter(Q(first=person) | Q(second=person)))
    others = {row.first_id if row.second_id == person.pk else row.second_id for row in rows}
    known = Person.objects.visible_to(worker).in_bulk(others)
    found = []
    for row in rows:
        other = known.get(row.first_id if row.second_id == person.pk else row.second_id)
        if other is not None:
            found.append((row, other, _said(row, person)))
    return found


def _said(row: Relation, person: Person) -> str:
    """What the other is to this person: 親 read from the other side is 子."""
    word = row.get_kind_display()
    return TOLD_OF.get(word, word) if row.first_id == person.pk else word


def around(person: Person, worker: Worker, also: Iterable[Person] = ()) -> list[Person]:
    """Persons who can be tied to this one: herself, those she lives or lived with, relatives, and those just found."""
    shared = Household.objects.visible_to(worker).filter(memberships__person=person)
    lived = Membership.objects.filter(household__in=shared).values("person_id")
    related = Relation.objects.filter(Q(first=person) | Q(second=person))
    near = Q(pk=person.pk) | Q(pk__in=lived) | Q(pk__in=related.values("first")) | Q(pk__in=related.values("second"))
    near |= Q(pk__in=[one.pk for one in also])
    persons = list(Person.objects.visible_to(worker).filter(near).order_by("family_kana", "given_kana", "id"))
    return sorted(persons, key=lambda one: one.pk != person.pk)
