"""つなぎ on the case page."""

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.intake.first_response import Suggestion, suggestion_for
from tasuki.staff.models import Worker

from . import rules
from .enums import WAITING
from .models import Referral, ReferralTarget
from .waiting import Waiting, closed_days, days_left


def panel(case: Case, worker: Worker) -> Panel:
    """The sheets of this case that the reader's agency sent or received, newest first, with the days left."""
    referrals = list(Referral.objects.visible_to(worker).filter(case=case).select_related("from_agency", "written_by"))
    targets = ReferralTarget.objects.visible_to(worker).filter(referral__in=referrals)
    closed, rows = closed_days(worker), {referral.pk: [] for referral in referrals}
    for target in targets.select_related("to_agency", "worker"):
        waits = target.status in WAITING
        due = Waiting(target, "answer", days_left(target.due_on, closed)) if waits else None
        rows[target.referral_id].append({"target": target, "due": due})
    sheets = [{"referral": referral, "rows": rows[referral.pk]} for referral in referrals]
    context = {"sheets": sheets, "may_refer": rules.may_send_referral(worker, case=case),
               "suggestion": None if sheets else _first(case, worker)}  # fmt: skip
    return Panel("referrals/_panel.html", context, count=len(sheets) or None)


def _first(case: Case, worker: Worker) -> Suggestion | None:
    """Who would answer first by the town's rules, where the owner has sent no sheet yet and it is somebody else."""
    if case.is_closed or case.owner_agency_id != worker.agency_id:
        return None
    found = suggestion_for(case, closed_days(worker))
    return found if found and found.agency.pk != worker.agency_id else None
