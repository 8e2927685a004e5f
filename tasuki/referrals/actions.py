"""Writing of つなぐシート: sent, seen, talked about. The receiver's answers and the way back are in `answers`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.codes.lookup import label
from tasuki.codes.sheet_answers import given_now
from tasuki.intake.actions import conclude
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import add_business_days
from tasuki.shared.decisions import refuse_unless, require
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency
from tasuki.tenancy.numbers import number_of_the_year

from . import rules
from .answers import accept, confirm_hand_back, decline, end, hand_back
from .enums import ConsentState, Purpose, TargetStatus
from .holding import hold, keep, tell
from .models import Referral, ReferralMessage, ReferralPerson, ReferralTarget

__all__ = [
    "accept", "ask_back", "confirm_hand_back", "decline", "end", "hand_back", "reply", "see", "send_referral",
    "withdraw",
]  # fmt: skip


@transaction.atomic
def send_referral(*, by: Worker, to: Sequence[Agency], wanted: str, consent: str, case: Case | None = None,
                  consultation: Consultation | None = None, persons: Iterable[Person] = (),
                  consented: Iterable[Person] = (), ground_reason: str = "", purpose: str = Purpose.TOGETHER,
                  urgency: str = "", scope: Scope | None = None, complaint: str = "", so_far: str = "",
                  people_text: str = "", topics: Iterable[str] = (), accompany: bool = False,
                  household_label: str = "", answers: Mapping[str, Any] | None = None) -> Referral:  # fmt: skip
    """One sheet to one or several agencies, each with its own day by which to answer."""
    to, named = list(to), list(persons)
    agreed = {person.pk for person in (named if consent == ConsentState.GIVEN else consented)}
    require(rules.may_send_referral(by, case=case, consultation=consultation))
    require(rules.sound_sheet(
        by, to=to, purpose=purpose, consent=consent, ground_reason=ground_reason, persons=[p.pk for p in named],
        consented=agreed, case=case,
    ))  # fmt: skip
    relations = _relations(named, case, by)
    area = case.area if case else consultation.area if consultation else None
    referral = Referral.objects.create(
        number=number_of_the_year("referral", "つ"), case=case, consultation=consultation, from_agency_id=by.agency_id,
        written_by_id=by.pk, sent_at=clock.now(), purpose=purpose, urgency=urgency, consent=consent,
        ground_reason=ground_reason, scope=int(rules.scope_of(consent, scope)), area_name=area.name if area else "",
        household_label=household_label or (case.label if case else str(consultation)), people_text=people_text,
        complaint=complaint, topics=list(topics), so_far=so_far, wanted=wanted, accompany=accompany,
        **given_now("referral", clock.today(), answers),
    )  # fmt: skip
    ReferralPerson.objects.bulk_create(
        ReferralPerson(referral=referral, person=person, consented=person.pk in agreed,
                       shown=_shown(person, relations.get(person.pk, "")))
        for person in named
    )  # fmt: skip
    _address(referral, to, by)
    _note_sending(referral, to, named, by)
    return referral


def _relations(named: list[Person], case: Case | None, by: Worker) -> dict:
    """続柄 of the named persons; refuses whoever is not in the case or not known to the sender."""
    keys = {person.pk for person in named}
    known = set(Person.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    members = dict(case.members.values_list("person_id", "relation")) if case else dict.fromkeys(known, "")
    require(
        refuse_unless(
            keys <= known & set(members), "この件の世帯員ではない人、または知ることのできない人が選ばれています。"
        )
    )
    return members


def _shown(person: Person, relation: str) -> str:
    """How the sheet names somebody: 「花村 ウメ（母・86歳）」. No address, no contact."""
    age = person.age()
    words = [label("relation_type", relation) if relation else "", age.label if age and age.low is not None else ""]
    more = "・".join(filter(None, words))
    return person.full_name + (f"（{more}）" if more else "")


def _address(referral: Referral, to: list[Agency], by: Worker) -> None:
    """The targets, due after the municipality's number of business days."""
    town = by.agency.municipality
    due = add_business_days(clock.today(), town.referral_answer_days, town.extra_closed_days)
    ReferralTarget.objects.bulk_create(
        ReferralTarget(referral=referral, from_agency_id=by.agency_id, to_agency=agency, due_on=due) for agency in to
    )


