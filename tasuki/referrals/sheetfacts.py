"""What the form of a sheet begins from, and what the page of a sheet shows (つなぐシートの材料). Reads only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.cases.models import Case
from tasuki.cases.reading import members_of
from tasuki.codes.lookup import label, labels
from tasuki.codes.sheet_answers import Read, read, said
from tasuki.intake.models import Consultation
from tasuki.people.enums import ConsentAnswer
from tasuki.people.models import Consent, Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_short, wareki_time
from tasuki.shared.held import barred
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from .access import Sheet
from .models import ReferralTarget

NOT_ASKED = "同意はまだたずねていない"


def receivers(worker: Worker) -> QuerySet[Agency]:
    """Agencies in service that take sheets, but not my own."""
    running = Q(closed_on=None) | Q(closed_on__gt=clock.today())
    return Agency.objects.filter(running, takes_referrals=True).exclude(pk=worker.agency_id)


def persons_of_case(case: Case, worker: Worker) -> dict[UUID, str]:
    """Members whom the sender may name, each with relation, age and the state of her consent."""
    shown = {one.person_id: one for one in members_of(case, worker) if one.shown}
    words = consent_words(shown)
    return {key: _label(one.shown, one.relation, words[key]) for key, one in shown.items()}


def persons_of_consultation(consultation: Consultation, worker: Worker) -> dict[UUID, str]:
    """The person of the consultation, if somebody is known."""
    found = Person.objects.visible_to(worker).filter(pk=consultation.person_id)
    words = consent_words([consultation.person_id] if consultation.person_id else [])
    return {person.pk: _label(person, "", words[person.pk]) for person in found}


def _label(person: Person, relation: str, consent: str) -> str:
    age = person.age()
    words = [label("relation_type", relation) if relation else "", age.label if age and age.low is not None else ""]
    more = "・".join(filter(None, words))
    return f"{person.full_name}{f'（{more}）' if more else ''} ― {consent}"


def consent_words(persons: Iterable[UUID]) -> dict[UUID, str]:
    """The newest answer of each person, in words."""
    keys = list(persons)
    newest = Consent.objects.filter(person__in=keys).order_by("person", "-asked_on", "-id").distinct("person")
    words = dict.fromkeys(keys, NOT_ASKED)
    words.update({consent.person_id: _consent(consent) for consent in newest})
    return words


def _consent(consent: Consent) -> str:
    if consent.withdrawn_at:
        return "同意を撤回した"
    if consent.answer != ConsentAnswer.GIVEN:
        return {"refused": "同意を断った", "undecided": "同意を考えている"}[consent.answer]
    if consent.until and consent.until < clock.today():
        return f"同意の期限が切れた（{wareki_short(consent.until)}まで）"
    return f"同意あり（{wareki_short(consent.asked_on)}）"


def from_case(case: Case) -> dict[str, Any]:
    """What the form begins with: the case as its last worker left it in 「いま」."""
    following = f"次の一手：{case.next_text}" if case.next_text else ""
    return {
        "household_label": case.label, "topics": case.topics,
        "so_far": "\n".join(filter(None, (case.now_text, following))),
    }  # fmt: skip


def from_consultation(consultation: Consultation) -> dict[str, Any]:
    """What the form begins with: the words as they were spoken and the response on the spot."""
    return {
        "household_label": str(consultation.about_whom or "相談された世帯")[:120], "topics": consultation.topics,
        "urgency": consultation.urgency, "complaint": barred(consultation.words), "so_far": barred(consultation.response),
        "persons": [consultation.person_id] if consultation.person_id else [],
    }  # fmt: skip


def asked_of(said: str) -> dict[str, Any]:
    """The agency named in the address (初動の窓口), ticked beforehand."""
    try:
        return {"to": [UUID(said)]}
    except ValueError:
        return {}


def read_of(sheet: Sheet) -> Read:
    """The sheet in the version in which it was sent."""
    return read("referral", sheet.referral)


def facts(sheet: Sheet) -> list[tuple[str, Any]]:
    """The sender's half as names and values, in the words of the version in which it was sent."""
    one, done = sheet.referral, read_of(sheet)
    named = [f"{row.shown}{'［同意あり］' if row.consented else '［同意なし］'}" for row in one.persons.all()]
    phone = f"　電話 {one.from_agency.phone}" if one.from_agency.phone else ""
    called = done.labels
    return [
        (called["from_agency"], f"{one.from_agency}　{one.written_by.name}{phone}"),
        (called["sent_at"], wareki_time(one.sent_at)),
        (called["to"], "、".join(str(target.to_agency) for target in sheet.targets)),
        (called["household_label"], f"{one.household_label}{f'（{one.area_name}）' if one.area_name else ''}"),
        (called["persons"], "、".join(named)),
        (called["consent"], one.get_consent_display()),
        *([(called["ground_reason"], one.ground_reason)] if one.ground_reason else []),
        (called["purpose"], one.get_purpose_display()),
        (called["urgency"], label("urgency", one.urgency) if one.urgency else ""),
        (called["topics"], "、".join(labels("consultation_topic", one.topics))),
        (called["accompany"], "できる" if one.accompany else "予定なし"),
        (called["scope"], opens(sheet)),
        *done.told["sender"], *done.told["receiver"], *done.told["whom"],
    ]  # fmt: skip


TEXTS = ("people_text", "complaint", "so_far", "wanted")


def written(sheet: Sheet) -> list[tuple[str, str, bool]]:
    """What the sender wrote, in the order of the sheet, added questions too; what is wanted stands out."""
    one, lines = sheet.referral, []
    for section in read_of(sheet).sheet.sections:
        for field in section.fields if section.key == "tell" else ():
            text = getattr(one, field.key) if field.key in TEXTS else said(field, one.answers.get(field.key))
            if text and (field.key in TEXTS or not field.column):
                lines.append((field.label, text, field.key == "wanted"))
    return lines


def opens(sheet: Sheet) -> str:
    """What acceptance opens, in words."""
    if sheet.referral.purpose in ("coordinate", "take_over") or (
        sheet.referral.consultation_id and not sheet.referral.case_id
    ):
        return "受理した機関が主担当になります"
    return "、".join(Scope(sheet.referral.scope).labels())


def answer_facts(target: ReferralTarget) -> list[tuple[str, Any]]:
    """The receiver's half: what paper lacks."""
    seen = f"{wareki_time(target.seen_at)}　{target.seen_by}" if target.seen_at else ""
    answered = f"{wareki_time(target.answered_at)}　{target.answered_by}" if target.answered_at else ""
    pairs = [
        ("回答期限", wareki_short(target.due_on)), ("開いた日時", seen), ("回答した日時", answered),
        ("結果", target.get_status_display() if target.answered_at else ""), ("担当者", target.worker or ""),
        ("理由・返事", target.reason),
    ]  # fmt: skip
    if target.proposed_agency:
        pairs.append(("ほかの窓口の提案", str(target.proposed_agency)))
    if target.back_at:
        pairs += [("つなぎもどし", f"{wareki_time(target.back_at)}　{target.back_by}"), ("まとめ", target.back_summary)]
    if target.confirmed_at:
        pairs.append(("もどしの確認", f"{wareki_time(target.confirmed_at)}　{target.confirmed_by}"))
    return pairs
