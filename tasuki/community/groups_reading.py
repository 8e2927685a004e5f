"""Groups as they are read (グループを読む): the list with what was done this year, one group with its timeline."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_label, fiscal_year_range
from tasuki.staff.models import Worker
from tasuki.ui.paging import part_of

from . import rules
from .enums import TRANSITIONS, GroupStage
from .issues_reading import led_from
from .models import Attendance, Group, GroupMember, GroupSupport
from .opening import parse
from .register_reading import uses_told

SHOWN = 40


@dataclass(order=True)
class Line:
    """One line of the timeline."""

    on: date
    order: int
    kind: str = field(compare=False)
    thing: Any = field(compare=False)


def list_told(groups: QuerySet[Group], told: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    """Groups with the minutes of support of this 年度."""
    for word in (told.get("words") or "").split():
        groups = groups.filter(Q(name__icontains=word) | Q(kana__icontains=word) | Q(purpose__icontains=word))
    groups = groups.filter(**{name: told[name] for name in ("stage", "area") if told.get(name)})
    stages = _by_stage(groups)
    year = fiscal_year(clock.today())
    start, end = fiscal_year_range(year)
    work = GroupSupport.objects.filter(group=OuterRef("pk"), on__gte=start, on__lt=end).values("group")
    groups = (
        groups.select_related("area", "agency")
        .annotate(
            worked=Subquery(work.annotate(all=Sum("minutes")).values("all")),
            held=Count("sessions", filter=Q(sessions__on__gte=start, sessions__on__lt=end, sessions__called_off=False)),
        )
        .order_by("name", "pk")
    )
    return {"page": part_of(groups, given, unit="グループ"), "year": fiscal_year_label(year), "stages": stages}


def _by_stage(groups: QuerySet[Group]) -> list[tuple[str, int]]:
    counts = dict(groups.order_by().values_list("stage").annotate(Count("pk")))
    return [(stage.label, counts.get(stage, 0)) for stage in GroupStage]


def ways(group: Group) -> list[tuple[str, str]]:
    """Where its life may go on to."""
    return [(stage, GroupStage(stage).label) for stage in TRANSITIONS[group.stage]]


def ladder(group: Group) -> list[tuple[str, str]]:
    """The stages on its way, done, now or to come."""
    order = [GroupStage.IDEA, GroupStage.STARTING, GroupStage.RESIDENT_RUN]
    if group.stage in (GroupStage.RESTING, GroupStage.ENDED):
        return [(one.label, "done") for one in order] + [(group.get_stage_display(), "now")]
    at = order.index(GroupStage(group.stage))
    return [(one.label, "done" if n < at else "now" if n == at else "todo") for n, one in enumerate(order)]


def group_told(group: Group, worker: Worker) -> dict[str, Any]:
    """Everything on the page of a group."""
    start, end = fiscal_year_range(fiscal_year(clock.today()))
    year = group.supports.filter(on__gte=start, on__lt=end)
    group.read = parse(group.opening)
    names = rules.may_enter_member(group, worker)
    members = list(GroupMember.objects.visible_to(worker).filter(group=group, until=None)) if names else []
    for one in members:
        one.out_words = f"{one.name}さんが抜けた"
    uses = uses_told(group.uses.filter(until=None).select_related("place"))
    for use in uses:
        use.leave_words = f"{use.place.name}を使わなくなった"
    return {
        "group": group, "leads": led_from(worker, group=group), "timeline": timeline(group, worker), "ladder": ladder(group),
        "uses": uses, "members": members,
        "work": year.aggregate(minutes=Sum("minutes"), times=Count("pk"), residents=Sum("residents")),
        "year": fiscal_year_label(fiscal_year(clock.today())),
        "may_change": rules.may_change_group(group, worker), "may_support": rules.may_log_support(group, worker),
        "may_advance": rules.may_change_group(group, worker), "may_name": names,
        "may_hold": rules.may_hold_session(worker, group=group),
    }  # fmt: skip


def timeline(group: Group, worker: Worker) -> list[Line]:
    """What happened, the newest first."""
    sessions = list(group.sessions.select_related("place", "by")[:SHOWN])
    named = dict(
        Attendance.objects.visible_to(worker).filter(session__in=sessions).order_by().values_list("session")
        .annotate(Count("pk"))
    )  # fmt: skip
    for one in sessions:
        one.named = named.get(one.pk, 0)
    lines = [Line(one.on, 2, "step", one) for one in group.steps.select_related("by")]
    lines += [Line(one.on, 1, "support", one) for one in group.supports.select_related("by", "agency")[:SHOWN]]
    lines += [Line(one.on, 0, "session", one) for one in sessions]
    return sorted(lines, reverse=True)[:SHOWN]
