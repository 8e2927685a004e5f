"""A municipality's own form: the file, its cells, and what each of them is filled with."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel

from .enums import KINDS, TONES, FormState


class OwnFormQuerySet(models.QuerySet["OwnForm"]):
    """Forms by the day on which they are used."""

    def in_force(self) -> "OwnFormQuerySet":
        """Of each sheet and kind of file the one whose day has come last."""
        begun = self.filter(state=FormState.IN_FORCE, valid_from__lte=clock.today())
        newest = begun.order_by("sheet", "kind", "-valid_from", "-made_at")
        return newest.distinct("sheet", "kind").defer("content", "grid", "places")


class OwnForm(MunicipalModel):
    """An Excel or Word form of the town (自治体の様式), filled from a sheet with its formats kept. Holds nobody's words."""

    wall = municipal()
    privacy = Privacy(
        open=(
            "sheet name file_name kind content digest grid places state valid_from made_at made_by put_at put_by "
            "ended_on version"
        )
    )
    sheet = models.CharField("様式", max_length=40)
    name = models.CharField("様式の名前", max_length=80)
    file_name = models.CharField("ファイル名", max_length=120)
    kind = models.CharField("種類", max_length=8)  # xlsx, docx
    content = models.BinaryField("中身")
    digest = models.CharField("内容の要約", max_length=64)
    grid = models.JSONField("升目", default=dict)  # as the limited process read it
    # [{"sheet": "xl/worksheets/sheet1.xml", "at": "B3", "field": "to"}]; tags in the file are found anew each time.
    places = models.JSONField("結んだ欄", default=list)
    state = models.CharField("状態", max_length=10, choices=FormState, default=FormState.DRAFT)
    valid_from = models.DateField("使いはじめ", null=True, blank=True)
    made_at = models.DateTimeField("読みこんだ日時")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="読みこんだ人")
    put_at = models.DateTimeField("使いはじめを決めた日時", null=True, blank=True)
    put_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="使いはじめを決めた人"
    )
    ended_on = models.DateField("使いおわり", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = OwnFormQuerySet.as_manager()

    class Meta:
        verbose_name = "自治体の様式"
        ordering = ["sheet", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FormState.DRAFT) | Q(valid_from__isnull=False), name="own_form_in_force_from_a_day"
            )
        ]
        indexes = [models.Index(fields=["municipality", "sheet", "state"], name="own_form_by_sheet")]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return TONES[FormState(self.state)]

    @property
    def program(self) -> str:
        """Excel or Word."""
        return KINDS[self.kind]

    @property
    def is_draft(self) -> bool:
        """May still be tied and dropped."""
        return self.state == FormState.DRAFT

    def cells(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """(sheet, cell) of every cell of an Excel form."""
        return [(sheet, cell) for sheet in self.grid.get("sheets", []) for cell in sheet["cells"]]
