"""Writing over what is known from before (内容のちがう行): only what was chosen, through the actions of its room, and back again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from tasuki.cases.models import SupportRecord
from tasuki.cases.recording import correct_record
from tasuki.people import actions as people
from tasuki.people.models import Contact, Household, Person
from tasuki.shared.decisions import Refused, Stale
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Town

from .carry_differences import Difference
from .carry_lines import Line
from .carry_models import Carry, CarryChange
from .enums import ChangedKind

BACK = "取り込みの取消し"
MODELS: dict[str, Any] = {
    ChangedKind.PERSON: Person, ChangedKind.CONTACT: Contact, ChangedKind.HOUSEHOLD: Household,
    ChangedKind.RECORD: SupportRecord,
}  # fmt: skip


def take_differences(line: Line, *, by: Worker, carry: Carry, origin: str) -> list[CarryChange]:
    """The chosen cells of one row are written over what stood there; what that was is kept for a month."""
    by_target: dict[tuple[Any, Any], list[Difference]] = defaultdict(list)
    for one in line.take:
        by_target[one.kind, one.target.pk if one.kind != ChangedKind.CONTACT else one.key].append(one)
    made = []
    for (kind, _), found in by_target.items():
        changes = {name: value for one in found for name, value in one.changes.items()}
        thing, before, after = _write(kind, found[0].target, changes, by, origin)
        made.append(CarryChange(carry=carry, kind=kind, target=thing.pk, before=before, after=after, row=line.number))
    return made


def _write(
    kind: str, thing: Any, changes: dict[str, Any], by: Worker, origin: str
) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """(what was written, what stood there, what stands there now)."""
    if kind == ChangedKind.CONTACT:
        contact = people.add_contact(person=thing, by=by, **changes)
        return contact, {}, _state(kind, contact, changes)
    before = _state(kind, thing, changes)
    if kind == ChangedKind.PERSON:
        person = people.change_person(person=thing, by=by, version=thing.version, **changes)
        return person, before, _state(kind, person, changes)
    if kind == ChangedKind.HOUSEHOLD:
        town = changes["town"]
        home = people.change_household(household=thing, by=by, area=town.area if town else thing.area, **changes)
        return home, before, _state(kind, home, changes)
    record = correct_record(record=thing, by=by, reason=f"もとの台帳で変わった：{origin}"[:200], **changes)
    return record, before, _state(kind, record, changes)


def _state(kind: str, thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """The columns as they stand, fit to be kept."""
    columns = {"birth": "birth_text"} if kind == ChangedKind.PERSON else {"town": "town_id"}
    told = {name: getattr(thing, columns.get(name, name)) for name in names}
    if kind == ChangedKind.PERSON and "birth" in told:
        told["birth_said_on"] = thing.birth_said_on
    return {name: _kept(value) for name, value in told.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | list) else str(value)


def untouched(carry: Carry) -> tuple[list[tuple[CarryChange, Any]], list[CarryChange]]:
    """What may go back to what it was, newest first, and what somebody has written over since (or that is gone)."""
    back, stays = [], []
    rows = list(CarryChange.objects.filter(carry=carry).order_by("-id"))
    things = {
        kind: model.objects.in_bulk([row.target for row in rows if row.kind == kind]) for kind, model in MODELS.items()
    }
    for row in rows:
        thing = things[row.kind].get(row.target)
        same = (
            thing is not None
            and _state(row.kind, thing, [name for name in row.after if name != "birth_said_on"]) == row.after
        )
        if same and (row.kind != ChangedKind.RECORD or thing.current):
            back.append((row, thing))
        else:
            stays.append(row)
    return back, stays


def take_back(row: CarryChange, thing: Any, *, by: Worker) -> bool:
    """One registration as it was before the import; False when she may not write it any more."""
    try:
        with transaction.atomic():
            _restore(row, thing, by)
    except (Refused, Stale):
        return False
    return True


def _restore(row: CarryChange, thing: Any, by: Worker) -> None:
    before = dict(row.before)
    if row.kind == ChangedKind.CONTACT:
        thing.delete()
    elif row.kind == ChangedKind.PERSON:
        said_on = before.pop("birth_said_on", None)
        people.change_person(person=thing, by=by, **before)
        if "birth" in before and said_on:  # 「80代」 was said on another day than today
            Person.objects.filter(pk=thing.pk).update(birth_said_on=parse_date(said_on))
    elif row.kind == ChangedKind.HOUSEHOLD:
        town = Town.objects.filter(pk=before.pop("town")).first() if before["town"] else before.pop("town")
        people.change_household(household=thing, by=by, town=town, area=town.area if town else thing.area, **before)
    else:
        told = {name: _read(name, value) for name, value in before.items()}
        correct_record(record=thing, by=by, reason=BACK, **told)


def _read(name: str, value: Any) -> Any:
    return (
        parse_datetime(value) if name == "at" and value else parse_date(value) if name == "next_on" and value else value
    )


__all__ = ["take_back", "take_differences", "untouched"]
