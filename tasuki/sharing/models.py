"""The abstract grant (開示): one row says who, on what ground, which parts, from when to when, and what gave it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThan

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.tenancy.base import MunicipalModel

from .enums import Ground, Scope


class Ends(Func):
    """The end of a grant, as the walls ask it (`shared.walls.live`): one without an end is over at the end of time."""

    template = "(case when %(expressions)s is null then 'infinity'::timestamptz else %(expressions)s end)"
    output_field = models.DateTimeField()


class GrantQuerySet(models.QuerySet[Any]):
    """Grants by holder and time; the first wall and the second read the same columns."""

    def live(self, at: datetime | None = None) -> "GrantQuerySet":
        """Valid at a moment: since <= moment < until."""
        moment = at or clock.now()
        return self.filter(GreaterThan(Ends("until"), moment), since__lte=moment)

    def held_by(self, worker: Any) -> "GrantQuerySet":
        """Held by the worker herself or by the agency of her post; by nobody if her role sees no cases."""
        if not worker.role.works_cases:
            return self.none()
        return self.filter(Q(agency=worker.agency_id) | Q(worker=worker.pk, held_at=worker.agency_id))

    def opening(self, scope: Scope) -> "GrantQuerySet":
        """Grants whose mask has one of the parts."""
        return self.alias(_opened=F("scope").bitand(int(scope))).filter(_opened__gt=0)


class Grant(MunicipalModel):
    """Base of `people.PersonGrant` and `cases.CaseGrant`."""

    privacy = Privacy(open="agency worker held_at ground scope since until source given_by", sensitive="reason")

    agency = models.ForeignKey(
        "tenancy.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="機関"
    )
    worker = models.ForeignKey(
        "staff.Worker", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職員"
    )
    # One given to a worker herself ends, when it is read, with her post at this agency.
    held_at = models.ForeignKey(
        "tenancy.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="そのときの配属先"
    )
    ground = models.CharField("根拠", max_length=20, choices=Ground)
    scope = models.PositiveSmallIntegerField("閲覧範囲")
    since = models.DateTimeField("いつから")
    until = models.DateTimeField("いつまで", null=True, blank=True)
    # What gave it (a referral, a consent, a plan, an item): its key, so that the end of that ends this.
    source = models.UUIDField("もとになったもの", db_index=True)
    given_by = models.ForeignKey("staff.Worker", models.PROTECT, related_name="+", verbose_name="開いた人")
    reason = models.TextField("理由", blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def parts(self) -> Scope:
        """The mask as a set of parts."""
        return Scope(self.scope)

    def __str__(self) -> str:
        return f"{self.get_ground_display()}（{'・'.join(self.parts.labels())}）"
