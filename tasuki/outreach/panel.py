"""アウトリーチ on the case page."""

from typing import Any

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.cases.reading import access_of
from tasuki.codes.lookup import label
from tasuki.staff.models import Worker

from . import rules
from .models import Approach, Stage, StageChange, Visit
from .watch_models import LongWatch
from .watching import Watch, history, with_visits


def panel(case: Case, worker: Worker) -> Panel:
    """The approaches of this case that the reader may read, with stages, visits and what comes next."""
    rows = Approach.objects.visible_to(worker).filter(case=case)
    approaches = list(with_visits(rows, worker).order_by("-began_on", "-id"))
    visits, steps = history(approaches)
    shown = [_shown(approach, case, worker, visits[approach.pk], steps[approach.pk]) for approach in approaches]
    context = {"approaches": shown, "may_begin": rules.may_begin_approach(case, worker, access=access_of(case)),
               "watches": _watches(case, worker),
               "may_watch": rules.may_begin_long_watch(case, worker, access_of(case))}  # fmt: skip
    return Panel("outreach/_panel.html", context, count=sum(approach.count for approach in approaches) or None)


def _watches(case: Case, worker: Worker) -> list[dict[str, Any]]:
    """The long watches of the case, those that go on first."""
    rows = LongWatch.objects.visible_to(worker).filter(case=case).select_related("turn", "agency")
    found = []
    for watch in rows.prefetch_related("turns__worker", "turns__agency", "looks__by").order_by("ended_on", "next_on"):
        watch.case = case
        found.append({"watch": watch, "may_look": rules.may_look(watch, worker, access_of(case)),
                      "may_change": rules.may_change_long_watch(watch, worker, access_of(case))})  # fmt: skip
    return found


def _shown(approach: Any, case: Case, worker: Worker, visits: list[Visit], steps: list[StageChange]) -> dict[str, Any]:
    approach.case = case
    access = access_of(case)
    who = approach.person.full_name if approach.person else "世帯員（非開示）" if approach.person_id else "世帯全体"
    why = f"{label('outreach_ground', approach.ground)}　{approach.ground_note}"
    facts = [
        ("だれへ", who),
        ("行う機関", f"{approach.agency}　{approach.worker}"),
        ("同意前の根拠", why if approach.before_consent else "同意を得て始めた"),
        ("把握の経緯", approach.how_found), ("関わりの目標", approach.aim), ("方法と頻度", approach.how),
        ("キーパーソン", approach.key_person), ("気をつけること", approach.risk),
    ]  # fmt: skip
    passed = {step.stage for step in steps}
    return {
        "approach": approach, "watch": Watch(approach, worker.agency.municipality.contact_gap_days), "visits": visits,
        "steps": steps, "facts": [fact for fact in facts if fact[1]],
        "ladder": [(stage.label, stage == approach.stage, stage in passed) for stage in Stage],
        "may_visit": rules.may_visit(approach, worker, access), "may_end": rules.may_end_approach(approach, worker),
        "may_advance": rules.may_advance(approach, worker, access=access),
        "may_change": rules.may_change_approach(approach, worker, access),
    }  # fmt: skip
