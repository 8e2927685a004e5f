"""A plan made ready for reading: names only where the reader may know them, buttons with their decisions."""

from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.codes import lookup
from tasuki.codes.sheet_answers import read
from tasuki.people.models import Person
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from . import rules
from .consents import HIDDEN, is_live
from .enums import ROLE_TONES, RoleStatus
from .models import Plan


def known_names(plan: Plan, worker: Worker) -> dict[UUID, str]:
    """Names of the case's members whom the reader may know."""
    members = plan.case.members.values("person")
    return {p.pk: p.full_name for p in Person.objects.visible_to(worker).filter(pk__in=members)}


def sheet(plan: Plan, worker: Worker) -> dict[str, Any]:
    """Everything the page and the paper of a plan show. `plan.case` carries the reader's access."""
    names = known_names(plan, worker)
    lines = list(plan.persons.select_related("consent"))
    covered = plan.case.access.covers(Scope.PLAN, plan.main_person_id)  # type: ignore[attr-defined]
    return {
        "plan": plan,
        "case": plan.case,
        "main_name": names.get(plan.main_person_id, HIDDEN),
        "opens_words": covered,
        "read": read("plan", plan),
        "persons": [(names.get(line.person_id, HIDDEN), line, is_live(line.consent)) for line in lines],
        "hidden_persons": Scope.PLAN not in plan.case.access.whole,  # type: ignore[attr-defined]
        "roles": role_lines(plan, worker, names),
        "decisions": list(plan.decisions.select_related("by")),
        "evaluation": evaluation_of(plan),
    }


def role_lines(plan: Plan, worker: Worker, names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Rows of the plan with whom they are for and whether the reader may mark them."""
    rows = []
    steering = rules.may_evaluate_plan(plan, worker) or rules.may_end_plan(plan, worker)
    for role in plan.roles.select_related("agency"):
        role.plan = plan
        mine = role.agency_id == worker.agency_id
        rows.append({
            "role": role,
            "about": names.get(role.about_id, HIDDEN) if role.about_id else "世帯",
            "tone": ROLE_TONES[RoleStatus(role.status)],
            "mine": mine,
            "may": plan.status in rules.RUNNING and (mine or bool(steering)),
            "came": role.status == RoleStatus.WHEN and bool(role.trigger),
        })  # fmt: skip
    return rows


def evaluation_of(plan: Plan) -> dict[str, Any] | None:
    """The evaluation with labels, if there is one."""
    evaluation = getattr(plan, "evaluation", None)
    if evaluation is None:
        return None
    changes = lookup.labels("change_seen", evaluation.changes)
    return {"sheet": evaluation, "changes": changes, "read": read("evaluation", evaluation)}


def decisions(plan: Plan, worker: Worker) -> dict[str, Any]:
    """Decisions of the buttons."""
    return {
        "may_change": rules.may_change_plan(plan, worker),
        "may_submit": rules.may_submit_plan(plan, worker),
        "may_decide": rules.may_decide_plan(plan, worker),
        "may_evaluate": rules.may_evaluate_plan(plan, worker),
        "may_end": rules.may_end_plan(plan, worker),
        "may_renew": rules.may_draft_plan(plan.case, worker, plan),
    }


def anew(plan: Plan, worker: Worker) -> list[Any]:
    """Persons whose consent ended and who have agreed anew."""
    lines = plan.persons.select_related("consent", "person", "plan")
    return [line for line in lines if line.plan.status in rules.RUNNING and not is_live(line.consent)
            and rules.may_rest_on_consent(line, worker)]  # fmt: skip


def last_plan(case: Case, worker: Worker) -> Plan | None:
    """The newest plan the worker may read."""
    return Plan.objects.visible_to(worker).filter(case=case).order_by("-number").first()
