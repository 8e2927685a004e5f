"""評価シート: what of the plan was reached, the person's voice, what remains."""

from uuid import UUID

from django.http import Http404

from tasuki.codes.lookup import labels
from tasuki.codes.sheet_definitions import load
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import answers_in
from tasuki.plans import showing
from tasuki.shared.calendar_jp import wareki
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .plan import OWN_WORDS, facts, opened, rows_of


def read(worker: Worker, key: UUID) -> Filled:
    """The evaluation of the plan with this key."""
    plan = opened(worker, key, "評価シートの用紙を開いた")
    shown = showing.sheet(plan, worker)
    if shown["evaluation"] is None:
        raise Http404("このプランの評価はまだありません。")
    one = shown["evaluation"]["sheet"]
    definition = load("evaluation", getattr(one, "sheet_version", ""))
    values = facts(plan, shown) | answers_in(definition, one) | {
        "goal": plan.goal, "on": wareki(one.on), "by": one.by.name, "verdict": one.get_verdict_display(),
        "changes": "、".join(labels("change_seen", one.changes)),
    }  # fmt: skip
    if not shown["opens_words"]:
        values |= dict.fromkeys((*OWN_WORDS, *definition.asked()), "")
    return Filled(f"評価シート（プラン第{plan.number}回）", plan.case.number, values, {"roles": rows_of(shown)["roles"]},
                  version=definition.version, case=plan.case_id, objects=[plan.pk, one.pk],
                  ground=plan.case.access.ground)  # fmt: skip


KIND = Kind(
    "evaluation", "評価シート", Permission.CASE_READ, read,
    (("case_number", "ケース番号"), ("main_person", "本人"), ("number", "プランの回"), ("period", "プランの期間"), ("on", "評価日"),
     ("by", "評価した人"), ("goal", "このプランの目標")),
    (Group("roles", "役割の進み", (("agency", "機関"), ("what", "すること"), ("when", "いつまで・そのとき"), ("status", "進み"),
                              ("note", "経過")), blank=4),),
)  # fmt: skip
