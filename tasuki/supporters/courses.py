"""Courses and what came of them (ファシリテーター養成講座の行い): opened, attended, graduated, followed up."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import rules
from .actions import give_badge, note_training
from .enums import CourseResult
from .models import BadgeRule, Course, CourseMember, CourseSession, SessionAttendance, Supporter, Undertaking


@transaction.atomic
def open_course(*, by: Worker, name: str, year: int | None = None, **facts: Any) -> Course:
    """A course, alone or with neighbouring cities: this town's part."""
    require(rules.may_open_course(by))
    course = Course.objects.create(name=name, year=year or fiscal_year(clock.today()), agency_id=by.agency_id, **facts)
    record(Act.CHANGE, "講座を登録", by=by, objects=[course.pk])
    return course


@transaction.atomic
def add_session(*, course: Course, by: Worker, on: date, title: str, place: str = "") -> CourseSession:
    """A further day of it."""
    require(rules.may_add_session(course, by))
    number = CourseSession.objects.filter(course=course).count() + 1
    session = CourseSession.objects.create(course=course, number=number, on=on, title=title, place=place)
    record(Act.CHANGE, "講座の回を加えた", by=by, objects=[course.pk, session.pk])
    return session


@transaction.atomic
def enrol_member(*, course: Course, supporter: Supporter, by: Worker, motive: str = "") -> CourseMember:
    """A registered supporter takes part."""
    require(rules.may_enrol_member(course, by, supporter))
    member = CourseMember.objects.create(course=course, supporter=supporter, agency_id=course.agency_id, motive=motive)
    record(Act.CHANGE, "受講者を加えた", by=by, objects=[course.pk, member.pk])
    return member


@transaction.atomic
def mark_attendance(*, session: CourseSession, by: Worker, came: dict[CourseMember, str]) -> CourseSession:
    """Who came on that day; written again when it was wrong."""
    require(rules.may_mark_attendance(session.course, by))
    for member, how in came.items():
        SessionAttendance.objects.update_or_create(session=session, member=member, defaults={"came": how})
    record(Act.CHANGE, "出欠を記録", by=by, objects=[session.course_id, session.pk])
    return session


@transaction.atomic
def graduate(
    *, member: CourseMember, by: Worker, on: date | None = None, follow_up_on: date | None = None
) -> CourseMember:
    """Finished (修了): the training stands in the register, and the badge is given where the course has one."""
    require(rules.may_graduate(member, by))
    day = on or clock.today()
    CourseMember.objects.filter(pk=member.pk).update(
        result=CourseResult.GRADUATED, graduated_on=day, follow_up_on=follow_up_on
    )
    member.refresh_from_db()
    badge = member.course.badge
    rule = BadgeRule.objects.filter(badge=badge).first() if badge else None
    if rule and rule.training:
        note_training(supporter=member.supporter, by=by, training=rule.training, on=day, note=member.course.name)
    if badge and rules.may_give_badge(member.supporter, by, badge, day):
        give_badge(supporter=member.supporter, by=by, badge=badge, since=day)
    record(Act.CHANGE, "修了にした", by=by, objects=[member.pk])
    return member


@transaction.atomic
def follow_up_member(*, member: CourseMember, by: Worker, note: str, next_on: date | None = None) -> CourseMember:
    """A word some months later, and when the next."""
    require(rules.may_follow_up_member(member, by))
    CourseMember.objects.filter(pk=member.pk).update(follow_note=note, follow_up_on=next_on)
    member.refresh_from_db()
    record(Act.CHANGE, "修了したあとの声かけ", by=by, objects=[member.pk])
    return member


@transaction.atomic
def note_undertaking(*, member: CourseMember, by: Worker, on: date, what: str, group: str = "") -> Undertaking:
    """What she began (始めたこと): the harvest of the course."""
    require(rules.may_note_undertaking(member, by))
    begun = Undertaking.objects.create(member=member, on=on, what=what, group=group)
    record(Act.CHANGE, "修了生が始めたことを記録", by=by, objects=[member.pk, begun.pk])
    return begun
