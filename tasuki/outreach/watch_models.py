"""The long watch (長期の見守り): who looks when, in turn, with rests; a load that is shared."""

from datetime import timedelta
from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case, SupportRecord, parts_manager
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

# A part of a watch is read by whoever reads the watch.
_WITH_WATCH = Wall("{all} or exists (select 1 from outreach_longwatch p where p.id = {me}.watch_id)")


class LongWatch(MunicipalModel):
    """A household that somebody looks after for long (長期の見守り), every so many days, in turn."""

    wall = part_of_case(Scope.RECORD)
    privacy = Privacy(
        open="agency every_days began_on next_on turn rest_until ended_on version",
        personal="case others",
        sensitive="why signs rest_why ended_why",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="watches", verbose_name="ケース")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="見守りをまとめる機関")
    why = models.TextField("見守るわけ")
    signs = models.TextField("気をつけて見ること", blank=True)
    others = models.CharField("ほかに見てくれている人", max_length=200, blank=True)
    every_days = models.PositiveSmallIntegerField("間隔（日）", default=30)
    began_on = models.DateField("始めた日")
    next_on = models.DateField("次に見る日")
    turn = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="次に見る人")
    rest_until = models.DateField("休む日まで", null=True, blank=True)
    rest_why = models.CharField("休むわけ", max_length=200, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_why = models.CharField("終えたわけ", max_length=200, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.RECORD)

    class Meta:
        verbose_name = "長期の見守り"
        ordering = ["next_on", "id"]
        indexes = [models.Index(fields=["municipality", "agency", "next_on"], name="longwatch_by_next")]

    @property
    def resting(self) -> bool:
        """Nobody need look until a day (休み)."""
        return self.rest_until is not None and self.rest_until >= clock.today()

    @property
    def overdue(self) -> bool:
        """The day is over and nobody looked."""
        return self.ended_on is None and not self.resting and self.next_on < clock.today()

    @property
    def words(self) -> str:
        """「3日過ぎています」「きょう」「あと2日」「12月31日まで休み」."""
        if self.resting:
            return "休み"
        days = (self.next_on - clock.today()).days
        return "きょう" if not days else f"あと{days}日" if days > 0 else f"{-days}日過ぎています"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        soon = self.next_on <= clock.today() + timedelta(days=3)
        return "gray" if self.resting else "red" if self.overdue else "orange" if soon else "gray"


class WatchQuerySet(Noted):
    """Parts of watches by who may read the watch."""

    def visible_to(self, worker: Any) -> "WatchQuerySet":
        """Those of watches open to the worker."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.sees_all else mine.filter(watch__in=LongWatch.objects.visible_to(worker).values("pk"))


class LongWatchTurn(MunicipalModel):
    """Somebody who takes her turn (見守りの番)."""

    wall = _WITH_WATCH
    privacy = Privacy(open="worker agency order", personal="watch")
    watch = models.ForeignKey(LongWatch, models.CASCADE, related_name="turns", verbose_name="長期の見守り")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="見る人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    order = models.PositiveSmallIntegerField("順番")

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = "見守りの番"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["municipality", "watch", "worker"], name="one_turn_per_worker")]


class LongLook(MunicipalModel):
    """Somebody looked (見守りの一回); its words are the support record beside it."""

    wall = _WITH_WATCH
    privacy = Privacy(open="at by unusual", personal="case watch record")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    watch = models.ForeignKey(LongWatch, models.PROTECT, related_name="looks", verbose_name="長期の見守り")
    record = models.ForeignKey(SupportRecord, models.PROTECT, related_name="+", verbose_name="支援経過記録")
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="見た人")
    unusual = models.BooleanField("いつもと違う", default=False)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = "見守りの一回"
        ordering = ["-at"]
