"""A year as it was counted, and what has changed since (数えた結果の控え)."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.tenancy.base import MunicipalModel


class KeptYear(MunicipalModel):
    """The cells of a counted fiscal year with the database's snapshot in which they were counted.

    They hold the small numbers too: only the engine reads them, and hides what must be hidden.
    """

    wall = Wall("{all}")
    privacy = Privacy(open="report year started keeper", personal="snapshot cells")
    report = models.CharField("報告", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    snapshot = models.TextField("数えた時点")  # pg_snapshot
    started = models.DateTimeField("データベースの起動")  # transaction numbers mean nothing on another server
    keeper = models.BigIntegerField("数えたトランザクション")
    cells = models.JSONField("数")  # [[indicator, month, area, number]]

    class Meta:
        verbose_name = "数えた年度の控え"
        constraints = [models.UniqueConstraint(fields=["municipality", "report", "year"], name="one_kept_year")]


class CountedChange(MunicipalModel):
    """A transaction that changed something counted in these fiscal years; written by triggers (sql/kept.sql)."""

    wall = Wall("{all}")
    privacy = Privacy(open="first last xact")
    first = models.SmallIntegerField("最初の年度")
    last = models.SmallIntegerField("最後の年度")
    xact = models.BigIntegerField("トランザクション")

    class Meta:
        verbose_name = "数に響く変更"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "xact", "first", "last"], name="one_change_per_transaction")
        ]
