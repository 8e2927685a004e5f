"""Writing of the register (協力員・協力団体): registered, changed, trained, badges, own links, the rules of the town."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency, Area
from tasuki.tenancy.numbers import next_number

from . import rules
from .models import BadgeRule, HelpSettings, Route, Supporter, SupporterBadge, SupporterLink, Training

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def register_supporter(*, by: Worker, name: str, since: date | None = None, agency: Agency | None = None,
                       **facts: Any) -> Supporter:  # fmt: skip
    """Somebody who watches and helps, at the worker's own desk."""
    require(rules.may_register_supporter(by))
    supporter = Supporter.objects.create(
        number=f"協{next_number('supporter'):04d}", name=name, since=since or clock.today(),
        agency_id=agency.pk if agency and by.sees_all else by.agency_id, **_agreed(facts),
    )  # fmt: skip
    record(Act.CHANGE, "協力員を登録", by=by, objects=[supporter.pk])
    return supporter


@transaction.atomic
def change_supporter(*, supporter: Supporter, by: Worker, version: int | None = None, **changes: Any) -> Supporter:
    """What is known of her now, the end of her term too."""
    require(rules.may_change_supporter(supporter, by))
    was = supporter.version if version is None else version
    rows = Supporter.objects.filter(pk=supporter.pk, version=was)
    if not rows.update(version=was + 1, **_agreed(changes, supporter)):
        raise Stale(NO_LONGER)
    supporter.refresh_from_db()
    record(Act.CHANGE, "協力員の登録を直した", by=by, objects=[supporter.pk])
    return supporter


def _agreed(facts: dict[str, Any], before: Supporter | None = None) -> dict[str, Any]:
    """The day on which she agreed to be contacted stands with the answer."""
    told = dict(facts)
    if told.get("contact_agreed") and not told.get("contact_agreed_on"):
        told["contact_agreed_on"] = (before and before.contact_agreed_on) or clock.today()
    if "contact_agreed" in told and not told["contact_agreed"]:
        told["contact_agreed_on"] = None
    return told


@transaction.atomic
def note_training(*, supporter: Supporter, by: Worker, training: str, on: date, note: str = "") -> Training:
    """A training she has done (研修の受講)."""
    require(rules.may_note_training(supporter, by, on))
    done = Training.objects.create(supporter=supporter, training=training, on=on, note=note, noted_by_id=by.pk)
    record(Act.CHANGE, "研修の受講を記録", by=by, objects=[supporter.pk, done.pk])
    return done


@transaction.atomic
def give_badge(*, supporter: Supporter, by: Worker, badge: str, since: date | None = None,
               until: date | None = None) -> SupporterBadge:  # fmt: skip
    """A badge, when the training it needs is done; for the months that the town has set."""
    first = since or clock.today()
    require(rules.may_give_badge(supporter, by, badge, first))
    rule = BadgeRule.objects.filter(badge=badge).first()
    last = until or (_months_later(first, rule.months) if rule and rule.months else None)
    given = SupporterBadge.objects.create(supporter=supporter, badge=badge, since=first, until=last, given_by_id=by.pk)
    record(Act.CHANGE, "バッジを渡した", by=by, objects=[supporter.pk, given.pk],
           reason=lookup.label("supporter_badge", badge))  # fmt: skip
    return given


def _months_later(day: date, months: int) -> date:
    """The last day of a term of so many months."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = min(day.day, [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month])
    return date(year, month + 1, last) - timedelta(days=1)


@transaction.atomic
def end_badge(*, badge: SupporterBadge, by: Worker, on: date | None = None) -> SupporterBadge:
    """Taken off; it stays in the history."""
    require(rules.may_end_badge(badge, by))
    badge.until = max((on or clock.today()) - timedelta(days=1), badge.since)
    badge.save(update_fields=["until"])
    record(Act.CHANGE, "バッジを終えた", by=by, objects=[badge.supporter_id, badge.pk])
    return badge


def digest_of(token: str) -> str:
    """What is kept of the word of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def give_link(*, supporter: Supporter, by: Worker) -> str:
    """Her own link; those before end. The word is told once and kept by nobody."""
    require(rules.may_give_link(supporter, by))
    now, token = clock.now(), secrets.token_urlsafe(24)
    SupporterLink.objects.filter(supporter=supporter, ended_at=None).update(ended_at=now, ended_by_id=by.pk)
    until = clock.today() + timedelta(days=rules.help_settings().link_days)
    link = SupporterLink.objects.create(
        supporter=supporter, digest=digest_of(token), made_at=now, made_by_id=by.pk,
        until=min(until, supporter.until) if supporter.until else until,
    )  # fmt: skip
    record(Act.CHANGE, "本人専用のページをつくった", by=by, objects=[supporter.pk, link.pk])
    return token


@transaction.atomic
def end_link(*, link: SupporterLink, by: Worker) -> SupporterLink:
    """The page stops at once: a lost telephone, a letter gone astray."""
    require(rules.may_end_link(link, by))
    link.ended_at, link.ended_by_id = clock.now(), by.pk
    link.save(update_fields=["ended_at", "ended_by"])
    record(Act.CHANGE, "本人専用のページを止めた", by=by, objects=[link.supporter_id, link.pk])
    return link


@transaction.atomic
def set_badge_rule(*, by: Worker, badge: str, training: str = "", months: int | None = None) -> BadgeRule:
    """What a badge needs in this town."""
    require(rules.may_set_badge_rule(by))
    rule, _ = BadgeRule.objects.update_or_create(badge=badge, defaults={"training": training, "months": months})
    record(Act.CHANGE, "バッジの決まりを変えた", by=by, objects=[rule.pk], reason=f"{badge} {training} {months or ''}")
    return rule


@transaction.atomic
def change_help_settings(*, by: Worker, **numbers: Any) -> HelpSettings:
    """The numbers of the town for supporters and what they tell."""
    require(rules.may_change_help_settings(by))
    kept = HelpSettings.objects.first() or HelpSettings.objects.create()
    HelpSettings.objects.filter(pk=kept.pk).update(version=kept.version + 1, **numbers)
    kept.refresh_from_db()
    record(Act.CHANGE, "見守りの設定を変えた", by=by, objects=[kept.pk])
    return kept


@transaction.atomic
def add_route(*, by: Worker, stream: str, agency: Agency, area: Area | None = None, kind: str = "",
              since: date | None = None) -> Route:  # fmt: skip
    """A further rule of the way; an equal one before it ends."""
    require(rules.may_add_route(by))
    first = since or clock.today()
    same = Route.objects.filter(stream=stream, area=area, kind=kind, until=None, since__lt=first)
    same.update(until=first - timedelta(days=1))
    Route.objects.filter(stream=stream, area=area, kind=kind, until=None, since=first).delete()
    route = Route.objects.create(stream=stream, agency=agency, area=area, kind=kind, since=first)
    record(Act.CHANGE, "届け先の決まりを加えた", by=by, objects=[route.pk])
    return route


@transaction.atomic
def end_route(*, route: Route, by: Worker) -> Route:
    """Not used from today on; what it has brought stays where it is."""
    require(rules.may_end_route(route, by))
    route.until = clock.today() - timedelta(days=1)
    route.save(update_fields=["until"])
    record(Act.CHANGE, "届け先の決まりを終えた", by=by, objects=[route.pk])
    return route
