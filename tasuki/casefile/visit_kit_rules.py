"""What may be taken along on a tablet and what may come in from it (持ち出し). Reads only."""

from collections.abc import Collection

from tasuki.assessments.models import Assessment
from tasuki.cases.models import Case, SupportRecord
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .visit_kit_models import AwaySettings, VisitKit

OFF = "この自治体では、持ち出しを使わない決まりです（設定「持ち出し」で変えられます）。"
NO_SHEET = (
    "書きかけのアセスメントがありません。ケースの「アセスメント」で新しい回を始めてから、もう一度送ってください。"
)
NO_RECORD = "添付するもとの記録が、まだ届いていません。記録を先に送ってください。"


def settings_of() -> AwaySettings:
    """The row of the municipality; without one nothing is taken along."""
    return AwaySettings.objects.first() or AwaySettings()


def may_change_away(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), "設定を変えられるのは、所管課と管理者です。")


def may_make_kit(cases: Collection[Case], by: Worker) -> Decision:
    """Where the town allows it; a few running cases that she may see now."""
    settings = settings_of()
    return (
        refuse_unless(settings.in_use, OFF)
        & refuse_unless(by.may(Permission.CASE_WORK), "この役割では持ち出せません。")
        & refuse_unless(cases, "持ち出す世帯をえらんでください。")
        & refuse_unless(len(cases) <= settings.most, f"一度に持ち出せるのは{settings.most}件までです。")
        & refuse_unless(not any(case.is_closed for case in cases), "終結したケースは持ち出せません。")
    )


def may_take_kit(kit: VisitKit, by: Worker) -> Decision:
    """Whoever chose it, while it runs."""
    return (
        refuse_unless(settings_of().in_use, OFF)
        & refuse_unless(kit.worker_id == by.pk, "端末に入れられるのは、えらんだ本人だけです。")
        & refuse_unless(kit.running, "この持ち出しは、おわっています。")
    )


def may_return_kit(kit: VisitKit, by: Worker) -> Decision:
    """Whoever took it along."""
    mine = refuse_unless(kit.worker_id == by.pk, "返せるのは、持ち出した本人だけです。")
    return mine & refuse_unless(kit.ended_at is None, "この持ち出しは、おわっています。")


def may_stop_kit(kit: VisitKit, by: Worker) -> Decision:
    """A lost tablet is told at once: anybody of the agency, the section, the officer."""
    near = kit.agency_id == by.agency_id or by.sees_all or by.role.oversees
    return refuse_unless(near, "ほかの機関の持ち出しです。") & refuse_unless(
        kit.ended_at is None, "この持ち出しは、おわっています。"
    )


def may_confirm_wiped(kit: VisitKit, by: Worker) -> Decision:
    """The tablet tells it when it has erased itself, in the hands of whoever took it along."""
    return refuse_unless(kit.worker_id == by.pk and kit.ended_at is not None, "まだおわっていません。")


def _comes_in(kit: VisitKit, case: Case, by: Worker) -> Decision:
    return (
        refuse_unless(
            kit.worker_id == by.pk, "送れるのは、持ち出した本人だけです。本人がサインインして送ってください。"
        )
        & refuse_unless(kit.receives, "この持ち出しは止められたか、期限を過ぎました。書いたものは受け取れません。")
        & refuse_unless(kit.cases.filter(case=case.pk).exists(), "この持ち出しには入っていない世帯です。")
    )


def may_receive_record(kit: VisitKit, case: Case, by: Worker) -> Decision:
    """What she wrote with her own kit; what may be written is the rule of records."""
    return _comes_in(kit, case, by)


def may_receive_file(kit: VisitKit, case: Case, onto: SupportRecord | None, by: Worker) -> Decision:
    """A photo goes with a record that came in with the same kit; what may be attached is the rule of records."""
    return _comes_in(kit, case, by) & refuse_unless(onto is not None, NO_RECORD)


def may_receive_sheet(kit: VisitKit, case: Case, sheet: Assessment | None, by: Worker) -> Decision:
    """The same; into the sheet that is being written now."""
    return _comes_in(kit, case, by) & refuse_unless(sheet is not None, NO_SHEET)
