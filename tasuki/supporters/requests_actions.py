"""Writing of neighbourly requests (ちょっと困った): opened, checked, offered, taken, done, thanked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency, Area
from tasuki.tenancy.numbers import number_of_the_year

from . import requests_rules as rules
from .models import Supporter
from .points_actions import keep_activity
from .points_models import PointRule
from .points_rules import alone, in_order, rule_on
from .requests_enums import RequestStatus, TakingEnd
from .requests_models import HelpAsker, HelpRequest, HelpTaking, RequestTerms

NO_LONGER = "ちょうど今、ほかの人が進めました。いまの状態を確かめてください。"
QUICKER = "ひと足先に、ほかの人が手をあげました。ありがとうございます。"
NO_DESK = "受ける窓口が決まっていません。"
GONE = "この手伝いは、もう募集していません。"
NEIGHBOURLY = "neighbourly"


@transaction.atomic
def open_request(*, by: Worker | None, kind: str, words: str, name: str, keeper: Agency | None = None,
                 agency: Agency | None = None, area: Area | None = None, near: str = "", when_text: str = "",
                 wanted_by: date | None = None, address: str = "", phone: str = "", note: str = "") -> HelpRequest:  # fmt: skip
    """A small trouble told to a desk. Who asks, and where, lies apart from what is wanted."""
    require(rules.may_open_request(by))
    desk = agency.pk if agency else by.agency_id if by else None
    if desk is None:
        raise Refused(NO_DESK)
    help_request = HelpRequest.objects.create(
        number=number_of_the_year("help", "困"), kind=kind, words=words, area=area, near=near, when_text=when_text,
        wanted_by=wanted_by, agency_id=desk, keeper_id=keeper.pk if keeper else desk, opened_by=by,
        opened_at=clock.now(),
    )  # fmt: skip
    HelpAsker.objects.create(request=help_request, name=name, address=address, phone=phone, note=note)
    record(Act.CHANGE, "ちょっと困ったを受けた", by=by, objects=[help_request.pk], reason=help_request.number)
    return help_request


@transaction.atomic
def approve_request(*, help_request: HelpRequest, by: Worker) -> HelpRequest:
    """Checked by the coordinator: offered to those in the area who said they can do it."""
    require(rules.may_approve_request(help_request, by))
    _step(help_request, RequestStatus.OFFERED, approved_by=by, approved_at=clock.now())
    record(Act.CHANGE, "ちょっと困ったを確かめた", by=by, objects=[help_request.pk])
    return help_request


@transaction.atomic
def decline_request(*, help_request: HelpRequest, by: Worker, why: str) -> HelpRequest:
    """Nothing for neighbours."""
    require(rules.may_decline_request(help_request, by, why))
    _step(help_request, RequestStatus.DECLINED, closed_at=clock.now(), closed_why=why)
    record(Act.CHANGE, "ちょっと困ったを受けなかった", by=by, objects=[help_request.pk], reason=why)
    return help_request


@transaction.atomic
def cancel_request(*, help_request: HelpRequest, by: Worker, why: str) -> HelpRequest:
    """No longer wanted; whoever had taken it sees no name any more."""
    require(rules.may_cancel_request(help_request, by, why))
    HelpTaking.objects.filter(request=help_request, ended_at=None).update(
        ended_at=clock.now(), ended_how=TakingEnd.NOT_CHOSEN, ended_why=why
    )
    _step(help_request, RequestStatus.CANCELLED, closed_at=clock.now(), closed_why=why)
    record(Act.CHANGE, "ちょっと困ったを取りやめた", by=by, objects=[help_request.pk], reason=why)
    return help_request


@transaction.atomic
def take_request(*, help_request: HelpRequest | UUID, supporter: Supporter, by: Worker | None = None) -> HelpTaking:
    """A supporter raises her hand; the first one has it, and still knows no name."""
    asked = _found(help_request)
    require(rules.may_take_request(asked, supporter, by))
    try:
        with transaction.atomic():
            taking = HelpTaking.objects.create(
                request=asked, supporter=supporter, supporter_name=supporter.name,
                supporter_phone=supporter.phone if supporter.contact_agreed else "", taken_at=clock.now(),
                by_link=by is None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(QUICKER) from None
    _step(asked, RequestStatus.TAKEN)
    record(Act.CHANGE, "ちょっと困ったに手をあげた", by=by, objects=[asked.pk, taking.pk])
    return taking


@transaction.atomic
def accept_taker(*, help_request: HelpRequest, by: Worker) -> HelpTaking:
    """The coordinator asks her: from now on she sees name and address."""
    require(rules.may_accept_taker(help_request, by))
    taking = HelpTaking.objects.get(request=help_request, ended_at=None)
    taking.accepted_by, taking.accepted_at = by, clock.now()
    taking.save(update_fields=["accepted_by", "accepted_at"])
    _step(help_request, RequestStatus.ACCEPTED)
    record(Act.CHANGE, "ちょっと困ったを頼んだ", by=by, objects=[help_request.pk, taking.pk])
    return taking


@transaction.atomic
def refuse_taker(*, help_request: HelpRequest, by: Worker, why: str) -> HelpRequest:
    """Somebody else is looked for."""
    require(rules.may_refuse_taker(help_request, by, why))
    _step(help_request, RequestStatus.OFFERED)
    _leave(help_request, TakingEnd.NOT_CHOSEN, why)
    record(Act.CHANGE, "別の人に頼むことにした", by=by, objects=[help_request.pk], reason=why)
    return help_request


@transaction.atomic
def give_back_request(*, help_request: HelpRequest | UUID, supporter: Supporter | None = None, why: str = "",
                      by: Worker | None = None) -> HelpRequest:  # fmt: skip
    """She cannot after all: it is offered again, and the name is closed to her."""
    asked = _found(help_request)
    require(rules.may_give_back_request(asked, taking_of(asked, supporter), by))
    _step(asked, RequestStatus.OFFERED)
    _leave(asked, TakingEnd.GIVEN_BACK, why)
    record(Act.CHANGE, "ちょっと困ったを返した", by=by, objects=[asked.pk])
    return asked


@transaction.atomic
def finish_request(*, help_request: HelpRequest | UUID, starts_at: datetime, ends_at: datetime,
                   supporter: Supporter | None = None, words: str = "", by: Worker | None = None) -> HelpTaking:  # fmt: skip
    """It is done; where the rules give points for it, the activity waits for approval."""
    asked = _found(help_request)
    taking = taking_of(asked, supporter)
    require(rules.may_finish_request(asked, taking, by))
    require(in_order(starts_at, ends_at))
    assert taking is not None  # the rule has seen it
    taking.starts_at, taking.ends_at, taking.words = starts_at, ends_at, words
    if rule_on(PointRule.objects.all(), NEIGHBOURLY, starts_at.astimezone(clock.JAPAN).date()):
        require(alone(taking.supporter_id, starts_at, ends_at))
        taking.activity = keep_activity(
            supporter_id=taking.supporter_id, kind=NEIGHBOURLY, starts_at=starts_at, ends_at=ends_at, by_link=by is None,
            words=f"{asked.number} {lookup.label('help_kind', asked.kind)}", recorded_by=by,
        )  # fmt: skip
    taking.save(update_fields=["starts_at", "ends_at", "words", "activity"])
    _step(asked, RequestStatus.DONE)
    record(Act.CHANGE, "ちょっと困ったが済んだ", by=by, objects=[asked.pk, taking.pk])
    return taking


@transaction.atomic
def thank_request(*, help_request: HelpRequest, by: Worker, words: str) -> HelpRequest:
    """What the asker says comes back to the one who helped."""
    require(rules.may_thank_request(help_request, by))
    _step(help_request, RequestStatus.THANKED, thanks=words, closed_at=clock.now())
    record(Act.CHANGE, "お礼を伝えた", by=by, objects=[help_request.pk])
    return help_request


@transaction.atomic
def change_request_terms(*, by: Worker, **numbers: Any) -> RequestTerms:
    """After how many days a request surfaces."""
    require(rules.may_change_request_terms(by))
    kept = rules.terms()
    for name, value in numbers.items():
        setattr(kept, name, value)
    kept.save()
    record(Act.CHANGE, "ちょっと困ったの設定を変えた", by=by, objects=[kept.pk])
    return kept


def taking_of(help_request: HelpRequest, supporter: Supporter | None) -> HelpTaking | None:
    """The taking in force; hers, when a supporter asks. Whose it is may be in another desk's register."""
    takings = HelpTaking.objects.filter(request=help_request, ended_at=None)
    return (takings.filter(supporter=supporter.pk) if supporter is not None else takings).first()


def _found(help_request: HelpRequest | UUID) -> HelpRequest:
    """The request as it stands now; what is no longer offered is not there."""
    key = help_request.pk if isinstance(help_request, HelpRequest) else help_request
    found = HelpRequest.objects.filter(pk=key).first()
    if found is None:
        raise Refused(GONE)
    return found


def _leave(help_request: HelpRequest, how: TakingEnd, why: str) -> None:
    HelpTaking.objects.filter(request=help_request, ended_at=None).update(
        ended_at=clock.now(), ended_how=how, ended_why=why
    )


def _step(help_request: HelpRequest, status: RequestStatus, **facts: Any) -> None:
    """One state on, unless somebody else was quicker."""
    was = help_request.version
    rows = HelpRequest.objects.filter(pk=help_request.pk, version=was)
    if not rows.update(status=status, version=was + 1, **facts):
        raise Stale(NO_LONGER)
    help_request.status, help_request.version = status, was + 1
    for name, value in facts.items():
        setattr(help_request, name, value)
