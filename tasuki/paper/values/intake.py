"""相談受付票 as the desk took it; whom it is about only as far as the reader may know her."""

from typing import Any
from uuid import UUID

from django.http import Http404

from tasuki.codes.lookup import label, labels
from tasuki.codes.sheet_definitions import load
from tasuki.intake.models import Consultation
from tasuki.intake.sheet import hides_contact
from tasuki.paper.kinds import Filled, Kind
from tasuki.paper.wording import MOST_PEOPLE, answers_in, words
from tasuki.people.card import born, shown_home
from tasuki.people.models import HIDDEN, Household, Person
from tasuki.people.protection import show_whereabouts
from tasuki.shared.calendar_jp import local_time, wareki
from tasuki.shared.held import barred
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """The sheet for the desk that took it; passages held back are barred on paper."""
    rows = Consultation.objects.visible_to(worker).select_related("agency", "worker", "area")
    one = rows.filter(pk=key).first()
    if one is None:
        raise Http404("この相談はありません。")
    definition = load("intake", getattr(one, "sheet_version", ""))
    person = Person.objects.visible_to(worker).filter(pk=one.person_id).first() if one.person_id else None
    values = answers_in(definition, one) | _taken(one) | _caller(one, worker) | _whom(one, person, worker)
    objects = [one.pk, *([one.person_id] if one.person_id else [])]
    variant = "without" if values.get("why_no_consent") or one.third_hand or one.anonymous or person is None else "with"
    return Filled("相談受付票", wareki(one.at), values, version=definition.version, objects=objects, ground="自機関の受付",
                  variant=variant, signers=[""])  # fmt: skip


def _taken(one: Consultation) -> dict[str, str]:
    minutes = f"{one.minutes}分" if one.minutes else ""
    return {
        "at": f"{wareki(one.at)} {local_time(one.at):%H:%M}", "taken_on": wareki(one.at), "taken_at": f"{local_time(one.at):%H:%M}",
        "agency": str(one.agency), "worker": one.worker.name, "minutes": minutes, "area": words(one.area),
        "route": label("consultation_route", one.route), "introducer": label("introducer", one.introducer) if one.introducer else "",
        "topics": "、".join(labels("consultation_topic", one.topics)),
        "main_topic": label("consultation_topic", one.main_topic) if one.main_topic else "",
        "urgency": label("urgency", one.urgency) if one.urgency else "", "words": barred(one.words),
        "care_wanted": barred(one.care_wanted), "response": barred(one.response), "outcome": one.get_outcome_display(),
        "outcome_note": one.outcome_note,
    }  # fmt: skip


def _caller(one: Consultation, worker: Worker) -> dict[str, str]:
    contact = HIDDEN if one.caller_contact and hides_contact(one, worker) else one.caller_contact
    name = one.caller_name or ("匿名を希望" if one.anonymous else "")
    return {"caller_name": name, "caller_relation": one.caller_relation, "caller_contact": contact}


def _whom(one: Consultation, person: Person | None, worker: Worker) -> dict[str, str]:
    """The person; where she lives and how to reach her only for those who may see it, and then it is told."""
    if person is None:
        return {"person_name": MOST_PEOPLE if one.person_id else "", "about_whom": one.about_whom}
    told: dict[str, Any] = {"person_name": person.full_name, "person_kana": person.kana, "birth": born(person), "sex": person.get_sex_display(),
                            "about_whom": one.about_whom}  # fmt: skip
    home = Household.objects.visible_to(worker).filter(memberships__person=person, memberships__until=None).first()
    if person.pk not in show_whereabouts([person], worker, "受付票の用紙"):
        return told | {"phone": HIDDEN, "address": HIDDEN if home else ""}
    phones = [row.value for row in person.contacts.order_by("do_not_use", "id") if not row.do_not_use]
    return told | {"phone": "、".join(phones[:2]), "address": str(shown_home(home, worker)) if home else ""}


KIND = Kind(
    "intake", "相談受付票", Permission.CONSULT, read,
    (("taken_on", "受付日"), ("taken_at", "受付時刻"), ("route", "相談経路"), ("person_name", "本人の氏名"),
     ("person_kana", "カナ"), ("outcome", "対応結果"), ("outcome_note", "結果の補足")),
    tags_only=frozenset({"taken_on", "taken_at"}), later=frozenset({"outcome", "outcome_note"}),
)  # fmt: skip
