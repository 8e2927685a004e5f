"""One visit by a supporter (訪問の番): what she herself needs to know, and what she found. The person's data are kept above."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import own_agency, with_parent
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import Found, TurnStatus


class VisitTurnQuerySet(Noted):
    """Turns by the desk that arranges them."""

    def visible_to(self, worker: Any) -> "VisitTurnQuerySet":
        """Those that the worker's own agency arranges; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class VisitTurn(MunicipalModel):
    """A visit asked of a supporter (訪問の番): before she accepts only 圏域 and time, afterwards how to call the person."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="agency area at minutes status answered_at reported_at found alarm covered version",
        personal="supporter",
        sensitive="words",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="頼む窓口")
    supporter = models.ForeignKey(
        "supporters.Supporter", models.PROTECT, related_name="turns", verbose_name="訪問する人"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    at = models.DateTimeField("いつ")
    minutes = models.PositiveSmallIntegerField("時間（分）", default=30)
    status = models.CharField("状態", max_length=10, choices=TurnStatus, default=TurnStatus.ASKED)
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    found = models.CharField("ようす", max_length=8, choices=Found, blank=True)
    words = models.CharField("ひとこと", max_length=300, blank=True)
    reported_at = models.DateTimeField("記録した日時", null=True, blank=True)
    alarm = models.ForeignKey(
        "supporters.Concern",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="知らせた気になること",
    )
    covered = models.BooleanField("代わりの人に頼んだ", default=False)
    version = models.PositiveIntegerField("版", default=1)

    objects = VisitTurnQuerySet.as_manager()

    class Meta:
        verbose_name = "訪問の番"
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["municipality", "agency", "at"], name="turn_by_agency"),
            models.Index(fields=["supporter", "at"], name="turn_by_supporter"),
        ]

    @property
    def late(self) -> bool:
        """Its time has passed and nobody has told how it was, or nobody has answered."""
        return self.status in (TurnStatus.ASKED, TurnStatus.ACCEPTED) and self.at < clock.now()


class TurnPerson(MunicipalModel):
    """How the person is called and where one meets (呼び名と落ち合うところ): the visitor reads it only after she has accepted."""

    wall = with_parent("supporters_visitturn", "turn_id")
    privacy = Privacy(open="turn", personal="called meeting")
    turn = models.OneToOneField(VisitTurn, models.PROTECT, related_name="person", verbose_name="訪問の番")
    called = models.CharField("呼び名（名だけ）", max_length=40, blank=True)
    meeting = models.CharField("落ち合うところ", max_length=120, blank=True)

    class Meta:
        verbose_name = "訪問の番の相手"
