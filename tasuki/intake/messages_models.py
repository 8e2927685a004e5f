"""What a resident wrote by the public pages, and what the desk answered."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .messages_enums import MessageState


class MessageQuerySet(Noted):
    """Messages by desk."""

    def visible_to(self, worker: Any) -> "MessageQuerySet":
        """Those of the worker's own agency; all for the supervising section; none for roles that see no cases."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()


class ResidentMessage(MunicipalModel):
    """One message of a resident (住民からのことば): anonymous if she likes, with a receipt number and a secret word.

    Written only by `outside.write_message` (tasuki/portal/outer_sql/), because its writer is nobody we know.
    """

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="key number language agency area at due_on state seen_at seen_by wrong_tries locked_until consultation ended_at",
        personal="name contact machine",
        sensitive="trouble words word_digest note",
    )
    key = models.UUIDField("送信の番号")
    number = models.CharField("受付番号", max_length=12)
    word_digest = models.CharField("合いことばの要約", max_length=64)
    language = models.CharField("ことば", max_length=4)
    trouble = models.CharField("困りごと", max_length=10)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域")
    words = models.TextField("書かれたこと")
    name = models.CharField("名前（書いた人だけ）", max_length=60, blank=True)
    contact = models.CharField("連絡先（書いた人だけ）", max_length=120, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="届いた機関")
    at = models.DateTimeField("届いた日時")
    due_on = models.DateField("返事のめやす")
    state = models.CharField("状態", max_length=10, choices=MessageState, default=MessageState.NEW)
    seen_at = models.DateTimeField("読んだ日時", null=True, blank=True)
    seen_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="読んだ人"
    )
    consultation = models.ForeignKey(
        "intake.Consultation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="相談"
    )
    note = models.CharField("終えたわけ", max_length=200, blank=True)
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True)
    machine = models.CharField("端末の要約（その日だけ同じ）", max_length=64, blank=True)
    wrong_tries = models.PositiveSmallIntegerField("合いことばの間違い", default=0)
    locked_until = models.DateTimeField("確かめられない期限", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "住民からのことば"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_message_per_number"),
            models.UniqueConstraint(fields=["municipality", "key"], name="one_message_per_key"),
        ]
        indexes = [models.Index(fields=["municipality", "agency", "-at"], name="message_by_agency")]

    def __str__(self) -> str:
        return self.number


class MessageAnswer(MunicipalModel):
    """An answer of the desk (返事); the resident reads it with her number and word. Only grows."""

    wall = with_parent("intake_residentmessage", "message_id")
    privacy = Privacy(open="at worker agency", personal="message", sensitive="text")
    message = models.ForeignKey(ResidentMessage, models.PROTECT, related_name="answers", verbose_name="だれへ")
    text = models.TextField("返事")
    at = models.DateTimeField("日時")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="返事をした人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="返事をした機関")

    class Meta:
        verbose_name = "返事"
        ordering = ["at"]
