"""Who keeps the list of workers. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless

from .models import Post, Worker
from .permissions import Permission


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
