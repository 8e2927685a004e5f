"""A case opened by a worker's own act because of danger (緊急), and its review."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import EmergencyKind, EmergencyVerdict


class EmergencyQuerySet(Noted):
    """Openings by who is told of them."""

    def visible_to(self, worker: Any) -> "EmergencyQuerySet":
        """She who opened, the agency that owns the case, the section, the officer."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all or worker.role.oversees:
            return mine
        told = Q(worker=worker.pk)
        if worker.role.works_cases:
            told |= Q(keeper=worker.agency_id)
        return mine.filter(told)

    def opened(self) -> "EmergencyQuerySet":
        """Those that opened a case; the others asked for something that is not there, or not one thing only."""
        return self.exclude(keeper=None)

    def waiting(self) -> "EmergencyQuerySet":
        """Not reviewed, or to be watched further (確かめ待ち)."""
        return self.opened().filter(verdict__in=["", EmergencyVerdict.WATCH])

    def running(self) -> "EmergencyQuerySet":
        """Open at this moment."""
        return self.opened().filter(ended_at=None, until__gt=clock.now(), at__lte=clock.now())


class EmergencyOpening(MunicipalModel):
    """An emergency opening (緊急の閲覧), or the asking for one that opened nothing: both are on record."""

    # Told without names: the officer reads number, kind and reason here, and nothing of the case itself.
    wall = Wall("{all} or {oversees} or worker_id = {worker} or keeper_id = {agency}")
    privacy = Privacy(
        open="number keeper worker agency kind at until ended_at verdict reviewed_at reviewed_by",
        personal="case",
        sensitive="reason review_note",
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="emergencies", verbose_name="ケース"
    )
    number = models.CharField("ケース番号", max_length=20, blank=True)
    keeper = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主担当の機関"
    )
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="開いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="開いた人の機関")
    kind = models.CharField("何の危険か", max_length=10, choices=EmergencyKind)
    reason = models.TextField("理由")
    at = models.DateTimeField("開いた日時")
    until = models.DateTimeField("いつまで", null=True, blank=True)
    ended_at = models.DateTimeField("早く閉じた日時", null=True, blank=True)
    verdict = models.CharField("確かめの結果", max_length=10, choices=EmergencyVerdict, blank=True)
    review_note = models.TextField("確かめたこと・このあとすること", blank=True)
    reviewed_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = "緊急の閲覧"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["municipality", "-at"], name="emergency_by_time"),
            models.Index(fields=["worker", "-at"], name="emergency_by_worker"),
            models.Index(fields=["case"], name="emergency_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.number or '該当なし'}（{self.get_kind_display()}）"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return f"/emergency/{self.pk}/"

    @property
    def running(self) -> bool:
        """Open at this moment."""
        return bool(self.keeper_id and self.until and self.ended_at is None and self.at <= clock.now() < self.until)

    @property
    def settled(self) -> bool:
        """Reviewed, and nothing left to watch."""
        return self.verdict in (EmergencyVerdict.FIT, EmergencyVerdict.UNFIT)

    def overdue(self, days: int) -> bool:
        """Still not settled so many days after it was opened."""
        return not self.settled and clock.now() >= self.at + timedelta(days=days)
