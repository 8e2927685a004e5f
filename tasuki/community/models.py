"""The register of places, in its first form."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Area


class Place(MunicipalModel):
    """A place where people gather (拠点・居場所): who runs it, what for, when it is open, where the row comes from."""

    wall = municipal()
    privacy = Privacy(
        open=(
            "name kana run_by supported_by functions opening area where description source confirmed_on closed version"
        ),
    )
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("カナ", max_length=160, blank=True)
    run_by = models.CharField("運営", max_length=120, blank=True)
    supported_by = models.CharField("かかわる社協など", max_length=120, blank=True)
    functions = ArrayField(models.CharField(max_length=40), verbose_name="機能", default=list, blank=True)
    opening = models.CharField("開いている日", max_length=160, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    where = models.CharField("場所", max_length=160, blank=True)
    description = models.TextField("説明", blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    confirmed_on = models.DateField("さいごに確かめた日", null=True, blank=True)
    closed = models.BooleanField("閉じた", default=False)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "居場所・資源"
        ordering = ["supported_by", "name"]

    def __str__(self) -> str:
        return self.name
