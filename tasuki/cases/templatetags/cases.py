"""`{% load cases %}`: labels of codes, and how records and consents are told in a few words."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString

from tasuki.cases.models import SupportRecord
from tasuki.codes import lookup
from tasuki.codes.sheet_answers import read
from tasuki.people.enums import ConsentAnswer
from tasuki.people.models import Consent
from tasuki.shared import clock
from tasuki.shared.held import put_back
from tasuki.ui.quick import filled
from tasuki.ui.templatetags.held import BARRED, shaded
from tasuki.ui.templatetags.ui import chip, minutes

register = template.Library()
MUTED = '<span class="muted">{}</span>'


@register.filter
def code(value: str, name: str) -> str:
    """訪問, from the code list named."""
    return lookup.label(name, value) if value else ""


@register.filter
def codes(values: list[str], name: str) -> str:
    """Several labels in one line."""
    return "・".join(lookup.labels(name, values or []))


@register.filter
def of(key: Any, words: dict[Any, Any]) -> Any:
    """The word for a key."""
    return words.get(key, key)


@register.filter
def staffing(record: SupportRecord) -> str:
    """職員2名・35分"""
    people = f"職員{record.worker_count}名" if record.worker_count > 1 else ""
    return "・".join(filter(None, (people, minutes(record.minutes))))


@register.simple_tag
def record_chips(record: SupportRecord) -> SafeString:
    """Staffing, result, parties, who came along, where: the marks of a record, made here because a page has twenty."""
    marks = [chip(staffing(record))] if record.worker_count > 1 or record.minutes else []
    marks += [chip(lookup.label("contact_result", record.result))] if record.result else []
    marks += [chip(lookup.label("contact_party", party)) for party in record.parties]
    marks += [filled(MUTED, told_inline(record, "party_note"))] if record.party_note else []
    marks += [chip("同行", "cyan")] if record.accompanied else []
    marks += [filled(MUTED, record.place)] if record.place else []
    return SafeString("\n".join(marks))


def _inside(record: SupportRecord, name: str) -> SafeString:
    known = getattr(record, "passages", {})
    plain = str(conditional_escape(getattr(record, name)))
    return SafeString(
        put_back(plain, lambda number: shaded(known[number].kind, known[number].text) if number in known else BARRED)
    )


@register.filter
def told(record: SupportRecord, name: str) -> SafeString:
    """A text of a record in paragraphs: held-back passages shaded, or barred for those who may not read them."""
    return SafeString(linebreaks(_inside(record, name)))


@register.filter
def told_inline(record: SupportRecord, name: str) -> SafeString:
    """The same in one line."""
    return _inside(record, name)


@register.filter
def alone(thing: Any) -> list[Any]:
    """A list of one."""
    return [thing]


@register.filter
def agencies_named(consent: Consent) -> str:
    """The agencies of a consent in one line."""
    return "、".join(row.agency.name for row in consent.agencies.all())


@register.filter
def added_answers(consent: Consent) -> list[tuple[str, str]]:
    """What the municipality's own questions on the 同意書 were answered, in the words of its version."""
    return read("consent", consent).pairs


@register.filter
def consent_word(consent: Consent | None) -> str:
    """同意あり, 断られた, 考え中, 同意を撤回, 期限切れ, 同意なし."""
    if consent is None:
        return "同意なし"
    if consent.withdrawn_at:
        return "同意を撤回"
    if consent.answer != ConsentAnswer.GIVEN:
        return "断られた" if consent.answer == ConsentAnswer.REFUSED else "考え中"
    return "同意の期限切れ" if consent.until and consent.until < clock.today() else "同意あり"


@register.filter
def consent_tone(consent: Consent | None) -> str:
    """Colour of the chip."""
    return {"同意あり": "key", "考え中": "yellow"}.get(consent_word(consent), "orange")


@register.filter
def consultation_url(consultation: Any) -> str:
    """Its page."""
    return f"/consultations/{consultation.pk}/"
