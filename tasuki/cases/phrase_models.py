"""Phrases that are written again and again (定型文)."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency


class PhraseQuerySet(models.QuerySet["Phrase"]):
    """Phrases by who may put them into a text."""

    def visible_to(self, worker: Any) -> "PhraseQuerySet":
        """Her own, and those of the agency in which she works with cases."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine.filter(Q(worker=worker.pk) | Q(worker=None, agency=worker.agency_id))


class Phrase(MunicipalModel):
    """A piece of text put into a record with a key (定型文): one's own, or that of the whole agency."""

    wall = Wall("worker_id = {worker} or (worker_id is null and agency_id = {agency})")
    privacy = Privacy(open="agency worker name order by at", sensitive="text")
    name = models.CharField("呼び名", max_length=40)
    text = models.TextField("文")
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれの（空欄は機関の）"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    order = models.PositiveSmallIntegerField("並び順", default=100)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("書いた日時")

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "定型文"
        ordering = ["order", "name", "id"]
        indexes = [models.Index(fields=["municipality", "agency"], name="phrase_by_agency")]
