"""One person, or one household, registered twice is made one (統合), in a way that can be undone for some weeks.

What pointed to the dropped row points to the kept one, whatever room it lives in: the rows are found through the
foreign keys, because the rooms above this one may not be named here. Grants move like everything else, each with its
own term: whoever could know one of the two knows the one that is left, and no part of any case opens to anybody new.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .actions import search_key
from .merges import HouseholdMerge, Merge, PersonMerge
from .models import Household, Person, ProtectionKeeper
from .protection import withhold

# What is chosen, and the columns that go together.
CHOICES: dict[str, tuple[str, ...]] = {
    "family_name": ("family_name",), "given_name": ("given_name",), "family_kana": ("family_kana",),
    "given_kana": ("given_kana",), "common_name": ("common_name",), "sex": ("sex",),
    "birth": ("birth_text", "birth_year", "birth_month", "birth_day", "birth_about", "birth_said_on"),
    "death": ("deceased", "died_on"), "note": ("note",),
}  # fmt: skip
NAMES = ("family_name", "given_name", "family_kana", "given_kana", "common_name")
# Merges tell what was; a withheld address stays where only those named read it, with the household it belonged to.
NOT_MOVED = {"people.personmerge", "people.householdmerge", "people.safeaddress"}
PROTECTION = ("protected", "protected_note", "protected_until")


@transaction.atomic
def merge_persons(*, keep: Person, drop: Person, by: Worker, choices: Mapping[str, str] = {}) -> PersonMerge:
    """`drop` becomes `keep`; of each field the value chosen ("keep" or "drop"), else the one that is there."""
    require(rules.may_merge_persons(keep, drop, by))
    told = _chosen(keep, drop, choices) | _protection(keep, drop)
    merge = PersonMerge(keep=keep, drop=drop, by_id=by.pk, at=clock.now())
    merge.before = {"fields": {name: _plain(getattr(keep, name)) for name in told},
                    "set": {name: _plain(value) for name, value in told.items()}}  # fmt: skip
    with on_behalf_of_all(protected=True):
        _end_lone_keepers(keep, drop)
        _move(keep, drop, merge)
        Person.objects.filter(pk=keep.pk).update(version=keep.version + 1, **told)
        Person.objects.filter(pk=drop.pk).update(version=drop.version + 1, merged_into=keep.pk)
        merge.save(force_insert=True)
    withhold(*_homes(keep))
    record(Act.CHANGE, "同じ人の登録を統合した", by=by, objects=[keep.pk, drop.pk, merge.pk])
    keep.refresh_from_db()
    return merge


@transaction.atomic
def unmerge_persons(*, merge: PersonMerge, by: Worker) -> PersonMerge:
    """Two persons after all: what was moved goes back; what was written since stays with the one that was kept."""
    require(rules.may_unmerge_persons(merge, by))
    with on_behalf_of_all(protected=True):
        keep, drop = Person.objects.get(pk=merge.keep_id), Person.objects.get(pk=merge.drop_id)
        Person.objects.filter(pk=keep.pk).update(version=keep.version + 1, **_unchanged_since(merge, keep))
        Person.objects.filter(pk=drop.pk).update(version=drop.version + 1, merged_into=None)
        _move_back(merge, Person, keep.pk, drop.pk)
        _undone(merge, by)
        homes = {*_homes(keep), *_homes(drop)}
    withhold(*homes)
    record(Act.CHANGE, "統合を取り消した", by=by, objects=[keep.pk, drop.pk, merge.pk])
    return merge


@transaction.atomic
def merge_households(*, keep: Household, drop: Household, by: Worker) -> HouseholdMerge:
    """Those who live in `drop` live in `keep`; its cases too. The address is that of `keep`."""
    require(rules.may_merge_households(keep, drop, by))
    merge = HouseholdMerge(keep=keep, drop=drop, by_id=by.pk, at=clock.now(), before={})
    with on_behalf_of_all(protected=True):
        _move(keep, drop, merge)
        Household.objects.filter(pk=drop.pk).update(version=drop.version + 1, merged_into=keep.pk)
        merge.save(force_insert=True)
    withhold(keep.pk)
    record(Act.CHANGE, "同じ世帯の登録を統合した", by=by, objects=[keep.pk, drop.pk, merge.pk])
    keep.refresh_from_db()
    return merge


@transaction.atomic
def unmerge_households(*, merge: HouseholdMerge, by: Worker) -> HouseholdMerge:
    """Two households after all."""
    require(rules.may_unmerge_households(merge, by))
    with on_behalf_of_all(protected=True):
        Household.objects.filter(pk=merge.drop_id).update(merged_into=None)
        _move_back(merge, Household, merge.keep_id, merge.drop_id)
        _undone(merge, by)
    withhold(merge.keep_id, merge.drop_id)
    record(Act.CHANGE, "世帯の統合を取り消した", by=by, objects=[merge.keep_id, merge.drop_id, merge.pk])
    return merge


def _chosen(keep: Person, drop: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the kept row: what was chosen, else what only the dropped one knows."""
    told: dict[str, Any] = {}
    for field, columns in CHOICES.items():
        mine, other = (getattr(one, columns[0]) for one in (keep, drop))
        empty = mine in ("", None, False, "unknown") and other not in ("", None, False, "unknown")
        if choices.get(field, "drop" if empty else "keep") == "drop":
            told |= {name: getattr(drop, name) for name in columns}
    told["search_key"] = search_key(*(told.get(name, getattr(keep, name)) for name in NAMES))
    return told


