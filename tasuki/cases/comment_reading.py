"""Who can be called in a comment, and what stands there for whoever reads. Reads only."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Post, Worker
from tasuki.staff.roles import ROLES

from .access import access_to
from .models import Case, CaseComment, CaseGrant, CommentCall

READ_CASES = [name for name, role in ROLES.items() if role.works_cases]


def readers_of(case: Case, by: Worker, about: UUID | None = None) -> QuerySet[Worker]:
    """Colleagues who read these records already, as far as the writer knows of them: those of the owner agency, of her
    own, and (for the owner) of every agency to which the records are open. Naming one of them opens nothing."""
    whom = Q(person=None) if about is None else Q(person=None) | Q(person=about)
    grants = CaseGrant.objects.live().opening(Scope.RECORD).filter(whom, case=case.pk).exclude(ground=Ground.OWN)
    access = access_to(case, by)
    if access is None or not (access.owns or by.sees_all):
        grants = grants.filter(Q(agency=by.agency_id) | Q(worker=by.pk))
    rows = list(grants.values_list("agency_id", "worker_id", "held_at_id"))
    seats = Q(agency=case.owner_agency_id) | Q(agency__in=[agency for agency, _, _ in rows if agency])
    for _, worker, held_at in rows:
        if worker:
            seats |= Q(worker=worker, agency=held_at)
    posts = Post.objects.on(clock.today()).filter(seats, role__in=READ_CASES)
    sits = posts.filter(worker=OuterRef("pk")).order_by("since").values("agency__name")[:1]
    found = Worker.objects.filter(pk__in=posts.values("worker"), is_active=True).exclude(pk=by.pk)
    return found.annotate(sits_at=Subquery(sits)).order_by("kana", "name")


def told(case: Case, worker: Worker, **only: Any) -> list[CaseComment]:
    """Comments of the case the reader may read, newest talk first, answers under the first word (two questions)."""
    from .reading import access_of

    rows = access_of(case).readable(CaseComment.objects.filter(case=case.pk, **only), Scope.RECORD, about="about")
    listed = list(rows.select_related("by", "agency", "record").defer("record__text", "record__view", "record__folded"))
    calls: dict[UUID, list[CommentCall]] = defaultdict(list)
    if listed:
        for call in CommentCall.objects.filter(comment__in=[one.pk for one in listed]).select_related("worker"):
            calls[call.comment_id].append(call)
    answers: dict[UUID, list[CaseComment]] = defaultdict(list)
    for one in listed:
        one.called = calls[one.pk]  # type: ignore[attr-defined]
        mine = (call for call in one.called if call.worker_id == worker.pk and call.read_at is None)  # type: ignore[attr-defined]
        one.unread = next(mine, None)  # type: ignore[attr-defined]
        if one.answers_id:
            answers[one.answers_id].append(one)
    first = [one for one in listed if one.answers_id is None]
    for one in first:
        one.following = answers[one.pk]  # type: ignore[attr-defined]
    return first[::-1]
