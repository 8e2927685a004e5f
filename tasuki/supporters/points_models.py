"""Points (ポイント): what was done, what it is worth, and a ledger in which every entry has two sides."""

from django.db import models
from django.db.models import F, Q

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .models import Supporter
from .points_enums import AccountKind, ActivityStatus, EntryKind, Per

_HERS = "exists (select 1 from supporters_supporter p where p.id = {me}.supporter_id)"


class OfSupporters(Noted):
    """Rows of supporters, by the desk that keeps the register."""

    def visible_to(self, worker: object) -> "OfSupporters":
        """Those of supporters whom the worker may see."""
        return self.filter(supporter__in=Supporter.objects.visible_to(worker))


class PointRule(MunicipalModel):
    """What an activity is worth from a day to a day (ポイントの決まり); without a kind: the limit of all together."""

    wall = municipal()
    privacy = Privacy(open="kind per points day_limit year_limit valid_from valid_to")
    kind = models.CharField("活動", max_length=40, blank=True)  # code list supporter_activity
    per = models.CharField("数え方", max_length=10, choices=Per, default=Per.HALF_HOUR)
    points = models.PositiveSmallIntegerField("ポイント", default=0)
    day_limit = models.PositiveIntegerField("1日の上限", null=True, blank=True)
    year_limit = models.PositiveIntegerField("年度の上限", null=True, blank=True)
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "ポイントの決まり"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "valid_from"], name="one_point_rule_per_day")
        ]


class Activity(MunicipalModel):
    """What a supporter did, from when to when (活動の記録). Two at the same time cannot stand (sql/points.sql)."""

    wall = with_parent("supporters_supporter", "supporter_id")
    privacy = Privacy(
        open="kind starts_at ends_at status points limited by_link recorded_by recorded_at decided_by decided_at",
        personal="supporter", sensitive="place words reason",
    )  # fmt: skip
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="activities", verbose_name="だれが")
    kind = models.CharField("活動", max_length=40)  # code list supporter_activity
    starts_at = models.DateTimeField("はじめ")
    ends_at = models.DateTimeField("おわり")
    place = models.CharField("場所", max_length=120, blank=True)
    words = models.CharField("したこと", max_length=200, blank=True)
    status = models.CharField("状態", max_length=10, choices=ActivityStatus, default=ActivityStatus.RECORDED)
    points = models.PositiveIntegerField("ポイント", null=True, blank=True)
    limited = models.BooleanField("上限で減った", default=False)
    by_link = models.BooleanField("本人のページから", default=False)
    recorded_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録した日時")
    decided_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承認した人"
    )
    decided_at = models.DateTimeField("承認した日時", null=True, blank=True)
    reason = models.CharField("わけ", max_length=200, blank=True)

    objects = OfSupporters.as_manager()

    class Meta:
        verbose_name = "活動の記録"
        ordering = ["-starts_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_takes_time")]
        indexes = [
            models.Index(fields=["supporter", "starts_at"], name="activity_by_supporter"),
            models.Index(fields=["municipality", "status"], name="activity_by_status"),
        ]

    @property
    def minutes(self) -> int:
        """How long it took."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class PointAccount(MunicipalModel):
    """An account (口座). Its balance is written by the database alone, from the entries (sql/points.sql)."""

    wall = Wall(f"supporter_id is null or {_HERS}", append_only=True)
    privacy = Privacy(open="kind balance", personal="supporter")
    kind = models.CharField("種類", max_length=10, choices=AccountKind)
    supporter = models.ForeignKey(
        Supporter, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name="だれの"
    )
    balance = models.IntegerField("残高", default=0)

    class Meta:
        verbose_name = "ポイントの口座"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "supporter"], nulls_distinct=False, name="one_point_account"
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.SUPPORTER, supporter__isnull=False)
                | (~Q(kind=AccountKind.SUPPORTER) & Q(supporter=None)),
                name="point_account_of_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.SUPPORTER) | Q(balance__gte=0), name="points_not_negative"
            ),
        ]


class PointEntry(MunicipalModel):
    """One entry of the ledger (仕訳): so many points from an account to another. Never changed, never taken away."""

    wall = Wall(_HERS, append_only=True)
    privacy = Privacy(
        open="kind on points source target use agency by at", personal="supporter activity reverses",
        sensitive="words",
    )  # fmt: skip
    kind = models.CharField("種類", max_length=10, choices=EntryKind)
    on = models.DateField("日付")
    points = models.PositiveIntegerField("ポイント")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="point_entries", verbose_name="だれの")
    source = models.ForeignKey(PointAccount, models.PROTECT, related_name="+", verbose_name="出した口座")
    target = models.ForeignKey(PointAccount, models.PROTECT, related_name="+", verbose_name="入れた口座")
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="活動"
    )
    use = models.CharField("使い道", max_length=40, blank=True)  # code list point_use
    words = models.CharField("摘要", max_length=200, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="取り消した仕訳"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="記録した機関")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録した日時")

    objects = OfSupporters.as_manager()

    class Meta:
        verbose_name = "ポイントの仕訳"
        ordering = ["on", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="point_entry_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="point_entry_has_two_sides"),
            models.UniqueConstraint(
                fields=["municipality", "activity"], condition=Q(kind=EntryKind.EARNED), name="activity_earns_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "reverses"], condition=Q(reverses__isnull=False), name="entry_reversed_once"
            ),
        ]
        indexes = [models.Index(fields=["supporter", "on"], name="pointentry_by_supporter")]

    @property
    def gain(self) -> int:
        """What it did to the supporter's account: up or down."""
        return self.points if self.target.kind == AccountKind.SUPPORTER else -self.points
