"""Writing of approaches: begun on a recorded ground, visited, moved on, ended."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import access_to
from tasuki.cases.actions import note_event, update_versioned
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.enums import Project

from . import rules
from .models import Approach, Met, Stage, StageChange, Visit

# Whom the record names as the other party, and its result (codes contact_party, contact_result).
MEETINGS = {
    Met.MET: ("person", "met"), Met.FAMILY: ("family", "met_family"), Met.UNMET: ("person", "absent"),
    Met.REFUSED: ("person", "refused"), Met.LETTER: ("person", "left_note"),
}  # fmt: skip


# What a corrected result says of the visit; other words leave it as it was.
RESULTS = {result: met for met, (_, result) in MEETINGS.items()} | {"voice_only": Met.UNMET, "no_answer": Met.UNMET}


@transaction.atomic
def begin_approach(*, case: Case, by: Worker, ground: str = "", ground_note: str = "", person: Person | None = None,
                   how_found: str = "", aim: str = "", how: str = "", key_person: str = "", risk: str = "",
                   stage: str = Stage.FINDING, before_consent: bool = True, next_on: date | None = None,
                   next_worker: Worker | None = None, next_note: str = "") -> Approach:  # fmt: skip
    """Begin to reach somebody who does not ask (アウトリーチ); before consent only on a written ground."""
    require(rules.may_begin_approach(case, by, person))
    access = access_to(case, by)
    covered = access is not None and access.covers(Scope.RECORD, person.pk if person else None)
    require(refuse_unless(covered, "だれへのアウトリーチかを、開かれている人から選んでください。"))
    require(rules.sound_ground(before_consent=before_consent, ground=ground, ground_note=ground_note))
    approach = Approach.objects.create(
        case=case, person=person, stage=stage, before_consent=before_consent, ground=ground, ground_note=ground_note,
        how_found=how_found, aim=aim, how=how, key_person=key_person, risk=risk, agency_id=by.agency_id,
        worker_id=by.pk, began_on=clock.today(), **_next(next_on, next_worker, next_note, by),
    )  # fmt: skip
    _keep_stage(approach, by, "")
    when = "同意前から" if before_consent else "同意を得て"
    text = f"{when}。{approach.get_stage_display()}{'。' + aim if aim else ''}"
    note_event(case, EventKind.APPROACH_OPENED, by=by, text=text, about=person, link=f"/cases/{case.pk}/outreach/")
    record(Act.CHANGE, "アウトリーチを始めた", by=by, case=case.pk, objects=[approach.pk], reason=ground_note)
    return approach


def _next(on: date | None, worker: Worker | None, note: str, by: Worker) -> dict[str, Any]:
    """The next date has somebody who goes: the one named, else the writer."""
    goes = worker.pk if worker else by.pk if on else None
    return {"next_on": on, "next_worker_id": goes, "next_note": note}


@transaction.atomic
def visit(*, approach: Approach, by: Worker, at: datetime, met: str, text: str, worker_count: int = 1,
          fellow_workers: str = "", minutes: int | None = None, place: str = "", who_met: str = "", view: str = "",
          next_on: date | None = None, next_worker: Worker | None = None, next_note: str = "",
          method: str = "visit") -> Visit:  # fmt: skip
    """A visit (訪問), met or not: its words become the support record, its next date the approach's."""
    require(rules.may_visit(approach, by))
    party, result = MEETINGS[Met(met)]
    with on_behalf_of_all():
        person = approach.person
    written = write_record(
        case=approach.case, by=by, at=at, method=method, text=text, parties=[party], party_note=who_met, about=person,
        minutes=minutes, worker_count=worker_count, fellow_workers=fellow_workers, accompanied=method == "accompany",
        place=place, result=result, view=view, next_on=next_on, next_text=next_note, projects=[Project.OUTREACH],
    )  # fmt: skip
    made = Visit.objects.create(
        case_id=approach.case_id, approach=approach, record=written, at=at, stage=approach.stage, met=met,
        who_met=written.party_note, worker_count=worker_count,  # without what was marked as 第三者情報
    )  # fmt: skip
    _change(approach, **_next(next_on, next_worker, next_note, by))
    record(Act.CHANGE, "訪問を記録した", by=by, case=approach.case_id, objects=[made.pk, approach.pk])
    return made


@transaction.atomic
def follow_correction(*, old: SupportRecord, new: SupportRecord, by: Worker) -> None:
    """The visit goes with the corrected version of its record: day, workers, whether they met (実績も直る)."""
    with on_behalf_of_all():
        made = Visit.objects.filter(record=old).first()
        if made is None:
            return
        if new.result != old.result:
            made.met = RESULTS.get(new.result, made.met)
        made.record, made.at, made.worker_count, made.who_met = new, new.at, new.worker_count, new.party_note
        made.save(update_fields=["record", "at", "worker_count", "who_met", "met"])


@transaction.atomic
def advance(*, approach: Approach, stage: str, by: Worker, note: str = "") -> Approach:
    """To another stage (段階); people also step back, so any may follow any."""
    require(rules.may_advance(approach, by, stage))
    before = approach.get_stage_display()
    _change(approach, stage=stage)
    _keep_stage(approach, by, note)
    text = f"{before} → {approach.get_stage_display()}{'：' + note if note else ''}"
    _tell(approach, EventKind.APPROACH_STAGE, by, text)
    record(Act.CHANGE, "アウトリーチの段階を変えた", by=by, case=approach.case_id, objects=[approach.pk])
    return approach


@transaction.atomic
def change_approach(*, approach: Approach, by: Worker, version: int | None = None, next_on: date | None = None,
                    next_worker: Worker | None = None, next_note: str = "", **words: str) -> Approach:  # fmt: skip
    """What is aimed at and how; when and who goes next, also without a visit (アウトリーチを直す)."""
    require(rules.may_change_approach(approach, by))
    update_versioned(approach, version, words | _next(next_on, next_worker, next_note, by))
    record(Act.CHANGE, "アウトリーチの進め方を直した", by=by, case=approach.case_id, objects=[approach.pk])
    return approach


@transaction.atomic
def end_approach(*, approach: Approach, by: Worker, reason: str) -> Approach:
    """The approach is over (終える); the visits stay."""
    require(rules.may_end_approach(approach, by) & refuse_unless(reason.strip(), "終えた理由を書いてください。"))
    _change(approach, ended_on=clock.today(), ended_reason=reason[:200], next_on=None, next_worker=None, next_note="")
    _tell(approach, EventKind.APPROACH_ENDED, by, reason)
    record(Act.CHANGE, "アウトリーチを終えた", by=by, case=approach.case_id, objects=[approach.pk], reason=reason)
    return approach


def _change(approach: Approach, **changes: Any) -> None:
    approach.version += 1
    for name, value in changes.items():
        setattr(approach, name, value)
    with on_behalf_of_all():
        approach.save(update_fields=["version", *(name.removesuffix("_id") for name in changes)])


def _keep_stage(approach: Approach, by: Worker, note: str) -> None:
    StageChange.objects.create(
        case_id=approach.case_id, approach=approach, stage=approach.stage, on=clock.today(), by_id=by.pk, note=note
    )


def _tell(approach: Approach, kind: EventKind, by: Worker, text: str) -> None:
    with on_behalf_of_all():
        about = approach.person
    note_event(approach.case, kind, by=by, text=text, about=about, link=f"/cases/{approach.case_id}/outreach/")
