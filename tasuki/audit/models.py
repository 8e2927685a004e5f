"""The record of looks and changes (監査記録), the seals upon it, and the forms already received."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, live
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.context import current_municipality_id

from .enums import Act, Deed

_OWNS = "exists (select 1 from cases_case c where c.id = {me}.case_id and c.owner_agency_id = {agency})"
# The owner of a case may see who looked at it; the worker sees her own; the officer oversees all of it.
_READERS = Wall("{all} or {oversees} or worker_id = {worker} or " + _OWNS, append_only=True)


class Kept(MunicipalModel):
    """A row of the record. No foreign keys into the domain: it outlives what it tells of."""

    # No constraint and no index: the wall lets nobody write for another municipality, and each costs every look.
    municipality = models.ForeignKey(
        "tenancy.Municipality",
        models.PROTECT,
        default=current_municipality_id,
        editable=False,
        related_name="+",
        verbose_name="自治体",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        abstract = True


class Logged(Kept):
    """A line that is sealed."""

    privacy = Privacy(open="number")
    # Given by the database (`app.transaction_number()`), never by the application: what is sealed, and which lines
    # belong to the same deed.
    number = models.BigIntegerField("取引番号", editable=False)

    class Meta:
        abstract = True


class Entry(Logged):
    """One look, or one deed in the words of the trade."""

    wall = _READERS
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
            models.Index(fields=["municipality", "at", "id"], name="audit_by_time"),
            models.Index(fields=["municipality", "number"], name="audit_by_number"),
        ]


class Change(Logged):
    """One row that was added, changed or removed, as the database itself saw it; only its triggers write here."""

    wall = _READERS
    privacy = Privacy(
        open="at act table_name worker_id agency_id request fields fingerprint", personal="row_id case_id person_id"
    )
    at = models.DateTimeField("日時")
    act = models.CharField("行為", max_length=8, choices=Deed)
    table_name = models.CharField("表", max_length=63)
    row_id = models.UUIDField("行")
    case_id = models.UUIDField("ケース", null=True)
    person_id = models.UUIDField("人", null=True)
    worker_id = models.UUIDField("職員", null=True)
    agency_id = models.UUIDField("機関", null=True)
    request = models.CharField("要求番号", max_length=36, blank=True)
    fields = ArrayField(models.CharField(max_length=63), verbose_name="項目", default=list)
    # Of the values before and after, which are kept apart: they can be forgotten, the proof stays.
    fingerprint = models.CharField("値の指紋", max_length=64, blank=True)

    class Meta:
        verbose_name = "変更の記録"
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["municipality", "case_id", "-at"], name="change_by_case"),
            models.Index(fields=["municipality", "at", "id"], name="change_by_time"),
            models.Index(fields=["municipality", "number"], name="change_by_number"),
        ]


class ChangedValues(Kept):
    """What stood there before and after: read by the owner of the case, by the officer only where it tells nothing of a
    resident (`plain`); forgotten when the case is destroyed."""

    wall = Wall(
        "{all} or ({oversees} and {me}.plain) or "
        + _OWNS
        + " or exists (select 1 from people_persongrant g where g.person_id = {me}.person_id"
        f" and g.ground = 'own' and {live('g')})",
        append_only=True,
    )
    privacy = Privacy(open="salt plain", personal="row_id case_id person_id", sensitive="difference")
    # `id` is the change's own key.
    row_id = models.UUIDField("行")
    case_id = models.UUIDField("ケース", null=True)
    person_id = models.UUIDField("人", null=True)
    salt = models.UUIDField("塩")
    difference = models.JSONField("前と後")
    plain = models.BooleanField("個人について何も語らない", default=False)

    class Meta:
        verbose_name = "変更の前と後"


class Seal(Kept):
    """A batch of lines that can no longer be altered unnoticed (封印): each head rests on the one before."""

    wall = Wall("{all} or {oversees}", append_only=True)
    privacy = Privacy(open="order at begins ends entries changes digest previous head")
    order = models.PositiveIntegerField("番号")
    at = models.DateTimeField("封印日時")
    begins = models.BigIntegerField("取引番号 から")
    ends = models.BigIntegerField("取引番号 の前まで")
    entries = models.PositiveIntegerField("閲覧と操作")
    changes = models.PositiveIntegerField("変更")
    digest = models.CharField("束の要約", max_length=64)
    previous = models.CharField("一つ前の封印", max_length=64)
    head = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = "封印"
        ordering = ["-order"]
        constraints = [models.UniqueConstraint(fields=["municipality", "order"], name="one_seal_per_number")]


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
