"""Who puts the town's own lists and numbers in order (設定). Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Code

NOT_YOURS = "設定を変えられるのは、所管課と管理者です。"


def may_change_settings(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), NOT_YOURS)


def may_register_agency(by: Worker) -> Decision:
    """The same."""
    return may_change_settings(by)


def may_change_agency(by: Worker) -> Decision:
    """The same."""
    return may_change_settings(by)


def may_add_area(by: Worker) -> Decision:
    """The same."""
    return may_change_settings(by)


def may_add_town(by: Worker) -> Decision:
    """The same."""
    return may_change_settings(by)


def may_add_code(by: Worker) -> Decision:
    """The same."""
    return may_change_settings(by)


def may_relabel_code(code: Code, by: Worker) -> Decision:
    """Also a shipped one: the town's word for it."""
    return may_change_settings(by)


def may_close_code(code: Code, by: Worker) -> Decision:
    """Once; what was recorded with it stays readable."""
    return may_change_settings(by) & refuse_unless(code.valid_to is None, "この項目はもう閉じています。")


def may_reopen_code(code: Code, by: Worker) -> Decision:
    """Only what was closed."""
    return may_change_settings(by) & refuse_unless(code.valid_to is not None, "この項目は開いています。")
