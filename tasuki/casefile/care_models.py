"""Nobody dropped (取りこぼさない): hand-over of many cases, cover for absence, checks after the end, news of a closed case."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.audit.looks import Noted
from tasuki.cases.enums import Status
from tasuki.cases.models import Case
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal, own_agency
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import LeadAnswer, Risk


class CareSettings(MunicipalModel):
    """The town's numbers for this (取りこぼさないための数): weights of a case, days until somebody must ask. One row."""

    wall = municipal()
    privacy = Privacy(
        open="assessing conference reaching planning supporting watching several rights full together_days "
        "check_high check_middle check_low"
    )
    assessing = models.PositiveSmallIntegerField("アセスメント中の重さ", default=3)
    conference = models.PositiveSmallIntegerField("支援会議で検討中の重さ", default=3)
    reaching = models.PositiveSmallIntegerField("関係づくり中の重さ", default=4)
    planning = models.PositiveSmallIntegerField("プラン作成中の重さ", default=3)
    supporting = models.PositiveSmallIntegerField("支援中の重さ", default=2)
    watching = models.PositiveSmallIntegerField("見守り・伴走の重さ", default=1)
    several = models.PositiveSmallIntegerField("三つ以上の機関がかかわるとき加える重さ", default=1)
    rights = models.PositiveSmallIntegerField("権利擁護の検討が要るとき加える重さ", default=1)
    full = models.PositiveSmallIntegerField("ひとりの重さの目安", default=40)
    together_days = models.PositiveSmallIntegerField("かかわる機関の接触がそろわない日数", default=60)
    check_high = ArrayField(models.PositiveSmallIntegerField(), verbose_name="終結後に確かめる日（高）", default=list)
    check_middle = ArrayField(models.PositiveSmallIntegerField(), verbose_name="終結後に確かめる日（中）", default=list)
    check_low = ArrayField(models.PositiveSmallIntegerField(), verbose_name="終結後に確かめる日（低）", default=list)

    class Meta:
        verbose_name = "取りこぼさないための数"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_care_settings")]

    USUAL = {Risk.HIGH: [30, 90, 180], Risk.MIDDLE: [90, 180], Risk.LOW: [180]}

    def weight(self, status: str) -> int:
        """Of a case in this state; nothing once it is closed."""
        return 0 if status == Status.CLOSED else int(getattr(self, status))

    def check_days(self, risk: str) -> list[int]:
        """Days after the end on which to look again."""
        own: dict[str, list[int]] = {
            Risk.HIGH: self.check_high,
            Risk.MIDDLE: self.check_middle,
            Risk.LOW: self.check_low,
        }
        return own.get(risk) or self.USUAL.get(Risk(risk), []) if risk else []


class OwnAgencyQuerySet(Noted):
    """Rows of an agency, read by the workers of that agency and the supervising section."""

    def visible_to(self, worker: Any) -> "OwnAgencyQuerySet":
        """Those of the worker's own agency."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class HandOver(MunicipalModel):
    """Cases of a leaving worker given to one successor in one act (まとめての引継ぎ), which the successor confirms."""

    wall = own_agency("agency_id")
    privacy = Privacy(open="agency worker successor made_by made_at confirmed_at", sensitive="note")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="前の担当者")
    successor = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="次の担当者")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="引き継いだ人")
    made_at = models.DateTimeField("引き継いだ日時")
    note = models.TextField("全体への申し送り", blank=True)
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    objects = OwnAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "まとめての引継ぎ"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["municipality", "agency", "-made_at"], name="handover_by_agency")]

    def get_absolute_url(self) -> str:
        """The sheet of open promises."""
        return f"/handovers/{self.pk}/"


class HandOverLine(MunicipalModel):
    """One case of it, with the promises that were open at that moment (引継ぎの一件)."""

    # Read with the hand-over, and only as long as the case itself may be seen.
    wall = Wall("exists (select 1 from casefile_handover h where h.id = {me}.handover_id)"
                " and exists (select 1 from cases_case c where c.id = {me}.case_id)")  # fmt: skip
    privacy = Privacy(open="order", personal="handover case", sensitive="now_text promises")
    handover = models.ForeignKey(HandOver, models.PROTECT, related_name="lines", verbose_name="引継ぎ")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    order = models.PositiveSmallIntegerField("順番")
    now_text = models.TextField("いま", blank=True)
    promises = models.JSONField("約束", default=list)  # [{"on": "2026-12-01", "what": …, "who": …, "url": …}]

    class Meta:
        verbose_name = "引継ぎの一件"
        ordering = ["order"]


class Cover(MunicipalModel):
    """A colleague stands in for an absent worker from a day to a day (不在のあいだの代わり); it ends by itself."""

    wall = own_agency("agency_id")
    privacy = Privacy(open="agency worker stand_in since until made_by made_at ended_at", sensitive="note")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="不在の人")
    stand_in = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="代わりの人")
    since = models.DateField("いつから")
    until = models.DateField("いつまで（その日まで）")
    note = models.CharField("申し送り", max_length=200, blank=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="決めた人")
    made_at = models.DateTimeField("決めた日時")
    ended_at = models.DateTimeField("早く終えた日時", null=True, blank=True)

    objects = OwnAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "不在のあいだの代わり"
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["municipality", "agency", "until"], name="cover_by_agency")]

    @property
    def running(self) -> bool:
        """Today."""
        return self.ended_at is None and self.since <= clock.today() <= self.until


class AfterCheck(MunicipalModel):
    """A day after the end on which somebody looks how the household is (終結後の確かめ), by risk."""

    wall = Wall("exists (select 1 from cases_case c where c.id = {me}.case_id)")
    privacy = Privacy(open="due_on done_on done_by", personal="case", sensitive="risk")
    case = models.ForeignKey(Case, models.PROTECT, related_name="after_checks", verbose_name="ケース")
    risk = models.CharField("気がかりの大きさ", max_length=8, choices=Risk)
    due_on = models.DateField("確かめる日")
    done_on = models.DateField("確かめた日", null=True, blank=True)
    done_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )

    class Meta:
        verbose_name = "終結後の確かめ"
        ordering = ["due_on", "id"]


class Lead(MunicipalModel):
    """News about somebody whose case is closed (終結後の知らせ), for the team that had it; the bringer learns nothing."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="agency at brought_by from_agency consultation answer answered_at answered_by next_case",
        personal="case person", sensitive="words note",
    )  # fmt: skip
    case = models.ForeignKey(Case, models.PROTECT, related_name="leads", verbose_name="終結したケース")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれのこと"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="前に支えた機関")
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もとの相談"
    )
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="知らせた機関")
    brought_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="知らせた人")
    at = models.DateTimeField("知らせた日時")
    words = models.TextField("知らせたこと", blank=True)
    answer = models.CharField("受けとめ", max_length=12, choices=LeadAnswer, blank=True)
    note = models.TextField("受けとめの中身", blank=True)
    answered_at = models.DateTimeField("受けとめた日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受けとめた人"
    )
    next_case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="再開したケース"
    )

    objects = OwnAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "終結後の知らせ"
        ordering = ["-at"]
        indexes = [models.Index(fields=["municipality", "agency", "answered_at"], name="lead_by_agency")]
