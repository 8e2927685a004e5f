"""Consent in a case (本人同意): asked of one person; given, it opens that person's part to the agencies named."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people import actions as people
from tasuki.people.enums import ConsentAnswer
from tasuki.people.models import Consent, Person
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.sharing.enums import Ground
from tasuki.sharing.rules import agreed
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from . import grants, rules
from .actions import note_event
from .enums import EventKind
from .models import Case


@transaction.atomic
def take_consent(*, case: Case, person: Person, by: Worker, answer: str, asked_on: date, method: str,
                 items: Iterable[str] = (), agencies: Iterable[Agency] = (), purpose: str = "",
                 until: date | None = None, given_by: str = "", words: str = "",
                 answers: Mapping[str, Any] | None = None) -> Consent:  # fmt: skip
    """Write down an asking and its answer; a yes opens to each agency what the items mean, until the day named."""
    items, agencies = list(items), list(agencies)
    require(rules.may_take_consent(case, by, person))
    scope = agreed(items)
    consent = people.ask_consent(
        person=person, by=by, answer=answer, asked_on=asked_on, method=method, items=items, agencies=agencies,
        purpose=purpose, until=until, given_by=given_by, words=words, scope=scope, answers=answers,
    )  # fmt: skip
    given = answer == ConsentAnswer.GIVEN
    for agency in agencies if given and scope else ():
        if agency.pk != case.owner_agency_id:
            grants.admit(case=case, ground=Ground.CONSENT, scope=scope, source=consent.pk, by=by, agency=agency,
                         persons=[person], until=day_after(until), reason=purpose)  # fmt: skip
    kind = EventKind.CONSENT_GIVEN if given else EventKind.CONSENT_ASKED
    named = "、".join(agency.name for agency in agencies) if given else ""
    told = "：".join(filter(None, (ConsentAnswer(answer).label, named)))
    note_event(case, kind, by=by, text="\n".join(filter(None, (told, words))), about=person, at=_moment(asked_on))
    record(Act.CONSENT, "同意をたずねた", by=by, case=case.pk, objects=[consent.pk, person.pk])
    return consent


@transaction.atomic
def withdraw_consent(*, case: Case, consent: Consent, by: Worker, note: str = "") -> Consent:
    """The person takes it back: everything that rests on it closes with this transaction."""
    require(rules.may_withdraw_consent(case, consent, by))
    people.withdraw(consent=consent, by=by, note=note)
    ended = grants.revoke(source=consent.pk)
    note_event(case, EventKind.CONSENT_WITHDRAWN, by=by, text=note, about=consent.person)
    record(Act.CONSENT, "同意の撤回を受けた", by=by, case=case.pk, objects=[consent.pk, consent.person_id], count=ended)
    return consent


def day_after(day: date | None) -> datetime | None:
    """The moment at which something valid to the end of a day is over."""
    return clock.at(day + timedelta(days=1), "00:00") if day else None


def _moment(day: date) -> datetime:
    """Now for today, noon for a day that is written down afterwards."""
    return clock.now() if day == clock.today() else clock.at(day, "12:00")
