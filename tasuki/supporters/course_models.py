"""Courses for those who want to begin something (地域福祉ファシリテーター養成講座), and what came of them."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, own_agency, with_parent
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import Attended, CourseResult


class Course(MunicipalModel):
    """A course (講座): alone or with neighbouring cities; here stands this town's part."""

    wall = municipal()
    privacy = Privacy(open="name year agency with_towns partners badge sessions_needed closed")
    name = models.CharField("講座名", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="担当の窓口")
    with_towns = models.CharField("いっしょに開く市区町村", max_length=160, blank=True)
    partners = models.CharField("大学・団体など", max_length=160, blank=True)
    badge = models.CharField("修了すると渡すバッジ", max_length=40, blank=True)  # code list supporter_badge
    sessions_needed = models.PositiveSmallIntegerField("修了に要る回数", default=1)
    closed = models.BooleanField("終わった", default=False)

    class Meta:
        verbose_name = "講座"
        ordering = ["-year", "name"]

    def __str__(self) -> str:
        return self.name


class CourseSession(MunicipalModel):
    """One day of a course (講座の回)."""

    wall = municipal()
    privacy = Privacy(open="course number on title place")
    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name="講座")
    number = models.PositiveSmallIntegerField("回")
    on = models.DateField("開く日")
    title = models.CharField("内容", max_length=120)
    place = models.CharField("場所", max_length=80, blank=True)

    class Meta:
        verbose_name = "講座の回"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "course", "number"], name="one_course_session_per_number")
        ]


class CourseMemberQuerySet(Noted):
    """Participants by the desk that holds the course."""

    def visible_to(self, worker: Any) -> "CourseMemberQuerySet":
        """Those of the worker's own agency; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class CourseMember(MunicipalModel):
    """Somebody of this town in a course (受講者): a registered supporter."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="course agency result graduated_on follow_up_on", personal="supporter", sensitive="motive follow_note"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="members", verbose_name="講座")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="担当の窓口")
    supporter = models.ForeignKey(
        "supporters.Supporter", models.PROTECT, related_name="courses", verbose_name="受講する人"
    )
    motive = models.CharField("受けたわけ・やってみたいこと", max_length=200, blank=True)
    result = models.CharField("結果", max_length=10, choices=CourseResult, default=CourseResult.TAKING)
    graduated_on = models.DateField("修了した日", null=True, blank=True)
    follow_up_on = models.DateField("つぎに声をかける日", null=True, blank=True)
    follow_note = models.CharField("そのあと", max_length=300, blank=True)

    objects = CourseMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "受講者"
        ordering = ["course", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "course", "supporter"], name="one_member_per_course")
        ]


class SessionAttendance(MunicipalModel):
    """Who came to which day (出欠)."""

    wall = with_parent("supporters_coursemember", "member_id")
    privacy = Privacy(open="session came", personal="member")
    session = models.ForeignKey(CourseSession, models.PROTECT, related_name="attendances", verbose_name="回")
    member = models.ForeignKey(CourseMember, models.PROTECT, related_name="attendances", verbose_name="受講者")
    came = models.CharField("出欠", max_length=8, choices=Attended)

    class Meta:
        verbose_name = "出欠"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "session", "member"], name="one_attendance_each")
        ]


class Undertaking(MunicipalModel):
    """What a graduate began (始めたこと): in words, with the name of the group; the group itself stands in the register."""

    wall = with_parent("supporters_coursemember", "member_id")
    privacy = Privacy(open="on group", personal="member", sensitive="what")
    member = models.ForeignKey(CourseMember, models.PROTECT, related_name="undertakings", verbose_name="受講者")
    on = models.DateField("いつ")
    what = models.CharField("何を始めたか", max_length=200)
    group = models.CharField("会・場の名前", max_length=120, blank=True)

    class Meta:
        verbose_name = "始めたこと"
        ordering = ["-on", "-id"]
