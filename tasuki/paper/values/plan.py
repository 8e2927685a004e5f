"""支援プラン: goals, roles, what meetings said, whom it concerns."""

from typing import Any
from uuid import UUID

from django.http import Http404

from tasuki.cases.access import open_case
from tasuki.codes.sheet_definitions import load
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import answers_in, words
from tasuki.plans import showing
from tasuki.plans.models import Plan
from tasuki.shared.calendar_jp import wareki, wareki_short
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

OWN_WORDS = ("wishes", "long_goal", "persons_voice")


def opened(worker: Worker, key: UUID, verb: str) -> Plan:
    """The plan with the case as the reader may see it; 404 for a stranger."""
    plan = Plan.objects.visible_to(worker).select_related("made_by", "agency", "evaluation").filter(pk=key).first()
    if plan is None:
        raise Http404("このプランはありません。")
    plan.case = open_case(worker, plan.case_id, part=Scope.PLAN, verb=verb)
    return plan


def read(worker: Worker, key: UUID) -> Filled:
    """The plan for one reader."""
    plan = opened(worker, key, "プランの用紙を開いた")
    shown = showing.sheet(plan, worker)
    definition = load("plan", getattr(plan, "sheet_version", ""))
    values = answers_in(definition, plan) | facts(plan, shown)
    if not shown["opens_words"]:
        values |= dict.fromkeys((*OWN_WORDS, *definition.asked()), "")
    title = f"支援プラン 兼 利用申込書（{'初回' if plan.is_first else '再プラン'}・第{plan.number}回）"
    return Filled(
        title, plan.case.number, values, rows_of(shown), version=definition.version, case=plan.case_id, objects=[plan.pk],
        ground=plan.case.access.ground, signers=[name for name, _, _ in shown["persons"]],
    )  # fmt: skip


def facts(plan: Plan, shown: dict[str, Any]) -> dict[str, str]:
    """What stands above the fields; the same on the evaluation."""
    after = "（後追い）" if plan.after_the_fact else ""
    until = wareki_short(plan.period_to) if plan.period_to else "終わりを決めない"
    return {
        "case_number": plan.case.number, "main_person": shown["main_name"], "number": f"第{plan.number}回",
        "made_on": wareki(plan.made_on), "made_by": f"{plan.agency} {plan.made_by.name}",
        "support_began_on": (wareki(plan.support_began_on) + after) if plan.support_began_on else "",
        "assessment": f"第{plan.assessment.number}回" if plan.assessment else "",
        "period": f"{wareki_short(plan.period_from)} から {until}" if plan.period_from else "",
        "monitoring_on": wareki(plan.monitoring_on) if plan.monitoring_on else "",
        "projects": "、".join(word for word, used in (("参加支援", plan.uses_participation), ("アウトリーチ", plan.uses_outreach)) if used),
        "decided_on": wareki(plan.decided_on) if plan.decided_on else "", "status": plan.get_status_display(),
    }  # fmt: skip


def rows_of(shown: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Persons, roles, decisions."""
    return {
        "persons": [{"name": name, "consent": "あり" if live else "なし", "own_words": line.own_words}
                    for name, line, live in shown["persons"]],
        "roles": [_role(row) for row in shown["roles"]],
        "decisions": [{"on": wareki_short(one.on), "body": one.body_name, "note": one.note,
                       "result": f"{one.get_step_display()}：{one.get_result_display()}"} for one in shown["decisions"]],
    }  # fmt: skip


def _role(row: dict[str, Any]) -> dict[str, str]:
    role = row["role"]
    when = "　".join(filter(None, (wareki_short(role.by_date) if role.by_date else "", role.trigger)))
    return {"agency": str(role.agency), "who": role.who, "what": role.what, "when": when, "about": words(row["about"]),
            "status": role.get_status_display(), "note": role.note}  # fmt: skip


KIND = Kind(
    "plan", "支援プラン", Permission.CASE_READ, read,
    (("case_number", "ケース番号"), ("main_person", "本人"), ("number", "回"), ("made_on", "作成日"), ("made_by", "作成者"),
     ("support_began_on", "支援を始めた日"), ("period", "期間"), ("monitoring_on", "モニタリングの時期"),
     ("projects", "使う事業"), ("status", "状態"), ("decided_on", "承認日")),
    (Group("persons", "対象者", (("name", "氏名"), ("consent", "同意"), ("own_words", "本人のことば")), blank=2),
     Group("roles", "役割", (("agency", "機関"), ("who", "担当"), ("what", "すること"), ("when", "いつまで・そのとき"),
                          ("about", "だれのため")), blank=5),
     Group("decisions", "会議の結果", (("on", "日"), ("body", "会議"), ("result", "結果"), ("note", "意見")), blank=2)),
    tags_only=frozenset({"period", "projects"}), later=frozenset({"status", "decided_on"}),
)  # fmt: skip
