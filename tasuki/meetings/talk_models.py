"""Talks outside the statutory meetings (カンファレンス) and the asking for 権利擁護 screening."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.cases.models import Case, parts_manager
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import Form, RightsResult


class Conference(MunicipalModel):
    """A talk about a case outside the statutory meetings (個別ケース会議・カンファレンス); counted apart from them."""

    wall = part_of_case(Scope.RECORD)
    privacy = Privacy(
        open="at minutes_long form agency by next_on", personal="case others",
        sensitive="place subject talked decided without_why",
    )  # fmt: skip
    case = models.ForeignKey(Case, models.PROTECT, related_name="conferences", verbose_name="ケース")
    at = models.DateTimeField("日時")
    form = models.CharField("形式", max_length=12, choices=Form, default=Form.IN_PERSON)
    place = models.CharField("場所", max_length=120, blank=True)
    minutes_long = models.PositiveSmallIntegerField("時間（分）", null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="声をかけた機関")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="記録した人")
    others = models.CharField("ほかの出席者", max_length=300, blank=True)
    subject = models.CharField("話しあったこと", max_length=200)
    talked = models.TextField("出された情報・意見", blank=True)
    decided = models.TextField("決まったこと", blank=True)
    without_why = models.TextField("開示のない機関と話した根拠", blank=True)
    next_on = models.DateField("次回", null=True, blank=True)

    objects = parts_manager(Scope.RECORD)

    class Meta:
        verbose_name = "カンファレンス"
        ordering = ["-at"]
        indexes = [models.Index(fields=["municipality", "-at"], name="conference_by_day")]


class ConferenceSeat(MunicipalModel):
    """An agency that took part, and on what ground it may know of the case (出席した機関と根拠)."""

    wall = Wall("{all} or exists (select 1 from meetings_conference p where p.id = {me}.conference_id)")
    privacy = Privacy(open="agency grounds", personal="conference")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="seats", verbose_name="カンファレンス")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    # As they stood on that day; empty: it had none, and the talk says why.
    grounds = ArrayField(models.CharField(max_length=40), verbose_name="根拠", default=list, blank=True)

    class Meta:
        verbose_name = "カンファレンスの出席"
        ordering = ["id"]


class RightsScreening(MunicipalModel):
    """A case in which somebody's rights may be violated (権利擁護の検討): asked, put on an agenda, answered."""

    wall = part_of_case(Scope.RECORD)
    privacy = Privacy(
        open="agency asked_by asked_at item answered_at answered_by", personal="case", sensitive="reason result answer"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="screenings", verbose_name="ケース")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="求めた機関")
    asked_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="求めた人")
    asked_at = models.DateTimeField("求めた日時")
    reason = models.TextField("検討を求めるわけ")
    item = models.ForeignKey(
        "meetings.Item", models.PROTECT, null=True, blank=True, related_name="screenings", verbose_name="かけた議題"
    )
    result = models.CharField("結果", max_length=8, choices=RightsResult, blank=True)
    answer = models.TextField("答え", blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答えを記した人"
    )

    objects = parts_manager(Scope.RECORD)

    class Meta:
        verbose_name = "権利擁護の検討"
        ordering = ["-asked_at"]
