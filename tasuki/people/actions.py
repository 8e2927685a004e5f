"""Writing of persons and contacts; households and ties are in `households`, consents and protection in files of theirs."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.shared.kana import fold_name, phone_digits
from tasuki.shared.partial_date import parse_partial_date
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker

from . import rules
from .consents import ask_consent, withdraw
from .enums import ContactKind, Sex
from .households import (
    change_household,
    change_membership,
    join_household,
    leave_household,
    relate,
    start_household,
    unrelate,
)
from .keepers import name_keeper, protect_person, release_keeper
from .models import Contact, Person, PersonGrant
from .versions import write_version

CHANGEABLE = {
    "family_name", "given_name", "family_kana", "given_kana", "common_name", "sex", "birth", "deceased", "died_on",
    "note",
}  # fmt: skip


@transaction.atomic
def register_person(*, by: Worker, family_name: str = "", given_name: str = "", family_kana: str = "",
                    given_kana: str = "", common_name: str = "", sex: str = Sex.UNKNOWN, birth: str = "",
                    deceased: bool = False, note: str = "") -> Person:  # fmt: skip
    """A new person, known to the agency that registers her. `birth` as it was said (「昭和13年頃」)."""
    require(rules.may_register_person(by))
    person = Person(
        family_name=family_name, given_name=given_name, family_kana=family_kana, given_kana=given_kana,
        common_name=common_name, sex=sex, deceased=deceased, note=note, **birth_columns(birth),
        search_key=search_key(family_name, given_name, family_kana, given_kana, common_name),
    )  # fmt: skip
    # The grant first: the database shows the person only to those who hold one.
    PersonGrant.objects.create(
        person_id=person.pk, agency_id=by.agency_id, ground=Ground.OWN,
        scope=int(Scope.EXISTENCE | Scope.IDENTITY), since=clock.now(), source=person.pk, given_by_id=by.pk,
    )  # fmt: skip
    person.save(force_insert=True)
    record(Act.CHANGE, "人を登録", by=by, objects=[person.pk])
    return person


@transaction.atomic
def change_person(*, person: Person, by: Worker, version: int | None = None, **changes: Any) -> Person:
    """Names, reading, sex, birth (as said), death, what to be careful of."""
    require(rules.may_change_person(person, by))
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    columns = {name: value for name, value in changes.items() if name != "birth"}
    if "birth" in changes and changes["birth"] != person.birth_text:
        columns |= birth_columns(changes["birth"])
    names = ("family_name", "given_name", "family_kana", "given_kana", "common_name")
    columns["search_key"] = search_key(*(changes.get(name, getattr(person, name)) for name in names))
    if columns.get("died_on"):
        columns["deceased"] = True
    write_version(person, version, columns)
    record(Act.CHANGE, "人の登録を変えた", by=by, objects=[person.pk], reason="・".join(sorted(changes)))
    return person


@transaction.atomic
def add_contact(*, person: Person, by: Worker, kind: str, value: str, do_not_use: bool = False,
                note: str = "") -> Contact:  # fmt: skip
    """A telephone number or address of mail, with the note 「ここにはかけない」."""
    require(rules.may_add_contact(person, by))
    contact = Contact.objects.create(
        person=person, kind=kind, value=value, digits=digits_of(kind, value), do_not_use=do_not_use, note=note
    )
    record(Act.CHANGE, "連絡先を加えた", by=by, objects=[person.pk, contact.pk])
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, by: Worker, kind: str, value: str, do_not_use: bool = False,
                   note: str = "") -> Contact:  # fmt: skip
    """A number put right, or 「もうかけない」."""
    require(rules.may_change_contact(contact, by))
    contact.kind, contact.value, contact.digits = kind, value, digits_of(kind, value)
    contact.do_not_use, contact.note = do_not_use, note
    contact.save()
    record(Act.CHANGE, "連絡先を直した", by=by, objects=[contact.person_id, contact.pk])
    return contact


def birth_columns(birth: str) -> dict[str, Any]:
    """What is known of a date of birth from how it was said; ages keep the day on which they were told."""
    known = parse_partial_date(birth)
    return {
        "birth_text": birth, "birth_year": known.year, "birth_month": known.month, "birth_day": known.day,
        "birth_about": known.about, "birth_said_on": known.as_of,
    }  # fmt: skip


def digits_of(kind: str, value: str) -> str:
    """What a number is found by; nothing for mail."""
    return "" if kind == ContactKind.MAIL or "@" in value else phone_digits(value)[:20]


def search_key(family: str, given: str, family_kana: str, given_kana: str, common: str) -> str:
    """Folded spellings, one a line: whole name, reading, common name."""
    spellings = (fold_name(family + given), fold_name(family_kana + given_kana), fold_name(common))
    return "\n".join(key for key in spellings if key)


__all__ = [
    "add_contact", "ask_consent", "change_contact", "change_household", "change_membership", "change_person",
    "join_household", "leave_household", "name_keeper", "protect_person", "register_person", "relate",
    "release_keeper", "search_key",
    "start_household", "unrelate", "withdraw",
]  # fmt: skip
