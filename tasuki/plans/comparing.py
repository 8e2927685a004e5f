"""Two plans, or two evaluations, of one case side by side (前回・今回). Reads only."""

from tasuki.codes import lookup
from tasuki.codes.sheet_answers import read
from tasuki.codes.sheet_comparing import MOST, Beside, chosen_of, others_of, part
from tasuki.shared.calendar_jp import wareki_short
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import Plan, PlanRole

Pairs = list[tuple[str, str]]


def before(plan: Plan, worker: Worker) -> list[Plan]:
    """Earlier plans of the case that she may read: the one it replaces first, then the newest."""
    rows = Plan.objects.visible_to(worker).filter(case=plan.case_id, number__lt=plan.number)
    found = list(rows.select_related("evaluation").prefetch_related("roles__agency").order_by("-number")[:MOST])
    return sorted(found, key=lambda one: one.pk != plan.replaces_id)


def plans_beside(plan: Plan, worker: Worker, said: str) -> Beside | None:
    """The plan beside the one before: the texts, the roles, the evaluations where both have one."""
    earlier = before(plan, worker)
    chosen = chosen_of(earlier, said)
    if chosen is None:
        return None
    parts = [part("目標と方向性", _texts(chosen, plan), _texts(plan, plan)), part("役割", _roles(chosen), _roles(plan))]
    told = [_evaluation(one, plan) for one in (chosen, plan)]
    if all(told):
        parts.append(part("評価", *told))
    return Beside(_named(chosen), _named(plan), parts, others_of(earlier, chosen, _named))


def evaluations_beside(plan: Plan, worker: Worker, said: str) -> Beside | None:
    """The evaluation beside that of a plan before."""
    earlier = [one for one in before(plan, worker) if _evaluation(one, plan)]
    chosen = chosen_of(earlier, said)
    if chosen is None or not _evaluation(plan, plan):
        return None
    parts = [part("評価シート", _evaluation(chosen, plan), _evaluation(plan, plan))]
    parts.append(part("役割の進み", _roles(chosen, done=True), _roles(plan, done=True)))
    return Beside(_evaluated(chosen), _evaluated(plan), parts, others_of(earlier, chosen, _evaluated))


def _named(plan: Plan) -> str:
    return f"第{plan.number}回 {wareki_short(plan.made_on)}"


def _evaluated(plan: Plan) -> str:
    return f"第{plan.number}回 {wareki_short(plan.evaluation.on)}"


def _covered(one: Plan, opened: Plan) -> bool:
    """Whether the words of its main person are open to the reader; `opened` carries her access to the case."""
    return bool(opened.case.access.covers(Scope.PLAN, one.main_person_id))  # type: ignore[attr-defined]


def _texts(one: Plan, opened: Plan) -> Pairs:
    done, covered = read("plan", one), _covered(one, opened)
    fields = ("wishes", "long_goal", "goal", "direction") if covered else ("goal", "direction")
    pairs = [(done.labels[name], getattr(one, name)) for name in fields]
    if one.period_from:
        until = wareki_short(one.period_to) if one.period_to else "終わりを決めない"
        pairs.append(("期間", f"{wareki_short(one.period_from)} から {until}"))
    return [pair for pair in pairs if pair[1]] + (done.pairs if covered else [])


def _roles(one: Plan, *, done: bool = False) -> Pairs:
    """Agency and what it does; by when, or how far it is."""
    return [(f"{role.agency}：{role.what}", _role(role, done=done)) for role in one.roles.all()]


def _role(role: PlanRole, *, done: bool) -> str:
    when = "　".join(filter(None, (wareki_short(role.by_date) if role.by_date else "", role.trigger)))
    state = "　".join(filter(None, (role.get_status_display(), role.note)))
    return state if done else when or "期限なし"


def _evaluation(one: Plan, opened: Plan) -> Pairs:
    """Nothing where there is none, or where the words are not open."""
    found = getattr(one, "evaluation", None)
    if found is None or not _covered(one, opened):
        return []
    done = read("evaluation", found)
    words = {name: getattr(found, name) for name in ("reached", "persons_voice", "remaining")}
    words |= {"changes": "、".join(lookup.labels("change_seen", found.changes)), "verdict": found.get_verdict_display()}
    told = [(one.full_label, words[key]) for key, one in done.sheet.fields().items() if words.get(key)]
    return told + done.pairs
