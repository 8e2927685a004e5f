"""Meetings on the case page (会議のひとこま)."""

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Item
from .rules import refuse_unless


def panel(case: Case, worker: Worker) -> Panel:
    """Items about this case that the worker may read, newest sitting first."""
    items = Item.objects.visible_to(worker).filter(case=case).select_related("sitting__body", "submitted_agency")
    listed = list(items.prefetch_related("roles__agency").order_by("-sitting__at"))
    may_bring = refuse_unless(worker.may(Permission.MEETING_ATTEND), "この役割では会議にかけられません。")
    return Panel("meetings/_panel.html", {"items": listed, "may_bring": may_bring}, len(listed))
