"""Which desk answers first (初動), by the town's rules, with the reason in words. Reads only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from tasuki.codes.lookup import labels
from tasuki.shared import clock
from tasuki.shared.calendar_jp import is_business_day
from tasuki.tenancy.models import Agency

from .first_response_models import FirstResponse, Hours

# Office hours as most towns keep them (8:30–17:15); told on the page of the rules.
OPENS, CLOSES = time(8, 30), time(17, 15)


@dataclass(frozen=True)
class Facts:
    """What a rule looks at."""

    topics: tuple[str, ...]
    area: UUID | None
    at: datetime
    closed: Collection[date] = ()

    @property
    def office_hours(self) -> bool:
        """Whether the town hall is open at that moment."""
        there = self.at.astimezone(clock.JAPAN)
        return is_business_day(there.date(), self.closed) and OPENS <= there.time() < CLOSES


@dataclass(frozen=True)
class Suggestion:
    """The agency that answers first, and why."""

    rule: FirstResponse
    agency: Agency
    words: str


def facts_of(thing: Any, closed: Collection[date] = ()) -> Facts:
    """Of a consultation (at), or of a case (opened_on)."""
    at = getattr(thing, "at", None) or clock.at(thing.opened_on)
    return Facts(tuple(thing.topics), thing.area_id, at, closed)


def rules_in_force(day: date | None = None, *, drafts: bool = False) -> list[FirstResponse]:
    """The rules in order; with those that are only tried out, if wanted."""
    on = day or clock.today()
    rows = FirstResponse.objects.select_related("area", "agency")
    return [rule for rule in rows if in_force(rule, on) or (drafts and rule.valid_from is None and not rule.valid_to)]


def in_force(rule: FirstResponse, on: date) -> bool:
    """Switched on, begun, not over."""
    return rule.valid_from is not None and rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)


def suggest(rules: Iterable[FirstResponse], facts: Facts) -> Suggestion | None:
    """The first rule that fits and whose agency is in service decides."""
    for rule in rules:
        closed = rule.agency.closed_on is not None and rule.agency.closed_on <= facts.at.date()
        if not closed and fits(rule, facts):
            return Suggestion(rule, rule.agency, reason_of(rule, facts))
    return None


def fits(rule: FirstResponse, facts: Facts) -> bool:
    """Enough of the topics, the area, the hours."""
    here = rule.area_id is None or rule.area_id == facts.area
    when = rule.hours == Hours.ANY or (rule.hours == Hours.OPEN) == facts.office_hours
    return here and when and len(_hits(rule, facts)) >= (rule.least if rule.topics or rule.least > 1 else 0)


def _hits(rule: FirstResponse, facts: Facts) -> list[str]:
    told = list(dict.fromkeys(facts.topics))
    return [topic for topic in told if topic in rule.topics] if rule.topics else told


def reason_of(rule: FirstResponse, facts: Facts) -> str:
    """「ひきこもり・8050」があてはまり、第3圏域なので（決まり「複合の相談」）."""
    hits, why = _hits(rule, facts), []
    if rule.least > 1:
        why.append(f"「{'」「'.join(labels('consultation_topic', hits))}」の{len(hits)}つが重なり")
    elif rule.topics:
        why.append(f"相談の内容に「{'」「'.join(labels('consultation_topic', hits))}」があり")
    if rule.area_id:
        why.append(f"{rule.area}に住み")
    if rule.hours != Hours.ANY:
        why.append(f"{rule.get_hours_display()}に受けた")
    told = "、".join(why) if why else "どの相談も"
    return f"{told}ので、「{rule.name}」の決まりにより" if why else f"どの相談も「{rule.name}」の決まりにより"


def suggestion_for(thing: Any, closed: Collection[date] = ()) -> Suggestion | None:
    """By the rules in force today."""
    return suggest(rules_in_force(), facts_of(thing, closed))
