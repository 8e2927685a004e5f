"""Lists as a worker wants to see them again (保存した一覧): the filter, the columns and their order."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import ListKind
from .models import Worker


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Saved lists by who may use them."""

    def visible_to(self, worker: Any) -> "SavedListQuerySet":
        """Her own, and those that a colleague shares with the agency."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine.filter(Q(worker=worker.pk) | Q(shared=True, agency=worker.agency_id))


class SavedList(MunicipalModel):
    """A filter with its columns under a name (保存した一覧); it holds no record, only how to look for them."""

    wall = Wall("worker_id = {worker} or (shared and agency_id = {agency})")
    privacy = Privacy(open="kind name worker agency shared columns made_at", sensitive="query")
    kind = models.CharField("一覧", max_length=20, choices=ListKind)
    name = models.CharField("呼び名", max_length=40)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれの")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    shared = models.BooleanField("機関の人も使う", default=False)
    query = models.JSONField("条件", default=dict)
    columns = ArrayField(models.CharField(max_length=40), verbose_name="列", default=list, blank=True)
    made_at = models.DateTimeField("保存日時")

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = "保存した一覧"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["municipality", "kind", "agency"], name="savedlist_by_agency")]


class FirstList(MunicipalModel):
    """Which saved list a worker finds first (はじめに開く一覧)."""

    # `{all}`: whoever throws a shared list away takes it from those who found it first.
    wall = Wall("{all} or worker_id = {worker}")
    privacy = Privacy(open="worker kind saved")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれの")
    kind = models.CharField("一覧", max_length=20, choices=ListKind)
    saved = models.ForeignKey(SavedList, models.CASCADE, related_name="first_for", verbose_name="保存した一覧")

    class Meta:
        verbose_name = "はじめに開く一覧"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "worker", "kind"], name="one_first_list_per_worker")
        ]
