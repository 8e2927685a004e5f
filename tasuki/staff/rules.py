"""Who keeps the list of workers. Reads only."""

from typing import Any

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.tenancy.enums import SecondFactor

from .account_models import Device, Factor, SignedIn
from .enums import FactorKind
from .models import Post, SavedList, Worker
from .permissions import Permission

LARGEST_DRAFT = 1_000_000  # letters, with what the form was opened with


def may_enrol(by: Worker) -> Decision:
    """The administrator."""
    return refuse_unless(by.may(Permission.STAFF_ADMIN), "職員と配属を管理できるのは、管理者です。")


def may_assign(by: Worker) -> Decision:
    """The same."""
    return may_enrol(by)


def may_end_post(post: Post, by: Worker) -> Decision:
    """Once; and not the post in which the administrator acts now, or nobody could undo it."""
    acting = by.post is not None and by.post.pk == post.pk
    return (
        may_enrol(by)
        & refuse_unless(post.until is None, "この配属はもう終わりの日が決まっています。")
        & refuse_unless(not acting, "いま自分が使っている配属は終えられません。")
    )


def may_give_password(worker: Worker, by: Worker) -> Decision:
    """The administrator, when it was forgotten."""
    return may_enrol(by)


def may_end_session(session: SignedIn, by: Worker) -> Decision:
    """One's own."""
    return refuse_unless(session.worker_id == by.pk, "終わらせられるのは、自分のサインインだけです。")


def may_remove_factor(factor: Factor, by: Worker) -> Decision:
    """One's own; not the last one where the municipality asks for one."""
    asked = by.agency.municipality.second_factor != SecondFactor.OFF
    others = Factor.objects.filter(worker=by.pk).exclude(pk=factor.pk).exclude(kind=FactorKind.RECOVERY)
    return refuse_unless(factor.worker_id == by.pk, "外せるのは、自分の二要素だけです。") & refuse_unless(
        factor.kind == FactorKind.RECOVERY or not asked or others.exists(),
        "最後の一つは外せません。先にもう一つ登録してください。",
    )


def may_reset_factors(worker: Worker, by: Worker) -> Decision:
    """The administrator, for somebody else."""
    return may_enrol(by) & refuse_unless(worker.pk != by.pk, "自分の二要素は、自分の画面で入れかえてください。")


def stands_for_factor(worker: Worker, digest: str) -> Decision:
    """An approved machine that was not ended."""
    found = digest and Device.objects.filter(digest=digest, ended_at=None).exclude(approved_at=None).exists()
    return refuse_unless(found, "この端末は登録されていません。")


def may_approve_device(device: Device, by: Worker) -> Decision:
    """The administrator, once."""
    open_ = device.approved_at is None and device.ended_at is None
    return may_enrol(by) & refuse_unless(open_, "この申し出は、もう扱いが決まっています。")


def may_end_device(device: Device, by: Worker) -> Decision:
    """The administrator."""
    return may_enrol(by) & refuse_unless(device.ended_at is None, "もう取り消されています。")


def may_change_sign_in(by: Worker) -> Decision:
    """The administrator."""
    return may_enrol(by)


def may_apply_transfers(by: Worker, wrong: int = 0) -> Decision:
    """The administrator, when every line is right."""
    return may_enrol(by) & refuse_unless(not wrong, f"直すところのある行が{wrong}行あります。")


def may_retitle_post(by: Worker) -> Decision:
    """The administrator."""
    return may_enrol(by)


def may_engage(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), "設定を変えられるのは、所管課と管理者です。")


def may_keep_draft(by: Worker, fields: dict[str, Any]) -> Decision:
    """Anybody her own, within a size that nobody types."""
    size = sum(len(str(value)) for values in fields.values() for value in values)
    return refuse_unless(size <= LARGEST_DRAFT, "下書きが大きすぎます。文を分けて、いちど記録してください。")


def may_change_worker(by: Worker) -> Decision:
    """The administrator."""
    return may_enrol(by)


def may_keep_list(by: Worker) -> Decision:
    """Whoever works at a desk."""
    return refuse_unless(by.may(Permission.CONSULT), "この役割では、一覧を保存しません。")


def may_find_first(by: Worker) -> Decision:
    """The same."""
    return may_keep_list(by)


def may_drop_list(saved: SavedList, by: Worker) -> Decision:
    """Whoever made it."""
    return may_keep_list(by) & refuse_unless(saved.worker_id == by.pk, "消せるのは、保存した本人です。")
