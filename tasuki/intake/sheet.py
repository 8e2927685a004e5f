"""One consultation as it is read: who, what was said, what became of it (受付票を読む)."""

from typing import Any

from tasuki.codes.lookup import label, labels
from tasuki.codes.sheet_answers import read
from tasuki.community.schemes_reading import for_topics
from tasuki.people.card import born
from tasuki.people.models import Person
from tasuki.people.protection import HIDDEN, sees_whereabouts
from tasuki.staff.models import Worker

from . import rules
from .enums import Outcome
from .first_response import suggestion_for
from .lists import TONES, URGENT, who
from .models import Consultation, FirstChoice


def shown(consultation: Consultation, worker: Worker) -> dict[str, Any]:
    """Everything of the page; the person only if the reader may know her."""
    person = Person.objects.visible_to(worker).filter(pk=consultation.person_id).first()
    urgency = consultation.urgency
    return {
        "consultation": consultation,
        "read": read("intake", consultation),
        "who": who(consultation, person),
        "person": person,
        "undisclosed": consultation.person_id is not None and person is None,
        "person_facts": _person_facts(person) if person else [],
        "facts": _facts(consultation),
        "caller_facts": _caller_facts(consultation, hidden=hides_contact(consultation, worker)),
        "topics": labels("consultation_topic", consultation.topics),
        "main_topic": label("consultation_topic", consultation.main_topic) if consultation.main_topic else "",
        "urgency": label("urgency", urgency) if urgency else "",
        "urgency_tone": URGENT.get(urgency, "gray"),
        "tone": TONES[Outcome(consultation.outcome)],
        "schemes": for_topics(worker, consultation.topics) if consultation.topics else [],
        "may_change": rules.may_change_consultation(consultation, worker),
        "may_conclude": rules.may_conclude(consultation, worker),
        **_first(consultation, worker),
    }


def _first(consultation: Consultation, worker: Worker) -> dict[str, Any]:
    """Who answers first, by the town's rules, and what was chosen (初動の窓口)."""
    chosen = FirstChoice.objects.visible_to(worker).filter(consultation=consultation.pk).select_related("chosen", "by")
    closed = worker.agency.municipality.extra_closed_days
    return {"first_choice": chosen.first(), "suggestion": suggestion_for(consultation, closed)}


def _facts(consultation: Consultation) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = [
        ("経路", label("consultation_route", consultation.route)),
        ("受付", f"{consultation.agency} {consultation.worker}"),
        ("圏域", consultation.area),
    ]
    optional = [
        ("紹介元", label("introducer", consultation.introducer) if consultation.introducer else ""),
        ("場所", consultation.place),
        ("かかった時間", f"{consultation.minutes}分" if consultation.minutes else ""),
        ("もと", _paper(consultation)),
    ]
    return lines + [(name, value) for name, value in optional if value]


def _paper(consultation: Consultation) -> str:
    """That it stood on paper first, with its number and who wrote it."""
    return "　".join(filter(None, ("紙から入力" if consultation.from_paper else "", consultation.paper_number,
                                 consultation.paper_taker)))  # fmt: skip


def hides_contact(consultation: Consultation, worker: Worker) -> bool:
    """The number left by or for a person under protection is read by those named for her only."""
    person = (
        Person.objects.filter(pk=consultation.person_id, protected=True).first() if consultation.person_id else None
    )
    return person is not None and not sees_whereabouts(person, worker)


def _caller_facts(consultation: Consultation, *, hidden: bool) -> list[tuple[str, Any]]:
    """Empty when the person came herself and said nothing else."""
    told = [
        ("来談者", consultation.caller_name), ("本人との関係", consultation.caller_relation),
        ("連絡先", HIDDEN if hidden and consultation.caller_contact else consultation.caller_contact),
    ]  # fmt: skip
    if consultation.anonymous:
        told.insert(0, ("名前", "匿名を希望"))
    if consultation.keep_caller:
        told.append(("扱い", "本人に渡す書類には出しません（情報元）"))
    return [(name, value) for name, value in told if value]


def _person_facts(person: Person) -> list[tuple[str, Any]]:
    return [("カナ", person.kana), ("生年月日", born(person)), ("性別", person.get_sex_display())]
