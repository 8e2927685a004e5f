"""What of requests and activities waits for a worker today (きょうの欄)."""

from tasuki.codes import lookup
from tasuki.shared.boxes import Box, Entry
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .requests_reading import to_handle

MOST = 8
NEXT = {
    "asked": "確かめる",
    "offered": "手があがらない",
    "taken": "手があがった",
    "accepted": "済んだか確かめる",
    "done": "お礼を伝える",
}


def requests(worker: Worker) -> Box | None:
    """Small troubles of neighbours that do not go on without the coordinator."""
    if not worker.may(Permission.COMMUNITY_WORK) or not worker.role.works_cases:
        return None
    found = list(to_handle(worker).select_related("area").order_by("opened_at")[:MOST])
    entries = [
        Entry(f"{lookup.label('help_kind', one.kind)}（{one.number}）", one.get_absolute_url(), note=str(one.area or "全域"),
              chip=NEXT.get(one.status, ""), tone="red" if one.status in ("offered", "accepted") else "orange",
              late=one.status == "offered")
        for one in found
    ]  # fmt: skip
    return Box("ちょっと困った", entries, more="すべて見る", more_url="/neighbourly/?tab=mine")
