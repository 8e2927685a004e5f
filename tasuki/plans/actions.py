"""Writing of plans: drafting, changing, submitting, deciding, marking roles, evaluating, ending."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from tasuki.assessments.models import Assessment
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import move_to, note_event, update_versioned
from tasuki.cases.enums import TRANSITIONS, EventKind, Status
from tasuki.cases.models import Case
from tasuki.codes.sheet_answers import given_again, given_now
from tasuki.people.models import Consent, Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import month_day
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import opening, rules
from .consents import live_consents, resting
from .enums import PlanStatus, Result, RoleStatus, Step, Verdict
from .models import Plan, PlanDecision, PlanEvaluation, PlanPerson, PlanRole

COLUMNS = {
    "main_person", "goal", "wishes", "long_goal", "direction", "period_from", "period_to", "monitoring_on",
    "support_began_on", "assessment", "uses_participation", "uses_outreach",
}  # fmt: skip


@dataclass(frozen=True)
class PersonLine:
    """A person of the plan, the consent it rests on (the newest one in force, if not named), and her words."""

    person: Person
    consent: Consent | None = None
    own_words: str = ""


@dataclass(frozen=True)
class RoleLine:
    """A row of the plan or of the minutes: agency × what × by a date, or when something happens."""

    agency: Agency
    what: str
    by_date: date | None = None
    trigger: str = ""
    who: str = ""
    about: Person | None = None


@transaction.atomic
def draft_plan(*, case: Case, by: Worker, main_person: Person, goal: str, wishes: str = "", long_goal: str = "",
               direction: str = "", period_from: date | None = None, period_to: date | None = None,
               monitoring_on: date | None = None, support_began_on: date | None = None,
               assessment: Assessment | None = None, persons: Iterable[PersonLine] = (), roles: Iterable[RoleLine] = (),
               uses_participation: bool = False, uses_outreach: bool = False,
               replaces: Plan | None = None, answers: Mapping[str, Any] | None = None) -> Plan:  # fmt: skip
    """A new plan, first or renewed; may follow support that has begun already (後追い)."""
    require(rules.may_draft_plan(case, by, replaces))
    last = Plan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(
        case=case, number=last + 1, main_person=main_person, goal=goal, wishes=wishes, long_goal=long_goal,
        direction=direction, period_from=period_from, period_to=period_to, monitoring_on=monitoring_on,
        support_began_on=support_began_on, assessment=assessment, uses_participation=uses_participation,
        uses_outreach=uses_outreach, replaces=replaces, made_on=clock.today(), made_by_id=by.pk, agency_id=by.agency_id,
        **given_now("plan", clock.today(), answers),
    )  # fmt: skip
    _set_persons(plan, list(persons))
    _set_roles(plan, roles)
    if case.status in (Status.ASSESSING, Status.CONFERENCE, Status.REACHING):
        move_to(case, Status.PLANNING, by=by)
    _tell(plan, EventKind.PLAN_DRAFTED, by, f"プラン第{plan.number}回：{goal}")
    return plan


def _set_persons(plan: Plan, lines: list[PersonLine]) -> None:
    """The main person is always among them."""
    if plan.main_person_id not in [line.person.pk for line in lines]:
        lines = [PersonLine(plan.main_person), *lines]
    newest = live_consents(line.person.pk for line in lines)
    plan.persons.all().delete()
    PlanPerson.objects.bulk_create(
        PlanPerson(case_id=plan.case_id, plan=plan, person=line.person, own_words=line.own_words,
                   consent=line.consent or newest.get(line.person.pk))
        for line in lines
    )  # fmt: skip


def _set_roles(plan: Plan, lines: Iterable[RoleLine]) -> None:
    """A row with a date waits for it; a row without waits for its moment (そのとき)."""
    plan.roles.all().delete()
    PlanRole.objects.bulk_create(
        PlanRole(plan=plan, order=order, agency=line.agency, what=line.what, by_date=line.by_date, trigger=line.trigger,
                 who=line.who, about=line.about, status=RoleStatus.WAITING if line.by_date else RoleStatus.WHEN)
        for order, line in enumerate(lines)
    )  # fmt: skip


def _tell(plan: Plan, kind: EventKind, by: Worker, text: str) -> None:
    """The timeline and the audit, in the same breath."""
    note_event(plan.case, kind, by=by, text=text, link=f"/plans/{plan.pk}/")
    record(Act.CHANGE, kind.label, by=by, case=plan.case_id, objects=[plan.pk])


@transaction.atomic
def change_plan(*, plan: Plan, by: Worker, version: int | None = None, roles: Iterable[RoleLine] | None = None,
                persons: Iterable[PersonLine] | None = None, answers: Mapping[str, Any] | None = None,
                **columns: Any) -> Plan:  # fmt: skip
    """Change the sheet before it is submitted, or after it was sent back."""
    require(rules.may_change_plan(plan, by))
    if unknown := set(columns) - COLUMNS:
        raise TypeError(f"プランにない欄：{'、'.join(sorted(unknown))}")
    if answers is not None:
        columns |= given_again("plan", plan, answers, clock.today())
    update_versioned(plan, version, columns)
    if persons is not None:
        _set_persons(plan, list(persons))
    if roles is not None:
        _set_roles(plan, roles)
    record(Act.CHANGE, "プランを書きかえた", by=by, case=plan.case_id, objects=[plan.pk])
    return plan


@transaction.atomic
def submit_plan(*, plan: Plan, by: Worker) -> Plan:
    """Bring it to the meeting; it cannot be changed unless it is sent back."""
    require(rules.may_submit_plan(plan, by))
    for line, consent in resting(plan):
        if line.consent_id != (consent and consent.pk):
            line.consent = consent
            line.save(update_fields=["consent"])
    update_versioned(plan, None, {"status": PlanStatus.SUBMITTED, "submitted_at": clock.now()})
    _tell(plan, EventKind.PLAN_SUBMITTED, by, f"プラン第{plan.number}回")
    return plan


@transaction.atomic
def decide_plan(*, plan: Plan, by: Worker, step: str, result: str, body_name: str, on: date, note: str = "") -> Plan:
    """What the meeting said: examined (部会), approved (本会議), or sent back with reasons. Approval opens the plan."""
    require(rules.may_decide_plan(plan, by, step))
    sent_back = result == Result.SENT_BACK
    require(refuse_unless(note.strip() or not sent_back, "差し戻すときは、理由を書いてください。"))
    # Those who decide at the meeting need not be able to open the case.
    with on_behalf_of_all():
        plan.case = Case.objects.get(pk=plan.case_id)
        consented = rules.rests_on_consent(plan)
        require(
            refuse_unless(sent_back or consented, "有効な同意のない対象者がいます。提出した機関に確かめてください。")
        )
        PlanDecision.objects.create(
            plan=plan, step=step, result=result, body_name=body_name, on=on, by_id=by.pk, note=note
        )
        if sent_back:
            after, kind, said = PlanStatus.SENT_BACK, EventKind.PLAN_SENT_BACK, f"差し戻し：{note}"
        elif step == Step.EXAMINED:
            after, kind, said = PlanStatus.EXAMINED, EventKind.MET, "適切。承認する会議へ"
        else:
            after, kind, said = PlanStatus.APPROVED, EventKind.PLAN_APPROVED, "承認"
        update_versioned(plan, None, {"status": after, "decided_on": on if after == PlanStatus.APPROVED else None})
        if after == PlanStatus.APPROVED:
            _carry_out(plan, by)
        _tell(plan, kind, by, f"プラン第{plan.number}回　{body_name}（{month_day(on)}）：{said}")
    return plan


def _carry_out(plan: Plan, by: Worker) -> None:
    """The plan before ends, the roles are opened, the case is in support."""
    before = plan.replaces
    if before is not None and before.status == PlanStatus.EVALUATED:
        _end(before, plan.decided_on or clock.today())  # opens again what this plan needs
    else:
        opening.open_to_roles(plan, by)
    if Status.SUPPORTING in TRANSITIONS[plan.case.status]:
        move_to(plan.case, Status.SUPPORTING, by=by, reason=f"プラン第{plan.number}回の承認")


@transaction.atomic
def update_role(*, role: PlanRole, by: Worker, status: str, done_on: date | None = None, note: str = "") -> PlanRole:
    """Mark a role: that time has come, doing, done, dropped."""
    require(rules.may_update_role(role, by, status))
    came = role.status == RoleStatus.WHEN and status == RoleStatus.DOING
    role.status, role.note = status, note or role.note
    role.done_on = (done_on or clock.today()) if status == RoleStatus.DONE else None
    role.save(update_fields=["status", "note", "done_on"])
    word = f"そのときが来た（{role.trigger}）" if came else RoleStatus(status).label
    text = f"{role.agency}：{role.what}　→ {word}{'。' + note if note else ''}"
    _tell(role.plan, EventKind.PLAN_STEP, by, text)
    return role


@transaction.atomic
def evaluate_plan(*, plan: Plan, by: Worker, on: date, reached: str, verdict: str, persons_voice: str = "",
                  remaining: str = "", changes: Iterable[str] = (),
                  answers: Mapping[str, Any] | None = None) -> PlanEvaluation:  # fmt: skip
    """評価: what was reached, the person's voice, changes seen, what remains, and what follows."""
    require(rules.may_evaluate_plan(plan, by))
    evaluation = PlanEvaluation.objects.create(
        plan=plan, on=on, by_id=by.pk, reached=reached, persons_voice=persons_voice, remaining=remaining,
        changes=list(changes), verdict=verdict, **given_now("evaluation", clock.today(), answers),
    )  # fmt: skip
    update_versioned(plan, None, {"status": PlanStatus.EVALUATED})
    _tell(plan, EventKind.PLAN_EVALUATED, by, f"プラン第{plan.number}回：{Verdict(verdict).label}。{reached}")
    return evaluation


