"""Writing of the rules of the first response and of the choices (初動)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from . import rules
from .first_response import suggestion_for
from .first_response_models import FirstChoice, FirstResponse
from .models import Consultation


@transaction.atomic
def add_first_response(*, by: Worker, name: str, agency: Agency, **facts: Any) -> FirstResponse:
    """A further rule, the last in order; without a first day it is only tried out."""
    require(rules.may_add_first_response(by))
    last = FirstResponse.objects.aggregate(last=Max("order"))["last"] or 0
    rule = FirstResponse.objects.create(
        name=name, agency=agency, order=last + 1, made_by_id=by.pk, made_at=clock.now(), **facts
    )
    record(Act.CHANGE, "初動の決まりを加えた", by=by, objects=[rule.pk], reason=name)
    return rule


@transaction.atomic
def change_first_response(*, rule: FirstResponse, by: Worker, **facts: Any) -> FirstResponse:
    """Put right, switched on, or ended."""
    require(rules.may_change_first_response(by))
    for name, value in facts.items():
        setattr(rule, name, value)
    rule.made_by_id, rule.made_at = by.pk, clock.now()
    rule.save(update_fields=[*facts, "made_by", "made_at"])
    record(Act.CHANGE, "初動の決まりを直した", by=by, objects=[rule.pk], reason=rule.name)
    return rule


@transaction.atomic
def raise_first_response(*, rule: FirstResponse, by: Worker) -> FirstResponse:
    """Asked before the one that stood above it."""
    require(rules.may_raise_first_response(by))
    above = FirstResponse.objects.filter(order__lt=rule.order).order_by("-order").first()
    if above is not None:
        above.order, rule.order = rule.order, above.order
        above.save(update_fields=["order"])
        rule.save(update_fields=["order"])
        record(Act.CHANGE, "初動の決まりの順番を変えた", by=by, objects=[rule.pk, above.pk], reason=rule.name)
    return rule


@transaction.atomic
def switch_first_response(*, rule: FirstResponse, by: Worker, on: date | None = None) -> FirstResponse:
    """One that was tried out comes into force; one in force ends with the day before."""
    require(rules.may_switch_first_response(by))
    day = on or clock.today()
    if rule.valid_from is None or rule.valid_to is not None:
        rule.valid_from, rule.valid_to, verb = day, None, "初動の決まりを使いはじめた"
    else:
        rule.valid_to, verb = day - timedelta(days=1), "初動の決まりをやめた"
    rule.save(update_fields=["valid_from", "valid_to"])
    record(Act.CHANGE, verb, by=by, objects=[rule.pk], reason=rule.name)
    return rule


@transaction.atomic
def choose_first_responder(*, consultation: Consultation, by: Worker, agency: Agency, reason: str = "") -> FirstChoice:
    """Who answers first is settled; another than the suggested one for a reason."""
    require(rules.may_choose_first_responder(consultation, by))
    found = suggestion_for(consultation, by.agency.municipality.extra_closed_days)
    other = found is not None and found.agency.pk != agency.pk
    require(refuse_unless(not other or reason.strip(), "別の窓口にするわけを書いてください。"))
    choice, _ = FirstChoice.objects.update_or_create(
        consultation=consultation,
        defaults={
            "agency_id": consultation.agency_id, "rule": found.rule if found else None,
            "words": found.words if found else "", "suggested": found.agency if found else None, "chosen": agency,
            "reason": reason.strip()[:200], "by_id": by.pk, "at": clock.now(),
        },
    )  # fmt: skip
    record(Act.CHANGE, "初動の窓口を決めた", by=by, objects=[consultation.pk, agency.pk], reason=agency.name)
    return choice
