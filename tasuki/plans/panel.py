"""Plans on the case page (プランのひとこま)."""

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.staff.models import Worker

from . import rules
from .models import Plan
from .showing import known_names, role_lines


def panel(case: Case, worker: Worker) -> Panel:
    """All plans of the case that the worker may read, the newest one with its roles."""
    plans = list(Plan.objects.visible_to(worker).filter(case=case).select_related("agency").order_by("-number"))
    for plan in plans:
        plan.case = case
    newest = plans[0] if plans else None
    context = {
        "plans": plans,
        "newest": newest,
        "roles": role_lines(newest, worker, known_names(newest, worker)) if newest else [],
        "may_draft": rules.may_draft_plan(case, worker, newest),
    }
    return Panel("plans/_panel.html", context, len(plans))
