"""Who answers first (初動): the town's own rules, and what was suggested and chosen for a consultation."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, own_agency
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area


class Hours(models.TextChoices):
    """When a rule is meant to work."""

    ANY = "any", "いつでも"
    OPEN = "open", "開庁日の日中"
    CLOSED = "closed", "夜間・休日"


class FirstResponse(MunicipalModel):
    """One rule (初動の決まり): these topics, in this 圏域, at these hours → this agency answers first."""

    wall = municipal()
    privacy = Privacy(open="order name topics least area hours agency valid_from valid_to made_by made_at")
    order = models.PositiveSmallIntegerField("順番")
    name = models.CharField("どんなとき", max_length=80)
    topics = ArrayField(models.CharField(max_length=40), verbose_name="相談内容", default=list, blank=True)
    # How many of them: two and more are what falls between the desks (複合・はざま).
    least = models.PositiveSmallIntegerField("いくつ以上あてはまるとき", default=1)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域")
    hours = models.CharField("時間", max_length=8, choices=Hours, default=Hours.ANY)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="初動の窓口")
    valid_from = models.DateField("使いはじめる日", null=True, blank=True)  # empty: only tried out
    valid_to = models.DateField("使い終わる日", null=True, blank=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="決めた人")
    made_at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = "初動の決まり"
        ordering = ["order", "made_at"]

    def __str__(self) -> str:
        return self.name


class FirstChoiceQuerySet(Noted):
    """Choices by desk."""

    def visible_to(self, worker: Any) -> "FirstChoiceQuerySet":
        """Those of the worker's own desk; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class FirstChoice(MunicipalModel):
    """Who was suggested and who was chosen to answer first (初動の窓口); another choice says why."""

    wall = own_agency("agency_id")
    privacy = Privacy(open="agency rule suggested chosen by at", personal="consultation", sensitive="reason words")
    consultation = models.ForeignKey(
        "intake.Consultation", models.PROTECT, related_name="first_choices", verbose_name="相談"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="受付機関")
    rule = models.ForeignKey(
        FirstResponse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="あてはまった決まり"
    )
    words = models.TextField("示したわけ", blank=True)
    suggested = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="示した窓口"
    )
    chosen = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="選んだ窓口")
    reason = models.CharField("別の窓口にしたわけ", max_length=200, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="選んだ人")
    at = models.DateTimeField("選んだ日時")

    objects = FirstChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "初動の窓口"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "consultation"], name="one_first_choice_per_consultation")
        ]
