"""Gatherings and network meetings (地域の集まり・会議) to which workers go: what was held, who came, what was heard."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .issues_enums import Held
from .neighbourhood import TownsOwn


class Gathering(MunicipalModel):
    """A gathering of the neighbourhood or of its professionals (サロン・支え愛連絡会・協議体・ネットワーク会議)."""

    wall = municipal()
    privacy = Privacy(
        open="kind name on held area place_text place residents minutes projects fellow by agency version",
        personal="talked",
    )
    kind = models.CharField("種類", max_length=40)  # code list gathering_kind
    name = models.CharField("名前", max_length=120)
    on = models.DateField("開かれた日")
    held = models.CharField("開きかた", max_length=12, choices=Held, default=Held.VISIT)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    place = models.ForeignKey(
        "community.Place", models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name="居場所・拠点"
    )
    place_text = models.CharField("場所", max_length=120, blank=True)
    residents = models.PositiveSmallIntegerField("来た住民（人）", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("かかった時間（分）", null=True, blank=True)
    talked = models.TextField("話し合ったこと", blank=True)
    fellow = models.CharField("いっしょに行った人・来た機関", max_length=200, blank=True)
    # One gathering may count under several projects, once under each.
    projects = ArrayField(models.CharField(max_length=20), verbose_name="数える事業", default=list, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "地域の集まり・会議"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["municipality", "-on"], name="gathering_by_day")]

    def __str__(self) -> str:
        return self.name


class GatheringWorker(MunicipalModel):
    """A worker who went there (出向いた職員)."""

    wall = with_parent("community_gathering", "gathering_id")
    privacy = Privacy(open="gathering worker")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="workers", verbose_name="集まり")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="職員")

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "出向いた職員"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "gathering", "worker"], name="worker_once_per_gathering")
        ]
