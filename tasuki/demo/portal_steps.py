"""Steps of the residents' pages (住民向けページの一歩): what is shown, what a resident wrote, what was answered."""

from typing import Any

from tasuki.community import schemes
from tasuki.community.actions import change_place
from tasuki.community.enums import PlaceKind
from tasuki.community.models import Place, Scheme
from tasuki.intake import messages_actions as messages
from tasuki.intake.models import ResidentMessage
from tasuki.portal import actions, receipts
from tasuki.portal.enums import TOPICS, Language, Trouble
from tasuki.portal.reading import rows
from tasuki.shared import clock
from tasuki.shared.calendar_jp import add_business_days
from tasuki.shared.ids import uuid7
from tasuki.staff.models import Worker
from tasuki.supporters import routing
from tasuki.supporters.enums import Stream

from .kinds import agency, area, code, day, many, named, number, one_of, words, yes
from .steps import Step, step


def _show_places(*, by: Worker) -> list[Place]:
    """Every place whose days are known, for the residents to see."""
    kinds = (PlaceKind.BASE, PlaceKind.IBASHO)
    known = Place.objects.filter(kind__in=kinds, closed=False).exclude(opening="")
    return [change_place(place=place, by=by, shown_to_public=True) for place in known]


def _translate_scheme(*, by: Worker, scheme: Scheme, language: str, text: str) -> Any:
    """What a scheme of support is, in one language."""
    subject = f"scheme/{scheme.pk}"
    return actions.write_text(by=by, subject=subject, language=language, text=text, japanese=scheme.summary)


def _write(*, by: Worker, number: str, text: str, trouble: str, language: str, place: Any = None,
           contact: str = "") -> ResidentMessage:  # fmt: skip
    """By the resident herself: nobody is signed in. Number as told, the word always 「さくら・うみ」."""
    way = routing.way(Stream.MESSAGE, place, TOPICS[trouble])
    due = add_business_days(clock.today(), 3)
    digest = receipts.digest(number, "sakura umi")
    values = (by.municipality_id, uuid7(), number, digest, language, trouble, place.pk if place else None, text, "", contact,
              way.agency.pk, due, "")  # fmt: skip
    rows("write_message", *values)
    return ResidentMessage.objects.get(number=number)


PORTAL: dict[str, Step] = {
    "propose_desks": step(actions.propose_desks),
    "show_places": step(_show_places),
    "register_scheme": step(
        schemes.register_scheme, name=words, kana=words, given_by=words, summary=words, when_words=words,
        topics=many(code("consultation_topic")), target=words, content=words, how_to_apply=words, to_bring=words, agency=agency,
        contact=words, phone=words, url=words, basis=words, fiscal_year=number, opens_on=day, closes_on=day, source=words,
        confirmed_on=day, shown_to_public=yes,
    ),
    "change_scheme": step(schemes.change_scheme, scheme=named, summary=words),
    "translate_scheme": step(_translate_scheme, scheme=named, language=one_of(Language), text=words),
    "write_text": step(actions.write_text, subject=words, language=one_of(Language), text=words),
    "resident_writes": step(
        _write, number=words, text=words, trouble=one_of(Trouble), language=one_of(Language), place=area, contact=words
    ),
    "see_message": step(messages.see_message, message=named),
    "answer_message": step(messages.answer_message, message=named, text=words),
    "close_message": step(messages.close_message, message=named, note=words),
}  # fmt: skip
