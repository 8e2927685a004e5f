"""The pages about those who help side by side (支え手の画面); some belong to a room above and are named by their address."""

from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

PAGES = [
    ("登録", "/supporters/", Permission.COMMUNITY_WORK),
    ("ちょっと困った", "/neighbourly/", Permission.CONSULT),
    ("訪問サービス", "/visiting/", Permission.OUTREACH),
    ("ポイント", "/points/", Permission.COMMUNITY_WORK),
    ("講座", "/courses/", Permission.COMMUNITY_WORK),
]


def helper_tabs(worker: Worker, current: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this one) of the pages that the worker may open."""
    return [(label, address, address == current) for label, address, asked in PAGES if worker.may(asked)]
