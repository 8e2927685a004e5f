"""Who puts the town's own forms in order (自治体の様式). Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import OwnForm

NOT_YOURS = "自治体の様式を整えられるのは、所管課と管理者です。"
NOT_A_DRAFT = "使いはじめた様式は変えられません。直したファイルを、新しい様式として読みこんでください。"


def may_upload_form(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), NOT_YOURS)


def may_tie_cell(form: OwnForm, by: Worker) -> Decision:
    """While it is a draft."""
    return may_upload_form(by) & refuse_unless(form.is_draft, NOT_A_DRAFT)


def may_tie_by_labels(form: OwnForm, by: Worker) -> Decision:
    """The same, where there are cells: Word is tied by its tags."""
    return may_tie_cell(form, by) & refuse_unless(form.kind == "xlsx", "Word の様式は、文中のタグで結びます。")


def may_put_in_force(form: OwnForm, by: Worker, problems: int = 0) -> Decision:
    """A draft in which something is tied and nothing is wrong."""
    return may_tie_cell(form, by) & refuse_unless(
        problems == 0, "確かめに「直すところ」が残っています。先に直してください。"
    )


def may_end_form(form: OwnForm, by: Worker) -> Decision:
    """What is used or will be."""
    in_force = form.state == "in_force"
    return may_upload_form(by) & refuse_unless(in_force, "使用中の様式だけを終えられます。")


def may_drop_form(form: OwnForm, by: Worker) -> Decision:
    """Only what was never used: papers made with the others shall stay explainable."""
    return may_upload_form(by) & refuse_unless(form.is_draft, "使ったことのある様式は消せません。終了にできます。")


def may_number_sheets(by: Worker) -> Decision:
    """Whoever takes consultations."""
    return refuse_unless(by.may(Permission.CONSULT), "この役割では相談を受け付けられません。")
