"""What may be done to a plan. Reads only."""

from tasuki.cases.access import access_to
from tasuki.cases.models import Case
from tasuki.cases.rules import CLOSED
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .consents import is_live, live_consents, named_agencies, resting
from .enums import TRANSITIONS, PlanStatus, RoleStatus, Step
from .models import Plan, PlanPerson, PlanRole

NOT_YOURS = "ケースの主担当（調整役）の機関だけができます。"
OPEN_TO_CHANGE = {PlanStatus.DRAFT, PlanStatus.SENT_BACK}
RUNNING = {PlanStatus.APPROVED, PlanStatus.EVALUATED}


def _steers(case: Case, by: Worker) -> Decision:
    """The owner, the supervising section, or a coordinating agency to which plans of the whole household are open."""
    if not by.may(Permission.PLAN_WORK):
        return Decision("この役割ではプランを作れません。")
    if case.owner_agency_id == by.agency_id or by.sees_all:
        return ALLOWED
    access = access_to(case, by)
    return refuse_unless(access is not None and Scope.PLAN in access.whole, NOT_YOURS)


def may_draft_plan(case: Case, by: Worker, replaces: Plan | None = None) -> Decision:
    """First plan, or the next one after an evaluation (再プラン)."""
    if case.is_closed:
        return Decision(CLOSED)
    if replaces is not None and replaces.status not in (PlanStatus.EVALUATED, PlanStatus.ENDED):
        return Decision("前のプランを評価してから、再プランを作ってください。")
    return _steers(case, by)


def may_change_plan(plan: Plan, by: Worker) -> Decision:
    """Until it is submitted, and again when it was sent back."""
    if plan.status not in OPEN_TO_CHANGE:
        return Decision("会議に出したプランは直せません。変えるときは再プランを作ります。")
    return _steers(plan.case, by)


def may_submit_plan(plan: Plan, by: Worker) -> Decision:
    """With a role, and resting on the live consent of each of its persons."""
    if plan.status not in OPEN_TO_CHANGE:
        return Decision("このプランはもう会議に出ています。")
    if not plan.roles.exists():
        return Decision("役割が一つもありません。どの機関が何をするかを書いてください。")
    return _steers(plan.case, by) & rests_on_consent(plan)


def rests_on_consent(plan: Plan) -> Decision:
    """Says whose consent is missing, and which agency nobody agreed to."""
    lines = resting(plan)
    if plan.main_person_id not in [line.person_id for line, _ in lines]:
        return Decision("本人が対象者に入っていません。")
    missing = "、".join(line.person.full_name for line, consent in lines if consent is None)
    if missing:
        return Decision(
            f"{missing}さんの、いま有効な同意が記録されていません。同意を得るか、対象者から外してください。"
        )
    agreed = {plan.case.owner_agency_id}.union(*(named_agencies(consent) for _, consent in lines if consent))
    strangers = {role.agency_id: role.agency.name for role in plan.roles.select_related("agency")}
    names = "、".join(name for key, name in strangers.items() if key not in agreed)
    return refuse_unless(
        not names, f"{names}は、どの人の同意の共有先にも入っていません。同意をとり直すか、役割から外してください。"
    )


def may_decide_plan(plan: Plan, by: Worker, step: str = Step.DECIDED) -> Decision:
    """Whoever runs or leads the meeting writes down what it said."""
    if not (by.may(Permission.MEETING_DECIDE) or by.may(Permission.MEETING_RUN)):
        return Decision("会議を運営する人か、会議で決める人だけが記せます。")
    after = PlanStatus.EXAMINED if step == Step.EXAMINED else PlanStatus.APPROVED
    return refuse_unless(
        after in TRANSITIONS[plan.status], f"「{plan.get_status_display()}」のプランは審査できません。"
    )


def may_update_role(role: PlanRole, by: Worker, status: str = "") -> Decision:
    """The agency that has the role marks it; the steering agency may mark any."""
    if role.plan.status not in RUNNING:
        return Decision("承認されたプランの役割だけを記せます。")
    if status == RoleStatus.WHEN and not role.trigger:
        return Decision("「そのとき」が書かれていない役割です。")
    if role.agency_id == by.agency_id and by.may(Permission.PLAN_WORK):
        return ALLOWED
    return refuse_unless(_steers(role.plan.case, by), "役割を持つ機関と主担当の機関だけが記せます。")


def may_evaluate_plan(plan: Plan, by: Worker) -> Decision:
    """Once, while it is carried out."""
    if plan.status != PlanStatus.APPROVED:
        return Decision("実施中のプランだけを評価できます。")
    return _steers(plan.case, by)


def may_end_plan(plan: Plan, by: Worker) -> Decision:
    """After its evaluation; the end need not be "solved"."""
    if plan.status != PlanStatus.EVALUATED:
        return Decision("評価をしてから終えてください。")
    return _steers(plan.case, by)


def may_rest_on_consent(line: PlanPerson, by: Worker) -> Decision:
    """Where the consent ended and the person has agreed anew."""
    if is_live(line.consent) or line.person_id not in live_consents([line.person_id]):
        return Decision("新しい同意が記録されたときに行います。")
    return _steers(line.plan.case, by)
