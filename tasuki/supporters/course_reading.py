"""Courses as they are shown (講座を見る). Reads only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .models import Course, CourseMember, CourseSession


def courses() -> list[Course]:
    """All of the town's courses, with how many take part and how many graduated."""
    rows = Course.objects.select_related("agency").annotate(
        taking=Count("members", distinct=True),
        graduates=Count("members", filter=Q(members__result="graduated"), distinct=True),
        begun=Count("members__undertakings", distinct=True),
    )
    return list(rows[:100])


def by_key() -> Any:
    """Courses by their key."""
    return Course.objects.select_related("agency")


def session_of(course: Course) -> Any:
    """The days of a course."""
    return CourseSession.objects.filter(course=course).select_related("course")


def follow_ups(worker: Worker) -> list[CourseMember]:
    """Graduates to whom a word is due within two weeks (そのあとの声かけ)."""
    soon = clock.today() + timedelta(days=14)
    rows = CourseMember.objects.visible_to(worker).filter(follow_up_on__lte=soon).order_by("follow_up_on")
    return list(rows.select_related("supporter", "course")[:20])


@dataclass
class Line:
    """One participant."""

    member: CourseMember
    came: int
    days: list[str]
    begun: list[Any]


@dataclass
class Shown:
    """One course."""

    course: Course
    badge: str
    sessions: list[CourseSession]
    lines: list[Line]


def shown(course: Course, worker: Worker) -> Shown:
    """Days, participants, attendance, what they began; names only for the desk that holds it."""
    sessions = list(course.sessions.all())
    rows = CourseMember.objects.visible_to(worker).filter(course=course).select_related("supporter")
    lines = []
    for member in rows.prefetch_related("attendances", "undertakings"):
        how = {one.session_id: one for one in member.attendances.all()}
        days = [how[one.pk].get_came_display() if one.pk in how else "—" for one in sessions]
        came = sum(one.came != "away" for one in how.values())
        lines.append(Line(member, came, days, list(member.undertakings.all())))
    badge = lookup.label("supporter_badge", course.badge) if course.badge else ""
    return Shown(course, badge, sessions, lines)
