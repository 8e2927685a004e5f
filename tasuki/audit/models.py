"""The record of looks and changes, and the forms already received."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.tenancy.base import MunicipalModel

from .enums import Act


class Entry(MunicipalModel):
    """One look or change. No foreign keys into the domain: the record outlives what it tells of."""

    # The owner of a case may see who looked at it; the worker sees her own; the officer oversees all of it.
    wall = Wall(
        "{all} or {oversees} or worker_id = {worker}"
        " or exists (select 1 from cases_case c where c.id = {me}.case_id and c.owner_agency_id = {agency})",
        append_only=True,
    )
    privacy = Privacy(
        open="at act verb worker_id agency_id agency_name ground count request",
        personal="worker_name case_id object_ids address",
        sensitive="reason",
    )
    at = models.DateTimeField("日時")
    act = models.CharField("行為", max_length=12, choices=Act)
    verb = models.CharField("内容", max_length=60)
    worker_id = models.UUIDField("職員", null=True)
    worker_name = models.CharField("職員名", max_length=80, blank=True)
    agency_id = models.UUIDField("機関", null=True)
    agency_name = models.CharField("機関名", max_length=80, blank=True)
    case_id = models.UUIDField("ケース", null=True)
    object_ids = ArrayField(models.UUIDField(), verbose_name="対象", default=list)
    ground = models.CharField("根拠", max_length=30, blank=True)
    reason = models.TextField("理由", blank=True)
    count = models.PositiveIntegerField("件数", null=True)
    address = models.CharField("端末のアドレス", max_length=45, blank=True)
    request = models.CharField("要求番号", max_length=36, blank=True)

    class Meta:
        verbose_name = "監査記録"
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["municipality", "case_id", "-at"], name="audit_by_case"),
            models.Index(fields=["municipality", "worker_id", "-at"], name="audit_by_worker"),
        ]


class PostedForm(MunicipalModel):
    """A form that was received once; the same key again is answered with the same page (二重送信の防止)."""

    wall = Wall("worker_id = {worker}")
    privacy = Privacy(open="key worker_id digest at", personal="location")
    key = models.UUIDField("受付番号")
    worker_id = models.UUIDField("職員")
    digest = models.CharField("内容の要約", max_length=64)
    location = models.CharField("行き先", max_length=500, blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "受信した様式"
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_form_per_key")]
