"""What became of what a desk handed on (つないだその後): states and days, nothing of what the others do. Reads only.

The ground is the desk's own sheet; it lasts as long as the sheet, and tells nothing of the case behind it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tasuki.shared import clock
from tasuki.shared.calendar_jp import local_day
from tasuki.staff.models import Worker

from .models import Referral, ReferralTarget

DAYS = 365
MOST = 100
TWICE = 2


@dataclass(frozen=True)
class After:
    """One receiver of one sheet: the steps with their days."""

    target: ReferralTarget
    steps: list[tuple[str, date]]
    back: int  # how often this household came back or was declined

    @property
    def around(self) -> bool:
        """Twice and more (たらい回し)."""
        return self.back >= TWICE


def after(worker: Worker) -> list[After]:
    """Sheets of my agency of one year, the newest first (two queries)."""
    since = clock.now() - timedelta(days=DAYS)
    readable = Referral.objects.visible_to(worker).filter(from_agency=worker.agency_id, sent_at__gte=since)
    rows = (
        ReferralTarget.objects.visible_to(worker).filter(referral__in=readable).select_related("referral", "to_agency")
    )
    found = list(rows.order_by("-referral__sent_at", "id")[:MOST])
    back = Counter(_household(one) for one in found if one.back_at or one.status == "declined")
    return [After(one, steps_of(one), back[_household(one)]) for one in found]


def _household(target: ReferralTarget) -> Any:
    return target.referral.case_id or target.referral.consultation_id


def steps_of(target: ReferralTarget) -> list[tuple[str, date]]:
    """送った → 開いた → 受理 → もどされた → 確かめた → 終わった, as far as it went."""
    answered = "受けられない" if target.status == "declined" else "取り下げ" if target.status == "withdrawn" else "受理"
    moments: list[tuple[str, datetime | None]] = [
        ("送った", target.referral.sent_at), ("開いた", target.seen_at), (answered, target.answered_at),
        ("もどされた", target.back_at), ("確かめた", target.confirmed_at), ("終わった", target.ended_at),
    ]  # fmt: skip
    return [(word, day) for word, moment in moments if moment and (day := local_day(moment))]
