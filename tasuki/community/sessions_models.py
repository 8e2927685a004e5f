"""What takes place (開催・催し), who came, and rooms lent to each other (会場の貸し合い)."""

from django.db import models
from django.db.models import F, Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .groups_models import Group, GroupMember
from .neighbourhood import TownsOwn


class Session(MunicipalModel):
    """One time that a group or place met, or an event to come (開催・催し); who came as a number."""

    wall = municipal()
    privacy = Privacy(
        open="group place area title on start end attended first_timers helpers minutes by agency at shown_to_public "
        "called_off version",
        sensitive="what",
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="グループ"
    )
    place = models.ForeignKey(
        "community.Place", models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="場所"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域")
    title = models.CharField("題", max_length=120, blank=True)
    on = models.DateField("日")
    start = models.TimeField("はじまり", null=True, blank=True)
    end = models.TimeField("おわり", null=True, blank=True)
    what = models.CharField("内容", max_length=400, blank=True)
    attended = models.PositiveSmallIntegerField("来た人（人）", null=True, blank=True)
    first_timers = models.PositiveSmallIntegerField("はじめての人（人）", null=True, blank=True)
    helpers = models.PositiveSmallIntegerField("手伝った人（人）", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("職員がかかわった時間（分）", default=0)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    at = models.DateTimeField("書いた日時")
    shown_to_public = models.BooleanField("催しとして住民に見せる", default=False)
    called_off = models.BooleanField("中止", default=False)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "開催"
        ordering = ["-on", "-start", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(end=None) | Q(end__gt=F("start")), name="session_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.group or self.place or "開催")


class Attendance(MunicipalModel):
    """A member came (名前での出席), where the group keeps names."""

    wall = Wall(
        "{all} or exists (select 1 from community_groupmember m join community_group g on g.id = m.group_id"
        " where m.id = {me}.member_id and g.agency_id = {agency})"
    )
    privacy = Privacy(open="session", personal="member")
    session = models.ForeignKey(Session, models.CASCADE, related_name="names", verbose_name="開催")
    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="attendances", verbose_name="来た人")

    class Names(models.QuerySet["Attendance"]):
        """Attendance by who may read it."""

        def visible_to(self, worker: Worker) -> "Attendance.Names":
            """The agency that supports the group, and the section."""
            mine = self.filter(municipality=worker.municipality_id)
            return mine if worker.sees_all else mine.filter(member__group__agency=worker.agency_id)

    objects = Names.as_manager()

    class Meta:
        verbose_name = "出席"
        constraints = [models.UniqueConstraint(fields=["municipality", "session", "member"], name="once_at_a_session")]


class Booking(MunicipalModel):
    """A room is promised to somebody for a time (会場の予約). The database itself refuses two at once."""

    wall = municipal()
    privacy = Privacy(open="place group starts ends by at cancelled_at version", personal="used_by note")
    place = models.ForeignKey("community.Place", models.PROTECT, related_name="bookings", verbose_name="会場")
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name="グループ"
    )
    used_by = models.CharField("使う人・団体", max_length=80, blank=True)
    starts = models.DateTimeField("はじまり")
    ends = models.DateTimeField("おわり")
    note = models.CharField("覚え書き", max_length=200, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("書いた日時")
    cancelled_at = models.DateTimeField("取りやめた日時", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "会場の予約"
        ordering = ["starts"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="booking_ends_after_start")]

    def __str__(self) -> str:
        return str(self.group or self.used_by)
