"""Taking an import back (取り込みの取消し): everything it made goes, unless something was built on it; says what holds it.

What an import made has keys older than its marker; a row that points to it with a later key was written afterwards.
The rooms above are asked through Django's own list of what points where, so none is forgotten.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case, CaseGrant, CaseMember, SupportRecord
from tasuki.codes.lookup import label
from tasuki.intake.models import Consultation
from tasuki.people.models import Household, Membership, Person, PersonGrant
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .carry_models import Carried, Carry
from .enums import CarriedKind, CarryState

# What stands on others goes first.
MODELS: dict[str, type[models.Model]] = {
    CarriedKind.RECORD: SupportRecord,
    CarriedKind.MEMBER: CaseMember,
    CarriedKind.CASE: Case,
    CarriedKind.CONSULTATION: Consultation,
    CarriedKind.MEMBERSHIP: Membership,
    CarriedKind.HOUSEHOLD: Household,
    CarriedKind.PERSON: Person,
}
VERSIONED = (Case, Consultation, Household, Person)


@transaction.atomic
def undo_carry(*, carry: Carry, by: Worker) -> Carry:
    """All that the import made, removed; what it only found stays (取り消す)."""
    now = Carry.objects.select_for_update().get(pk=carry.pk)
    require(rules.may_undo_carry(now, by, len(holding(now))))
    made = _made(now)
    with on_behalf_of_all(protected=True):
        touched = _touched(made)
        _take_back_knowledge(now, made)
        for kind, model in MODELS.items():
            _remove(model, made[kind])
        _last_contacts(touched)
    Carried.objects.filter(carry=now).delete()
    now.state, now.undone_at, now.undone_by_id = CarryState.UNDONE, clock.now(), by.pk
    now.version += 1
    now.save()
    record(
        Act.CHANGE,
        "取り込みを取り消した",
        by=by,
        objects=[now.pk],
        count=sum(map(len, made.values())),
        reason=now.source,
    )
    return now


def holding(carry: Carry) -> list[tuple[str, int]]:
    """(what, how many) was written on top of what the import made; empty when it can be taken back."""
    made, found = _made(carry), defaultdict[str, int](int)
    with on_behalf_of_all(protected=True):
        for kind, model in MODELS.items():
            keys = made[kind]
            for name, rows in _pointing(model, keys):
                if later := rows.filter(pk__gt=carry.marker).count():
                    found[name] += later
            if model in VERSIONED and (
                changed := model._default_manager.filter(pk__in=keys, version__gt=_own(model)).count()
            ):
                found[f"{model._meta.verbose_name}の書きかえ"] += changed
            if missing := len(keys) - model._default_manager.filter(pk__in=keys).count():
                found[f"{model._meta.verbose_name}の削除・廃棄"] += missing
    return sorted(found.items())


def _own(model: type[models.Model]) -> int:
    """The version at which an import leaves a row: a consultation is concluded by opening its case."""
    return 2 if model is Consultation else 1


def _made(carry: Carry) -> dict[str, list[UUID]]:
    made: dict[str, list[UUID]] = {kind: [] for kind in MODELS}
    for kind, target in Carried.objects.filter(carry=carry, made=True).values_list("kind", "target"):
        made[kind].append(target)
    return made


def _pointing(model: type[models.Model], keys: list[UUID]) -> Iterator[tuple[str, Any]]:
    """Every kind of row that points to these."""
    if not keys:
        return
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        pointing = isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many
        if pointing and isinstance(other._meta.pk, models.UUIDField):
            rows = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
            yield str(other._meta.verbose_name), rows


def _remove(model: type[models.Model], keys: list[UUID]) -> None:
    """The rows and what points to them; all of it was made by the import, or it would have held it."""
    if not keys:
        return
    for _, rows in _pointing(model, keys):
        if rows.exists():  # of what only grows an import makes nothing, and the database would refuse even to try
            rows._raw_delete(rows.db)
    gone = model._base_manager.filter(pk__in=keys)
    gone._raw_delete(gone.db)


def _touched(made: dict[str, list[UUID]]) -> list[Case]:
    """Cases that stay and whose last contact is one of the records that go."""
    records = SupportRecord.objects.filter(pk__in=made[CarriedKind.RECORD]).exclude(case__in=made[CarriedKind.CASE])
    return [row.case for row in records.select_related("case") if row.case.last_contact_at == row.at]


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
    persons = list(rows.filter(kind=CarriedKind.PERSON, made=False).values_list("target", flat=True))
    joined = CaseMember.objects.filter(pk__in=made[CarriedKind.MEMBER]).values("case")
    sources = CaseGrant.objects.filter(Q(case__in=joined) | Q(case__in=made[CarriedKind.CASE])).values("source")
    given = PersonGrant.objects.filter(person__in=persons, source__in=sources, pk__gte=first, pk__lte=carry.marker)
    given._raw_delete(given.db)
