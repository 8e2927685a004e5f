"""What one person's page shows, for one reader (本人のカード)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from tasuki.staff.models import Worker

from . import rules
from .kinship import UNDISCLOSED
from .models import Household, Membership, Person, Relation
from .protection import HIDDEN, address_open, sees_whereabouts

TOLD_OF = {"親": "子", "養親": "養子", "里親": "里子", "継親": "継子"}


def card_of(person: Person, worker: Worker) -> dict[str, Any]:
    """Everything of the page: facts, contacts, households, ties, consents, and what may be done."""
    shown = sees_whereabouts(person, worker)
    return {
        "person": person,
        "facts": facts(person),
        "whereabouts": shown,
        "contacts": person.contacts.order_by("do_not_use", "id") if shown else [],
        "homes": homes(person, worker),
        "ties": ties(person, worker),
        "consents": consents(person),
        "may_change": rules.may_change_person(person, worker),
        "may_add_contact": rules.may_add_contact(person, worker),
        "may_protect": rules.may_protect_person(person, worker),
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


def homes(person: Person, worker: Worker) -> list[dict[str, Any]]:
    """Her households, the present one first, with those who live there; the reader's unknown ones as 「非開示」."""
    own = list(person.memberships.select_related("household__town", "household__area").order_by("-until", "-since"))
    own.sort(key=lambda row: row.until is not None)
    everybody = Membership.objects.filter(household__in=[row.household_id for row in own], until=None)
    rows = list(everybody.order_by("-head", "since", "id"))
    known = Person.objects.visible_to(worker).in_bulk([row.person_id for row in rows])
    return [_home(row, rows, known, worker) for row in own]


def _home(own: Membership, rows: list[Membership], known: dict[UUID, Person], worker: Worker) -> dict[str, Any]:
    """One household: where, who."""
    members = [row for row in rows if row.household_id == own.household_id]
    hidden = not address_open(
        own.household, [known[row.person_id] for row in members if row.person_id in known], worker
    )
    return {
        "household": own.household,
        "own": own,
        "address": HIDDEN if hidden else str(own.household),
        "hidden": hidden,
        "members": [(row, known.get(row.person_id), UNDISCLOSED) for row in members],
        "may_change": rules.may_change_household(own.household, worker),
    }


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
