"""Writing of visits by supporters (訪問サービスの行い): applied for, visitor chosen, visits planned, cover found, ended."""

from datetime import datetime

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.supporters.models import Supporter, VisitTurn
from tasuki.supporters.turns import ask_turn
from tasuki.tenancy.models import Area

from . import visiting_rules as rules
from .models import ServiceState, ServiceTurn, VisitService


@transaction.atomic
def apply_visiting(*, by: Worker, called: str, person: Person | None = None, area: Area | None = None,
                   meeting: str = "", when: str = "", wishes: str = "", care: str = "") -> VisitService:  # fmt: skip
    """Somebody wishes to be visited."""
    require(rules.may_apply_visiting(by))
    service = VisitService.objects.create(
        agency_id=by.agency_id, worker_id=by.pk, person=person, called=called, area=area, meeting=meeting, when=when,
        wishes=wishes, care=care, applied_on=clock.today(),
    )  # fmt: skip
    record(Act.CHANGE, "訪問サービスの申込みを受けた", by=by, objects=[service.pk])
    return service


@transaction.atomic
def choose_visitor(*, service: VisitService, supporter: Supporter, by: Worker) -> VisitService:
    """Who goes; trained, and known to the desk."""
    require(rules.may_choose_visitor(service, by, supporter))
    VisitService.objects.filter(pk=service.pk).update(
        visitor=supporter, state=ServiceState.RUNNING, began_on=service.began_on or clock.today()
    )
    service.refresh_from_db()
    record(Act.CHANGE, "訪問する人を決めた", by=by, objects=[service.pk, supporter.pk])
    return service


@transaction.atomic
def plan_visit(*, service: VisitService, by: Worker, at: datetime, minutes: int = 30,
               supporter: Supporter | None = None) -> VisitTurn:  # fmt: skip
    """Ask the visitor for a day; another one when she cannot (代わりの人): the turns she declined are covered by it."""
    require(rules.may_plan_visit(service, by))
    who = supporter or service.visitor
    turn = ask_turn(
        supporter=who, by=by, at=at, called=service.called, meeting=service.meeting, minutes=minutes, area=service.area
    )
    ServiceTurn.objects.create(service=service, turn=turn)
    VisitTurn.objects.filter(
        of_service__service=service, status="declined", at__date=at.astimezone(clock.JAPAN).date()
    ).update(covered=True)
    return turn


@transaction.atomic
def end_visiting(*, service: VisitService, by: Worker, reason: str) -> VisitService:
    """It ends; visits still asked for are called off."""
    require(rules.may_end_visiting(service, by))
    VisitTurn.objects.filter(of_service__service=service, status__in=("asked", "accepted")).update(status="cancelled")
    VisitService.objects.filter(pk=service.pk).update(
        state=ServiceState.ENDED, ended_on=clock.today(), ended_reason=reason
    )
    service.refresh_from_db()
    record(Act.CHANGE, "訪問サービスを終えた", by=by, objects=[service.pk], reason=reason)
    return service
