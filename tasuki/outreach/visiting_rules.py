"""Who arranges visits by supporters, and who suits (訪問サービスの決まり). Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.supporters.models import Supporter
from tasuki.supporters.rules import may_ask_turn

from .visiting_models import ServiceState, VisitService


def may_apply_visiting(by: Worker) -> Decision:
    """Any desk that goes out."""
    return refuse_unless(by.may(Permission.OUTREACH), "この役割では、訪問サービスを受け付けられません。")


def may_choose_visitor(service: VisitService, by: Worker, supporter: Supporter | None = None) -> Decision:
    """The desk that took it; only somebody trained (訪問協力員)."""
    mine = refuse_unless(service.agency_id == by.agency_id or by.sees_all, "受けた窓口だけができます。")
    running = refuse_unless(service.state != ServiceState.ENDED, "終えた訪問サービスです。")
    decision = may_apply_visiting(by) & mine & running
    return decision & may_ask_turn(supporter, by) if supporter else decision


def may_plan_visit(service: VisitService, by: Worker) -> Decision:
    """When somebody has been chosen."""
    chosen = refuse_unless(service.visitor_id, "先に、訪問する人を決めてください。")
    return may_choose_visitor(service, by) & chosen


def may_end_visiting(service: VisitService, by: Worker) -> Decision:
    """The desk that took it."""
    return may_choose_visitor(service, by)


@dataclass(frozen=True)
class Candidate:
    """A visitor who may suit, with reasons and misses in words."""

    supporter: Any
    score: int
    reasons: tuple[str, ...]
    misses: tuple[str, ...]


def rank(area: Any, supporters: Iterable[Any], coming: dict[Any, int]) -> list[Candidate]:
    """Same 圏域, said 「訪問」, not too much to do already; nobody is left out silently."""
    found = [_candidate(area, one, coming.get(one.pk, 0)) for one in supporters]
    return sorted(found, key=lambda one: (-one.score, one.supporter.kana, str(one.supporter.pk)))


def _candidate(area: Any, one: Any, coming: int) -> Candidate:
    reasons, misses, score = [], [], 0
    near = area is not None and one.area_id == area
    for good, points, yes, no in (
        (near, 4, "同じ圏域", "圏域が違う"),
        ("visit" in one.offers, 2, "訪問ができると言っている", "訪問ができるとは聞いていない"),
        (one.contact_agreed, 1, "連絡の承諾あり", "連絡の承諾がまだ"),
    ):
        (reasons if good else misses).append(yes if good else no)
        score += points if good else 0
    (reasons if coming < 3 else misses).append(f"これからの訪問 {coming}回")
    return Candidate(one, score - coming, tuple(reasons), tuple(misses))
