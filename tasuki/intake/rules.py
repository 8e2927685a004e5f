"""What may be done to a consultation. Reads only."""

from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import Outcome
from .models import Consultation

ENDED = "対応を終えた相談です。"


def may_take_consultation(by: Worker) -> Decision:
    """Any desk takes any consultation (断らない相談)."""
    return refuse_unless(by.may(Permission.CONSULT), "この役割では相談を受け付けられません。")


def _at_this_desk(consultation: Consultation, by: Worker) -> Decision:
    here = consultation.agency_id == by.agency_id or by.sees_all
    return may_take_consultation(by) & refuse_unless(here, "受け付けた機関だけができます。")


def may_change_consultation(consultation: Consultation, by: Worker) -> Decision:
    """The desk that took it; also afterwards, because callers call again and names come later."""
    return _at_this_desk(consultation, by)


def may_conclude(consultation: Consultation, by: Worker) -> Decision:
    """Open ones, and referred ones (the other desk may decline)."""
    open_still = consultation.outcome in (Outcome.OPEN, Outcome.REFERRED)
    return _at_this_desk(consultation, by) & refuse_unless(open_still, ENDED)


__all__ = ["ALLOWED", "may_change_consultation", "may_conclude", "may_take_consultation"]
