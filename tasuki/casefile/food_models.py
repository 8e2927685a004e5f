"""Food given to the household of a case (世帯に渡した食料): the stock book says only 「世帯」, whose it was stands here."""

from django.db import models

from tasuki.cases.models import Case, parts_manager
from tasuki.community.models import FoodMove
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel


class CaseFood(MunicipalModel):
    """A line of the stock book that went to this household (食料の支援); known to readers of the case only."""

    wall = part_of_case(Scope.RECORD)
    privacy = Privacy(open="move on at by undone_at", personal="case")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    move = models.OneToOneField(FoodMove, models.PROTECT, related_name="+", verbose_name="帳簿の行")
    on = models.DateField("渡した日")
    at = models.DateTimeField("記録した日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="渡した人")
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    objects = parts_manager(Scope.RECORD)

    class Meta:
        verbose_name = "食料の支援"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["case"], name="casefood_by_case")]
