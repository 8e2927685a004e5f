"""What still stands of what a worker took along (端末への返事): her kits, the cases in them still open to her, what came in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .visit_kit_models import GRACE_DAYS, VisitKit


def standing_of(worker: Worker) -> dict[str, Any]:
    """Kits as {key: {"in_force", "cases"}}, and the keys of what has come in."""
    since = clock.now() - timedelta(days=GRACE_DAYS)
    mine = VisitKit.objects.visible_to(worker).filter(worker=worker.pk, until__gt=since)
    kits = list(mine.prefetch_related("cases__case__household", "items"))
    held = {row.case_id for kit in kits for row in kit.cases.all()}
    seen = set(Case.objects.visible_to(worker).filter(pk__in=held).values_list("pk", flat=True)) if held else set()
    return {
        "kits": {str(kit.pk): {"in_force": kit.ended_at is None, "cases": _still_open(kit, seen)} for kit in kits},
        "sent": [str(item.key) for kit in kits for item in kit.items.all()],
    }


def _still_open(kit: VisitKit, seen: set[UUID]) -> list[str]:
    """Cases she may still see, without those that came under protection since."""
    return [
        str(row.case_id) for row in kit.cases.all()
        if row.case_id in seen
        and (row.withheld or row.case.household is None or not row.case.household.withheld)
    ]  # fmt: skip


def in_force(kit: UUID) -> bool:
    """Asked by the tablet before anybody has signed in there: the database answers yes or no, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("select app.kit_in_force(%s::uuid)", [kit])
        return bool(cursor.fetchone()[0])
