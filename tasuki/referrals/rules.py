"""What may be done with a つなぐシート. Reads only."""

from collections.abc import Iterable
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.sharing.enums import Ground, Scope
from tasuki.sharing.rules import narrowed
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency

from .enums import OPEN_TALK, TRANSITIONS, WAITING, ConsentState, Purpose, TargetStatus
from .models import ReferralTarget

MOVES_OWNER = (Purpose.COORDINATE, Purpose.TAKE_OVER)
WITH_CONSENT = Scope.EXISTENCE | Scope.IDENTITY | Scope.ASSESSMENT | Scope.RECORD
WITHOUT_CONSENT = Scope.EXISTENCE | Scope.IDENTITY | Scope.RECORD

NOT_RECEIVER = "このつなぐシートを受けた機関だけができます。"
NOT_SENDER = "このつなぐシートを送った機関だけができます。"


def may_send_referral(by: Worker, *, case: Case | None = None, consultation: Consultation | None = None) -> Decision:
    """The owner of a running case (or the supervising section); the desk that took a consultation."""
    role = refuse_unless(by.may(Permission.REFER), "この役割では、つなぐシートを送れません。")
    if case is not None:
        own = case.owner_agency_id == by.agency_id or by.sees_all
        return (
            role
            & refuse_unless(own, "つなぐのは、このケースの主担当の機関です。主担当に相談してください。")
            & refuse_unless(not case.is_closed, "終結したケースです。再開してからつないでください。")
        )
    if consultation is None:
        return Decision("ケースか相談を選んでください。")
    return (
        role
        & refuse_unless(consultation.agency_id == by.agency_id, "相談を受けた窓口だけがつなげます。")
        & refuse_unless(
            consultation.outcome not in (Outcome.CASE_OPENED, Outcome.ADDED),
            "この相談からケースを開いています。ケースの画面からつないでください。",
        )
    )


def sound_sheet(by: Worker, *, to: list[Agency], purpose: str, consent: str, ground_reason: str,
                persons: Iterable[UUID], consented: Iterable[UUID], case: Case | None) -> Decision:  # fmt: skip
    """Whether the sheet says what the law and the receiver need."""
    persons, consented = set(persons), set(consented)
    fits = all(receives(agency) and agency.pk != by.agency_id for agency in to)
    silent = consent != ConsentState.GIVEN and not ground_reason.strip()
    moves = purpose in MOVES_OWNER
    return (
        refuse_unless(to, "つなぎ先の機関を選んでください。")
        & refuse_unless(fits, "つなぐシートを受けていない機関、または自分の機関が選ばれています。")
        & refuse_unless(purpose != Purpose.HAND_BACK, "つなぎもどしは、受けたつなぐシートの画面から行います。")
        & refuse_unless(not silent, "同意のない人がいるときは、つなぐ理由を書いてください。")
        & refuse_unless(consented <= persons, "同意した人は、対象者の中から選んでください。")
        & refuse_unless(consent != ConsentState.PARTLY or consented, "同意した人を選んでください。")
        & refuse_unless(not moves or len(to) == 1, "調整や引継ぎを頼む機関は、ひとつだけ選んでください。")
        & refuse_unless(
            not (moves and case) or case.owner_agency_id == by.agency_id,
            "調整や引継ぎを頼めるのは、主担当の機関だけです。",
        )
        & refuse_unless(not case or moves or persons, "つなぎ先に開く人を、ひとりは選んでください。")
    )


def receives(agency: Agency) -> bool:
    """An agency in service that takes sheets."""
    return agency.takes_referrals and (agency.closed_on is None or agency.closed_on > clock.today())


def scope_of(consent: str, asked: Scope | None) -> Scope:
    """The parts that acceptance opens: what was asked, never more than the decision table allows."""
    usual = WITH_CONSENT if consent == ConsentState.GIVEN else WITHOUT_CONSENT
    return narrowed(Ground.REFERRAL, asked or usual)


