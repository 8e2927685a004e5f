"""Asking for jobs; setting terms, holding back, listing, proposing and approving what is to go (保存期間と廃棄)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_short
from tasuki.shared.decisions import Decision, Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency
from tasuki.tenancy.numbers import number_of_the_year

from . import rules
from .due import due
from .enums import JobKind, JobState, ListState, RecordClass
from .models import DestructionLine, DestructionList, Job, RetentionHold, RetentionTerm


@transaction.atomic
def ask_job(*, by: Worker, kind: str, **params: Any) -> Job:
    """Put something that takes longer into the queue (頼む)."""
    require(rules.may_ask_job(kind, by))
    job = Job.objects.create(kind=kind, worker=by, agency=by.post.agency if by.post else None, params=params,
                             asked_at=clock.now())  # fmt: skip
    record(Act.CHANGE, f"頼んだ：{job.get_kind_display()}", by=by, objects=[job.pk])
    return job


@transaction.atomic
def try_again(*, job: Job, by: Worker) -> Job:
    """Once more, from where it stopped (やりなおす)."""
    require(rules.may_try_again(job, by))
    job.state, job.attempts, job.error, job.runner, job.beat_at = JobState.WAITING, 0, "", "", None
    job.seen_at = job.finished_at = None
    job.save()
    record(Act.CHANGE, f"やりなおす：{job.get_kind_display()}", by=by, objects=[job.pk])
    return job


@transaction.atomic
def know_failure(*, job: Job, by: Worker) -> Job:
    """The owner has read it; it leaves her day."""
    require(rules.may_know_failure(job, by))
    job.seen_at = clock.now()
    job.save(update_fields=["seen_at"])
    return job


@transaction.atomic
def set_term(*, by: Worker, record_class: str, years: int, basis: str = "", verified: bool = False) -> RetentionTerm:
    """How long this class is kept in this municipality (保存年限)."""
    require(rules.may_set_term(by))
    told = {"years": years, "basis": basis, "verified": verified}
    term, _ = RetentionTerm.objects.update_or_create(record_class=record_class, defaults=told)
    record(Act.CHANGE, "保存年限を決めた", by=by, objects=[term.pk],
           reason=f"{RecordClass(record_class).label} {years}年 {basis}")  # fmt: skip
    return term


@transaction.atomic
def hold_record(*, by: Worker, record_class: str, target: UUID, number: str, reason: str,
                until: date | None = None) -> RetentionHold:  # fmt: skip
    """This record stays although its term is over (保存の延長・凍結)."""
    require(rules.may_hold_record(by))
    hold = RetentionHold.objects.create(record_class=record_class, target=target, number=number, reason=reason,
                                        agency=by.agency, by=by, since=clock.now(), until=until)  # fmt: skip
    with on_behalf_of_all():
        DestructionLine.objects.filter(
            target=target, destroyed_at=None, list__state__in=[ListState.DRAFT, ListState.PROPOSED]
        ).update(left_out=True, why=f"保存の延長：{reason}")
    record(Act.CHANGE, "保存を延ばした", by=by, objects=[hold.pk, target], reason=f"{number} {reason}")
    return hold


@transaction.atomic
def hold_case(*, by: Worker, case: Case, reason: str, until: date | None = None) -> RetentionHold:
    """A case she may see, closed or not, is not to go until the hold is ended."""
    return hold_record(by=by, record_class=RecordClass.CASE, target=case.pk, number=case.number, reason=reason,
                       until=until)  # fmt: skip


@transaction.atomic
def end_hold(*, hold: RetentionHold, by: Worker) -> RetentionHold:
    """The reason is gone; the next list may name it again."""
    require(rules.may_end_hold(hold, by))
    hold.ended_at, hold.ended_by = clock.now(), by
    hold.save(update_fields=["ended_at", "ended_by"])
    record(Act.CHANGE, "保存の延長を解いた", by=by, objects=[hold.pk, hold.target], reason=hold.number)
    return hold


@transaction.atomic
def make_list(*, by: Worker | None, as_of: date | None = None) -> DestructionList | None:
    """The list of what is over (廃棄候補の一覧); None when nothing is. A draft not yet proposed is replaced."""
    if by is not None:
        require(rules.retains(by))
    day = as_of or clock.today()
    agency = _section(by)
    with on_behalf_of_all():
        waiting = DestructionList.objects.filter(state__in=[ListState.PROPOSED, ListState.APPROVED])
        taken = set(DestructionLine.objects.filter(list__in=waiting, left_out=False).values_list("target", flat=True))
        found = [one for one in due(agency.municipality_id, day) if one.target not in taken]  # type: ignore[arg-type]
        DestructionList.objects.filter(state=ListState.DRAFT).delete()
        if not found:
            return None
        held = dict(RetentionHold.objects.binding().values_list("target", "reason"))
        made = DestructionList.objects.create(number=number_of_the_year("destruction", "廃"), as_of=day, agency=agency,
                                              made_by=by, made_at=clock.now())  # fmt: skip
        DestructionLine.objects.bulk_create([
            DestructionLine(list=made, record_class=one.record_class, target=one.target, number=one.number,
                            ended_on=one.ended_on, due_on=one.due_on, left_out=one.target in held,
                            why=f"保存の延長：{held[one.target]}" if one.target in held else "")
            for one in found
        ])  # fmt: skip
    record(Act.CHANGE, "廃棄候補の一覧を作った", by=by, objects=[made.pk], count=len(found), reason=made.number)
    return made


def _section(by: Worker | None) -> Agency:
    """The responsible section: hers, else the first of the municipality."""
    if by is not None and not by.role.oversees:
        return by.agency
    found = Agency.objects.filter(is_section=True, closed_on=None).first() or (by.agency if by else None)
    return found or Agency.objects.order_by("pk")[0]


@transaction.atomic
def leave_out(*, line: DestructionLine, by: Worker, why: str) -> DestructionLine:
    """Not this time, with a reason (今回は残す)."""
    require(rules.may_leave_out(line, by))
    line.left_out, line.why = True, why
    line.save(update_fields=["left_out", "why"])
    record(Act.CHANGE, "廃棄候補から外した", by=by, objects=[line.pk, line.target], reason=f"{line.number} {why}")
    return line


@transaction.atomic
def put_back(*, line: DestructionLine, by: Worker) -> DestructionLine:
    """Onto the list again."""
    require(rules.may_put_back(line, by))
    line.left_out, line.why = False, ""
    line.save(update_fields=["left_out", "why"])
    record(Act.CHANGE, "廃棄候補に戻した", by=by, objects=[line.pk, line.target], reason=line.number)
    return line


def _step(made: DestructionList, version: int | None, decision: Decision) -> DestructionList:
    """The list as it stands now, locked; what was decided on another version is not decided on this one."""
    require(decision)
    now = DestructionList.objects.select_for_update().get(pk=made.pk)
    if now.state != made.state or (version is not None and now.version != version):
        raise Stale("この一覧は、ほかの人が先に進めました。もう一度開いて確かめてください。")
    now.version += 1
    return now


@transaction.atomic
def propose_destruction(
    *, list: DestructionList, by: Worker, note: str = "", version: int | None = None
) -> DestructionList:
    """The section has looked at every line and asks the officer (提案)."""
    now = _step(list, version, rules.may_propose_destruction(list, by))
    now.state, now.proposed_by, now.proposed_at, now.note = ListState.PROPOSED, by, clock.now(), note
    now.save()
    record(Act.CHANGE, "廃棄を提案した", by=by, objects=[now.pk], reason=now.number)
    return now


@transaction.atomic
def return_list(*, list: DestructionList, by: Worker, note: str, version: int | None = None) -> DestructionList:
    """Not like this: back to the section (差し戻し)."""
    now = _step(list, version, rules.may_return_list(list, by))
    now.state, now.proposed_by, now.proposed_at, now.note = ListState.DRAFT, None, None, note
    now.save()
    record(Act.CHANGE, "廃棄候補の一覧を差し戻した", by=by, objects=[now.pk], reason=f"{now.number} {note}")
    return now


@transaction.atomic
def approve_destruction(*, list: DestructionList, by: Worker, version: int | None = None) -> DestructionList:
    """A second person agrees; the job that destroys is in the queue (承認)."""
    now = _step(list, version, rules.may_approve_destruction(list, by))
    now.state, now.approved_by, now.approved_at = ListState.APPROVED, by, clock.now()
    now.save()
    record(Act.CHANGE, "廃棄を承認した", by=by, objects=[now.pk],
           reason=f"{now.number}（{wareki_short(now.as_of)}）")  # fmt: skip
    ask_job(by=by, kind=JobKind.DESTRUCTION, list=str(now.pk))
    return now
