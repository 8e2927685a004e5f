"""What may be done to a case. Reads only."""

from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .access import access_to
from .enums import TRANSITIONS
from .models import Case

NOT_YOURS = "このケースの主担当の機関だけができます。"
CLOSED = "終結したケースです。再開してからにしてください。"


def _own_running(case: Case, by: Worker) -> Decision:
    """The owner agency (or the supervising section), and the case not closed."""
    return refuse_unless(case.owner_agency_id == by.agency_id or by.sees_all, NOT_YOURS) & refuse_unless(
        not case.is_closed, CLOSED
    )


def may_open_case(by: Worker) -> Decision:
    """Any desk whose role works with cases."""
    return refuse_unless(by.may(Permission.CASE_WORK), "この役割ではケースを開けません。")


def may_write_record(case: Case, by: Worker) -> Decision:
    """Whoever supports: the owner, and agencies to which the records are open."""
    access = access_to(case, by)
    allowed = access is not None and access.opens(Scope.RECORD) and by.may(Permission.CASE_WORK)
    return refuse_unless(allowed, "支援経過が開かれていないため、記録できません。") & refuse_unless(not case.is_closed, CLOSED)


def may_correct_record(record, by: Worker) -> Decision:
    """The agency that wrote it, on its newest version."""
    return refuse_unless(record.agency_id == by.agency_id, "記録を書いた機関だけが直せます。") & refuse_unless(
        record.current, "この版はもう直されています。新しい版を開いてください。"
    )


def may_set_now(case: Case, by: Worker) -> Decision:
    """「いま」 is written by those who write records."""
    return may_write_record(case, by)


def may_change_status(case: Case, by: Worker, status: str = "") -> Decision:
    """By the owner, along TRANSITIONS."""
    way = not status or status in TRANSITIONS[case.status]
    return _own_running(case, by) & refuse_unless(way, "その状態へは移れません。")


def may_hand_over(case: Case, by: Worker) -> Decision:
    """The owner agency names another of its workers."""
    return _own_running(case, by)


def may_add_member(case: Case, by: Worker) -> Decision:
    """By the owner."""
    return _own_running(case, by)


def may_take_consent(case: Case, by: Worker) -> Decision:
    """Whoever supports may ask the person."""
    return may_write_record(case, by)


def may_attach(case: Case, by: Worker) -> Decision:
    """With a record."""
    return may_write_record(case, by)


__all__ = [name for name in globals() if name.startswith("may_")] + ["ALLOWED"]
