"""Writing of consents: tries, refusals, consents, withdrawals. What a consent opens is decided in `cases`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes.sheet_answers import given_now
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from . import rules
from .enums import ConsentAnswer
from .models import Consent, ConsentAgency, Person

NOTHING = Scope(0)


@transaction.atomic
def ask_consent(*, person: Person, by: Worker, answer: str, asked_on: date, method: str, items: Iterable[str] = (),
                agencies: Iterable[Agency] = (), purpose: str = "", until: date | None = None, given_by: str = "",
                words: str = "", scope: Scope = NOTHING, answers: Mapping[str, Any] | None = None) -> Consent:  # fmt: skip
    """The person was asked; the answer is kept whatever it was. Only a consent names items and agencies."""
    require(rules.may_ask_consent(person, by))
    given = answer == ConsentAnswer.GIVEN
    consent = Consent.objects.create(
        person=person, answer=answer, asked_on=asked_on, method=method, given_by=given_by, explained_by_id=by.pk,
        explained_agency_id=by.agency_id, items=list(items) if given else [], scope=int(scope) if given else 0,
        purpose=purpose, until=until if given else None, words=words,
        **given_now("consent", clock.today(), answers),
    )  # fmt: skip
    if given:
        ConsentAgency.objects.bulk_create(ConsentAgency(consent=consent, agency=agency) for agency in agencies)
    record(Act.CONSENT, f"同意をたずねた：{consent.get_answer_display()}", by=by, objects=[person.pk, consent.pk])
    return consent


@transaction.atomic
def withdraw(*, consent: Consent, by: Worker, note: str = "") -> Consent:
    """The person takes the consent back; from this moment on it opens nothing."""
    require(rules.may_withdraw(consent, by))
    consent.withdrawn_at, consent.withdrawn_by_id, consent.withdrawn_note = clock.now(), by.pk, note
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_note"])
    record(Act.CONSENT, "同意の撤回を受けた", by=by, objects=[consent.person_id, consent.pk], reason=note)
    return consent