def _note_sending(referral: Referral, to: list[Agency], named: list[Person], by: Worker) -> None:
    """Timeline, audit, and the consultation it came from."""
    names = "・".join(agency.name for agency in to)
    if referral.case:
        text = f"{names}へ（{referral.get_purpose_display()}）\n{referral.wanted}"
        about = named[0] if len(named) == 1 else None
        note_event(referral.case, EventKind.REFERRED, by=by, text=text, about=about, link=referral.get_absolute_url())
    elif referral.consultation and referral.consultation.outcome == Outcome.OPEN:
        note = f"つなぐシート {referral.number}：{names}"[:200]
        conclude(consultation=referral.consultation, by=by, outcome=Outcome.REFERRED, note=note)
    record(Act.CHANGE, "つなぐシートを送った", by=by, case=referral.case_id, objects=[referral.pk], count=len(to))


@transaction.atomic
def see(*, target: ReferralTarget, by: Worker) -> ReferralTarget:
    """Somebody opened the sheet; the first look by the receiver is told to the sender."""
    require(rules.may_see(target, by))
    record(
        Act.LOOK,
        "つなぐシートを開いた",
        by=by,
        case=target.referral.case_id,
        objects=[target.referral_id],
        ground="つなぎ",
    )
    if target.to_agency_id == by.agency_id and target.status == TargetStatus.SENT:
        hold(target)
        if target.status == TargetStatus.SENT:
            keep(target, status=TargetStatus.SEEN, seen_at=clock.now(), seen_by_id=by.pk)
    return target


@transaction.atomic
def ask_back(*, target: ReferralTarget, by: Worker, text: str) -> ReferralMessage:
    """The receiver asks before it answers (問い合わせ)."""
    hold(target)
    require(rules.may_ask_back(target, by))
    keep(
        target, status=TargetStatus.ASKED, seen_at=target.seen_at or clock.now(), seen_by_id=target.seen_by_id or by.pk
    )
    tell(target, EventKind.REFERRAL_ASKED, by=by, text=f"{target.to_agency.name}から：{text}")
    return _say(target, by, text, "つなぎに問い合わせた")


@transaction.atomic
def reply(*, target: ReferralTarget, by: Worker, text: str) -> ReferralMessage:
    """An answer to the question, or a word between the two desks later."""
    hold(target)
    require(rules.may_reply(target, by))
    return _say(target, by, text, "つなぎの問い合わせに答えた")


def _say(target: ReferralTarget, by: Worker, text: str, verb: str) -> ReferralMessage:
    record(Act.CHANGE, verb, by=by, case=target.referral.case_id, objects=[target.referral_id, target.pk])
    return ReferralMessage.objects.create(target=target, at=clock.now(), by_id=by.pk, agency_id=by.agency_id, text=text)


@transaction.atomic
def withdraw(*, target: ReferralTarget, by: Worker, reason: str) -> ReferralTarget:
    """The sender takes the sheet back before it was answered (取り下げ); the receiver no longer opens it."""
    hold(target)
    require(rules.may_withdraw(target, by))
    keep(target, status=TargetStatus.WITHDRAWN, open_to_receiver=False, reason=reason, ended_at=clock.now())
    tell(target, EventKind.REFERRED, by=by, text=f"{target.to_agency.name}へのつなぎを取り下げた：{reason}")
    record(Act.CHANGE, "つなぎを取り下げた", by=by, case=target.referral.case_id, objects=[target.pk])
    return target
