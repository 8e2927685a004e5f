"""How much of each kind a case holds, for the numbers on its tabs (タブの数); one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasuki.assessments.models import Assessment
from tasuki.cases.models import Case
from tasuki.meetings.models import Item
from tasuki.outreach.models import Visit
from tasuki.plans.models import Plan
from tasuki.referrals.models import Referral
from tasuki.staff.models import Worker

COUNTED: Mapping[str, Any] = {
    "assessment": Assessment, "referrals": Referral, "outreach": Visit, "meetings": Item, "plans": Plan,
}  # fmt: skip


def number_of(rows: QuerySet[Any], by: str = "case") -> Coalesce:
    """How many of the rows belong to the case of the outer query."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def counts_of(case: Case, worker: Worker) -> dict[str, int]:
    """By the key of the tab, as far as the reader may see."""
    asked = {f"n_{name}": number_of(model.objects.visible_to(worker)) for name, model in COUNTED.items()}
    found = Case.objects.visible_to(worker).filter(pk=case.pk).values(**asked).first() or {}
    return {name: found.get(f"n_{name}", 0) for name in COUNTED}
