"""What a worker writes on an ecomap, and ecomaps kept as they were (エコマップ)."""

from dataclasses import replace

from django.db import models
from django.db.models import Q

from tasuki.cases.models import Case, parts_manager
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .ecomap_enums import Flow, Kept, Sector, Strength


class EcomapTie(MunicipalModel):
    """A tie as a worker tells it (つながり): one that the records do not know, or how one that they know really is."""

    wall = part_of_case(Scope.ASSESSMENT, about="about_id")
    privacy = Privacy(
        open="hour far by agency at removed_at removed_by version",
        personal="case key name about",
        sensitive="sector strength flow what often",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="ecomap_ties", verbose_name="ケース")
    # 「agency:…」 of somebody whom the records know; its own key for what stands only here.
    key = models.CharField("だれ・どこ（記録の鍵）", max_length=60)
    name = models.CharField("名前・呼び名", max_length=60, blank=True)
    sector = models.CharField("分野", max_length=12, choices=Sector)
    strength = models.CharField("つながり", max_length=10, choices=Strength)
    flow = models.CharField("向き", max_length=6, choices=Flow, default=Flow.NONE)
    what = models.CharField("何を", max_length=40, blank=True)
    often = models.CharField("どのくらい", max_length=20, blank=True)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれの（空欄は世帯全体）"
    )
    # Put by hand as on a clock: 0 to 23, half hours from the top; empty: where its sector is.
    hour = models.PositiveSmallIntegerField("置く向き（時計の半時間）", null=True, blank=True)
    far = models.BooleanField("外側に置く", default=False)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    at = models.DateTimeField("書いた日時")
    removed_at = models.DateTimeField("消した日時", null=True, blank=True)
    removed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="消した人"
    )
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.ASSESSMENT, about="about")

    class Meta:
        verbose_name = "エコマップのつながり"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case", "key"], condition=Q(removed_at=None), name="one_ecomap_tie_per_key"
            )
        ]
        indexes = [models.Index(fields=["case"], name="ecomaptie_by_case")]


class EcomapSnapshot(MunicipalModel):
    """An ecomap as it was on a day (控え): never changed; every reader sees of it what she may see of the case."""

    wall = replace(part_of_case(Scope.ASSESSMENT), append_only=True)
    privacy = Privacy(open="kind at by agency", personal="case", sensitive="title drawn")
    case = models.ForeignKey(Case, models.PROTECT, related_name="ecomaps", verbose_name="ケース")
    kind = models.CharField("控えたとき", max_length=10, choices=Kept)
    title = models.CharField("見出し", max_length=60, blank=True)
    drawn = models.JSONField("図のもと（人・つながり）")
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="控えた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")

    objects = parts_manager(Scope.ASSESSMENT)

    class Meta:
        verbose_name = "エコマップの控え"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="ecomap_by_case")]

    @property
    def named(self) -> str:
        """受理, アセスメント確定, or as she called it."""
        return self.title or self.get_kind_display()


__all__ = ["EcomapSnapshot", "EcomapTie"]
