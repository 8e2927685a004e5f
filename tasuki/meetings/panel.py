"""Meetings on the case page (会議のひとこま)."""

from typing import Any

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Conference, Item, RightsScreening
from .rules import may_answer_screening, may_ask_screening, may_hold_conference, refuse_unless


def panel(case: Case, worker: Worker) -> Panel:
    """Items about this case that the worker may read, newest sitting first."""
    items = Item.objects.visible_to(worker).filter(case=case).select_related("sitting__body", "submitted_agency")
    listed = list(items.prefetch_related("roles__agency").order_by("-sitting__at"))
    may_bring = refuse_unless(worker.may(Permission.MEETING_ATTEND), "この役割では会議にかけられません。")
    context = {"items": listed, "may_bring": may_bring} | _talks(case, worker)
    return Panel("meetings/_panel.html", context, len(listed))


def _talks(case: Case, worker: Worker) -> dict[str, Any]:
    """Talks outside the law and 権利擁護 screening, as far as the reader may see."""
    conferences = Conference.objects.visible_to(worker).filter(case=case).select_related("agency", "by")
    asked = RightsScreening.objects.visible_to(worker).filter(case=case)
    screenings = list(asked.select_related("agency", "asked_by", "answered_by", "item"))
    for one in screenings:
        one.case = case
    return {
        "conferences": list(conferences.prefetch_related("seats__agency")),
        "screenings": [{"screening": one, "may_answer": may_answer_screening(one, worker)} for one in screenings],
        "may_confer": may_hold_conference(case, worker), "may_screen": may_ask_screening(case, worker),
    }  # fmt: skip
