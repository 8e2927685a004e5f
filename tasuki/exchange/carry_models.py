"""Tables of people, households, cases and records that are brought in (取り込み), and by what they are known again."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import CARRY_TONES, CarriedKind, CarryState, ChangedKind


class CarryProfileQuerySet(models.QuerySet["CarryProfile"]):
    """Profiles by whose tables they are."""

    def visible_to(self, worker: Any) -> "CarryProfileQuerySet":
        """Her agency's; the section sees all. What was taken for a heading may have been somebody's name."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.sees_all else mine.filter(agency=worker.agency_id)


class CarryProfile(MunicipalModel):
    """Which heading of a table means what (列の対応): remembered by the set of headings of one source."""

    wall = own_agency("agency_id")
    privacy = Privacy(open="name source mark opens_cases verified at by agency", personal="columns note")
    name = models.CharField("名前", max_length=80)
    source = models.CharField("もとの台帳", max_length=60)
    columns = models.JSONField("見出しと項目", default=dict)
    mark = models.CharField("見出しの組", max_length=64, blank=True)
    opens_cases = models.BooleanField("ケースを開く", default=True)
    verified = models.BooleanField("実際のファイルで確かめた", default=False)
    note = models.CharField("補足", max_length=200, blank=True)
    at = models.DateTimeField("さいごに使った日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    # Empty: from before agencies had their own; the section's.
    agency = models.ForeignKey(
        "tenancy.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="機関"
    )

    objects = CarryProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "列の対応"
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "agency", "name"], name="one_carry_profile_per_agency")
        ]

    def __str__(self) -> str:
        return self.name


class CarryQuerySet(Noted):
    """Imports by who may see them."""

    def visible_to(self, worker: Any) -> "CarryQuerySet":
        """Those of her own agency, for a role that may bring tables in."""
        if not (worker.role.works_cases and worker.may(Permission.CARRY)):
            return self.none()
        return self.filter(municipality=worker.municipality_id, agency=worker.agency_id)


class Carry(MunicipalModel):
    """One table brought in (取り込み): as it was read, what its columns mean, what was answered; emptied when it is done."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="agency worker source state sheet heading_row opens_cases at done_at done_by undone_at undone_by marker version",
        personal="name mapping", sensitive="sheets table answers counts",
    )  # fmt: skip
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="持ちこんだ人")
    name = models.CharField("ファイル名", max_length=120)
    source = models.CharField("もとの台帳", max_length=60, blank=True)
    state = models.CharField("状態", max_length=10, choices=CarryState, default=CarryState.MAPPING)
    # Of a workbook with several sheets all that were read, until one of them is taken in.
    sheets = models.JSONField("読んだシート", default=list)
    sheet = models.PositiveSmallIntegerField("選んだシート", default=0)
    table = models.JSONField("読んだ表", default=list)
    heading_row = models.PositiveSmallIntegerField("見出しの行", default=0)
    mapping = models.JSONField("列の意味", default=list)
    answers = models.JSONField("行ごとの答え", default=dict)
    opens_cases = models.BooleanField("ケースを開く", default=True)
    counts = models.JSONField("したこと", default=dict)
    at = models.DateTimeField("読んだ日時")
    done_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)
    done_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り込んだ人"
    )
    # Made when all was written: whatever has a later key was built on it afterwards.
    marker = models.UUIDField("境のしるし", null=True, blank=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    version = models.PositiveIntegerField("版", default=1)

    objects = CarryQuerySet.as_manager()

    class Meta:
        verbose_name = "取り込み"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def made(self) -> list[tuple[str, str]]:
        """What it made, in words."""
        return [(name, f"{count:,}件") for name, count in self.counts.items()]

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return CARRY_TONES[CarryState(self.state)]


class Carried(MunicipalModel):
    """A thing that an import made or found, under the number of its source or a print of its row (取り込んだもの)."""

    wall = with_parent("exchange_carry", "carry_id")
    privacy = Privacy(open="carry kind row made", personal="digest target")
    carry = models.ForeignKey(Carry, models.CASCADE, related_name="carried", verbose_name="取り込み")
    kind = models.CharField("種類", max_length=12, choices=CarriedKind)
    # A keyed digest: who reads the table of digests alone learns no number and no name. Empty: nothing to be known by.
    digest = models.CharField("しるし", max_length=64, blank=True)
    target = models.UUIDField("もの")
    made = models.BooleanField("作った", default=True)
    row = models.PositiveIntegerField("行", default=0)

    class Meta:
        verbose_name = "取り込んだもの"
        indexes = [models.Index(fields=["kind", "digest"], name="carried_by_digest")]


class CarryChange(MunicipalModel):
    """A registration that an import wrote over, with what stood there before (取り込みで直したもの): forgotten after a month."""

    wall = with_parent("exchange_carry", "carry_id")
    privacy = Privacy(open="carry kind row", personal="target", sensitive="before after")
    carry = models.ForeignKey(Carry, models.CASCADE, related_name="changed", verbose_name="取り込み")
    kind = models.CharField("種類", max_length=12, choices=ChangedKind)
    target = models.UUIDField("もの")
    before = models.JSONField("前", default=dict)
    after = models.JSONField("後", default=dict)
    row = models.PositiveIntegerField("行", default=0)

    class Meta:
        verbose_name = "取り込みで直したもの"


__all__ = ["Carried", "Carry", "CarryChange", "CarryProfile"]
