"""Writing of comments (コメント): a word to colleagues, who is called, who has read it."""

from collections.abc import Iterable

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Decision, require
from tasuki.staff.models import Worker

from . import rules
from .comment_reading import readers_of
from .models import Case, CaseComment, CommentCall, SupportRecord
from .recording import whom_of


@transaction.atomic
def write_comment(*, case: Case, by: Worker, text: str, to: Iterable[Worker] = (), record_on: SupportRecord | None = None,
                  about: Person | None = None) -> CaseComment:  # fmt: skip
    """On the case, or on one of its records; whoever is called must be able to read it already."""
    about = record_on.about if record_on is not None else about
    require(rules.may_write_comment(case, by, about))
    whom = record_on.about_id if record_on is not None else whom_of(case, by, about)
    return _keep(CaseComment(case=case, record=record_on, about_id=whom, text=text), by, to)


@transaction.atomic
def answer_comment(*, comment: CaseComment, by: Worker, text: str, to: Iterable[Worker] = ()) -> CaseComment:
    """An answer: she who asked is called by it, and what one answers one has read."""
    require(rules.may_answer_comment(comment, by))
    answer = CaseComment(case=comment.case, record_id=comment.record_id, about_id=comment.about_id, text=text,
                         answers=comment)  # fmt: skip
    _keep(answer, by, to)
    called = CommentCall.objects.filter(comment=answer).values_list("worker_id", flat=True)
    if comment.by_id not in (by.pk, *called):
        CommentCall.objects.create(comment=answer, worker_id=comment.by_id)
    CommentCall.objects.filter(comment__in=[comment, *comment.answered_by.all()], worker=by.pk, read_at=None).update(
        read_at=clock.now()
    )
    return answer


def _keep(comment: CaseComment, by: Worker, to: Iterable[Worker]) -> CaseComment:
    """The comment with those whom it calls."""
    called = {one.pk: one for one in to if one.pk != by.pk}
    open_to = set(
        readers_of(comment.case, by, comment.about_id).filter(pk__in=list(called)).values_list("pk", flat=True)
    )
    for pk, one in called.items():
        if pk not in open_to:
            require(Decision(f"{one.name}さんには、このケースの支援経過が開かれていません。呼んでも開かれません。"))
    comment.by_id, comment.agency_id, comment.at = by.pk, by.agency_id, clock.now()
    comment.save(force_insert=True)
    CommentCall.objects.bulk_create(CommentCall(comment=comment, worker_id=pk) for pk in called)
    record(Act.CHANGE, "コメントを書いた", by=by, case=comment.case_id, objects=[comment.pk, *called])
    return comment


@transaction.atomic
def read_comment(*, call: CommentCall, by: Worker) -> CommentCall:
    """読んだ."""
    require(rules.may_read_comment(call, by))
    if call.read_at is None:
        call.read_at = clock.now()
        call.save(update_fields=["read_at"])
        record(Act.CHANGE, "コメントを読んだ", by=by, case=call.comment.case_id, objects=[call.comment_id])
    return call
