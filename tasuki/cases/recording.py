"""Writing of support records (支援経過記録): new ones, corrections as new versions, attachments."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from tasuki.audit.actions import record as note
from tasuki.audit.enums import Act
from tasuki.codes.lookup import label
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Decision, Stale, refuse_unless, require
from tasuki.shared.held import HeldKind, Passage, as_typed, put_back, take_out
from tasuki.shared.kana import fold_text
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .access import access_to
from .actions import touch
from .attachments import examine, room_for
from .models import Attachment, Case, CaseComment, RecordPerson, RestrictedNote, SupportRecord

# What a new version takes over from the one before, where the correction does not say otherwise.
COPIED = (
    "case_id", "at", "method", "parties", "party_note", "about_id", "worker_id", "agency_id", "fellow_workers",
    "worker_count", "accompanied", "minutes", "place", "result", "text", "view", "projects", "next_on", "next_text",
)  # fmt: skip
# In these a passage may be held back: what stands there then is only its place.
HOLDING = ("text", "view", "party_note")
# Rooms above that count something of a record (a visit) take its correction over; they put themselves in when opened.
AFTER_CORRECTION: list[Callable[..., None]] = []
ALREADY = "ほかの人がさきに直しました。新しい版を開いてから直してください。"


@transaction.atomic
def write_record(*, case: Case, by: Worker, at: datetime, method: str, text: str, parties: Iterable[str] = (),
                 party_note: str = "", about: Person | None = None, minutes: int | None = None, worker_count: int = 1,
                 fellow_workers: str = "", accompanied: bool = False, place: str = "", result: str = "", view: str = "",
                 next_on: date | None = None, next_text: str = "", projects: Iterable[str] = (),
                 persons: Iterable[Person] = ()) -> SupportRecord:  # fmt: skip
    """A record of what was done. It is a line of the timeline by itself, so no event is written beside it.

    `persons`: several of the case at once. Then it is the household's record, with their names on it.
    """
    several = list(persons)
    require(rules.may_write_record(case, by, about) & _several(case, by, about, several))
    (text, view, party_note), passages = take_out((text, view, party_note))
    record = SupportRecord(
        case=case, at=at, method=method, text=text, parties=list(parties), party_note=party_note,
        about_id=whom_of(case, by, about), minutes=minutes, worker_count=worker_count, fellow_workers=fellow_workers,
        accompanied=accompanied, place=place, result=result, view=view, next_on=next_on, next_text=next_text,
        projects=list(projects), worker_id=by.pk, agency_id=by.agency_id, written_at=clock.now(),
    )  # fmt: skip
    record.folded = folded(record)
    record.save(force_insert=True)
    _hold_back(record, passages, by)
    _name(record, [one.pk for one in several])
    touch(case, at, "　".join(filter(None, (label("contact_method", method), label("contact_result", result)))))
    note(Act.CHANGE, "支援経過を記録した", by=by, case=case.pk, objects=[record.pk])
    return record


def _several(case: Case, by: Worker, about: Person | None, several: list[Person]) -> Decision:
    """Of several persons only whoever writes for the whole household may tell in one record."""
    access = access_to(case, by)
    whole = access is not None and Scope.RECORD in access.whole
    members = set(case.members.values_list("person_id", flat=True)) if several else set()
    return refuse_unless(
        not several or (whole and about is None),
        "数人のことをひとつの記録に書けるのは、世帯全体の支援経過が開かれている機関です。",
    ) & refuse_unless({one.pk for one in several} <= members, "このケースの世帯員を選んでください。")


def _name(record: SupportRecord, persons: Iterable[UUID]) -> None:
    """The persons of whom it tells, when they are several."""
    RecordPerson.objects.bulk_create(RecordPerson(record=record, person_id=person) for person in persons)


def whom_of(case: Case, by: Worker, about: Person | None) -> UUID | None:
    """Whom the record tells of; where only single persons are open to the writer, one of these, the 本人 first."""
    access = access_to(case, by)
    if about or access is None or Scope.RECORD in access.whole:
        return about.pk if about else None
    members = case.members.order_by("-index_person", "order", "id").values_list("person_id", flat=True)
    return next(person for person in members if access.covers(Scope.RECORD, person))


def _hold_back(record: SupportRecord, passages: Iterable[Passage], by: Worker, opened: Iterable[str] = ()) -> None:
    """Keep the passages apart. 開示注意 is for the person's papers only; the others also for readers from elsewhere."""
    was_opened = set(opened)
    for one in passages:
        RestrictedNote.objects.create(
            case_id=record.case_id, record=record, number=one.number, kind=one.kind, text=one.text,
            agency_id=record.agency_id, worker_id=by.pk, at=clock.now(),
            opened=one.kind == HeldKind.HARM or one.text in was_opened,
        )  # fmt: skip