def _receiver(target: ReferralTarget, by: Worker) -> Decision:
    mine = target.to_agency_id == by.agency_id and by.may(Permission.REFER)
    return refuse_unless(mine, NOT_RECEIVER)


def _sender(target: ReferralTarget, by: Worker) -> Decision:
    mine = target.from_agency_id == by.agency_id and by.may(Permission.REFER)
    return refuse_unless(mine, NOT_SENDER)


def _step(target: ReferralTarget, status: TargetStatus) -> Decision:
    able = status in TRANSITIONS[target.status]
    return refuse_unless(able, f"いまは「{target.get_status_display()}」なので、できません。")


def may_see(target: ReferralTarget, by: Worker) -> Decision:
    """The sender always; the receiver until it declines, ends, or the sender withdraws."""
    if target.to_agency_id == by.agency_id:
        return refuse_unless(target.open_to_receiver, "このつなぐシートは閉じられています。") & _receiver(target, by)
    return refuse_unless(target.from_agency_id == by.agency_id or by.sees_all, NOT_SENDER)


def may_accept(target: ReferralTarget, by: Worker) -> Decision:
    """The receiver, while it has not answered."""
    return _receiver(target, by) & _step(target, TargetStatus.ACCEPTED)


def still_wanted(target: ReferralTarget, case: Case | None) -> Decision:
    """Whether the case still stands as it did when the sheet was sent; asked with the case in hand at acceptance."""
    if case is None:
        return ALLOWED
    moved = target.referral.purpose in MOVES_OWNER and case.owner_agency_id != target.from_agency_id
    return refuse_unless(not case.is_closed, "送り手がこの件を終結しました。受けられません。") & refuse_unless(
        not moved, "この件の主担当は、すでにほかの機関へ移っています。送り手に確かめてください。"
    )


def may_decline(target: ReferralTarget, by: Worker) -> Decision:
    """The receiver, with a reason."""
    return _receiver(target, by) & _step(target, TargetStatus.DECLINED)


def may_ask_back(target: ReferralTarget, by: Worker) -> Decision:
    """The receiver, before it answers."""
    waiting = refuse_unless(target.status in WAITING, "もう回答しています。「書きこむ」を使ってください。")
    return _receiver(target, by) & waiting


def may_reply(target: ReferralTarget, by: Worker) -> Decision:
    """The sender to a question; both desks while they work together."""
    mine = by.agency_id in (target.from_agency_id, target.to_agency_id) and by.may(Permission.REFER)
    asked = target.status == TargetStatus.ASKED and target.from_agency_id == by.agency_id
    return refuse_unless(mine, NOT_SENDER) & refuse_unless(
        asked or target.status in OPEN_TALK, "問い合わせは来ていません。"
    )


def may_withdraw(target: ReferralTarget, by: Worker) -> Decision:
    """The sender, while it was not answered."""
    return _sender(target, by) & _step(target, TargetStatus.WITHDRAWN)


def may_hand_back(target: ReferralTarget, by: Worker) -> Decision:
    """The receiver that accepted (つなぎもどし)."""
    return _receiver(target, by) & _step(target, TargetStatus.HANDED_BACK)


def may_confirm_hand_back(target: ReferralTarget, by: Worker) -> Decision:
    """The desk that had sent it."""
    back = refuse_unless(target.status == TargetStatus.HANDED_BACK, "つなぎもどしは届いていません。")
    return _sender(target, by) & back


def may_end(target: ReferralTarget, by: Worker) -> Decision:
    """Either desk, the owner of the case, or the supervising section, after acceptance."""
    key = target.referral.case_id
    case = Case.objects.filter(pk=key).first() if key else None  # none when the asker may not see it
    concerned = (target.from_agency_id, target.to_agency_id, case.owner_agency_id if case else None)
    mine = refuse_unless(by.agency_id in concerned or by.sees_all, "このつなぎにかかわる機関だけが終えられます。")
    return mine & refuse_unless(target.status == TargetStatus.ACCEPTED, "受理されているつなぎだけを終えられます。")
