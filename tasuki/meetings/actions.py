"""Writing of meetings: bodies and sittings here, items in `items`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import update_versioned
from tasuki.plans.actions import RoleLine
from tasuki.shared import clock
from tasuki.shared.calendar_jp import day_time, fiscal_year, fiscal_year_label, local_day
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency
from tasuki.tenancy.numbers import next_number

from . import rules
from .calling import accept_secrecy, call, open_packet, uncall
from .enums import SHORT, Form, ItemStatus, LegalType, SittingStatus
from .items import close_item, conclude_item, finish_role, freeze, put_on_agenda, withdraw_item
from .models import Body, BodyMember, Item, ItemCall, Sitting

BODY_COLUMNS = {"name", "legal_types", "host_agency", "decided_by", "purpose", "how_often", "closed_on"}


@transaction.atomic
def found_body(*, by: Worker, key: str, name: str, legal_types: Iterable[str], host_agency: Agency,
               decided_by: Body | None = None, purpose: str = "", how_often: str = "",
               members: Iterable[Agency] = ()) -> Body:  # fmt: skip
    """A new body with its list of members (別表); being a member opens nothing."""
    require(rules.may_found_body(by))
    kinds = list(legal_types)
    require(refuse_unless(kinds, "法的な位置づけを選んでください。"))
    body = Body.objects.create(
        key=key, name=name, legal_types=kinds, host_agency=host_agency, decided_by=decided_by, purpose=purpose,
        how_often=how_often,
    )  # fmt: skip
    _set_members(body, members)
    record(Act.CHANGE, "会議体を設けた", by=by, objects=[body.pk])
    return body


@transaction.atomic
def change_body(*, body: Body, by: Worker, members: Iterable[Agency] | None = None, **columns: Any) -> Body:
    """Change a body or its members."""
    require(rules.may_change_body(body, by))
    if unknown := set(columns) - BODY_COLUMNS:
        raise TypeError(f"会議体にない欄：{'、'.join(sorted(unknown))}")
    for name, value in columns.items():
        setattr(body, name, value)
    body.save()
    if members is not None:
        _set_members(body, members)
    record(Act.CHANGE, "会議体を変えた", by=by, objects=[body.pk])
    return body


def _set_members(body: Body, members: Iterable[Agency]) -> None:
    body.members.all().delete()
    BodyMember.objects.bulk_create(BodyMember(body=body, agency=agency) for agency in members)


@transaction.atomic
def convene(*, body: Body, by: Worker, at: datetime, form: str, place: str = "", legal_type: str | None = None,
            subject: str = "", until_text: str = "") -> Sitting:  # fmt: skip
    """A sitting on a day, in one of the body's legal types (the first, if not named)."""
    require(rules.may_convene(body, by, legal_type or ""))
    kind = legal_type or body.legal_types[0]
    sitting = Sitting.objects.create(
        body=body, number=_number(kind, at), legal_type=kind, at=at, form=form, place=place, subject=subject,
        until_text=until_text, called_by_id=by.pk,
    )  # fmt: skip
    record(Act.CHANGE, f"会議を招集した（{body.name} {day_time(at)}）", by=by, objects=[sitting.pk, body.pk])
    return sitting


def _number(kind: str, at: datetime) -> str:
    """開催番号: fiscal year, type, the how manieth of the year; it stays when the day is moved."""
    year, short = fiscal_year(local_day(at)), SHORT[LegalType(kind)]
    return f"{fiscal_year_label(year).removesuffix('年度')}-{short}-{next_number(f'sitting-{kind}-{year}'):03d}"


@transaction.atomic
def move(*, sitting: Sitting, at: datetime, by: Worker, reason: str, form: str = "", place: str | None = None,
         ) -> Sitting:  # fmt: skip
    """To another day, hour or place (日時・場所の変更); items, calls and pledges go with it."""
    require(rules.may_move(sitting, by) & refuse_unless(reason.strip(), "変更の理由を書いてください。"))
    form, place = form or sitting.form, sitting.place if place is None else place
    was, now = [
        (day_time(when), Form(how).label, where)
        for when, how, where in ((sitting.at, sitting.form, sitting.place), (at, form, place))
    ]
    changed = [
        f"{old or '記入なし'} から {new or '記入なし'} に" for old, new in zip(was, now, strict=True) if old != new
    ]
    told = f"{'、'.join(changed)}変更（{reason.strip()}）"
    moved = "\n".join(filter(None, [sitting.moved_text, told]))
    update_versioned(sitting, None, {"at": at, "form": form, "place": place, "moved_text": moved})
    record(Act.CHANGE, "会議の日時・場所を変えた", by=by, objects=[sitting.pk], reason=told)
    return sitting


@transaction.atomic
def hold(*, sitting: Sitting, by: Worker, minutes: str = "", attended_text: str = "", next_on: date | None = None,
         version: int | None = None) -> Sitting:  # fmt: skip
    """It was held: who came, what was said beside the cases, when the next is."""
    require(rules.may_hold(sitting, by))
    changes = {"minutes": minutes, "attended_text": attended_text, "next_on": next_on, "status": SittingStatus.HELD}
    update_versioned(sitting, version, changes)
    record(Act.CHANGE, "会議の開催を記した", by=by, objects=[sitting.pk])
    return sitting


@transaction.atomic
def cancel(*, sitting: Sitting, by: Worker, reason: str) -> Sitting:
    """It does not take place: its items end, and their papers are collected."""
    require(rules.may_cancel(sitting, by))
    require(refuse_unless(reason.strip(), "中止の理由を書いてください。"))
    update_versioned(sitting, None, {"status": SittingStatus.CANCELLED, "minutes": f"中止：{reason}"})
    with on_behalf_of_all():
        now = clock.now()
        ItemCall.objects.filter(sitting=sitting, until=None).update(until=now)
        open_items = Item.objects.filter(sitting=sitting, closed_at=None)
        open_items.update(status=ItemStatus.CLOSED, closed_at=now)
    record(Act.CHANGE, "会議を中止した", by=by, objects=[sitting.pk], reason=reason)
    return sitting


__all__ = [
    "RoleLine", "accept_secrecy", "call", "cancel", "change_body", "close_item", "conclude_item", "convene",
    "finish_role", "found_body", "freeze", "hold", "move", "open_packet", "put_on_agenda", "uncall", "withdraw_item",
]  # fmt: skip