def _as_typed(record: SupportRecord) -> tuple[dict[str, str], list[str]]:
    """The texts of a record with its passages where they stood, and the words of those that were opened."""
    with on_behalf_of_all():
        notes = {note.number: note for note in RestrictedNote.objects.filter(record=record)}

    def told(number: int) -> str:
        return as_typed(notes[number].kind, notes[number].text) if number in notes else ""

    texts = {name: put_back(getattr(record, name), told) for name in HOLDING}
    return texts, [note.text for note in notes.values() if note.opened and note.kind != HeldKind.HARM]


@transaction.atomic
def open_restriction(*, restriction: RestrictedNote, by: Worker, opened: bool = True) -> RestrictedNote:
    """The writer lets the other readers of the record read a passage, or takes that back; the person's papers never."""
    require(rules.may_open_restriction(restriction, by))
    restriction.opened = opened
    restriction.save(update_fields=["opened"])
    verb = "伏せた記載をほかの機関に開いた" if opened else "伏せた記載を閉じた"
    note(Act.CHANGE, verb, by=by, case=restriction.case_id, objects=[restriction.pk, restriction.record_id])
    return restriction


def folded(record: SupportRecord) -> str:
    """The text in which words are looked for."""
    return fold_text("\n".join((record.text, record.view, record.party_note, record.place, record.next_text)))


@transaction.atomic
def correct_record(*, record: SupportRecord, by: Worker, reason: str, persons: Iterable[Person] | None = None,
                   **changes: Any) -> SupportRecord:  # fmt: skip
    """A new version; the old one stays with who, when and why. Attachments and comments go on with the new version."""
    before = list(record.told_of.values_list("person_id", flat=True))
    several = list(persons or ())
    require(rules.may_correct_record(record, by) & _several(record.case, by, changes.get("about"), several))
    new = SupportRecord(**{name: getattr(record, name) for name in COPIED})
    typed, opened = _as_typed(record)
    for name, value in {**typed, **changes}.items():
        setattr(new, name, list(value) if name in ("parties", "projects") else value)
    new.replaces, new.correction_reason, new.written_at, new.corrected_by_id = record, reason, clock.now(), by.pk
    (new.text, new.view, new.party_note), passages = take_out((new.text, new.view, new.party_note))
    new.folded = folded(new)
    # Who corrects may be a colleague of who was there: `worker` stays.
    if not SupportRecord.objects.filter(pk=record.pk, current=True).update(current=False):
        raise Stale(ALREADY)
    record.current = False
    new.save(force_insert=True)
    _hold_back(new, passages, by, opened)
    alone = changes.get("about", record.about_id)
    _name(new, before if persons is None and alone is None else [one.pk for one in several])
    with on_behalf_of_all():
        Attachment.every.filter(record=record).update(record=new)
        CaseComment.objects.filter(record=record).update(record=new, about=new.about_id)
    for take_over in AFTER_CORRECTION:
        take_over(old=record, new=new, by=by)
    note(Act.CHANGE, "支援経過を直した", by=by, case=record.case_id, objects=[new.pk, record.pk], reason=reason)
    return new


@transaction.atomic
def attach(*, record: SupportRecord, by: Worker, name: str, content: bytes) -> Attachment:
    """Keep a file with a record, once it is checked; what is kept is what the check has made of it."""
    require(rules.may_attach(record.case, by, record))
    file = examine(name, content)
    with on_behalf_of_all():
        held = Attachment.objects.filter(case_id=record.case_id).aggregate(size=Sum("size"))["size"] or 0
    require(room_for(held, len(file.content)))
    kept = Attachment.objects.create(
        case_id=record.case_id, record=record, name=file.name, kind=file.kind, size=len(file.content),
        digest=hashlib.sha256(file.content).hexdigest(), content=file.content, at=clock.now(), by_id=by.pk,
    )  # fmt: skip
    note(Act.CHANGE, "ファイルを添付した", by=by, case=record.case_id, objects=[kept.pk, record.pk])
    return kept


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by: Worker, reason: str) -> Attachment:
    """A file attached by mistake (添付を取り消す): nobody opens it any more; that it was there, and why not, stays."""
    require(rules.may_withdraw_attachment(attachment, by) & refuse_unless(reason.strip(), "理由を書いてください。"))
    told = {"withdrawn_at": clock.now(), "withdrawn_by_id": by.pk, "withdrawn_why": reason.strip()[:200]}
    with on_behalf_of_all():
        Attachment.every.filter(pk=attachment.pk).update(**told)
    for name, value in told.items():
        setattr(attachment, name, value)
    objects = [attachment.pk, attachment.record_id]
    note(Act.CHANGE, "添付を取り消した", by=by, case=attachment.case_id, objects=objects, reason=reason)
    return attachment
