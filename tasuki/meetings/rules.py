"""What may be done with bodies, sittings and items. The legal type decides what may be shared. Reads only."""

from tasuki.cases.access import access_to
from tasuki.cases.models import Case
from tasuki.plans.consents import live_consents
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan
from tasuki.plans.rules import rests_on_consent
from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency

from .enums import INFORMAL, TRANSITIONS, WITHOUT_CONSENT, ItemKind, ItemStatus, LegalType, SittingStatus
from .models import Body, Item, ItemCall, ItemRole, Pledge, Sitting
from .talk_models import RightsScreening

HOST_ONLY = "この会議を主催する機関（事務局）だけができます。"
OVER = "この議題は終わり、資料は回収されています。"


def _hosts(host_agency_id: object, legal_type: str, by: Worker) -> Decision:
    """The host's workers who run meetings; for informal talks anybody of the host."""
    runs = by.may(Permission.MEETING_RUN) or (legal_type in INFORMAL and by.may(Permission.MEETING_ATTEND))
    if not runs:
        return Decision("この役割では会議を運営できません。")
    return refuse_unless(host_agency_id == by.agency_id or by.sees_all, HOST_ONLY)


def may_found_body(by: Worker) -> Decision:
    """会議体を設ける."""
    return refuse_unless(by.may(Permission.MEETING_RUN), "会議を運営する役割の人だけが、会議体を設けられます。")


def may_change_body(body: Body, by: Worker) -> Decision:
    """Its host, or the responsible section."""
    allowed = body.host_agency_id == by.agency_id or by.sees_all
    return may_found_body(by) & refuse_unless(allowed, HOST_ONLY)


def may_convene(body: Body, by: Worker, legal_type: str = "") -> Decision:
    """Call a sitting, under one of the legal types of the body."""
    if body.closed_on and body.closed_on <= clock.today():
        return Decision("廃止された会議体です。")
    kind = legal_type or body.legal_types[0]
    return refuse_unless(kind in body.legal_types, "この会議体の位置づけにない種類です。") & _hosts(
        body.host_agency_id, kind, by
    )


def may_hold(sitting: Sitting, by: Worker) -> Decision:
    """Write down that it was held; what was written can be completed later."""
    return refuse_unless(sitting.status != SittingStatus.CANCELLED, "中止された会議です。") & _hosts(
        sitting.body.host_agency_id, sitting.legal_type, by
    )


def may_cancel(sitting: Sitting, by: Worker) -> Decision:
    """Before it was held."""
    return refuse_unless(sitting.status == SittingStatus.PLANNED, "予定の会議だけを中止できます。") & _hosts(
        sitting.body.host_agency_id, sitting.legal_type, by
    )


def may_move(sitting: Sitting, by: Worker) -> Decision:
    """To another day: while it is still planned."""
    return refuse_unless(sitting.status == SittingStatus.PLANNED, "予定の会議だけ、日時を変えられます。") & _hosts(
        sitting.body.host_agency_id, sitting.legal_type, by
    )


def may_put_on_agenda(sitting: Sitting, by: Worker, case: Case | None = None, plan: Plan | None = None,
                      kind: str = ItemKind.CASE, without_consent: bool = False,
                      why_without: str = "") -> Decision:  # fmt: skip
    """Which item may come before this sitting, by whom."""
    if sitting.status != SittingStatus.PLANNED:
        return Decision("予定の会議にだけ、議題を出せます。")
    if case is None:
        general = kind in (ItemKind.GENERAL, ItemKind.REPORT)
        return refuse_unless(general, "ケースを選んでください。") & _hosts(
            sitting.body.host_agency_id, sitting.legal_type, by
        )
    if kind == ItemKind.GENERAL:
        return Decision("「協議」の議題では、ケースを扱えません。")
    if sitting.legal_type == LegalType.NETWORK:
        return Decision("この会議では、ケースを扱えません。")
    access = access_to(case, by)
    if access is None or not access.opens(Scope.RECORD):
        return Decision("支援経過が開かれているケースだけを、会議にかけられます。")
    return _ground(sitting, case, plan, without_consent, why_without) & _plan_fits(sitting, case, plan, kind)


