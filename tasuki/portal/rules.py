"""Who puts the residents' pages in order. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import PublicDesk, UrgentNumber

NOT_YOURS = "住民向けページを変えられるのは、所管課と管理者です。"


def may_change_portal(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), NOT_YOURS)


def may_show_desk(by: Worker) -> Decision:
    """The same."""
    return may_change_portal(by)


def may_propose_desks(by: Worker) -> Decision:
    """While nothing was chosen yet: a proposal must not write over a choice."""
    chosen = PublicDesk.objects.exists()
    return may_change_portal(by) & refuse_unless(not chosen, "案内する相談先は、もう選ばれています。")


def may_hide_desk(desk: PublicDesk, by: Worker) -> Decision:
    """The same as showing."""
    return may_change_portal(by)


def may_write_text(by: Worker) -> Decision:
    """Texts and their translations."""
    return may_change_portal(by)


def may_add_urgent_number(by: Worker) -> Decision:
    """The same."""
    return may_change_portal(by)


def may_drop_urgent_number(number: UrgentNumber, by: Worker) -> Decision:
    """The same."""
    return may_change_portal(by)