def _protection(keep: Person, drop: Person) -> dict[str, Any]:
    """Protection is never lost by a merge; the later day counts."""
    if not drop.protected:
        return {}
    days = [day for day in (keep.protected_until, drop.protected_until) if isinstance(day, date)]
    note = "／".join(filter(None, dict.fromkeys((keep.protected_note, drop.protected_note))))[:200]
    return {"protected": True, "protected_note": note, "protected_until": max(days, default=None)}


def _end_lone_keepers(keep: Person, drop: Person) -> None:
    """Where both are protected, those named for one only do not come to see the other's whereabouts."""
    if not (keep.protected and drop.protected):
        return
    live = ProtectionKeeper.objects.live().filter(person__in=[keep.pk, drop.pk])
    pairs: dict[UUID, set[tuple[UUID, UUID]]] = {keep.pk: set(), drop.pk: set()}
    for row in live:
        pairs[row.person_id].add((row.worker_id, row.agency_id))
    both = pairs[keep.pk] & pairs[drop.pk]
    lone = [row.pk for row in live if row.person_id == drop.pk or (row.worker_id, row.agency_id) not in both]
    ProtectionKeeper.objects.filter(pk__in=lone).update(until=clock.now())


def _references(kind: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """(model, name of the foreign key) of everything that points to this kind of row and may be changed."""
    found = []
    for relation in kind._meta.get_fields(include_hidden=True):  # also those that have no way back (related_name "+")
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        model: Any = relation.related_model
        if model._meta.label_lower not in NOT_MOVED and not model.wall.append_only:
            found.append((model, relation.field.name))  # type: ignore[union-attr]
    return found


def _move(keep: Any, drop: Any, merge: Merge) -> None:
    """Everything that points to `drop` points to `keep`; what cannot stand beside a row of `keep` is kept aside."""
    moved: dict[str, list[str]] = {}
    aside: list[dict[str, Any]] = []
    for model, name in _references(type(keep)):
        for row in model._default_manager.filter(**{name: drop.pk}):
            if _put(model, row.pk, name, keep.pk):
                moved.setdefault(f"{model._meta.label_lower}.{name}", []).append(str(row.pk))
            elif _take_away(row):
                aside.append({"model": model._meta.label_lower, "values": _values(row)})
    merge.moved = moved
    merge.before = merge.before | {"aside": aside}


def _put(model: Any, key: UUID, name: str, to: UUID) -> bool:
    """Lead one row to another; False where the table allows only one such row."""
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=key).update(**{name: to}))
    except IntegrityError:
        return False


def _take_away(row: models.Model) -> bool:
    """Remove a row that says what a row of the kept one says already; False where something rests on it: it stays."""
    try:
        with transaction.atomic():
            row.delete()
            return True
    except (IntegrityError, models.ProtectedError):
        return False


def _move_back(merge: Merge, kind: type[models.Model], keep: UUID, drop: UUID) -> None:
    """Rows that still stand where they were moved to, and those put aside."""
    kinds = {f"{model._meta.label_lower}.{name}": (model, name) for model, name in _references(kind)}
    for where, keys in merge.moved.items():
        model, name = kinds[where]
        model._default_manager.filter(pk__in=keys, **{name: keep}).update(**{name: drop})
    by_label = {model._meta.label_lower: model for model, _ in kinds.values()}
    for one in merge.before.get("aside", []):
        model = by_label[one["model"]]
        model(**_restored(model, one["values"])).save(force_insert=True)


def _unchanged_since(merge: PersonMerge, keep: Person) -> dict[str, Any]:
    """The columns as they were, but for those that somebody has changed since; protection is one whole."""
    now = {name for name, value in merge.before["set"].items() if _plain(getattr(keep, name)) == value}
    if not now.issuperset(name for name in PROTECTION if name in merge.before["set"]):
        now -= set(PROTECTION)
    if not now.issuperset(name for name in NAMES if name in merge.before["set"]):
        now.discard("search_key")
    return _restored(Person, {name: value for name, value in merge.before["fields"].items() if name in now})


def _undone(merge: Merge, by: Worker) -> None:
    merge.undone_at, merge.undone_by_id = clock.now(), by.pk  # type: ignore[attr-defined]
    merge.save(update_fields=["undone_at", "undone_by"])


def _homes(person: Person) -> list[UUID]:
    return list(person.memberships.filter(Q(until=None)).values_list("household", flat=True))


def _values(row: models.Model) -> dict[str, Any]:
    """A row as it can be kept in JSON."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)


def _restored(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """From JSON to what the columns take."""
    found = {}
    for name, value in values.items():
        field = model._meta.get_field(name.removesuffix("_id")) if name.endswith("_id") else model._meta.get_field(name)
        if isinstance(value, str) and isinstance(field, models.DateTimeField):
            value = parse_datetime(value)
        elif isinstance(value, str) and isinstance(field, models.DateField):
            value = parse_date(value)
        found[name] = value
    return found
