"""Writing of places (拠点・居場所). Groups, sessions and the freshness of the register have files of their own."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker

from . import rules
from .enums import ConfirmedHow
from .freshness import ask_place_to_check, confirm_by_link, settle_suggestion, suggest_change
from .groups import (
    advance_group,
    change_group,
    enter_member,
    found_group,
    leave_place,
    log_support,
    share_place,
    take_member_out,
)
from .models import Place, RegisterSetting
from .sessions import book_venue, call_off_session, cancel_booking, change_session, hold_session

__all__ = [
    "advance_group", "ask_place_to_check", "book_venue", "call_off_session", "cancel_booking", "change_group",
    "change_place", "change_session", "close_place", "confirm_by_link", "confirm_place", "enter_member",
    "found_group", "hold_session", "leave_place", "log_support", "register_place", "reopen_place", "set_register",
    "settle_suggestion", "share_place", "suggest_change", "take_member_out",
]  # fmt: skip

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def register_place(*, by: Worker, name: str, **facts: Any) -> Place:
    """A further place (拠点・居場所)."""
    require(rules.may_register_place(by))
    place = Place.objects.create(name=name, **facts)
    record(Act.CHANGE, "居場所を登録", by=by, objects=[place.pk])
    return place


@transaction.atomic
def change_place(*, place: Place, by: Worker, version: int | None = None, **changes: Any) -> Place:
    """What is known of the place now; nothing lost when two write at once."""
    require(rules.may_change_place(place, by))
    was = place.version if version is None else version
    if not Place.objects.filter(pk=place.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    place.refresh_from_db()
    record(Act.CHANGE, "居場所を直した", by=by, objects=[place.pk])
    return place


@transaction.atomic
def confirm_place(*, place: Place, by: Worker, on: date | None = None) -> Place:
    """A worker asked there: the entry still holds (確かめた)."""
    require(rules.may_confirm_place(place, by))
    return change_place(
        place=place, by=by, confirmed_on=on or clock.today(), confirmed_by=by.pk, confirmed_how=ConfirmedHow.WORKER
    )


@transaction.atomic
def close_place(*, place: Place, by: Worker, on: date | None = None, why: str = "") -> Place:
    """It is no longer there; groups that used it are noted as having left."""
    day = on or clock.today()
    require(rules.may_close_place(place, by, day))
    place.uses.filter(until=None).update(until=day)
    return change_place(place=place, by=by, closed=True, closed_on=day, closed_why=why, shown_to_public=False)


@transaction.atomic
def reopen_place(*, place: Place, by: Worker) -> Place:
    """It is there again."""
    require(rules.may_reopen_place(place, by))
    return change_place(place=place, by=by, closed=False, closed_on=None, closed_why="")


@transaction.atomic
def set_register(*, by: Worker, check_months: int, link_days: int) -> RegisterSetting:
    """After how many months an entry counts as old, how long a link lives (台帳の決まり)."""
    require(rules.may_set_register(by))
    setting, _ = RegisterSetting.objects.update_or_create(
        municipality=by.municipality, defaults={"check_months": check_months, "link_days": link_days}
    )
    record(Act.CHANGE, "居場所の台帳の決まりを変えた", by=by, objects=[setting.pk])
    return setting
