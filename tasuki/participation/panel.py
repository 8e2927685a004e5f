"""参加支援 on the case page."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.cases.reading import access_of
from tasuki.people.models import Person
from tasuki.plans.models import Plan
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from . import rules
from .enums import MatchStatus
from .following import UNDISCLOSED, Line, with_last
from .models import Ask, FollowUp, Match, MatchStep, ParticipationSheet, UnmetWish
from .wording import conditions

LADDER = [one for one in MatchStatus if one != MatchStatus.ENDED]
NEWEST = 60


def panel(case: Case, worker: Worker) -> Panel:
    """By person: the sheet, the places with every step, the wishes that no place fits."""
    sheets: dict[UUID, list[ParticipationSheet]] = defaultdict(list)
    rows = ParticipationSheet.objects.visible_to(worker).filter(case=case)
    for sheet in rows.select_related("made_by", "agency").order_by("-number"):
        sheets[sheet.person_id].append(sheet)
    matches: dict[UUID, list[Any]] = defaultdict(list)
    found = list(with_last(Match.objects.visible_to(worker).filter(case=case), worker))
    parts = _parts(found, worker)
    for match in found:
        matches[match.person_id].append(_shown(match, case, worker, parts))
    unmet: dict[UUID, list[UnmetWish]] = defaultdict(list)
    for wish in UnmetWish.objects.visible_to(worker).filter(case=case).select_related("project"):
        unmet[wish.person_id].append(wish)
    known = {one.pk: one for one in Person.objects.visible_to(worker).filter(pk__in={*sheets, *matches, *unmet})}
    people = [
        _person(known.get(key), sheets[key], matches[key], unmet[key], case, worker)
        for key in dict.fromkeys([*sheets, *matches, *unmet])
    ]
    context: dict[str, Any] = {"people": people, "may_begin": rules.may_begin_sheet(case, worker, access=access_of(case)),
               "reads": access_of(case).opens(Scope.ASSESSMENT) or access_of(case).opens(Scope.RECORD)}  # fmt: skip
    if not people:
        context["planned"] = Plan.objects.visible_to(worker).filter(case=case, uses_participation=True).exists()
    open_ones = sum(1 for match in found if match.status != MatchStatus.ENDED)
    return Panel("participation/_panel.html", context, count=open_ones or None)


def _parts(matches: list[Any], worker: Worker) -> dict[str, dict[UUID, list[Any]]]:
    """Asking, steps and follow-ups of matches that the reader has already been given."""
    kinds = {
        "asks": Ask.objects.visible_to(worker).filter(match__in=matches).select_related("by"),
        "steps": MatchStep.objects.visible_to(worker).filter(match__in=matches).select_related("by"),
        "follow_ups": FollowUp.objects.visible_to(worker).filter(match__in=matches).select_related("by")[:NEWEST],
    }
    found: dict[str, dict[UUID, list[Any]]] = {}
    for name, rows in kinds.items():
        found[name] = defaultdict(list)
        for row in rows:
            found[name][row.match_id].append(row)
    return found


def _person(
    person: Person | None, sheets: list[Any], matches: list[Any], unmet: list[Any], case: Case, worker: Worker
) -> dict[str, Any]:
    draft = next((one for one in sheets if one.is_draft), None)
    fixed = [one for one in sheets if not one.is_draft]
    latest, access = (fixed[0] if fixed else None), access_of(case)
    for one in sheets:
        one.case = case
    told: dict[str, Any] = {
        "key": (sheets[0].person_id if sheets else matches[0]["match"].person_id if matches else unmet[0].person_id),
        "name": person.full_name if person else UNDISCLOSED, "draft": draft, "latest": latest,
        "older": fixed[1:], "matches": matches, "unmet": unmet, "running": [one for one in matches if one["running"]],
    }  # fmt: skip
    if latest:
        said = [("してみたいこと", latest.wishes), ("めざす姿", latest.goals), ("得意・好き", latest.strengths),
                ("苦手・つらい", latest.hard), ("配慮", latest.care)]  # fmt: skip
        told |= {
            "words": [row for row in said if row[1]], "conditions": conditions(latest),
            "may_pick": rules.may_pick_place(latest, worker, access=access),
            "may_declare": rules.may_declare_no_match(latest, worker, access=access),
        }  # fmt: skip
    return told


def _shown(match: Any, case: Case, worker: Worker, parts: dict[str, dict[UUID, list[Any]]]) -> dict[str, Any]:
    match.case, access = case, access_of(case)
    asks, steps = parts["asks"][match.pk], parts["steps"][match.pk]
    passed = {step.status for step in steps}
    waiting = next((ask for ask in asks if not ask.answer), None)
    for ask in asks:
        ask.match = match
    return {
        "match": match, "line": Line(match), "running": match.status != MatchStatus.ENDED, "asks": asks, "steps": steps,
        "follow_ups": parts["follow_ups"][match.pk], "waiting": waiting,
        "ladder": [(one.label, one == match.status, one in passed) for one in LADDER],
        "may_ask": rules.may_ask_place(match, worker, access),
        "may_answer": rules.may_answer_ask(waiting, worker, access) if waiting else None,
        "may_advance": rules.may_advance_match(match, worker, access=access),
        "may_change": rules.may_change_role(match, worker, access=access),
        "may_follow": rules.may_follow_up_match(match, worker, access),
        "may_end": rules.may_end_match(match, worker, access),
    }  # fmt: skip
