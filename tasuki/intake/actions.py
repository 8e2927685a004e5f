"""Writing of consultations: taken, changed, concluded."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes.sheet_answers import given_again, given_now
from tasuki.people.models import Household, Person
from tasuki.people.versions import write_version
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import rules
from .enums import Outcome
from .models import Consultation

CHANGEABLE = {
    "at", "route", "words", "introducer", "anonymous", "third_hand", "keep_caller", "caller_name", "caller_relation",
    "caller_contact", "person", "about_whom", "area", "place", "topics", "main_topic", "urgency", "care_wanted",
    "response", "minutes", "rights_screening", "gathering", "from_paper", "paper_number", "paper_taker", "answers",
}  # fmt: skip


@transaction.atomic
def take_consultation(*, by: Worker, at: datetime, route: str, words: str, **other: Any) -> Consultation:
    """A consultation at the worker's own desk; `other` are further fields of `Consultation`, none required."""
    require(rules.may_take_consultation(by))
    told = _told({"at": at, "route": route, "words": words, **other})
    told |= given_now("intake", clock.today(), told.pop("answers", None))
    if told.get("area") is None and told.get("person") is not None:
        told["area"] = _area_of(told["person"], by)
    if told.get("area") is None and told.get("gathering") is not None:
        told["area"] = told["gathering"].area
    consultation = Consultation.objects.create(agency_id=by.agency_id, worker_id=by.pk, **told)
    record(Act.CHANGE, "相談を受け付けた", by=by, objects=_objects(consultation))
    return consultation


@transaction.atomic
def change_consultation(*, consultation: Consultation, by: Worker, version: int | None = None,
                        **changes: Any) -> Consultation:  # fmt: skip
    """Something was heard later, or written wrongly."""
    require(rules.may_change_consultation(consultation, by))
    told = _told(changes)
    if "answers" in told:
        told |= given_again("intake", consultation, told["answers"], clock.today())
    changed = {name: value for name, value in told.items() if _differs(consultation, name, value)}
    if changed:
        write_version(consultation, version, changed)
        record(Act.CHANGE, "相談を直した", by=by, objects=_objects(consultation), reason="・".join(sorted(changed)))
    return consultation


@transaction.atomic
def conclude(*, consultation: Consultation, by: Worker, outcome: str, note: str = "") -> Consultation:
    """What became of it: informed, referred, a case opened, added to a case, lost."""
    require(rules.may_conclude(consultation, by))
    result = Outcome(outcome)
    ended = None if result == Outcome.OPEN else clock.now()
    write_version(consultation, None, {"outcome": result, "outcome_note": note, "ended_at": ended})
    record(Act.CHANGE, f"相談の結果：{result.label}", by=by, objects=_objects(consultation), reason=note)
    return consultation


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields fit to be written; the topic that troubles most is one of the topics."""
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"not a field of the form: {sorted(unknown)}")
    told = dict(fields)
    if "topics" in told:
        told["topics"] = list(told["topics"])
    main = told.get("main_topic")
    if main and main not in told.get("topics", []):
        told["topics"] = [*told.get("topics", []), main]
    return told


def _differs(consultation: Consultation, name: str, value: Any) -> bool:
    """Whether a field changes; people and areas by key, because the person may be unknown to the worker."""
    if name in ("person", "area", "gathering"):
        return getattr(consultation, f"{name}_id") != (value and value.pk)
    return bool(getattr(consultation, name) != value)


def _area_of(person: Person, by: Worker) -> Any:
    """The 圏域 where the person lives, as far as the worker may know the household."""
    homes = Household.objects.visible_to(by).filter(memberships__person=person, memberships__until=None)
    home = homes.select_related("area").first()
    return home.area if home else None


def _objects(consultation: Consultation) -> list[Any]:
    return [consultation.pk, *([consultation.person_id] if consultation.person_id else [])]
