"""The receiver's answer and the way back: accept, decline, hand back, confirm, end. Called through `actions`."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases import grants
from tasuki.cases.actions import Member, change_owner, start_case
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.cases.rules import may_open_case
from tasuki.shared import clock
from tasuki.shared.decisions import Decision, refuse_unless, require
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import rules
from .enums import Purpose, TargetStatus
from .holding import hold, keep, tell
from .models import ReferralTarget


@transaction.atomic
def accept(*, target: ReferralTarget, by: Worker, worker: Worker | None = None, note: str = "") -> ReferralTarget:
    """The receiver takes it on (受理): access opens, or the case becomes its own."""
    hold(target)
    require(rules.may_accept(target, by) & rules.still_wanted(target, target.referral.case))
    in_charge = worker or by
    require(_works_here(in_charge, by))
    if target.referral.case is None:
        _open_new_case(target, in_charge, by)
    elif target.referral.purpose in rules.MOVES_OWNER:
        _take_ownership(target, in_charge, by)
    else:
        _open_to_receiver(target, by)
    keep(target, status=TargetStatus.ACCEPTED, answered_at=clock.now(), answered_by_id=by.pk, worker_id=in_charge.pk,
         reason=note, seen_at=target.seen_at or clock.now(), seen_by_id=target.seen_by_id or by.pk)  # fmt: skip
    text = f"{target.to_agency.name}（担当 {in_charge.name}）{'：' + note if note else ''}"
    tell(target, EventKind.REFERRAL_ACCEPTED, by=by, text=text)
    case = target.referral.case
    record(
        Act.CHANGE, "つなぎを受理した", by=by, case=case.pk if case else None, objects=[target.referral_id, target.pk]
    )
    return target


def _works_here(worker: Worker, by: Worker) -> Decision:
    """Whoever takes charge has a post at the agency."""
    here = worker.pk == by.pk or Post.objects.now().filter(worker=worker.pk, agency=by.agency_id).exists()
    return refuse_unless(here, "担当者は、自分の機関の職員から選んでください。")


def _open_new_case(target: ReferralTarget, in_charge: Worker, by: Worker) -> None:
    """A sheet from a consultation: the receiver opens the case and owns it, with the persons the sheet names.

    Nobody else: whoever is named in the sheet that her agency has just accepted need not be known to her before.
    """
    referral = target.referral
    require(may_open_case(by))
    with on_behalf_of_all():
        named = [row.person for row in referral.persons.select_related("person")]
        area = referral.consultation.area if referral.consultation else None
        members = [Member(person, index_person=not place) for place, person in enumerate(named)]
        case = start_case(by=by, label=referral.household_label, members=members, area=area, worker=in_charge,
                          topics=referral.topics)  # fmt: skip
        referral.case = case
        referral.save(update_fields=["case"])
    if referral.purpose == Purpose.COORDINATE:
        _keep_sender(target, case, by)


def _take_ownership(target: ReferralTarget, in_charge: Worker, by: Worker) -> None:
    """多機関協働 or 引継ぎ: the receiver owns the case from now on."""
    case = target.referral.case
    assert case is not None
    change_owner(case, agency=target.to_agency, worker=in_charge, by=by)
    if target.referral.purpose == Purpose.COORDINATE:
        _keep_sender(target, case, by)


def _keep_sender(target: ReferralTarget, case: Case, by: Worker) -> None:
    """The desk that asked for coordination keeps taking part (つなぐ、でも手放さない)."""
    grants.admit(case=case, ground=Ground.COORDINATION, scope=Scope.everything(), source=target.pk, by=by,
                 agency=target.from_agency)  # fmt: skip


def _open_to_receiver(target: ReferralTarget, by: Worker) -> None:
    """Support together: the named persons, the parts the sheet says, nothing else."""
    referral = target.referral
    assert referral.case is not None
    with on_behalf_of_all():
        named = [row.person for row in referral.persons.select_related("person")]
    grants.admit(case=referral.case, ground=Ground.REFERRAL, scope=Scope(referral.scope), source=target.pk, by=by,
                 agency=target.to_agency, persons=named, reason=referral.ground_reason)  # fmt: skip


@transaction.atomic
def decline(
    *, target: ReferralTarget, by: Worker, reason: str, proposed_agency: Agency | None = None
) -> ReferralTarget:
    """The receiver cannot take it: with a reason, and another desk where it knows one. The sheet closes to it."""
    hold(target)
    require(rules.may_decline(target, by) & refuse_unless(reason.strip(), "受けられない理由を書いてください。"))
    keep(target, status=TargetStatus.DECLINED, open_to_receiver=False, answered_at=clock.now(), answered_by_id=by.pk,
         reason=reason, proposed_agency=proposed_agency)  # fmt: skip
    other = f"（ほかの窓口の提案：{proposed_agency.name}）" if proposed_agency else ""
    tell(target, EventKind.REFERRAL_DECLINED, by=by, text=f"{target.to_agency.name}：{reason}{other}")
    record(Act.CHANGE, "つなぎを断った", by=by, case=target.referral.case_id, objects=[target.referral_id, target.pk])
    return target


@transaction.atomic
def hand_back(*, target: ReferralTarget, by: Worker, summary: str) -> ReferralTarget:
    """つなぎもどし: with a summary; access ends at once, ownership only when the desk confirms."""
    hold(target)
    require(rules.may_hand_back(target, by) & refuse_unless(summary.strip(), "つなぎもどしのまとめを書いてください。"))
    if not _owned_by_receiver(target):
        grants.revoke(source=target.pk, agency=target.to_agency)
    keep(target, status=TargetStatus.HANDED_BACK, back_at=clock.now(), back_by_id=by.pk, back_summary=summary)
    tell(target, EventKind.HANDED_BACK, by=by, text=f"{target.to_agency.name} → {target.from_agency.name}\n{summary}")
    record(Act.CHANGE, "つなぎもどした", by=by, case=target.referral.case_id, objects=[target.referral_id, target.pk])
    return target


def _owned_by_receiver(target: ReferralTarget) -> bool:
    case = target.referral.case
    return case is not None and case.owner_agency_id == target.to_agency_id


@transaction.atomic
def confirm_hand_back(*, target: ReferralTarget, by: Worker, worker: Worker | None = None) -> ReferralTarget:
    """The original desk has read the summary; what it had given away is its own again."""
    hold(target)
    in_charge = worker or by
    require(rules.may_confirm_hand_back(target, by))
    require(_works_here(in_charge, by))
    case = target.referral.case
    if case is not None and _owned_by_receiver(target):
        change_owner(case, agency=target.from_agency, worker=in_charge, by=by)
    grants.revoke(source=target.pk)
    keep(target, status=TargetStatus.ENDED, open_to_receiver=False, confirmed_at=clock.now(), confirmed_by_id=by.pk,
         ended_at=clock.now())  # fmt: skip
    tell(target, EventKind.HAND_BACK_CONFIRMED, by=by, text=f"{target.from_agency.name}（担当 {in_charge.name}）が確認")
    record(
        Act.CHANGE,
        "つなぎもどしを確認した",
        by=by,
        case=target.referral.case_id,
        objects=[target.referral_id, target.pk],
    )
    return target


@transaction.atomic
def end(*, target: ReferralTarget, by: Worker, note: str = "") -> ReferralTarget:
    """The working together on this sheet is over; what it had opened closes."""
    hold(target)
    require(rules.may_end(target, by))
    grants.revoke(source=target.pk)
    keep(target, status=TargetStatus.ENDED, open_to_receiver=False, ended_at=clock.now())
    text = f"{target.to_agency.name}とのつなぎを終えた{'：' + note if note else ''}"
    tell(target, EventKind.REFERRED, by=by, text=text)
    record(Act.CHANGE, "つなぎを終えた", by=by, case=target.referral.case_id, objects=[target.referral_id, target.pk])
    return target
