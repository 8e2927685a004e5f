"""The comments of a case on its tab (コメント)."""

from typing import Any

from tasuki.staff.models import Worker

from .comment_reading import told
from .models import Case, SupportRecord
from .panels import Panel
from .rules import may_write_comment


def talk(case: Case, worker: Worker, record: SupportRecord | None = None) -> dict[str, Any]:
    """What stands there, whether one may write, and where."""
    here = f"/cases/{case.pk}/" + (f"records/{record.pk}/comment/" if record else "comments/new/")
    threads = told(case, worker, record=record.pk) if record else told(case, worker)
    return {"threads": threads, "url": here, "decision": may_write_comment(case, worker)}


def panel(case: Case, worker: Worker) -> Panel:
    """The whole talk, the newest on top."""
    comments = talk(case, worker)
    return Panel("cases/_comments_panel.html", {"comments": comments}, len(comments["threads"]))
