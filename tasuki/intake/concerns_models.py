"""Which consultation came from what a supporter noticed (気になることからの相談)."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import with_parent
from tasuki.supporters.models import Concern
from tasuki.tenancy.base import MunicipalModel


class ConcernTakenQuerySet(Noted):
    """Links by who reads the consultation."""

    def visible_to(self, worker: Any) -> "ConcernTakenQuerySet":
        """Those of consultations of the worker's own agency; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(consultation__agency=worker.agency_id) if worker.role.works_cases else mine.none()


class ConcernTaken(MunicipalModel):
    """A concern that became a consultation: once."""

    wall = with_parent("intake_consultation", "consultation_id")
    privacy = Privacy(personal="concern consultation")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="taken", verbose_name="気になること")
    consultation = models.OneToOneField(
        "intake.Consultation", models.PROTECT, related_name="from_concern", verbose_name="相談"
    )

    objects = ConcernTakenQuerySet.as_manager()

    class Meta:
        verbose_name = "気になることからの相談"
        constraints = [models.UniqueConstraint(fields=["municipality", "concern"], name="one_consultation_per_concern")]
