"""What a supporter does by her own link (本人専用のページの行い): tells what she noticed, answers for visits. No log-in."""

from typing import Any

from django.conf import settings
from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock, limited
from tasuki.shared.calendar_jp import add_business_days
from tasuki.shared.decisions import Refused, require
from tasuki.shared.scanning import scan
from tasuki.shared.uploads import kind_of
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area
from tasuki.tenancy.numbers import number_of_the_year

from . import routing, rules
from .enums import Found, Source, Stream, TurnStatus, Worry
from .models import Concern, ConcernPhoto, Supporter, VisitTurn

PICTURES_ONLY = "写真（JPEG か PNG）を選んでください。"


@transaction.atomic
def report_concern(*, supporter: Supporter, kind: str, worry: str, where: str, words: str, wants_contact: bool = False,
                   contact: str = "", area: Area | None = None, photo: tuple[str, bytes] | None = None,
                   machine: str = "", by: Worker | None = None) -> Concern:  # fmt: skip
    """She tells what she noticed; it is at its desk at once, with a receipt number."""
    require(rules.may_report_concern(supporter, machine))
    seen = examine(*photo) if photo else None
    concern = keep_concern(
        supporter=supporter, kind=kind, worry=worry, where=where, words=words, wants_contact=wants_contact,
        area=area or supporter.area, machine=machine, source=Source.LINK, reporter_name=supporter.name,
        reporter_contact=contact or supporter.phone or supporter.email,
    )  # fmt: skip
    if seen:
        kind_, content = seen
        ConcernPhoto.objects.create(concern=concern, kind=kind_, size=len(content), content=content)
    record(Act.CHANGE, "気になることが届いた", by=by, objects=[concern.pk], reason=concern.number)
    return concern


def keep_concern(*, area: Area | None, kind: str, **told: Any) -> Concern:
    """The row, at the desk that the rules name; called by the actions."""
    way = routing.way(Stream.CONCERN, area, kind)
    if way.agency is None:
        raise Refused(routing.NOWHERE)
    due = add_business_days(clock.today(), rules.help_settings().answer_days)
    return Concern.objects.create(
        number=number_of_the_year("concern", "気"), at=clock.now(), area=area, kind=kind, agency=way.agency,
        routed_by=way.route, due_on=due, **told,
    )  # fmt: skip


def examine(name: str, content: bytes) -> tuple[str, bytes]:
    """A picture, checked and drawn anew: nothing of place or camera stays in it."""
    kind = kind_of(name, content)
    if kind not in ("png", "jpg"):
        raise Refused(PICTURES_ONLY)
    scan(content, settings.CLAMD)
    return limited.run("picture", content)


@transaction.atomic
def accept_turn(*, turn: VisitTurn, by: Worker | None = None) -> VisitTurn:
    """She goes; from now on she sees how to call the person and where to meet."""
    require(rules.may_accept_turn(turn, by))
    return _step(turn, TurnStatus.ACCEPTED, by, answered_at=clock.now())


@transaction.atomic
def decline_turn(*, turn: VisitTurn, by: Worker | None = None) -> VisitTurn:
    """She cannot; the desk looks for somebody else, and what she saw of the person is gone."""
    require(rules.may_decline_turn(turn, by))
    return _step(turn, TurnStatus.DECLINED, by, answered_at=clock.now())


@transaction.atomic
def report_turn(*, turn: VisitTurn, found: str = "", words: str = "", met: bool = True,
                by: Worker | None = None) -> VisitTurn:  # fmt: skip
    """How it was, in a few words; an alarm is at its desk at once as a concern (気になること)."""
    require(rules.may_report_turn(turn, by))
    status = TurnStatus.DONE if met else TurnStatus.UNMET
    alarm = _alarm(turn, words, met) if found == Found.UNWELL or not met else None
    return _step(turn, status, by, found=found, words=words, reported_at=clock.now(), alarm=alarm)


def _alarm(turn: VisitTurn, words: str, met: bool) -> Concern:
    """To the desk that arranged the visit, not by rule: it knows whom it is about."""
    due = add_business_days(clock.today(), 0)
    heard = words or ("会えませんでした。" if not met else "具合が悪そうでした。")
    return Concern.objects.create(
        number=number_of_the_year("concern", "気"), at=clock.now(), area=turn.area, kind="weak" if met else "unseen",
        agency_id=turn.agency_id, due_on=due, supporter_id=turn.supporter_id, source=Source.VISIT,
        worry=Worry.NOW if met else Worry.SOON, where=f"訪問サービスの{turn.person.called}さん", words=heard,
        reporter_name=turn.supporter.name, reporter_contact=turn.supporter.phone, wants_contact=True,
    )  # fmt: skip


def _step(turn: VisitTurn, status: str, by: Worker | None, **changes: Any) -> VisitTurn:
    was = turn.version
    if not VisitTurn.objects.filter(pk=turn.pk, version=was).update(status=status, version=was + 1, **changes):
        raise Refused("この訪問は、いま書きかえられました。もう一度開いてください。")
    turn.refresh_from_db()
    record(Act.CHANGE, f"訪問の番：{turn.get_status_display()}", by=by, objects=[turn.pk])
    return turn


__all__ = ["accept_turn", "decline_turn", "examine", "keep_concern", "report_concern", "report_turn"]
