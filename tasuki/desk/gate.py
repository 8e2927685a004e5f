"""Whether it is worth asking (きょうの欄に何かあるか): one query in plain SQL for all boxes.

Each box then asks both walls by itself; most of them, on most days, need not be asked at all.
"""

from datetime import timedelta

from django.db import connection

from tasuki.shared import clock
from tasuki.staff.models import Worker

SOON = timedelta(days=7)

# By kind. A box of a room above this one has none and is always asked.
ASKED = {
    "comments": "cases_commentcall where worker_id = %(me)s::uuid and read_at is null",
    "warnings": "cases_warningnote where ended_on is null and review_on <= %(soon)s::date",
    "covers": "casefile_cover where stand_in_id = %(me)s::uuid and ended_at is null and since <= %(today)s::date"
    " and until >= %(today)s::date",
    "handovers": "casefile_handover where successor_id = %(me)s::uuid and confirmed_at is null",
    "watches": "outreach_longwatch where ended_on is null and next_on <= %(soon)s::date",
    "leads": "casefile_lead where agency_id = %(agency)s::uuid and answered_at is null",
    "rights": "meetings_rightsscreening where answered_at is null",
    "concerns": "supporters_concern where status = 'new'",
    "turns": "supporters_visitturn where agency_id = %(agency)s::uuid and not covered"
    " and status in ('asked', 'accepted', 'declined')",
    "requests": "supporters_helprequest where status not in ('thanked', 'declined', 'cancelled')",
    "resident_messages": "intake_residentmessage where state in ('new', 'seen')",
    "participation": "participation_match where status <> 'ended'"
    " and (next_worker_id = %(me)s::uuid or worker_id = %(me)s::uuid)",
}


def waiting_of(worker: Worker) -> dict[str, bool]:
    """Asked once for a request."""
    kept: dict[str, bool] | None = getattr(worker, "gate", None)
    if kept is None:
        today = clock.today()
        values = {"me": worker.pk, "agency": worker.agency_id, "today": today, "soon": today + SOON}
        with connection.cursor() as cursor:
            cursor.execute("select " + ", ".join(f"exists (select 1 from {one})" for one in ASKED.values()), values)
            kept = dict(zip(ASKED, cursor.fetchone(), strict=True))
        worker.gate = kept  # type: ignore[attr-defined]
    return kept
