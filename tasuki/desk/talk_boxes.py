"""Boxes of the day about what colleagues said and what must be looked at again (コメント・注意事項). One query each."""

from datetime import timedelta

from django.db.models import Q

from tasuki.cases.models import CaseComment, CommentCall, WarningNote
from tasuki.codes.lookup import label
from tasuki.shared import clock
from tasuki.shared.boxes import Box, Entry
from tasuki.shared.calendar_jp import local_day, month_day
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission as P

from .gate import waiting_of

MOST = 6
SOON = timedelta(days=7)


def comments(worker: Worker) -> Box | None:
    """Comments that call her and that she has not read; those no longer open to her are not there."""
    if not (worker.may(P.CASE_READ) and waiting_of(worker)["comments"]):
        return None
    readable = CaseComment.objects.visible_to(worker).values("pk")
    rows = CommentCall.objects.visible_to(worker).filter(read_at=None, comment__in=readable)
    rows = rows.select_related("comment__case", "comment__by").order_by("-comment__at")
    return Box("あなたへのコメント", [
        Entry(one.comment.case.label, f"/cases/{one.comment.case_id}/comments/#comment-{one.comment_id}",
              when=month_day(local_day(one.comment.at)), chip="返事" if one.comment.answers_id else "",
              note=f"{one.comment.by}：{one.comment.text[:40]}")
        for one in rows[:MOST]
    ])  # fmt: skip


def warnings(worker: Worker) -> Box | None:
    """注意事項 whose day has come: those she wrote, and those of her cases."""
    if not (worker.may(P.CASE_WORK) and waiting_of(worker)["warnings"]):
        return None
    rows = WarningNote.objects.visible_to(worker).filter(Q(by=worker.pk) | Q(case__worker=worker.pk), ended_on=None)
    rows = rows.filter(review_on__lte=clock.today() + SOON).exclude(case__status="closed").select_related("case")
    return Box("注意事項の見直し", [
        Entry(one.case.label, f"/cases/{one.case_id}/warnings/", when=month_day(one.review_on),
              late=one.review_on < clock.today(), note=f"{label('warning_kind', one.kind)}　{one.text[:30]}")
        for one in rows.order_by("review_on")[:MOST]
    ])  # fmt: skip
