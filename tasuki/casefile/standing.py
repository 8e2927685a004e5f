"""How a case stands (ケースの全体): numbers for the tabs, and what is still open; one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasuki.assessments.models import Assessment
from tasuki.cases.models import Case
from tasuki.meetings.enums import ItemStatus, SittingStatus
from tasuki.meetings.models import Item
from tasuki.outreach.models import Visit
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.staff.models import Worker

UNEVALUATED = (PlanStatus.SUBMITTED, PlanStatus.EXAMINED, PlanStatus.APPROVED)
UNDISCUSSED = (ItemStatus.PREPARING, ItemStatus.FROZEN)


@dataclass(frozen=True)
class Standing:
    """`tabs`: counts of what the reader may see; the others must be none before the case may end."""

    tabs: Mapping[str, int]
    plans: int
    waiting: int
    returning: int
    items: int


def _number(rows: QuerySet[Any], by: str = "case") -> Coalesce:
    """How many of the rows belong to the case."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def standing_of(case: Case, worker: Worker) -> Standing:
    """As the reader may see it; within `on_behalf_of_all` (closing a case) as it is."""
    targets = ReferralTarget.objects.filter(municipality=case.municipality_id)
    items = Item.objects.filter(case=case, status__in=UNDISCUSSED).exclude(sitting__status=SittingStatus.CANCELLED)
    found = (
        Case.objects.filter(pk=case.pk)
        .values(
            n_assessment=_number(Assessment.objects.visible_to(worker)),
            n_referrals=_number(Referral.objects.visible_to(worker)),
            n_outreach=_number(Visit.objects.visible_to(worker)),
            n_meetings=_number(Item.objects.visible_to(worker)),
            n_plans=_number(Plan.objects.visible_to(worker)),
            open_plans=_number(Plan.objects.filter(status__in=UNEVALUATED)),
            n_waiting=_number(targets.filter(status__in=WAITING), "referral__case"),
            n_returning=_number(targets.filter(status=TargetStatus.HANDED_BACK), "referral__case"),
            n_items=_number(items),
        )
        .first()
    ) or {}
    names = ("assessment", "referrals", "outreach", "meetings", "plans")
    return Standing(
        {name: found.get(f"n_{name}", 0) for name in names}, found.get("open_plans", 0), found.get("n_waiting", 0),
        found.get("n_returning", 0), found.get("n_items", 0),
    )  # fmt: skip
