"""Ending, going on again, and looking after those who left (終結・再開・その後)."""

from datetime import date

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases import grants
from tasuki.cases.actions import Member, move_to, note_event, open_case
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.models import Case, CaseMember
from tasuki.codes.lookup import label
from tasuki.outreach.models import Approach, LongWatch
from tasuki.people.actions import leave_household
from tasuki.plans.actions import end_plan
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan
from tasuki.referrals.enums import TargetStatus
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .checks import check_done, plan_checks
from .ecomap_actions import keep_beside
from .ecomap_enums import Kept


@transaction.atomic
def close_case(*, case: Case, by: Worker, reason: str, note: str, destination: str = "",
               follow_up_on: date | None = None, risk: str = "") -> Case:  # fmt: skip
    """The support ends, solved or not: what it had opened to others closes with it, its history stays.

    With a `risk` the days of looking after are planned; without one the single day `follow_up_on`.
    """
    require(rules.may_close_case(case, by))
    keep_beside(case, by, Kept.CLOSED)
    with on_behalf_of_all():
        # Once more with everything in sight: another agency's sheet on this case counts too.
        require(rules.nothing_waits(case))
        _end_everything(case, by)
    why = label("closing_reason", reason)
    move_to(case, Status.CLOSED, by=by, reason=why)
    case.closed_on, case.closing_reason, case.closing_note = clock.today(), reason, note
    case.closing_destination, case.follow_up_on = destination, follow_up_on
    case.save(update_fields=["closed_on", "closing_reason", "closing_note", "closing_destination", "follow_up_on"])
    if risk:
        plan_checks(case=case, by=by, risk=risk)
    told = "\n".join(filter(None, (why, note, destination and f"つなぎ先：{destination}")))
    note_event(case, EventKind.CLOSED, by=by, text=told)
    record(Act.CHANGE, "ケースを終結した", by=by, case=case.pk, objects=[case.pk], reason=why)
    return case


def _end_everything(case: Case, by: Worker) -> None:
    """Plans, approaches, watches and accepted sheets end with the case, and every grant but the owner's."""
    for plan in Plan.objects.filter(case=case, status=PlanStatus.EVALUATED):
        plan.case = case
        end_plan(plan=plan, by=by, on=clock.today())
    Approach.objects.filter(case=case, ended_on=None).update(ended_on=clock.today(), ended_reason="ケースの終結")
    LongWatch.objects.filter(case=case, ended_on=None).update(ended_on=clock.today(), ended_why="ケースの終結")
    accepted = ReferralTarget.objects.filter(referral__case=case, status=TargetStatus.ACCEPTED)
    accepted.update(status=TargetStatus.ENDED, ended_at=clock.now(), open_to_receiver=False)
    grants.revoke_all(case)


@transaction.atomic
def take_out_member(*, member: CaseMember, by: Worker, reason: str) -> None:
    """Somebody chosen by mistake (世帯員をはずす): the household is left too, and nobody knows her any longer by this case."""
    require(rules.may_take_out_member(member, by) & refuse_unless(reason.strip(), "はずす理由を書いてください。"))
    case, person = member.case, member.person
    for home in person.memberships.filter(household=case.household_id, until=None):
        leave_household(membership=home, by=by, on=clock.today())
    with on_behalf_of_all():
        require(rules.may_take_out_member(member, by))  # once more with everything in sight
        key = member.pk
        member.delete()
        grants.forget_member(case, person)
    note_event(case, EventKind.MEMBER_OUT, by=by, text=f"まちがえて加えた人（{reason.strip()}）")
    record(Act.CHANGE, "世帯員をはずした", by=by, case=case.pk, objects=[key, person.pk], reason=reason)


@transaction.atomic
def reopen_case(*, case: Case, by: Worker, reason: str) -> Case:
    """A new period of support of the same household (再開); the old one keeps its history and its end."""
    require(rules.may_reopen_case(case, by))
    members = [
        Member(one.person, one.relation, one.index_person, one.in_household)
        for one in case.members.select_related("person")
    ]
    new = open_case(
        by=by, label=case.label, members=members, household=case.household, area=case.area, topics=case.topics,
        rights_screening=case.rights_screening, continues=case,
    )  # fmt: skip
    note_event(new, EventKind.REOPENED, by=by, text=reason, link=f"/cases/{case.pk}/")
    note_event(case, EventKind.REOPENED, by=by, text=f"{reason}\n新しいケース：{new.number}", link=f"/cases/{new.pk}/")
    record(Act.CHANGE, "ケースを再開した", by=by, case=new.pk, objects=[new.pk, case.pk])
    return new


@transaction.atomic
def follow_up(*, case: Case, by: Worker, on: date, text: str) -> Case:
    """How the household is after the end (その後の確認)."""
    require(rules.may_follow_up(case, by))
    case.followed_up_on = on
    case.save(update_fields=["followed_up_on"])
    check_done(case, by, on)
    at = clock.now() if on == clock.today() else clock.at(on, "12:00")
    note_event(case, EventKind.FOLLOWED_UP, by=by, text=text, at=at)
    record(Act.CHANGE, "その後を確かめた", by=by, case=case.pk, objects=[case.pk])
    return case
