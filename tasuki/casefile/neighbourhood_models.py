"""From one to many (個から地域へ): which cases an issue of the neighbourhood was drawn from."""

from django.db import models

from tasuki.cases.models import Case, parts_manager
from tasuki.community.models import CommunityIssue
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel


class IssueCase(MunicipalModel):
    """A case behind an issue of the neighbourhood (地域生活課題のもとになったケース): known to readers of the case only."""

    wall = part_of_case(Scope.RECORD)
    privacy = Privacy(open="issue at by", personal="case")
    issue = models.ForeignKey(CommunityIssue, models.PROTECT, related_name="+", verbose_name="地域生活課題")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    at = models.DateTimeField("つないだ日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="つないだ人")

    objects = parts_manager(Scope.RECORD)

    class Meta:
        verbose_name = "課題のもとになったケース"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "issue", "case"], name="case_once_per_issue")]
        indexes = [models.Index(fields=["case"], name="issuecase_by_case")]
