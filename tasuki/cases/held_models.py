"""A passage of a record that is told to few (伏せる記載), kept apart so that walls and search hold."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared.held import HeldKind
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency


class RestrictedQuerySet(Noted):
    """Passages by who may read them."""

    def visible_to(self, worker: Any) -> "RestrictedQuerySet":
        """With its record: the agency that wrote it, the one that owns the case; the section; opened ones everybody."""
        from .models import SupportRecord

        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        readable = SupportRecord.objects.visible_to(worker).values("pk")
        told = Q(opened=True) | Q(agency=worker.agency_id) | Q(case__owner_agency=worker.agency_id)
        return mine.filter(told, record__in=readable)


class RestrictedNote(MunicipalModel):
    """What a third party told, who told it, or what would harm if told (第三者情報・情報提供者・開示注意).

    The record's own text holds only the place of it, 「［■1］」. No ground that opens the record opens this.
    """

    wall = Wall(
        "{all} or (exists (select 1 from cases_supportrecord r where r.id = {me}.record_id)"
        " and ({me}.opened or agency_id = {agency}"
        " or exists (select 1 from cases_case c where c.id = {me}.case_id and c.owner_agency_id = {agency})))"
    )
    privacy = Privacy(open="number kind agency worker at opened", personal="case record", sensitive="text")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="restricted_notes", verbose_name="ケース")
    record = models.ForeignKey(
        "cases.SupportRecord", models.PROTECT, related_name="restricted_notes", verbose_name="記録"
    )
    number = models.PositiveSmallIntegerField("記録の中の番号")
    kind = models.CharField("伏せるわけ", max_length=12, choices=HeldKind)
    text = models.TextField("内容")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("書いた日時")
    # For other agencies that read the record; never for a paper that goes to the person.
    opened = models.BooleanField("記録を読める機関に開く", default=False)

    objects = RestrictedQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せる記載"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "record", "number"], name="one_held_passage_per_place")
        ]
        indexes = [models.Index(fields=["case"], name="restricted_by_case")]
