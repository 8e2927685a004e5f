"""Writing of warnings (注意事項): written, looked at again, ended. What they say never stands in the timeline."""

from datetime import date

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .actions import note_event
from .enums import EventKind, ToldOf
from .models import Case, WarningNote
from .recording import whom_of

WHY_NOT = "伝えていないときは、その理由を書いてください。"
AHEAD = "見直す日は、きょうより後にしてください。"


@transaction.atomic
def warn(*, case: Case, by: Worker, kind: str, text: str, review_on: date, told: str, told_reason: str = "",
         about: Person | None = None, since: date | None = None) -> WarningNote:  # fmt: skip
    """A new warning; whether the person knows of it is always said."""
    require(rules.may_warn(case, by, about))
    require(refuse_unless(told != ToldOf.NOT_TOLD or told_reason.strip(), WHY_NOT))
    require(refuse_unless(review_on > clock.today(), AHEAD))
    note = WarningNote.objects.create(
        case=case, kind=kind, text=text, about_id=whom_of(case, by, about), since=since or clock.today(),
        review_on=review_on, told=told, told_reason=told_reason, by_id=by.pk, agency_id=by.agency_id, at=clock.now(),
    )  # fmt: skip
    _tell(note, EventKind.WARNED, by)
    record(Act.CHANGE, "注意事項を書いた", by=by, case=case.pk, objects=[note.pk])
    return note


@transaction.atomic
def review_warning(*, warning: WarningNote, by: Worker, review_on: date, told: str = "",
                   told_reason: str = "") -> WarningNote:  # fmt: skip
    """It still counts, until the next day of looking at it; perhaps the person knows of it by now."""
    require(rules.may_review_warning(warning, by))
    require(refuse_unless(review_on > clock.today(), AHEAD))
    told = told or warning.told
    require(refuse_unless(told != ToldOf.NOT_TOLD or (told_reason or warning.told_reason).strip(), WHY_NOT))
    warning.review_on, warning.reviewed_at, warning.reviewed_by_id = review_on, clock.now(), by.pk
    warning.told = told
    warning.told_reason = "" if told == ToldOf.TOLD else told_reason or warning.told_reason
    with on_behalf_of_all():
        warning.save(update_fields=["review_on", "reviewed_at", "reviewed_by", "told", "told_reason"])
    record(Act.CHANGE, "注意事項を見直した", by=by, case=warning.case_id, objects=[warning.pk])
    return warning


@transaction.atomic
def end_warning(*, warning: WarningNote, by: Worker, reason: str) -> WarningNote:
    """It counts no longer; it stays to be read with why."""
    require(rules.may_end_warning(warning, by))
    warning.ended_on, warning.ended_by_id, warning.ended_reason = clock.today(), by.pk, reason
    with on_behalf_of_all():
        warning.save(update_fields=["ended_on", "ended_by", "ended_reason"])
    _tell(warning, EventKind.WARNING_ENDED, by)
    record(Act.CHANGE, "注意事項を終えた", by=by, case=warning.case_id, objects=[warning.pk], reason=reason)
    return warning


def _tell(warning: WarningNote, kind: EventKind, by: Worker) -> None:
    """A line of the timeline that says only that there is one."""
    with on_behalf_of_all():
        about = warning.about
    note_event(warning.case, kind, by=by, about=about, link=f"/cases/{warning.case_id}/warnings/")
