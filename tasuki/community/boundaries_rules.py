"""Who puts the map in order (地図の設定). Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

NOT_YOURS = "地図の設定を変えられるのは、所管課と管理者です。"


def may_draw_outlines(by: Worker) -> Decision:
    """Outlines of areas and 町字 from a file of the municipality (圏域の境界)."""
    return refuse_unless(by.may(Permission.SETTINGS), NOT_YOURS)


def may_clear_outlines(by: Worker) -> Decision:
    """The same."""
    return may_draw_outlines(by)


def may_set_pace(by: Worker) -> Decision:
    """The same."""
    return may_draw_outlines(by)
