"""The sheet and where it stands with each receiver."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import TONES, ConsentState, Purpose, TargetStatus


class ReferralQuerySet(Noted):
    """Sheets by sender and receiver."""

    def visible_to(self, worker: Any) -> "ReferralQuerySet":
        """Sent by the worker's agency, or sent to it and not yet ended, declined or withdrawn."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        received = ReferralTarget.objects.filter(
            referral=OuterRef("pk"), to_agency=worker.agency_id, open_to_receiver=True
        )
        return mine.filter(Q(from_agency=worker.agency_id) | Exists(received))


class Referral(MunicipalModel):
    """A つなぐシート as sent: frozen; the talk about it is in its targets."""

    wall = Wall(
        "{all} or from_agency_id = {agency} or exists (select 1 from referrals_referraltarget t"
        " where t.referral_id = {me}.id and t.to_agency_id = {agency} and t.open_to_receiver)"
    )
    privacy = Privacy(
        open="number from_agency written_by sent_at purpose consent area_name accompany scope sheet_version",
        personal="case consultation household_label",
        sensitive="urgency ground_reason people_text complaint topics so_far wanted answers",
    )
    number = models.CharField("番号", max_length=20)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name="ケース"
    )
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name="もとの相談"
    )
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="発信元")
    written_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    sent_at = models.DateTimeField("発信日時")
    purpose = models.CharField("お願いの形", max_length=12, choices=Purpose, default=Purpose.TOGETHER)
    urgency = models.CharField("緊急度", max_length=40, blank=True)  # code list urgency
    consent = models.CharField("同意", max_length=8, choices=ConsentState)
    ground_reason = models.TextField("同意なしでつなぐ理由", blank=True)
    household_label = models.CharField("世帯の呼び方", max_length=120)
    area_name = models.CharField("圏域", max_length=60, blank=True)
    people_text = models.TextField("本人・世帯のこと（必要な範囲で）", blank=True)
    complaint = models.TextField("主訴・相談のことば", blank=True)
    topics = ArrayField(models.CharField(max_length=40), verbose_name="相談内容", default=list, blank=True)
    so_far = models.TextField("これまでの対応", blank=True)
    wanted = models.TextField("つなぎ先に望むこと")
    accompany = models.BooleanField("同行できる", default=False)
    scope = models.PositiveSmallIntegerField("受理のあとに開く範囲")
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "つなぐシート"
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["municipality", "sent_at"], name="referral_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_referral_per_number"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(consultation__isnull=False), name="referral_is_about_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.household_label}"

    def get_absolute_url(self) -> str:
        """The page of the sheet."""
        return f"/referrals/{self.pk}/"


class ReferralPerson(MunicipalModel):
    """A person whom the sheet names (対象者); acceptance opens these persons and nobody else."""

    wall = with_parent("referrals_referral", "referral_id")
    privacy = Privacy(open="consented", personal="referral person shown")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="persons", verbose_name="つなぐシート")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人")
    # Frozen when sent: the receiver cannot look the person up before it accepts.
    shown = models.CharField("シートでの書き方", max_length=200, blank=True)
    consented = models.BooleanField("本人の同意あり", default=False)

    class Meta:
        verbose_name = "つなぐシートの対象者"


class TargetQuerySet(Noted):
    """Targets by the two agencies concerned."""

    def visible_to(self, worker: Any) -> "TargetQuerySet":
        """Those the worker's agency sent or received."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        return mine.filter(Q(from_agency=worker.agency_id) | Q(to_agency=worker.agency_id))


class ReferralTarget(MunicipalModel):
    """One receiver of a sheet (宛先) and its answer, due in business days."""

    wall = own_agency("from_agency_id", "to_agency_id")
    privacy = Privacy(
        open=(
            "from_agency to_agency status open_to_receiver due_on seen_at seen_by answered_at answered_by "
            "proposed_agency worker back_at back_by confirmed_at confirmed_by ended_at version"
        ),
        personal="referral",
        sensitive="reason back_summary",
    )
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="targets", verbose_name="つなぐシート")
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="発信元")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="宛先")
    status = models.CharField("状態", max_length=12, choices=TargetStatus, default=TargetStatus.SENT)
    # The receiver may open the sheet: from sending until it declines, ends or the sender withdraws.
    open_to_receiver = models.BooleanField("受け手が開ける", default=True)
    due_on = models.DateField("回答期限")
    seen_at = models.DateTimeField("開いた日時", null=True, blank=True)
    seen_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="開いた人"
    )
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回答した人"
    )
    reason = models.TextField("理由・返事", blank=True)
    proposed_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ほかの窓口の提案"
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受けた機関の担当者"
    )
    back_at = models.DateTimeField("つなぎもどした日時", null=True, blank=True)
    back_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もどした人"
    )
    back_summary = models.TextField("つなぎもどしのまとめ", blank=True)
    confirmed_at = models.DateTimeField("確認日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "つなぎの宛先"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["municipality", "to_agency", "status"], name="target_by_receiver"),
            models.Index(fields=["municipality", "from_agency", "status"], name="target_by_sender"),
            models.Index(
                fields=["municipality", "confirmed_at"],
                name="target_by_confirmed",
                condition=Q(confirmed_at__isnull=False),
            ),
        ]

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return TONES[TargetStatus(self.status)]


class ReferralMessage(MunicipalModel):
    """A question or answer between the two desks (やりとり)."""

    wall = with_parent("referrals_referraltarget", "target_id")
    privacy = Privacy(open="at by agency", personal="target", sensitive="text")
    target = models.ForeignKey(ReferralTarget, models.PROTECT, related_name="messages", verbose_name="宛先")
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    text = models.TextField("内容")

    class Meta:
        verbose_name = "つなぎのやりとり"
        ordering = ["at", "id"]
