"""Actions of the desk on what a resident wrote (住民からのことば): read, answered, passed on, taken as a consultation."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.calendar_jp import add_business_days
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import actions, rules
from .messages_enums import MessageState
from .messages_models import MessageAnswer, ResidentMessage
from .models import Consultation

ROUTE = "portal"  # code list consultation_route: 市民向けページ


@transaction.atomic
def see_message(*, message: ResidentMessage, by: Worker) -> ResidentMessage:
    """Opened by the desk for the first time."""
    require(rules.may_see_message(message, by))
    if message.state == MessageState.NEW:
        _write(message, state=MessageState.SEEN, seen_at=clock.now(), seen_by=by)
        record(Act.CHANGE, "住民からのことばを読んだ", by=by, objects=[message.pk])
    return message


@transaction.atomic
def answer_message(*, message: ResidentMessage, by: Worker, text: str) -> MessageAnswer:
    """An answer that the resident can read with her number and word."""
    require(rules.may_answer_message(message, by))
    if not text.strip():
        raise Refused("返事を書いてください。")
    answer = MessageAnswer.objects.create(
        message=message, text=text.strip(), at=clock.now(), worker_id=by.pk, agency_id=by.agency_id
    )
    if message.state in (MessageState.NEW, MessageState.SEEN):
        _write(message, state=MessageState.ANSWERED, seen_at=message.seen_at or clock.now(),
               seen_by_id=message.seen_by_id or by.pk)  # fmt: skip
    record(Act.CHANGE, "住民に返事をした", by=by, objects=[message.pk])
    return answer


@transaction.atomic
def pass_message(*, message: ResidentMessage, by: Worker, agency: Agency) -> ResidentMessage:
    """To the desk it belongs to; the days for an answer begin anew there, and the one that passed it sees it no more."""
    require(rules.may_pass_message(message, by, agency))
    due_on = add_business_days(clock.today(), 1)
    with on_behalf_of_all():  # it leaves the sight of the desk that passes it on
        _write(message, agency=agency, state=MessageState.NEW, due_on=max(message.due_on, due_on))
    record(Act.CHANGE, "住民からのことばを回した", by=by, objects=[message.pk], reason=agency.name)
    return message


@transaction.atomic
def take_message(*, message: ResidentMessage, by: Worker) -> Consultation:
    """One step to a consultation: her words, her contact, the route; the desk goes on as with any other."""
    require(rules.may_take_message(message, by))
    consultation = actions.take_consultation(
        by=by, at=message.at, route=ROUTE, words=message.words, anonymous=not (message.name or message.contact),
        caller_name=message.name, caller_contact=message.contact[:80], area=message.area,
    )  # fmt: skip
    _write(message, state=MessageState.TAKEN, consultation=consultation, ended_at=clock.now(),
           seen_at=message.seen_at or clock.now(), seen_by_id=message.seen_by_id or by.pk)  # fmt: skip
    record(Act.CHANGE, "住民からのことばを相談として受けた", by=by, objects=[message.pk, consultation.pk])
    return consultation


@transaction.atomic
def close_message(*, message: ResidentMessage, by: Worker, note: str) -> ResidentMessage:
    """Nothing more is to be done (answered, mischief, not for us); why stays."""
    require(rules.may_close_message(message, by))
    if not note.strip():
        raise Refused("終えたわけを書いてください。")
    _write(message, state=MessageState.CLOSED, note=note.strip(), ended_at=clock.now())
    record(Act.CHANGE, "住民からのことばを終えた", by=by, objects=[message.pk], reason=note.strip())
    return message


def _write(message: ResidentMessage, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=[name.removesuffix("_id") for name in changes])
