"""Registrations that may be of the same person or the same household (統合の候補): only among those the reader may know."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Q

from tasuki.staff.models import Worker

from .card import born
from .enums import Sex
from .models import Contact, Household, Membership, Person
from .protection import whereabouts_open

MOST = 50
BIRTH = ("birth_year", "birth_month", "birth_day")
FIELDS = {
    "family_name": "氏", "given_name": "名", "family_kana": "氏（カナ）", "given_kana": "名（カナ）",
    "common_name": "通称", "sex": "性別", "birth": "生年月日", "death": "死亡", "note": "配慮すること",
}  # fmt: skip


def pairs_of_persons(worker: Worker) -> list[tuple[Person, Person]]:
    """Two persons of the same reading born on the same day; three of a kind make two pairs with the oldest."""
    seen = Person.objects.visible_to(worker).filter(merged_into=None, birth_day__isnull=False)
    seen = seen.exclude(family_kana="", given_kana="")
    alike = seen.order_by().values("family_kana", "given_kana", *BIRTH).annotate(n=Count("pk")).filter(n__gt=1)
    either = Q()
    for group in alike[:MOST]:
        either |= Q(**{name: group[name] for name in ("family_kana", "given_kana", *BIRTH)})
    if not either:
        return []
    groups: dict[tuple[Any, ...], list[Person]] = defaultdict(list)
    for person in seen.filter(either).order_by("id"):
        groups[person.kana, person.birth_year, person.birth_month, person.birth_day].append(person)
    return [(group[0], other) for group in groups.values() for other in group[1:]]


def pairs_of_households(worker: Worker) -> list[tuple[Household, Household]]:
    """Two households at the same address; a withheld address is compared with none."""
    seen = Household.objects.visible_to(worker).filter(merged_into=None, withheld=False).exclude(address="")
    lived_in = seen.filter(memberships__until=None, memberships__isnull=False).distinct()
    alike = lived_in.order_by().values("town", "address").annotate(n=Count("pk", distinct=True)).filter(n__gt=1)
    either = Q()
    for group in alike[:MOST]:
        either |= Q(town=group["town"], address=group["address"])
    if not either:
        return []
    groups: dict[tuple[Any, str], list[Household]] = defaultdict(list)
    for household in lived_in.filter(either).select_related("town").order_by("id"):
        groups[household.town_id, household.address].append(household)
    return [(group[0], other) for group in groups.values() for other in group[1:]]


def said(person: Person, field: str) -> str:
    """The value of a field as it is read."""
    if field == "sex":
        return "" if person.sex == Sex.UNKNOWN else person.get_sex_display()
    if field == "birth":
        return born(person) or person.birth_text
    if field == "death":
        return (str(person.died_on) if person.died_on else "亡くなっている") if person.deceased else ""
    return str(getattr(person, field))


def different(keep: Person, drop: Person) -> dict[str, tuple[str, str]]:
    """Fields of which both know something else."""
    both = {field: (said(keep, field), said(drop, field)) for field in FIELDS}
    return {field: told for field, told in both.items() if told[0] != told[1] and all(told)}


def side_by_side(keep: Person, drop: Person, worker: Worker) -> list[tuple[str, str, str]]:
    """(name, what the one says, what the other says), then what hangs on each."""
    lines = [(name, said(keep, field), said(drop, field)) for field, name in FIELDS.items()]
    shown = whereabouts_open([keep, drop], worker)
    reached: dict[Any, list[str]] = defaultdict(list)
    for contact in Contact.objects.filter(person__in=[key for key in (keep.pk, drop.pk) if key in shown]):
        reached[contact.person_id].append(f"{contact.get_kind_display()} {contact.value}")
    lines.append(("連絡先", "、".join(reached[keep.pk]), "、".join(reached[drop.pk])))
    homes: dict[Any, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(person__in=[keep.pk, drop.pk], until=None).select_related("household__town")
    for row in rows.filter(household__in=Household.objects.visible_to(worker)):
        homes[row.person_id].append(str(row.household))
    lines.append(("世帯", "、".join(homes[keep.pk]), "、".join(homes[drop.pk])))
    return [line for line in lines if line[1] or line[2]]


def living_in(household: Household, worker: Worker) -> list[str]:
    """Names of those who live there and whom the reader may know; the others as a number."""
    rows = Membership.objects.filter(household=household.pk, until=None).order_by("-head", "id")
    keys = list(rows.values_list("person_id", flat=True))
    known = Person.objects.visible_to(worker).filter(pk__in=keys).order_by(F("birth_year").asc(nulls_last=True), "id")
    return [person.full_name for person in known]