@transaction.atomic
def end_plan(*, plan: Plan, by: Worker, on: date) -> Plan:
    """The plan ends, and with it what it opened; the problem need not be solved."""
    require(rules.may_end_plan(plan, by))
    _end(plan, on)
    record(Act.CHANGE, "プランを終えた", by=by, case=plan.case_id, objects=[plan.pk])
    return plan


def _end(plan: Plan, on: date) -> None:
    update_versioned(plan, None, {"status": PlanStatus.ENDED, "ended_on": on})
    opening.close_for_roles(plan)


@transaction.atomic
def rest_on_consent(*, line: PlanPerson, by: Worker) -> PlanPerson:
    """The person agreed anew after the consent had ended: the plan rests on the new one, and opens again."""
    require(rules.may_rest_on_consent(line, by))
    line.consent = live_consents([line.person_id])[line.person_id]
    line.save(update_fields=["consent"])
    if line.plan.status in rules.RUNNING:
        opening.open_line(line.plan, line, line.consent, by)
    record(
        Act.CHANGE,
        "プランのもとになる同意をとり直した",
        by=by,
        case=line.case_id,
        objects=[line.plan_id, line.person_id],
    )
    return line


__all__ = [
    "PersonLine", "RoleLine", "change_plan", "decide_plan", "draft_plan", "end_plan", "evaluate_plan",
    "rest_on_consent", "submit_plan", "update_role",
]  # fmt: skip
