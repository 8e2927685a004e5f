"""Visits by trained supporters to somebody who wishes for them (ささえあい訪問サービス)."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.supporters.models import Supporter, VisitTurn
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area


class ServiceState(models.TextChoices):
    """How a visiting service stands."""

    APPLIED = "applied", "訪問する人を探している"
    RUNNING = "running", "訪問している"
    ENDED = "ended", "終えた"


class VisitServiceQuerySet(Noted):
    """Services by the desk that arranges them."""

    def visible_to(self, worker: Any) -> "VisitServiceQuerySet":
        """Those of the worker's own agency; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class VisitService(MunicipalModel):
    """Somebody is visited by a supporter (訪問サービスの申込み): wishes, days, who goes."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="agency worker area state visitor applied_on began_on ended_on version",
        personal="person called meeting",
        sensitive="wishes when care ended_reason",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="受けた窓口")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="受けた人")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本人")
    called = models.CharField("呼び名（名だけ）", max_length=40)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    meeting = models.CharField("落ち合うところ", max_length=120, blank=True)
    when = models.CharField("来てほしい日・時間", max_length=120, blank=True)
    wishes = models.TextField("本人の希望", blank=True)
    care = models.TextField("気をつけること（窓口だけが見る）", blank=True)
    state = models.CharField("状態", max_length=8, choices=ServiceState, default=ServiceState.APPLIED)
    visitor = models.ForeignKey(
        Supporter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="訪問する人"
    )
    applied_on = models.DateField("申し込んだ日")
    began_on = models.DateField("始めた日", null=True, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_reason = models.CharField("終えたわけ", max_length=200, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = VisitServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "訪問サービス"
        ordering = ["state", "-applied_on", "-id"]
        indexes = [models.Index(fields=["municipality", "agency", "state"], name="service_by_agency")]

    def __str__(self) -> str:
        return f"{self.called}さん"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return f"/visiting/{self.pk}/"


class ServiceTurn(MunicipalModel):
    """A visit of the service: the turn as the visitor sees it stands below, without the person."""

    wall = with_parent("outreach_visitservice", "service_id")
    privacy = Privacy(open="turn", personal="service")
    service = models.ForeignKey(VisitService, models.PROTECT, related_name="turns", verbose_name="訪問サービス")
    turn = models.OneToOneField(VisitTurn, models.PROTECT, related_name="of_service", verbose_name="訪問の番")

    class Meta:
        verbose_name = "訪問サービスの番"
        ordering = ["-turn__at"]
