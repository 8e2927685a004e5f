"""The register as one looks somebody up in it (協力員を探す). Reads only."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.paging import Part, part_of

from . import rules
from .models import Supporter, SupporterBadge


def wanted_supporters(worker: Worker, told: dict[str, Any], given: dict[str, str]) -> Part:
    """By words, badge, area, offer; those whose term has ended only when asked for."""
    rows = Supporter.objects.visible_to(worker).select_related("area", "agency").prefetch_related("badges")
    rows = rows if told.get("ended") else rows.helping()
    for word in (told.get("words") or "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(kana__icontains=word) | Q(number__icontains=word))
    if told.get("badge"):
        rows = rows.filter(badges__in=worn(told["badge"])).distinct()
    if told.get("area"):
        rows = rows.filter(area=told["area"])
    if told.get("offer"):
        rows = rows.filter(offers__contains=[told["offer"]])
    shown = part_of(rows, given)
    shown.rows = [worded(row) for row in shown.rows]
    return shown


def worn(badge: str) -> Any:
    """Badges of a kind in force today."""
    day = clock.today()
    return SupporterBadge.objects.filter(badge=badge, since__lte=day).filter(Q(until=None) | Q(until__gte=day))


def worded(supporter: Supporter) -> Supporter:
    """With the labels of badges and offers."""
    badges = [one for one in supporter.badges.all() if one.worn]
    supporter.badge_labels = lookup.labels("supporter_badge", [one.badge for one in badges])  # type: ignore[attr-defined]
    supporter.offer_labels = lookup.labels("help_kind", supporter.offers)  # type: ignore[attr-defined]
    return supporter


@dataclass
class Ending:
    """What ends soon: a badge, or the registration itself."""

    supporter: Supporter
    what: str
    until: date


def ending(worker: Worker) -> list[Ending]:
    """Badges and registrations near their end (任期のおわり), the nearest first."""
    today = clock.today()
    soon = today + timedelta(days=rules.help_settings().ending_days)
    mine = Supporter.objects.visible_to(worker).helping()
    badges = SupporterBadge.objects.filter(supporter__in=mine, until__gte=today, until__lte=soon)
    found = [
        Ending(one.supporter, lookup.label("supporter_badge", one.badge), one.until or today)
        for one in badges.select_related("supporter")[:50]
    ]
    found += [Ending(one, "登録", one.until or today) for one in mine.filter(until__lte=soon)[:50]]
    return sorted(found, key=lambda one: one.until)


@dataclass
class Known:
    """One supporter as the page shows her."""

    supporter: Supporter
    badges: list[SupporterBadge]
    trainings: list[tuple[str, date, str]]
    link: Any
    told: int
    turns: int
    courses: list[Any] = field(default_factory=list)


def known(supporter: Supporter) -> Known:
    """Badges, trainings, link, and how much she told and visited."""
    worded(supporter)
    badges = list(supporter.badges.select_related("given_by"))
    for one in badges:
        one.label = lookup.label("supporter_badge", one.badge)  # type: ignore[attr-defined]
    trainings = [
        (lookup.label("supporter_training", one.training), one.on, one.note) for one in supporter.trainings.all()
    ]
    link = next((one for one in supporter.links.all() if one.open), None)
    return Known(
        supporter, badges, trainings, link, supporter.concerns.count(), supporter.turns.filter(status="done").count(),
        list(supporter.courses.select_related("course")),
    )  # fmt: skip
