"""Actions that lead from cases to an issue of the neighbourhood (個から地域へ)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.community.issues import note_issue, tell_how_many
from tasuki.community.issues_enums import IssueSource
from tasuki.community.models import CommunityIssue
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .neighbourhood_models import IssueCase


@transaction.atomic
def draw_issue(*, cases: Collection[Case], by: Worker, kind: str, words: str, title: str = "",
               area: Any = None) -> CommunityIssue:  # fmt: skip
    """What several cases have in common, in words that name nobody."""
    require(rules.may_draw_issue(cases, by, title, words))
    issue = note_issue(by=by, kind=kind, words=words, title=title, area=area, source=IssueSource.CASES)
    for case in cases:
        _behind(issue, case, by)
    _count(issue, by)
    return issue


@transaction.atomic
def join_issue(*, case: Case, issue: CommunityIssue, by: Worker) -> IssueCase:
    """The case has the same in common with an issue already noted."""
    require(rules.may_join_issue(case, issue, by))
    made = _behind(issue, case, by)
    _count(issue, by)
    return made


def _behind(issue: CommunityIssue, case: Case, by: Worker) -> IssueCase:
    made = IssueCase.objects.create(issue=issue, case=case, at=clock.now(), by_id=by.pk)
    note_event(case, EventKind.DRAWN, by=by, text=issue.title, link=f"/issues/{issue.pk}/")
    record(Act.CHANGE, "ケースを地域の課題につないだ", by=by, case=case.pk, objects=[issue.pk])
    return made


def _count(issue: CommunityIssue, by: Worker) -> None:
    """How many there are in the whole town is told once it is no small number; a smaller one is not even kept there."""
    with on_behalf_of_all():
        number = IssueCase.objects.filter(issue=issue).values("case").distinct().count()
        tell_how_many(issue, number if number >= by.agency.municipality.small_number_limit else 0)
