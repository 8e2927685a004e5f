"""Who puts the town's own lists and numbers in order (設定). Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Code, SheetVersion

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


def may_copy_sheet(sheet: str, by: Worker) -> Decision:
    """One draft of a sheet at a time: two people go on with the same one."""
    begun = SheetVersion.objects.filter(sheet=sheet, valid_from=None).exists()
    return may_change_settings(by) & refuse_unless(
        not begun, "この様式には書きかけの版があります。続きを直してください。"
    )


def may_change_sheet(version: SheetVersion, by: Worker) -> Decision:
    """Only a draft; what is in force never changes."""
    draft = refuse_unless(version.is_draft, "使いはじめを決めた版は変えられません。写して新しい版を作ってください。")
    return may_change_settings(by) & draft


def may_put_in_force(version: SheetVersion, by: Worker) -> Decision:
    """A draft, once."""
    return may_change_sheet(version, by)


def may_drop_sheet(version: SheetVersion, by: Worker) -> Decision:
    """Only a draft: nothing has been answered under it."""
    return may_change_sheet(version, by)


def may_load_set(by: Worker) -> Decision:
    """Forms and codes from a file."""
    return may_change_settings(by)
