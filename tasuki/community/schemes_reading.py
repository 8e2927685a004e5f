"""Schemes as somebody looks for one (支援制度を探す): by a trouble in plain words, by what was asked about."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.kana import bigrams, fold_text
from tasuki.staff.models import Worker
from tasuki.ui.paging import Part, part_of

from . import schemes_rules as rules
from .finding import oldest_good_day
from .schemes_models import Scheme

ON_A_PAGE = 50
# A sentence is told of when so much of its weight is there, and not much less than in the best one.
ENOUGH, NEAR_BEST = 0.4, 0.75
# 家賃 tells much, 払え some, ない little: by how many letters of a pair are no kana.
WEIGHTS = (1, 2, 6)


def wanted(schemes: QuerySet[Scheme], told: dict[str, Any]) -> list[Scheme]:
    """Schemes that fit, the best first when words were typed; ended ones only when asked for."""
    found = schemes.select_related("agency")
    if not told.get("closed"):
        found = found.filter(closed=False)
    if told.get("topic"):
        found = found.filter(topics__contains=[told["topic"]])
    if told.get("old"):
        found = found.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=oldest_good_day()))
    return best_first(found, told.get("words") or "")


def best_first(schemes: Iterable[Scheme], words: str) -> list[Scheme]:
    """Those that tell of what was typed, a sentence or single words."""
    if not words.strip():
        return list(schemes)
    weighed = [(weight(one, words), one) for one in schemes]
    least = max(ENOUGH, NEAR_BEST * min(1.0, max((well for well, _ in weighed), default=0)))
    return [one for well, one in sorted(weighed, key=lambda pair: -pair[0]) if well >= least]


def weight(scheme: Scheme, words: str) -> float:
    """How much of what was typed a scheme tells of: all of a word in its name counts most."""
    name, text = fold_text(f"{scheme.name} {scheme.kana}"), fold_text(_text(scheme))
    said = fold_text(words)
    if all(word in name for word in said.split()):
        return 2.0
    if all(word in text for word in said.split()):
        return 1.0
    pairs = {pair: WEIGHTS[sum(not "ァ" <= letter <= "ー" for letter in pair)] for pair in bigrams(words)}
    heard = sum(heavy for pair, heavy in pairs.items() if pair in text)
    return heard / (sum(pairs.values()) or 1)


def _text(scheme: Scheme) -> str:
    topics = " ".join(lookup.labels("consultation_topic", scheme.topics))
    parts = (
        scheme.name,
        scheme.kana,
        scheme.when_words,
        topics,
        scheme.summary,
        scheme.target,
        scheme.content,
        scheme.given_by,
    )
    return " ".join(parts)


def for_topics(worker: Worker, topics: Iterable[str], most: int = 5) -> list[Scheme]:
    """Schemes for what a consultation is about, those still taken first."""
    rows = Scheme.objects.visible_to(worker).filter(closed=False, topics__overlap=list(topics))
    return sorted(rows.select_related("agency"), key=lambda one: one.over)[:most]


def one_page(found: list[Scheme], given: dict[str, str]) -> Part:
    """Fifty of them, with their topics in words."""
    shown = part_of(found, given, ON_A_PAGE, "件")  # type: ignore[arg-type]
    shown.rows = [named(one) for one in shown.rows]
    return shown


def named(scheme: Scheme) -> Scheme:
    """With its topics in words, and whether it is old."""
    scheme.for_what = lookup.labels("consultation_topic", scheme.topics)  # type: ignore[attr-defined]
    day = oldest_good_day()
    scheme.old = not scheme.closed and (scheme.confirmed_on is None or scheme.confirmed_on < day)  # type: ignore[attr-defined]
    return scheme


def scheme_told(scheme: Scheme, worker: Worker) -> dict[str, Any]:
    """Everything on its page."""
    return {
        "scheme": named(scheme), "today": clock.today(),
        "may_change": rules.may_change_scheme(scheme, worker), "may_confirm": rules.may_confirm_scheme(scheme, worker),
        "may_end": rules.may_end_scheme(scheme, worker), "may_resume": rules.may_resume_scheme(scheme, worker),
    }  # fmt: skip


def old_count(worker: Worker) -> int:
    """How many entries are to be confirmed again."""
    rows = Scheme.objects.visible_to(worker).filter(closed=False)
    return rows.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=oldest_good_day())).count()
