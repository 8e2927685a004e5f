"""What may be done to a consultation. Reads only."""

from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency

from .enums import Outcome
from .messages_enums import TRANSITIONS, MessageState
from .messages_models import ResidentMessage
from .models import Consultation

ENDED = "対応を終えた相談です。"
NOT_SET_HERE = "設定を変えられるのは、所管課と管理者です。"


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


def may_add_first_response(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), NOT_SET_HERE)


def may_change_first_response(by: Worker) -> Decision:
    """The same."""
    return may_add_first_response(by)


def may_raise_first_response(by: Worker) -> Decision:
    """The same."""
    return may_add_first_response(by)


def may_switch_first_response(by: Worker) -> Decision:
    """The same."""
    return may_add_first_response(by)


def may_choose_first_responder(consultation: Consultation, by: Worker) -> Decision:
    """The desk that took it, while it goes on."""
    return may_conclude(consultation, by)


def _at_message_desk(message: ResidentMessage, by: Worker) -> Decision:
    here = message.agency_id == by.agency_id or by.sees_all
    return refuse_unless(by.may(Permission.CONSULT), "この役割では相談を受け付けられません。") & refuse_unless(
        here, "届いた機関だけができます。"
    )


def _moves(message: ResidentMessage, state: MessageState, reason: str) -> Decision:
    return refuse_unless(state in TRANSITIONS[message.state], reason)


def may_see_message(message: ResidentMessage, by: Worker) -> Decision:
    """The desk to which it was led."""
    return _at_message_desk(message, by)


def may_answer_message(message: ResidentMessage, by: Worker) -> Decision:
    """The same, also afterwards: she may still come to read."""
    return _at_message_desk(message, by)


def may_pass_message(message: ResidentMessage, by: Worker, agency: Agency | None = None) -> Decision:
    """While it is not yet a consultation and not ended; to another agency that still works."""
    open_still = message.state in (MessageState.NEW, MessageState.SEEN, MessageState.ANSWERED)
    may = _at_message_desk(message, by) & refuse_unless(open_still, "相談として受けたもの、終えたものは回せません。")
    if agency is None:
        return may
    return (
        may
        & refuse_unless(message.agency_id != agency.pk, "いま届いている機関です。")
        & refuse_unless(agency.closed_on is None, "廃止された機関には回せません。")
    )


def may_take_message(message: ResidentMessage, by: Worker) -> Decision:
    """Once."""
    return _at_message_desk(message, by) & _moves(
        message, MessageState.TAKEN, "すでに相談として受けたか、終えています。"
    )


def may_close_message(message: ResidentMessage, by: Worker) -> Decision:
    """While nothing became of it."""
    return _at_message_desk(message, by) & _moves(
        message, MessageState.CLOSED, "すでに相談として受けたか、終えています。"
    )


__all__ = [
    "ALLOWED",
    "may_add_first_response",
    "may_answer_message",
    "may_change_consultation",
    "may_change_first_response",
    "may_choose_first_responder",
    "may_close_message",
    "may_conclude",
    "may_pass_message",
    "may_raise_first_response",
    "may_see_message",
    "may_switch_first_response",
    "may_take_consultation",
    "may_take_message",
]  # fmt: skip
