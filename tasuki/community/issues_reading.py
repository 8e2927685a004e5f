"""Lists and pages of the neighbourhood as they are read (地域の課題・集まり・資源開発を読む)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Sum

from tasuki.codes.lookup import label
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.enums import Project
from tasuki.tenancy.models import Area
from tasuki.ui.paging import Part, part_of

from . import issues_rules as rules
from .enums import GroupStage
from .gatherings_models import Gathering
from .groups_models import Group
from .issues_enums import ISSUE_TRANSITIONS, IssueState, ProjectState
from .issues_models import CommunityIssue, IssueEffect, IssueLead
from .projects_models import DevelopmentProject
from .sessions_models import Session

TABS = (
    ("issues", "地域の課題", "/issues/"), ("gatherings", "集まり・会議", "/gatherings/"),
    ("projects", "資源開発", "/projects/"), ("sheet", "圏域の一枚", "/issues/sheet/"),
)  # fmt: skip


def tabs(current: str) -> list[tuple[str, str, bool, int]]:
    """The four pages that belong together."""
    return [(name, address, key == current, 0) for key, name, address in TABS]


def _narrowed(rows: QuerySet[Any], told: dict[str, Any], *names: str) -> QuerySet[Any]:
    return rows.filter(**{name: told[name] for name in names if told.get(name)})


def issue_page(rows: QuerySet[Any], told: dict[str, Any], query: dict[str, str]) -> Part:
    """Issues by 圏域, kind and state."""
    found = _narrowed(rows, told, "area", "kind", "state").select_related("area").prefetch_related("leads")
    page = part_of(found, query)
    for issue in page.rows:
        issue.kind_label = label("community_issue", issue.kind)
    return page


def gathering_page(rows: QuerySet[Any], told: dict[str, Any], query: dict[str, str]) -> Part:
    """Gatherings by kind and 圏域."""
    counted = rows.annotate(heard=Count("issues", distinct=True), went=Count("workers", distinct=True))
    found = _narrowed(counted, told, "kind", "area").select_related("area", "place")
    page = part_of(found.order_by("-on", "-id"), query)
    for gathering in page.rows:
        gathering.kind_label = label("gathering_kind", gathering.kind)
    return page


def project_page(rows: QuerySet[Any], query: dict[str, str]) -> Part:
    """Projects, those that run first."""
    counted = rows.annotate(wished=Count("wishes", distinct=True), asked=Count("partners", distinct=True))
    page = part_of(counted.select_related("area", "place").order_by("ended_on", "-begun_on", "-id").prefetch_related("steps"),
                 query)  # fmt: skip
    for project in page.rows:
        project.coming = next((step for step in project.steps.all() if step.done_on is None), None)
    return page


def ways(issue: CommunityIssue) -> list[tuple[str, str]]:
    """States to which it may be put by hand; the others come with what is done."""
    following = ISSUE_TRANSITIONS[IssueState(issue.state)]
    by_hand = [IssueState.TALKED, IssueState.LEFT]
    return [(state.value, state.label) for state in by_hand if state in following]


def to_lead_to(worker: Worker) -> dict[str, Any]:
    """What an issue may have led to: projects, groups and sessions that go on or took place within the year."""
    year_ago = clock.today() - timedelta(days=365)
    sessions = Session.objects.visible_to(worker).filter(called_off=False, on__gte=year_ago)
    return {
        "projects": DevelopmentProject.objects.visible_to(worker).exclude(state=ProjectState.STOPPED),
        "groups": Group.objects.visible_to(worker).exclude(stage=GroupStage.ENDED),
        "sessions": sessions.select_related("group", "place"),
    }


def led_from(worker: Worker, **to: Any) -> list[IssueLead]:
    """The issues from which a group, a session or a project came."""
    visible = CommunityIssue.objects.visible_to(worker)
    return list(IssueLead.objects.visible_to(worker).filter(issue__in=visible, **to).select_related("issue"))


def issue_told(issue: CommunityIssue, worker: Worker) -> dict[str, Any]:
    """Everything of the page of an issue."""
    limit = worker.agency.municipality.small_number_limit
    return {
        "issue": issue, "kind": label("community_issue", issue.kind), "leads": list(issue.leads.select_related("by")),
        "effects": [counted(one) for one in issue.effects.select_related("by")],
        "cases": issue.drawn_from if issue.drawn_from >= max(limit, 2) else 0,
        "may_move": rules.may_move_issue(issue, worker), "may_lead": rules.may_lead_to(issue, worker),
        "may_effect": rules.may_note_effect(issue, worker), "reads_cases": worker.may(Permission.CASE_READ),
    }  # fmt: skip


def counted(effect: IssueEffect) -> IssueEffect:
    """The number in words: 終活講座に来た人 0人 → 31人."""
    numbers = [f"{number}{effect.unit}" for number in (effect.before, effect.after) if number is not None]
    effect.told = f"{effect.measure}　{' → '.join(numbers)}" if effect.measure else ""  # type: ignore[attr-defined]
    return effect


def gathering_told(gathering: Gathering, worker: Worker) -> dict[str, Any]:
    """Everything of the page of a gathering."""
    went = [one.worker.name for one in gathering.workers.select_related("worker")]
    facts = [
        ("いつ", wareki_plain(gathering.on)), ("開きかた", gathering.get_held_display()), ("圏域", gathering.area or "決めていない"),
        ("場所", gathering.place or gathering.place_text),
        ("来た住民", "" if gathering.residents is None else f"{gathering.residents}人"),
        ("かかった時間", f"{gathering.minutes}分" if gathering.minutes else ""), ("出向いた職員", "、".join(went)),
        ("いっしょに行った人・来た機関", gathering.fellow),
        ("数える事業", "、".join(Project(one).label for one in gathering.projects)),
        ("書いた人", f"{gathering.agency} {gathering.by.name}"),
    ]  # fmt: skip
    return {
        "gathering": gathering, "kind": label("gathering_kind", gathering.kind),
        "facts": [(name, value) for name, value in facts if value], "issues": gathering.issues.all(),
        "may_change": rules.may_change_gathering(gathering, worker), "may_note": rules.may_note_issue(worker),
    }  # fmt: skip


def as_typed(gathering: Gathering) -> dict[str, Any]:
    """The gathering as it stands in the form."""
    names = ("kind", "name", "on", "held", "residents", "minutes", "fellow", "talked", "place_text", "projects")
    went = list(gathering.workers.values_list("worker", flat=True))
    return {name: getattr(gathering, name) for name in names} | {
        "area": gathering.area_id, "place": gathering.place_id, "workers": went,
    }  # fmt: skip


def project_told(project: DevelopmentProject, worker: Worker) -> dict[str, Any]:
    """Everything of the page of a project."""
    partners = list(project.partners.all())
    for partner in partners:
        partner.kind_label = label("partner_kind", partner.kind)  # type: ignore[attr-defined]
    return {
        "project": project, "wishes": list(project.wishes.all()), "partners": partners, "steps": list(project.steps.all()),
        "issues": list(CommunityIssue.objects.visible_to(worker).filter(leads__project=project).distinct()),
        "may_wish": rules.may_add_wish(project, worker), "may_partner": rules.may_add_partner(project, worker),
        "may_step": rules.may_add_step(project, worker), "may_conclude": rules.may_conclude_project(project, worker),
        "may_change": rules.may_change_project(project, worker),
    }  # fmt: skip


@dataclass
class Sheet:
    """One 圏域 in one month, on one sheet."""

    label: str
    area: Area | None
    gatherings: list[Gathering]
    heard: int
    residents: int
    noted: list[CommunityIssue]
    running: list[CommunityIssue]
    effects: list[IssueEffect]
    projects: list[DevelopmentProject]


def months() -> list[tuple[str, str]]:
    """This month and the eleven before."""
    today = clock.today()
    found = []
    for back in range(12):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        day = date(year, month + 1, 1)
        found.append((day.isoformat(), wareki_plain(day).removesuffix("1日")))
    return found


def sheet(worker: Worker, area: Area | None, month: str) -> Sheet:
    """What was held and heard in the month, what is under way, what has changed."""
    first = date.fromisoformat(month)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    here = {"area": area} if area else {}
    held = Gathering.objects.visible_to(worker).filter(on__gte=first, on__lt=after, **here).select_related("area")
    issues = CommunityIssue.objects.visible_to(worker).filter(**here).select_related("area").prefetch_related("leads")
    changed = IssueEffect.objects.visible_to(worker).filter(on__gte=first, on__lt=after).select_related("issue")
    running = DevelopmentProject.objects.visible_to(worker).filter(ended_on=None, begun_on__lt=after, **here)
    noted = issues.filter(noted_on__gte=first, noted_on__lt=after)
    return Sheet(
        wareki_plain(first).removesuffix("1日") + (f"　{area.name}" if area else "　全圏域"), area,
        _kinds(held.order_by("on", "id"), "gathering_kind"), noted.filter(source="gathering").count(),
        held.aggregate(all=Sum("residents"))["all"] or 0, _kinds(noted, "community_issue"),
        _kinds(issues.filter(noted_on__lt=first, state__in=[IssueState.NOTED, IssueState.TALKED, IssueState.LED]),
               "community_issue"),
        [counted(one) for one in (changed.filter(issue__area=area) if area else changed)],
        list(running.prefetch_related(Prefetch("steps"), Prefetch("partners"))),
    )  # fmt: skip


def _kinds(rows: Any, codes: str) -> list[Any]:
    found = list(rows)
    for one in found:
        one.kind_label = label(codes, one.kind)
    return found
