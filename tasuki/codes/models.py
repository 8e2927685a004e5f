"""One row of a code list."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.tenancy.base import MunicipalModel


class Code(MunicipalModel):
    """A choice on a form (コード): list, code, label, and from when to when it may be chosen."""

    wall = municipal()
    privacy = Privacy(open="list code label order valid_from valid_to verified source own")
    list = models.CharField("コード表", max_length=40)
    code = models.CharField("コード", max_length=40)
    label = models.CharField("表示", max_length=120)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    valid_from = models.DateField("使いはじめ", null=True, blank=True)
    valid_to = models.DateField("使いおわり", null=True, blank=True)
    verified = models.BooleanField("出典で確かめた", default=False)
    source = models.CharField("出典", max_length=200, blank=True)
    own = models.BooleanField("自治体が決めたもの", default=False)

    class Meta:
        verbose_name = "コード"
        ordering = ["list", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["municipality", "list", "code"], name="one_code_per_list")]

    def __str__(self) -> str:
        return self.label