def _ground(sitting: Sitting, case: Case, plan: Plan | None, without_consent: bool, why_without: str) -> Decision:
    """Without consent only where the law says so, with a written reason; otherwise the consent must be there."""
    if without_consent:
        return refuse_unless(
            sitting.legal_type in WITHOUT_CONSENT,
            f"{sitting.get_legal_type_display()}では、本人の同意がないケースを扱えません。支援会議（社会福祉法106条の6）にかけてください。",
        ) & refuse_unless(why_without.strip(), "同意なしで扱う理由を書いてください。")
    if plan is not None:
        return rests_on_consent(plan)
    agreed = live_consents(case.members.values_list("person_id", flat=True))
    return refuse_unless(agreed, "いま有効な同意がありません。同意なしで扱うときは、そのことと理由を書いてください。")


def _plan_fits(sitting: Sitting, case: Case, plan: Plan | None, kind: str) -> Decision:
    """A plan before the meeting has been submitted; what a 部会 has examined goes on to the body that decides."""
    if kind == ItemKind.PLAN and plan is None:
        return Decision("審査するプランを選んでください。")
    if plan is None:
        return ALLOWED
    if plan.case_id != case.pk:
        return Decision("ほかのケースのプランです。")
    if kind == ItemKind.PLAN and plan.status not in (PlanStatus.SUBMITTED, PlanStatus.EXAMINED):
        return Decision("「会議に提出」したプランだけを審査できます。")
    examined_twice = kind == ItemKind.PLAN and plan.status == PlanStatus.EXAMINED and sitting.body.decided_by_id
    return refuse_unless(not examined_twice, f"部会では検討ずみです。{sitting.body.decided_by}にかけてください。")


def may_call(item: Item, by: Worker, agency: Agency | None = None, worker: Worker | None = None) -> Decision:
    """The chair or the secretariat picks, item by item, who is called."""
    if item.status not in (ItemStatus.PREPARING, ItemStatus.FROZEN):
        return Decision("検討がすんだ議題には、呼べません。")
    asked = {"agency": agency, "worker": worker and worker.pk, "uncalled_at": None}
    if agency is not None and ItemCall.objects.filter(item=item, **asked).exists():
        return Decision("もう呼ばれています。")
    return _leads(item, by)


def _leads(item: Item, by: Worker) -> Decision:
    """The chair of the host, or its secretariat."""
    leads = item.host_agency_id == by.agency_id and by.may(Permission.MEETING_DECIDE)
    return ALLOWED if leads else _hosts(item.host_agency_id, item.sitting.legal_type, by)


def may_uncall(call: ItemCall, by: Worker) -> Decision:
    """A call by mistake: taken back while the copy has not been collected."""
    return refuse_unless(not call.collected, "この資料は、もう回収されています。") & _leads(call.item, by)


def may_withdraw_item(item: Item, by: Worker) -> Decision:
    """Before it was talked over, by the side that submitted it or the secretariat."""
    if ItemStatus.WITHDRAWN not in TRANSITIONS[item.status]:
        return Decision("検討がすんだ議題は、取り下げられません。")
    mine = item.submitted_agency_id == by.agency_id and by.may(Permission.MEETING_ATTEND)
    return ALLOWED if mine else _leads(item, by)


def may_finish_role(role: ItemRole, by: Worker) -> Decision:
    """The agency that was asked, the one that submitted the item, or the secretariat."""
    if role.done_on is not None:
        return Decision("もう「できた」と記されています。")
    concerned = by.agency_id in (role.agency_id, role.submitted_agency_id, role.host_agency_id) or by.sees_all
    allowed = concerned and by.may(Permission.MEETING_ATTEND)
    return refuse_unless(allowed, "役割を引き受けた機関、議題を出した機関、事務局だけができます。")


