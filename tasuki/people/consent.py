"""Consent (本人同意): belongs to one person, never to the household; tries and refusals are kept too."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import ConsentAnswer


class Consent(MunicipalModel):
    """One asking and its answer: how, when, explained by whom, which items, for what purpose, until when, withdrawn."""

    wall = with_parent("people_person", "person_id")
    privacy = Privacy(
        open="answer asked_on method explained_by explained_agency items scope until withdrawn_at withdrawn_by sheet_version",
        personal="person given_by",
        sensitive="purpose words withdrawn_note answers",
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="consents", verbose_name="本人")
    answer = models.CharField("返事", max_length=12, choices=ConsentAnswer)
    asked_on = models.DateField("説明した日")
    method = models.CharField("方法", max_length=40)  # code list consent_method
    given_by = models.CharField("同意した人（代理人のとき）", max_length=80, blank=True)
    explained_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="説明した人")
    explained_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="説明した機関")
    items = ArrayField(models.CharField(max_length=40), verbose_name="共有する項目", default=list, blank=True)
    scope = models.PositiveSmallIntegerField("閲覧範囲", default=0)
    purpose = models.CharField("目的", max_length=200, blank=True)
    until = models.DateField("有効期限（この日まで）", null=True, blank=True)
    words = models.TextField("本人のことば", blank=True)
    withdrawn_at = models.DateTimeField("撤回日時", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回を受けた人"
    )
    withdrawn_note = models.CharField("撤回の経緯", max_length=200, blank=True)
    # Which words the person was shown (同意書の版).
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)

    class Meta:
        verbose_name = "同意"
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_withdrawn_by_somebody",
            )
        ]


class ConsentAgency(MunicipalModel):
    """An agency to which the person agreed (共有先)."""

    wall = with_parent("people_consent", "consent_id")
    privacy = Privacy(open="agency", personal="consent")
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="agencies", verbose_name="同意")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")

    class Meta:
        verbose_name = "同意した共有先"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "consent", "agency"], name="consent_names_agency_once")
        ]
