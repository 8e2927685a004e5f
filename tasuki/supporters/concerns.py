"""What a desk does with what was noticed (気になることの行い): heard, answered, noted, passed on."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency, Area

from . import rules
from .enums import ConcernStatus, Source
from .models import Concern, ConcernAnswer, ConcernNote, Supporter
from .outside import keep_concern


@transaction.atomic
def hear_concern(*, by: Worker, kind: str, worry: str, where: str, words: str, supporter: Supporter | None = None,
                 reporter_name: str = "", reporter_contact: str = "", wants_contact: bool = False,
                 area: Area | None = None) -> Concern:  # fmt: skip
    """A supporter telephones or drops in: the desk writes it down, and it goes the same way."""
    require(rules.may_hear_concern(by))
    concern = keep_concern(
        supporter=supporter, kind=kind, worry=worry, where=where, words=words, wants_contact=wants_contact, area=area,
        source=Source.DESK, reporter_name=reporter_name or (supporter.name if supporter else ""),
        reporter_contact=reporter_contact or (supporter.phone if supporter else ""),
    )  # fmt: skip
    record(Act.CHANGE, "気になることを聞いた", by=by, objects=[concern.pk], reason=concern.number)
    return concern


@transaction.atomic
def answer_concern(*, concern: Concern, by: Worker, status: str, note: str = "") -> Concern:
    """One of the fixed words back to the supporter; whoever answers first takes it in hand."""
    require(rules.may_answer_concern(concern, by, status))
    now = clock.now()
    changes: dict[str, Any] = {"status": status, "ended_at": now if status == ConcernStatus.DONE else None}
    if concern.answered_at is None:
        changes["answered_at"] = now
    if concern.taken_by_id is None:
        changes["taken_by_id"] = by.pk
    Concern.objects.filter(pk=concern.pk).update(**changes)
    ConcernAnswer.objects.create(concern=concern, status=status, at=now, by_id=by.pk)
    if note:
        ConcernNote.objects.create(concern=concern, at=now, by_id=by.pk, text=note)
    concern.refresh_from_db()
    record(Act.CHANGE, f"気になることに返事：{concern.get_status_display()}", by=by, objects=[concern.pk])
    return concern


@transaction.atomic
def note_concern(*, concern: Concern, by: Worker, text: str) -> ConcernNote:
    """What the desk did (電話した, 見に行った); the supporter never reads it."""
    require(rules.may_note_concern(concern, by))
    note = ConcernNote.objects.create(concern=concern, at=clock.now(), by_id=by.pk, text=text)
    record(Act.CHANGE, "気になることに覚えを書いた", by=by, objects=[concern.pk, note.pk])
    return note


@transaction.atomic
def pass_concern(*, concern: Concern, by: Worker, agency: Agency, reason: str) -> Concern:
    """To the desk that fits better; from now on that one reads it, and this one no more."""
    require(rules.may_pass_concern(concern, by, agency))
    text = f"{by.agency}から{agency}へ回した：{reason}"
    with on_behalf_of_all():  # afterwards the row is out of the actor's sight
        ConcernNote.objects.create(concern=concern, at=clock.now(), by_id=by.pk, text=text[:300])
        Concern.objects.filter(pk=concern.pk).update(agency=agency, taken_by=None, routed_by=None)
    record(Act.CHANGE, "気になることを回した", by=by, objects=[concern.pk], reason=f"{agency}：{reason}")
    concern.agency, concern.taken_by = agency, None
    return concern


@transaction.atomic
def mark_consulted(*, concern: Concern, by: Worker) -> Concern:
    """It has become a consultation (called by the room that takes it); the supporter hears that it is being handled."""
    require(rules.may_note_concern(concern, by))
    if concern.status in (ConcernStatus.NEW, ConcernStatus.RECEIVED):
        answer_concern(concern=concern, by=by, status=ConcernStatus.HANDLING)
    Concern.objects.filter(pk=concern.pk).update(consulted_at=clock.now())
    concern.refresh_from_db()
    return concern