def may_freeze(item: Item, by: Worker) -> Decision:
    """The side that submitted the item decides what is in its papers."""
    if item.status != ItemStatus.PREPARING:
        return Decision("資料はもう確定しています。")
    return refuse_unless(item.submitted_agency_id == by.agency_id, "議題を出した機関だけが、資料を決められます。")


def may_accept_secrecy(call: ItemCall, by: Worker) -> Decision:
    """Whoever was called."""
    mine = call.worker_id == by.pk if call.worker_id else call.agency_id == by.agency_id
    if not mine or not by.may(Permission.MEETING_ATTEND):
        return Decision("呼ばれた人だけができます。")
    over = call.until is not None and call.until <= clock.now()
    sworn = Pledge.objects.filter(call=call, worker=by.pk).exists()
    return refuse_unless(not over, OVER) & refuse_unless(not sworn, "もう誓っています。")


def may_open_packet(item: Item, by: Worker) -> Decision:
    """Host, submitter, and whoever was called and has herself pledged secrecy, until the papers are collected."""
    return refuse_unless(Item.objects.visible_to(by).filter(pk=item.pk).exists(), "この議題は開かれていません。")


def may_conclude_item(item: Item, by: Worker) -> Decision:
    """The secretariat, or the chair who was called to it."""
    if ItemStatus.DISCUSSED not in TRANSITIONS[item.status]:
        return Decision("この議題の結論は、もう記されています。")
    if by.may(Permission.MEETING_DECIDE):
        if item.host_agency_id == by.agency_id:
            return ALLOWED
        if ItemCall.objects.to(by).filter(item=item.pk, pledges__worker=by.pk).exists():
            return ALLOWED
    return _hosts(item.host_agency_id, item.sitting.legal_type, by)


def may_close_item(item: Item, by: Worker) -> Decision:
    """The follow-up is over: the papers are collected."""
    if item.status != ItemStatus.DISCUSSED:
        return Decision("結論を記した議題だけを終えられます。")
    return _leads(item, by)


def _supports(case: Case, by: Worker) -> Decision:
    """Whoever reads the records of the whole household, while the case runs."""
    access = access_to(case, by)
    whole = access is not None and Scope.RECORD in access.whole
    return (
        refuse_unless(by.may(Permission.CASE_WORK), "この役割ではケースを記録できません。")
        & refuse_unless(whole, "世帯全体の支援経過が開かれている機関だけができます。")
        & refuse_unless(not case.is_closed, "終結したケースです。再開してからにしてください。")
    )


def may_hold_conference(case: Case, by: Worker) -> Decision:
    """A talk outside the statutory meetings: whoever supports."""
    return _supports(case, by)


def may_ask_screening(case: Case, by: Worker) -> Decision:
    """権利擁護の検討: whoever supports, one at a time."""
    waiting = case.screenings.filter(answered_at=None).exists()
    return _supports(case, by) & refuse_unless(not waiting, "答えを待っている検討があります。")


def may_bring_screening(screening: RightsScreening, by: Worker) -> Decision:
    """Whoever supports, once."""
    return _supports(screening.case, by) & refuse_unless(
        screening.item_id is None and screening.answered_at is None, "もう議題にしたか、答えのある検討です。"
    )


def may_answer_screening(screening: RightsScreening, by: Worker) -> Decision:
    """The host of the body that looked at it, or the supervising section; before it is on an agenda the section only."""
    item = Item.objects.filter(pk=screening.item_id).first() if screening.item_id else None
    host = item is not None and item.host_agency_id == by.agency_id and by.may(Permission.MEETING_RUN)
    return refuse_unless(host or by.sees_all, "検討した会議の事務局か、所管課が記します。") & refuse_unless(
        screening.answered_at is None, "もう答えがあります。"
    )
