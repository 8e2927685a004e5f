"""Actions of the development of resources (資源開発): wishes, partners with their own needs, steps, what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area

from . import issues_rules as rules
from .issues_enums import PartnerAnswer, ProjectState
from .models import Place
from .projects_models import DevelopmentProject, ProjectPartner, ProjectStep, ProjectWish

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def open_project(*, by: Worker, title: str, wanted: str, area: Area | None = None, wishes: Iterable[str] = (),
                 begun_on: date | None = None) -> DevelopmentProject:  # fmt: skip
    """A place that is missing is looked for; the wishes come as words only."""
    words = [one for one in wishes if one]
    require(rules.may_open_project(by) & rules.names_nobody(title, wanted, *words))
    project = DevelopmentProject.objects.create(
        title=title, wanted=wanted, area=area, begun_on=begun_on or clock.today(), by_id=by.pk, agency_id=by.agency_id
    )
    _wish(project, words)
    record(Act.CHANGE, "資源開発を始めた", by=by, objects=[project.pk])
    return project


@transaction.atomic
def change_project(*, project: DevelopmentProject, by: Worker, version: int | None = None,
                   **changes: Any) -> DevelopmentProject:  # fmt: skip
    """What is wanted becomes clearer."""
    require(rules.may_change_project(project, by) & rules.names_nobody(*(str(one) for one in changes.values())))
    was = project.version if version is None else version
    if not DevelopmentProject.objects.filter(pk=project.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    project.refresh_from_db()
    record(Act.CHANGE, "資源開発を直した", by=by, objects=[project.pk])
    return project


@transaction.atomic
def add_wish(*, project: DevelopmentProject, by: Worker, words: str) -> ProjectWish:
    """A further wish of somebody, in words only."""
    require(rules.may_add_wish(project, by) & rules.names_nobody(words))
    wish = _wish(project, [words])[0]
    record(Act.CHANGE, "資源開発に希望を加えた", by=by, objects=[project.pk])
    return wish


@transaction.atomic
def add_partner(*, project: DevelopmentProject, by: Worker, name: str, their_needs: str, kind: str = "other",
                proposal: str = "", since: date | None = None) -> ProjectPartner:  # fmt: skip
    """A partner of another field: first what it wants for itself, then what is proposed."""
    require(rules.may_add_partner(project, by, their_needs=their_needs))
    partner = ProjectPartner.objects.create(
        project=project, kind=kind, name=name, their_needs=their_needs, proposal=proposal,
        since=since or clock.today(),
    )  # fmt: skip
    _trying(project)
    record(Act.CHANGE, "資源開発の相手に声をかけた", by=by, objects=[project.pk, partner.pk])
    return partner


@transaction.atomic
def answer_partner(*, partner: ProjectPartner, by: Worker, answer: str, note: str = "") -> ProjectPartner:
    """What it said to the proposal."""
    require(rules.may_answer_partner(partner, by))
    ProjectPartner.objects.filter(pk=partner.pk).update(
        answer=PartnerAnswer(answer), answer_note=note, answered_on=clock.today()
    )
    partner.refresh_from_db()
    record(Act.CHANGE, "資源開発の相手の返事", by=by, objects=[partner.project_id, partner.pk])
    return partner


@transaction.atomic
def add_step(*, project: DevelopmentProject, by: Worker, what: str, on: date, who: str = "") -> ProjectStep:
    """What is to be done until when."""
    require(rules.may_add_step(project, by))
    step = ProjectStep.objects.create(project=project, what=what, on=on, who=who)
    record(Act.CHANGE, "資源開発の段取りを加えた", by=by, objects=[project.pk, step.pk])
    return step


@transaction.atomic
def do_step(*, step: ProjectStep, by: Worker, came: str = "", on: date | None = None) -> ProjectStep:
    """It was done; what came of it."""
    require(rules.may_do_step(step, by))
    ProjectStep.objects.filter(pk=step.pk).update(done_on=on or clock.today(), came=came)
    step.refresh_from_db()
    _trying(step.project)
    record(Act.CHANGE, "資源開発の段取りを済ませた", by=by, objects=[step.project_id, step.pk])
    return step


@transaction.atomic
def conclude_project(*, project: DevelopmentProject, by: Worker, result: str, place: Place | None = None,
                     born: bool = True) -> DevelopmentProject:  # fmt: skip
    """A place is born, or it is given up: what was learnt stays either way."""
    state = ProjectState.BORN if born else ProjectState.STOPPED
    require(rules.may_conclude_project(project, by, state) & rules.names_nobody(result))
    DevelopmentProject.objects.filter(pk=project.pk).update(
        state=state, result=result, place=place, ended_on=clock.today(), version=project.version + 1
    )
    project.refresh_from_db()
    record(Act.CHANGE, f"資源開発：{state.label}", by=by, objects=[project.pk])
    return project


def _wish(project: DevelopmentProject, words: Iterable[str]) -> list[ProjectWish]:
    wishes = [ProjectWish(project=project, words=one[:200], on=clock.today()) for one in words]
    return list(ProjectWish.objects.bulk_create(wishes))


def _trying(project: DevelopmentProject) -> None:
    """The first partner or the first step sets it going."""
    DevelopmentProject.objects.filter(pk=project.pk, state=ProjectState.WISHED).update(state=ProjectState.TRYING)
    project.refresh_from_db()
