"""Actions of issues of the neighbourhood (地域生活課題): noted, led to something, what came of it."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area

from . import issues_rules as rules
from .gatherings_models import Gathering
from .groups_models import Group
from .issues_enums import IssueSource, IssueState, Lead
from .issues_models import CommunityIssue, IssueEffect, IssueLead
from .projects_models import DevelopmentProject
from .sessions_models import Session


@transaction.atomic
def note_issue(*, by: Worker, kind: str, words: str, title: str = "", area: Area | None = None,
               heard_at: Gathering | None = None, source: str = "") -> CommunityIssue:  # fmt: skip
    """An issue heard at a gathering, or seen by a worker, in words that name nobody."""
    title = title or words[:40]
    require(rules.may_note_issue(by, title=title, words=words))
    if area is None and heard_at is not None:
        area = heard_at.area
    known = source or (IssueSource.GATHERING if heard_at else IssueSource.WORKER)
    issue = CommunityIssue.objects.create(
        area=area, kind=kind, title=title, words=words, source=known, gathering=heard_at, noted_on=clock.today(),
        by_id=by.pk, agency_id=by.agency_id,
    )  # fmt: skip
    record(Act.CHANGE, "地域生活課題を書き留めた", by=by, objects=[issue.pk])
    return issue


@transaction.atomic
def move_issue(*, issue: CommunityIssue, to: str, by: Worker, why: str = "") -> CommunityIssue:
    """Talked about, or left for now."""
    require(rules.may_move_issue(issue, by, to) & rules.names_nobody(why))
    _step(issue, IssueState(to), left_why=why if to == IssueState.LEFT else "")
    record(Act.CHANGE, f"地域生活課題：{IssueState(to).label}", by=by, objects=[issue.pk])
    return issue


@transaction.atomic
def lead_to(*, issue: CommunityIssue, by: Worker, kind: str = "", title: str = "", note: str = "",
            on: date | None = None, project: DevelopmentProject | None = None, group: Group | None = None,
            session: Session | None = None) -> IssueLead:  # fmt: skip
    """To a project, an activity of residents or a course; by its name alone as long as it is not registered."""
    require(rules.may_lead_to(issue, by) & rules.names_nobody(note))
    if project is not None:
        kind, title = Lead.PROJECT, title or project.title
    elif group is not None:
        kind, title = Lead.GROUP, title or group.name
    elif session is not None:
        kind, title = Lead.COURSE, title or str(session)
    lead = IssueLead.objects.create(
        issue=issue, kind=Lead(kind), title=title, project=project, group=group, session=session, on=on or clock.today(),
        by_id=by.pk, note=note,
    )  # fmt: skip
    if issue.state != IssueState.LED:
        _step(issue, IssueState.LED, left_why="")
    record(Act.CHANGE, "地域生活課題を取り組みにつないだ", by=by, objects=[issue.pk, lead.pk])
    return lead


@transaction.atomic
def note_effect(*, issue: CommunityIssue, by: Worker, words: str, on: date | None = None, measure: str = "",
                unit: str = "", before: int | None = None, after: int | None = None) -> IssueEffect:  # fmt: skip
    """What has changed, with a number where there is one."""
    require(rules.may_note_effect(issue, by) & rules.names_nobody(words, measure))
    effect = IssueEffect.objects.create(
        issue=issue, on=on or clock.today(), words=words, measure=measure, unit=unit, before=before, after=after,
        by_id=by.pk,
    )  # fmt: skip
    if issue.state != IssueState.EFFECT:
        _step(issue, IssueState.EFFECT)
    record(Act.CHANGE, "地域生活課題の変化を書いた", by=by, objects=[issue.pk, effect.pk])
    return effect


def tell_how_many(issue: CommunityIssue, number: int) -> None:
    """From how many cases it is drawn; called by the room that sees cases, with nought for a small number."""
    CommunityIssue.objects.filter(pk=issue.pk).exclude(drawn_from=number).update(drawn_from=number)
    issue.drawn_from = number


def _step(issue: CommunityIssue, to: IssueState, **more: Any) -> None:
    CommunityIssue.objects.filter(pk=issue.pk).update(state=to, version=issue.version + 1, **more)
    issue.refresh_from_db()
