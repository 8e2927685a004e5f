"""Visits asked of supporters (訪問の番): asked and cancelled by the desk. She answers by her own link (outside)."""

from datetime import datetime

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area

from . import rules
from .enums import TurnStatus
from .models import Supporter, TurnPerson, VisitTurn


@transaction.atomic
def ask_turn(*, supporter: Supporter, by: Worker, at: datetime, called: str, meeting: str = "", minutes: int = 30,
             area: Area | None = None) -> VisitTurn:  # fmt: skip
    """Ask a trained visitor; before she accepts she sees 圏域 and time only."""
    require(rules.may_ask_turn(supporter, by))
    turn = VisitTurn.objects.create(
        agency_id=by.agency_id, supporter=supporter, area=area or supporter.area, at=at, minutes=minutes
    )
    TurnPerson.objects.create(turn=turn, called=called, meeting=meeting)
    record(Act.CHANGE, "訪問を頼んだ", by=by, objects=[turn.pk, supporter.pk])
    return turn


@transaction.atomic
def cancel_turn(*, turn: VisitTurn, by: Worker) -> VisitTurn:
    """Not needed, or somebody else goes."""
    require(rules.may_cancel_turn(turn, by))
    VisitTurn.objects.filter(pk=turn.pk).update(status=TurnStatus.CANCELLED, version=turn.version + 1)
    turn.refresh_from_db()
    record(Act.CHANGE, "訪問をとりやめた", by=by, objects=[turn.pk])
    return turn
