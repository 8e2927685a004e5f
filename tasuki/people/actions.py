"""Writing of persons, households, relations and consents."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.kana import fold_name
from tasuki.shared.partial_date import parse_partial_date
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker

from .enums import Sex
from .models import Person, PersonGrant


@transaction.atomic
def register_person(*, by: Worker, family_name: str = "", given_name: str = "", family_kana: str = "",
                    given_kana: str = "", common_name: str = "", sex: str = Sex.UNKNOWN, birth: str = "",
                    deceased: bool = False, note: str = "") -> Person:  # fmt: skip
    """A new person, known to the agency that registers her. `birth` as it was said (「昭和13年頃」)."""
    known = parse_partial_date(birth)
    person = Person(
        family_name=family_name, given_name=given_name, family_kana=family_kana, given_kana=given_kana,
        common_name=common_name, sex=sex, birth_text=birth, birth_year=known.year, birth_month=known.month,
        birth_day=known.day, birth_about=known.about, deceased=deceased, note=note,
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


def search_key(family: str, given: str, family_kana: str, given_kana: str, common: str) -> str:
    """Folded spellings, one a line: whole name, reading, common name."""
    return "\n".join(key for key in (fold_name(family + given), fold_name(family_kana + given_kana), fold_name(common)) if key)


__all__ = ["register_person", "search_key"]
