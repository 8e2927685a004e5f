"""The chain for reading: seals, what is not sealed yet, when it was last proved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from tasuki.audit.enums import Act
from tasuki.audit.models import Change, Entry, Seal
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .monthly import in_groups
from .reading import PAGE, Part, entries, readable

LATE = timedelta(minutes=30)


@dataclass
class State:
    """How the chain stands."""

    last: Seal | None
    groups: list[str]
    waiting: int
    waiting_since: datetime | None
    proved: Entry | None

    @property
    def late(self) -> bool:
        """Whether lines have waited longer than they should."""
        return self.waiting_since is not None and self.waiting_since < clock.now() - LATE

    @property
    def whole(self) -> bool:
        """Whether the last proving found nothing."""
        return self.proved is not None and "異常なし" in self.proved.reason


def seals(before: str = "") -> Part:
    """The newest fifty seals before an order."""
    rows = Seal.objects.order_by("-order")
    rows = rows.filter(order__lt=int(before)) if before.isdecimal() and len(before) < 10 else rows
    found = list(rows[: PAGE + 1])
    page = Part(found[:PAGE])
    for seal in page.lines:
        seal.groups = in_groups(seal.head)
    if len(found) > PAGE:
        page.next_url = f"?before={page.lines[-1].order}"
    return page


def state(worker: Worker) -> State:
    """The last head, what waits, the last proof."""
    last = Seal.objects.order_by("-order").first()
    waiting: list[dict[str, Any]] = [
        readable(model.objects.all(), worker)
        .filter(number__gte=last.ends if last else 0)
        .aggregate(n=Count("id"), at=Min("at"))
        for model in (Entry, Change)
    ]
    since = min((one["at"] for one in waiting if one["at"]), default=None)
    proved = entries(worker).filter(act=Act.CHECK).order_by("-at", "-id").first()
    return State(last, in_groups(last.head) if last else [], sum(one["n"] for one in waiting), since, proved)
