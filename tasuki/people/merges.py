"""One person registered twice, one household registered twice, made one (統合): what was moved, so that it can be undone."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel

UNDO_DAYS = 30


class MergeQuerySet(Noted):
    """Merges by who may know what was kept."""

    def visible_to(self, worker: Any) -> "MergeQuerySet":
        """Those of persons or households that are open to her."""
        mine = self.filter(municipality=worker.municipality_id)
        kept = self.model.keep.field.related_model.objects.visible_to(worker)
        return mine if worker.sees_all else mine.filter(keep__in=kept)


class Merge(MunicipalModel):
    """Base of the two kinds: who, when, what moved."""

    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="統合した人")
    at = models.DateTimeField("統合した日時")
    # {"cases.casemember.person": ["key", …]} for rows that moved.
    moved = models.JSONField("移したもの", default=dict)
    # Fields of the kept one as they were, and rows that could not stand beside another.
    before = models.JSONField("前の値", default=dict)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at"]

    @property
    def undo_until(self) -> datetime:
        """Up to this moment it can be undone."""
        return self.at + timedelta(days=UNDO_DAYS)

    @property
    def undoable(self) -> bool:
        """Neither undone already nor too old."""
        return self.undone_at is None and clock.now() < self.undo_until


class PersonMerge(Merge):
    """Two registrations of one person became one (同一人の統合)."""

    wall = Wall("{all} or exists (select 1 from people_person p where p.id = {me}.keep_id)")
    privacy = Privacy(open="by at undone_at undone_by", personal="keep drop", sensitive="moved before")
    keep = models.ForeignKey("people.Person", models.PROTECT, related_name="merges", verbose_name="残した登録")
    drop = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="統合した登録")

    class Meta(Merge.Meta):
        verbose_name = "同一人の統合"


class HouseholdMerge(Merge):
    """Two registrations of one household became one (世帯の統合)."""

    wall = Wall("{all} or exists (select 1 from people_household h where h.id = {me}.keep_id)")
    privacy = Privacy(open="by at undone_at undone_by", personal="keep drop", sensitive="moved before")
    keep = models.ForeignKey("people.Household", models.PROTECT, related_name="merges", verbose_name="残した世帯")
    drop = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="統合した世帯")

    class Meta(Merge.Meta):
        verbose_name = "世帯の統合"
