"""Taking an import back (取り込みの取消し): everything it made goes, unless something was built on it; says what holds it.

What an import made has keys older than its marker; a row that points to it with a later key was written afterwards.
The rooms above are asked through Django's own list of what points where, so none is forgotten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case, CaseEvent, CaseGrant, CaseMember, SupportRecord
from tasuki.codes.lookup import label
from tasuki.intake.models import Consultation
from tasuki.people.models import Household, Membership, Person, PersonGrant
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .carry_changing import take_back, untouched
from .carry_models import Carried, Carry, CarryChange
from .enums import CarriedKind, CarryState

# What stands on others goes first.
MODELS: dict[str, type[models.Model]] = {
    CarriedKind.EVENT: CaseEvent,
    CarriedKind.RECORD: SupportRecord,
    CarriedKind.MEMBER: CaseMember,
    CarriedKind.CASE: Case,
    CarriedKind.CONSULTATION: Consultation,
    CarriedKind.MEMBERSHIP: Membership,
    CarriedKind.HOUSEHOLD: Household,
    CarriedKind.PERSON: Person,
}
BACK, LEFT = "もとに戻した", "そのあとに直されていたので、そのまま"
PARTLY = "取り消した"
SHOWN = (CarriedKind.CASE, CarriedKind.PERSON, CarriedKind.HOUSEHOLD, CarriedKind.CONSULTATION, CarriedKind.RECORD)
VERSIONED = (Case, Consultation, Household, Person)
# What of the things of an import hangs on what.
TIES: dict[str, tuple[str, ...]] = {
    CarriedKind.EVENT: ("case_id", "about_id"), CarriedKind.RECORD: ("case_id",), CarriedKind.MEMBER: ("case_id", "person_id"),
    CarriedKind.CASE: ("household_id", "opened_from_id"), CarriedKind.CONSULTATION: ("person_id",),
    CarriedKind.MEMBERSHIP: ("household_id", "person_id"),
}  # fmt: skip


@transaction.atomic
def undo_carry(*, carry: Carry, by: Worker) -> Carry:
    """All that the import made, removed; what it wrote over, as it was before; what it only found stays (取り消す)."""
    now = Carry.objects.select_for_update().get(pk=carry.pk)
    require(rules.may_undo_carry(now, by, len(holding(now))))
    count = _take_away(now, _made(now), by)
    now.state, now.undone_at, now.undone_by_id = CarryState.UNDONE, clock.now(), by.pk
    return _undone(now, by, "取り込みを取り消した", count)


@transaction.atomic
def undo_rest(*, carry: Carry, by: Worker) -> Carry:
    """Where cases have gone on since, these stay whole with their people; everything else goes (残りを取り消す)."""
    now = Carry.objects.select_for_update().get(pk=carry.pk)
    kept, free = parted(now)
    require(rules.may_undo_rest(now, by, kept, sum(map(len, free.values()))))
    count = _take_away(now, free, by)
    left = Counter(CarriedKind(kind).label for kind in _kinds(now) if kind in SHOWN)
    now.counts = dict(left) | {PARTLY: count} | {name: now.counts[name] for name in (BACK, LEFT) if name in now.counts}
    return _undone(now, by, "取り込みの一部を取り消した", count)


def _take_away(now: Carry, made: dict[str, list[UUID]], by: Worker) -> int:
    """What was written over goes back, what was made goes; how many things were made."""
    back, stays = untouched(now)
    put_back = sum(take_back(row, thing, by=by) for row, thing in back)
    with on_behalf_of_all(protected=True):
        touched = _touched(made)
        _take_back_knowledge(now, made)
        for kind, model in MODELS.items():
            _remove(model, made[kind])
        _last_contacts(touched)
    keys = [key for found in made.values() for key in found]
    Carried.objects.filter(carry=now, made=True, target__in=keys).delete()
    CarryChange.objects.filter(carry=now).delete()
    left = len(back) + len(stays) - put_back
    now.counts |= {name: count for name, count in ((BACK, put_back), (LEFT, left)) if count}
    return len(keys)


def _undone(now: Carry, by: Worker, verb: str, count: int) -> Carry:
    if now.state == CarryState.UNDONE:
        Carried.objects.filter(carry=now).delete()
    now.version += 1
    now.save()
    record(Act.CHANGE, verb, by=by, objects=[now.pk], count=count, reason=now.source)
    return now


def holding(carry: Carry) -> list[tuple[str, int]]:
    """(what, how many) was written on top of what the import made; empty when it can be taken back."""
    found: dict[str, int] = defaultdict(int)
    for name, _ in _held(carry, _made(carry)):
        found[name] += 1
    return sorted(found.items())


def _held(carry: Carry, made: dict[str, list[UUID]]) -> list[tuple[str, UUID]]:
    """(what was written, the thing of the import on which it stands)."""
    found: list[tuple[str, UUID]] = []
    with on_behalf_of_all(protected=True):
        for kind, model in MODELS.items():
            keys = made[kind]
            for name, rows, column in _pointing(model, keys):
                found += [(name, key) for key in rows.filter(pk__gt=carry.marker).values_list(column, flat=True)]
            if model in VERSIONED:
                changed = model._default_manager.filter(pk__in=keys, version__gt=_own(model))
                name = f"{model._meta.verbose_name}の書きかえ"
                found += [(name, key) for key in changed.values_list("pk", flat=True)]
            there = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
            found += [(f"{model._meta.verbose_name}の削除・廃棄", key) for key in keys if key not in there]
    return found


def parted(carry: Carry) -> tuple[int, dict[str, list[UUID]]]:
    """(how many cases stay, what can go): a household goes or stays with all that hangs together with it."""
    made = _made(carry)
    whole = _together(made)
    stays = {whole[key] for _, key in _held(carry, made)}
    free = {kind: [key for key in keys if whole[key] not in stays] for kind, keys in made.items()}
    kept = sum(whole[key] in stays for key in made[CarriedKind.CASE])
    return kept or len(stays), free


def _together(made: dict[str, list[UUID]]) -> dict[UUID, UUID]:
    """Every thing with the name of the heap to which it belongs: case, household, its people, their records."""
    heap = {key: key for keys in made.values() for key in keys}

    def top(key: UUID) -> UUID:
        while heap[key] != key:
            key = heap[key]
        return key

    with on_behalf_of_all(protected=True):
        for kind, columns in TIES.items():
            for pk, *others in MODELS[kind]._default_manager.filter(pk__in=made[kind]).values_list("pk", *columns):
                for other in others:
                    if other in heap:
                        heap[top(other)] = top(pk)
    return {key: top(key) for key in heap}


def _kinds(carry: Carry) -> Iterator[str]:
    yield from Carried.objects.filter(carry=carry, made=True).values_list("kind", flat=True)


def _own(model: type[models.Model]) -> int:
    """The version at which an import leaves a row: a consultation is concluded by opening its case."""
    return 2 if model is Consultation else 1


def _made(carry: Carry) -> dict[str, list[UUID]]:
    made: dict[str, list[UUID]] = {kind: [] for kind in MODELS}
    for kind, target in Carried.objects.filter(carry=carry, made=True).values_list("kind", "target"):
        made[kind].append(target)
    return made


def _pointing(model: type[models.Model], keys: list[UUID]) -> Iterator[tuple[str, Any, str]]:
    """Every kind of row that points to these, and by which column."""
    if not keys:
        return
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        pointing = isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many
        if pointing and isinstance(other._meta.pk, models.UUIDField):
            rows = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
            yield str(other._meta.verbose_name), rows, relation.field.attname


def _remove(model: type[models.Model], keys: list[UUID]) -> None:
    """The rows and what points to them; all of it was made by the import, or it would have held it."""
    if not keys:
        return
    for _, rows, _ in _pointing(model, keys):
        if rows.exists():  # of what only grows an import makes nothing, and the database would refuse even to try
            rows._raw_delete(rows.db)
    gone = model._base_manager.filter(pk__in=keys)
    gone._raw_delete(gone.db)


def _touched(made: dict[str, list[UUID]]) -> list[Case]:
    """Cases that stay and whose last contact is one of the records or consultations that go."""
    records = SupportRecord.objects.filter(pk__in=made[CarriedKind.RECORD]).exclude(case__in=made[CarriedKind.CASE])
    asked = CaseEvent.objects.filter(pk__in=made[CarriedKind.EVENT])
    rows = [*records.select_related("case"), *asked.select_related("case")]
    return list({row.case_id: row.case for row in rows if row.case.last_contact_at == row.at}.values())


def _last_contacts(cases: list[Case]) -> None:
    """A case that stays takes the day of its newest record that is left."""
    for case in cases:
        left = SupportRecord.objects.filter(case=case, current=True).order_by("-at").first()
        case.last_contact_at = left.at if left else None
        case.last_contact_text = label("contact_method", left.method)[:80] if left else ""
        case.save(update_fields=["last_contact_at", "last_contact_text"])


def _take_back_knowledge(carry: Carry, made: dict[str, list[UUID]]) -> None:
    """Whoever came to know a person registered before, only because the import put her into a case, knows her no more."""
    rows = Carried.objects.filter(carry=carry)
    first = rows.order_by("id").values_list("id", flat=True).first()
    if first is None:  # it only wrote over what was there
        return
    persons = list(rows.filter(kind=CarriedKind.PERSON, made=False).values_list("target", flat=True))
    joined = CaseMember.objects.filter(pk__in=made[CarriedKind.MEMBER]).values("case")
    sources = CaseGrant.objects.filter(Q(case__in=joined) | Q(case__in=made[CarriedKind.CASE])).values("source")
    given = PersonGrant.objects.filter(person__in=persons, source__in=sources, pk__gte=first, pk__lte=carry.marker)
    given._raw_delete(given.db)
