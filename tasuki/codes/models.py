"""One row of a code list; a municipality's own version of a sheet."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
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


class SheetVersion(MunicipalModel):
    """A municipality's own version of a sheet (様式の版): a draft until it is put in force from a day, then never changed."""

    wall = municipal()
    privacy = Privacy(open="sheet version title body based_on valid_from put_at put_by made_at made_by source revision")
    sheet = models.CharField("様式", max_length=40)
    version = models.CharField("版", max_length=20)
    title = models.CharField("様式の名前", max_length=80)
    body = models.JSONField("区分と項目")
    based_on = models.CharField("もとにした版", max_length=20, blank=True)
    source = models.CharField("出典", max_length=300, blank=True)
    valid_from = models.DateField("使いはじめ", null=True, blank=True)
    made_at = models.DateTimeField("作った日時")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="作った人")
    put_at = models.DateTimeField("使いはじめを決めた日時", null=True, blank=True)
    put_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="使いはじめを決めた人"
    )
    revision = models.PositiveIntegerField("書きかえた回数", default=1)

    class Meta:
        verbose_name = "様式の版"
        ordering = ["sheet", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sheet", "version"], name="one_sheet_per_version"),
            models.UniqueConstraint(
                fields=["municipality", "sheet"], condition=Q(valid_from=None), name="one_draft_per_sheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"

    @property
    def is_draft(self) -> bool:
        """Not in force and not promised for a day: may still be changed."""
        return self.valid_from is None

    def marks(self) -> dict[str, Any]:
        """What stands above the sections: which sheet, which version, since when."""
        begins = self.valid_from.isoformat() if self.valid_from else ""
        return {"key": self.sheet, "version": self.version, "title": self.title, "valid_from": begins,
                "source": self.source}  # fmt: skip
