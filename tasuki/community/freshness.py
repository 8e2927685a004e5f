"""Writing of checks and suggestions (場所への確認・台帳への提案): a place asked by a link, its answer queued."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale, require
from tasuki.staff.models import Worker

from . import rules
from .enums import ConfirmedHow, SuggestionState
from .models import Place, PlaceCheck, RegisterSetting, Suggestion

# What may be suggested from outside and by any worker, in the order in which it is shown.
SUGGESTIBLE = (
    "name", "kana", "opening", "where", "access", "cost", "conditions", "capacity", "accessibility", "languages",
    "contact_name", "contact_phone", "url", "description", "closed",
)  # fmt: skip
LINK_OVER = "このリンクは使えなくなっています。新しいリンクを役所や社協に頼んでください。"
NOTHING_SAID = "変わることを、一つは書いてください。"
ALREADY = "ほかの人が先に確かめました。"


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask_place_to_check(*, place: Place, by: Worker) -> str:
    """A new link for the place itself; the earlier one ends. Returns the token, which is kept nowhere."""
    require(rules.may_ask_place_to_check(place, by))
    now, token = clock.now(), secrets.token_urlsafe(24)
    PlaceCheck.objects.filter(place=place, answered_at=None, ended_at=None).update(ended_at=now)
    setting = RegisterSetting.objects.first() or RegisterSetting()
    check = PlaceCheck.objects.create(
        place=place, digest=digest_of(token), sent_at=now, sent_by_id=by.pk,
        until=now.date() + timedelta(days=setting.link_days),
    )  # fmt: skip
    record(Act.CHANGE, "場所への確認のリンクを作った", by=by, objects=[place.pk, check.pk])
    return token


@transaction.atomic
def end_check(*, check: PlaceCheck, by: Worker) -> PlaceCheck:
    """The link works no more."""
    require(rules.may_end_check(check, by))
    check.ended_at = clock.now()
    check.save(update_fields=["ended_at"])
    record(Act.CHANGE, "場所への確認のリンクを止めた", by=by, objects=[check.place_id, check.pk])
    return check


def check_of(token: str) -> PlaceCheck | None:
    """The running check of a link; None when it is unknown, answered, stopped or too old."""
    found = PlaceCheck.objects.filter(
        digest=digest_of(token), answered_at=None, ended_at=None, until__gte=clock.today()
    ).first()
    return found if found and not found.place.closed else None


@transaction.atomic
def confirm_by_link(
    *, token: str, changes: dict[str, Any] | None = None, words: str = "", by: Worker | None = None
) -> Suggestion:
    """The answer of the place: nothing changed, or what is different; a worker looks at it before it holds."""
    check = check_of(token)
    if check is None:
        raise Refused(LINK_OVER)
    differing = differences(check.place, changes or {})
    same = not differing and not words
    if not PlaceCheck.objects.filter(pk=check.pk, answered_at=None).update(answered_at=clock.now(), same=same):
        raise Refused(LINK_OVER)
    made = Suggestion.objects.create(
        place_id=check.place_id, check_link=check, at=clock.now(), changes=differing, words=words
    )
    record(Act.CHANGE, "場所から台帳の確認の返事", objects=[check.place_id, made.pk])
    return made


@transaction.atomic
def suggest_change(*, place: Place, by: Worker, changes: dict[str, Any], words: str = "") -> Suggestion:
    """What a worker noticed that differs from the entry."""
    require(rules.may_suggest_change(place, by))
    differing = differences(place, changes)
    if not differing and not words:
        raise Refused(NOTHING_SAID)
    made = Suggestion.objects.create(place=place, by_id=by.pk, at=clock.now(), changes=differing, words=words)
    record(Act.CHANGE, "台帳への提案", by=by, objects=[place.pk, made.pk])
    return made


def differences(place: Place, changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """{field: {old, new}} of what really differs; other fields than the suggestible ones are not heard."""
    told = {field: changes[field] for field in SUGGESTIBLE if field in changes}
    return {
        field: {"old": getattr(place, field), "new": new}
        for field, new in told.items()
        if _plain(new) != _plain(getattr(place, field))
    }


def _plain(value: Any) -> Any:
    """Ticks in another order and lines ended in another way are the same."""
    return (
        sorted(value) if isinstance(value, list) else value.replace("\r\n", "\n") if isinstance(value, str) else value
    )


@transaction.atomic
def settle_suggestion(*, suggestion: Suggestion, by: Worker, taken: Collection[str] = (), note: str = "") -> Suggestion:
    """Field by field taken over or left; an answer of the place itself makes the entry fresh."""
    require(rules.may_settle_suggestion(suggestion, by))
    changes = {field: change | {"taken": field in taken} for field, change in suggestion.changes.items()}
    settled = Suggestion.objects.filter(pk=suggestion.pk, version=suggestion.version).update(
        state=SuggestionState.DONE, changes=changes, settled_by=by.pk, settled_at=clock.now(), settled_note=note,
        version=suggestion.version + 1,
    )  # fmt: skip
    if not settled:
        raise Stale(ALREADY)
    _take_over(suggestion, by, {field: one["new"] for field, one in changes.items() if one["taken"]})
    suggestion.refresh_from_db()
    record(Act.CHANGE, "台帳への提案を確かめた", by=by, objects=[suggestion.place_id, suggestion.pk])
    return suggestion


def _take_over(suggestion: Suggestion, by: Worker, new: dict[str, Any]) -> None:
    place = Place.objects.select_for_update().get(pk=suggestion.place_id)
    facts: dict[str, Any] = dict(new)
    if suggestion.check_link_id:
        facts |= {"confirmed_on": suggestion.at.astimezone(clock.JAPAN).date(), "confirmed_how": ConfirmedHow.LINK,
                  "confirmed_by": by.pk}  # fmt: skip
    if facts.get("closed"):
        require(rules.may_close_place(place, by))
        facts |= {"closed_on": clock.today(), "shown_to_public": False}
    if facts:
        Place.objects.filter(pk=place.pk).update(version=place.version + 1, **facts)


@transaction.atomic
def settle_unchanged(*, by: Worker) -> int:
    """All answers that say 「変わりありません」 at once."""
    require(rules.may_settle_unchanged(by))
    waiting = Suggestion.objects.filter(
        state=SuggestionState.WAITING, changes={}, words="", check_link__isnull=False
    ).order_by("at")
    settled = [settle_suggestion(suggestion=one, by=by) for one in waiting]
    return len(settled)


@transaction.atomic
def withdraw_suggestion(*, suggestion: Suggestion, by: Worker) -> Suggestion:
    """She who suggested it takes it back."""
    require(rules.may_withdraw_suggestion(suggestion, by))
    Suggestion.objects.filter(pk=suggestion.pk).update(state=SuggestionState.WITHDRAWN, version=suggestion.version + 1)
    suggestion.refresh_from_db()
    record(Act.CHANGE, "台帳への提案を取り下げた", by=by, objects=[suggestion.place_id, suggestion.pk])
    return suggestion
