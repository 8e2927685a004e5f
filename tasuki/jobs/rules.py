"""Who may ask for a job again, who sets terms, holds, proposes and approves. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import JobKind, JobState, ListState
from .models import DestructionLine, DestructionList, Job, RetentionHold

ASKS = {
    JobKind.RETENTION_LIST: Permission.RETAIN,
    JobKind.DESTRUCTION: Permission.RETAIN,
    JobKind.TOWN_EXPORT: Permission.SETTINGS,
    JobKind.CARRY: Permission.CARRY,
}
NOT_YOURS = "保存期間と廃棄を扱えるのは、所管課と個人情報保護責任者です。"


def may_ask_job(kind: str, by: Worker) -> Decision:
    """Each kind asks its own permission."""
    asked = ASKS.get(JobKind(kind))
    return refuse_unless(asked is not None and by.may(asked), "この仕事を頼む権限がありません。")


def may_try_again(job: Job, by: Worker) -> Decision:
    """One's own job that failed."""
    mine = job.worker_id == by.pk or (job.worker_id is None and by.may(Permission.RETAIN))
    return refuse_unless(mine, "ほかの人が頼んだ仕事です。") & refuse_unless(
        job.state == JobState.FAILED, "できなかった仕事だけ、やりなおせます。"
    )


def may_know_failure(job: Job, by: Worker) -> Decision:
    """The owner has read why it failed."""
    return refuse_unless(job.worker_id in (by.pk, None), "ほかの人が頼んだ仕事です。")


def retains(by: Worker) -> Decision:
    """The section and the officer."""
    return refuse_unless(by.may(Permission.RETAIN), NOT_YOURS)


def may_set_term(by: Worker) -> Decision:
    """How long a class is kept: the section."""
    return retains(by) & refuse_unless(not by.role.oversees, "年限を決めるのは所管課です。")


def may_hold_record(by: Worker) -> Decision:
    """Keeping longer is never dangerous: both may."""
    return retains(by)


def may_end_hold(hold: RetentionHold, by: Worker) -> Decision:
    """A hold in force."""
    return retains(by) & refuse_unless(hold.ended_at is None, "もう解かれています。")


def may_leave_out(line: DestructionLine, by: Worker) -> Decision:
    """Before the approval, by either of the two."""
    open_to_change = line.list.state in (ListState.DRAFT, ListState.PROPOSED)
    return retains(by) & refuse_unless(open_to_change, "承認されたあとは変えられません。")


def may_put_back(line: DestructionLine, by: Worker) -> Decision:
    """Onto the list again, before it is proposed."""
    return retains(by) & refuse_unless(line.list.state == ListState.DRAFT, "提案したあとは加えられません。")


def may_propose_destruction(list: DestructionList, by: Worker) -> Decision:
    """The section proposes."""
    return (
        retains(by)
        & refuse_unless(not by.role.oversees, "提案するのは所管課です。")
        & refuse_unless(list.state == ListState.DRAFT, "もう提案されています。")
        & refuse_unless(list.lines.filter(left_out=False).exists(), "廃棄する記録がありません。")
    )


def may_return_list(list: DestructionList, by: Worker) -> Decision:
    """Back to the section, to look at it again."""
    return retains(by) & refuse_unless(list.state == ListState.PROPOSED, "承認を待っている一覧ではありません。")


def may_approve_destruction(list: DestructionList, by: Worker) -> Decision:
    """The officer agrees, never she who proposed."""
    return (
        retains(by)
        & refuse_unless(list.state == ListState.PROPOSED, "承認を待っている一覧ではありません。")
        & refuse_unless(list.proposed_by_id != by.pk, "提案した人は承認できません。二人で確かめます。")
        & refuse_unless(by.role.oversees, "承認するのは個人情報保護責任者です。")
    )
