"""Writing of the long watch (長期の見守り): begun, looked, rested, turned, ended."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event, update_versioned
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.cases.recording import write_record
from tasuki.shared import clock
from tasuki.shared.calendar_jp import local_day, month_day
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .watch_models import LongLook, LongWatch, LongWatchTurn
from .watch_turns import after, agencies_that_watch

LONGEST_REST = 400


@transaction.atomic
def begin_long_watch(*, case: Case, by: Worker, why: str, workers: Sequence[Worker], every_days: int = 30,
                     next_on: date | None = None, signs: str = "", others: str = "") -> LongWatch:  # fmt: skip
    """Somebody looks every so many days, in turn; the first named begins."""
    require(rules.may_begin_long_watch(case, by))
    watch = LongWatch.objects.create(
        case=case, agency_id=by.agency_id, why=why, signs=signs, others=others, every_days=every_days,
        began_on=clock.today(), next_on=next_on or clock.today() + timedelta(days=every_days),
        turn_id=(workers[0] if workers else by).pk,
    )  # fmt: skip
    _set_turns(watch, workers or [by], by)
    text = f"{every_days}日ごと。次は{month_day(watch.next_on)}（{watch.turn.name}）。{why}"
    _tell(watch, EventKind.WATCH_BEGUN, by, text)
    record(Act.CHANGE, "長期の見守りを始めた", by=by, case=case.pk, objects=[watch.pk])
    return watch


@transaction.atomic
def change_long_watch(*, watch: LongWatch, by: Worker, workers: Sequence[Worker], version: int | None = None,
                      **changes: Any) -> LongWatch:  # fmt: skip
    """Who looks, how often, for what."""
    require(rules.may_change_long_watch(watch, by) & refuse_unless(workers, "見る人を、ひとりは選んでください。"))
    if watch.turn_id not in {worker.pk for worker in workers}:
        changes["turn_id"] = workers[0].pk
    update_versioned(watch, version, changes)
    before = list(watch.turns.values_list("worker__name", flat=True))
    _set_turns(watch, workers, by)
    names = [worker.name for worker in workers]
    if before != names:
        _tell(watch, EventKind.WATCH_CHANGED, by, f"見る人：{'・'.join(names)}")
    record(Act.CHANGE, "長期の見守りを変えた", by=by, case=watch.case_id, objects=[watch.pk])
    return watch


def _set_turns(watch: LongWatch, workers: Sequence[Worker], by: Worker) -> None:
    """The rota in the order given; each at an agency that may read the records of the household."""
    agencies = agencies_that_watch(watch.case)
    posts = {
        post.worker_id: post.agency_id
        for post in Post.objects.now().filter(worker__in=[one.pk for one in workers], agency__in=agencies)
    }
    strange = [worker.name for worker in workers if worker.pk not in posts]
    require(refuse_unless(not strange, f"{'・'.join(strange)}には、この世帯の支援経過が開かれていません。"))
    with on_behalf_of_all():
        watch.turns.all().delete()
        for order, worker in enumerate(dict.fromkeys(one.pk for one in workers)):
            LongWatchTurn.objects.create(watch=watch, worker_id=worker, agency_id=posts[worker], order=order)


@transaction.atomic
def look(*, watch: LongWatch, by: Worker, at: datetime, text: str, method: str = "visit", result: str = "",
         unusual: bool = False, minutes: int | None = None, next_on: date | None = None) -> LongLook:  # fmt: skip
    """Somebody looked: the words become the support record, the turn goes to the next one."""
    require(rules.may_look(watch, by))
    following = next_on or local_day(at) + timedelta(days=watch.every_days)
    written = write_record(
        case=watch.case, by=by, at=at, method=method, text=text, parties=["person"], minutes=minutes, result=result,
    )  # fmt: skip
    made = LongLook.objects.create(
        case_id=watch.case_id, watch=watch, record=written, at=at, by_id=by.pk, unusual=unusual
    )
    changes: dict[str, Any] = {"next_on": following, "turn_id": after(watch, by), "rest_until": None, "rest_why": ""}
    update_versioned(watch, None, changes)
    record(Act.CHANGE, "見守りを記録した", by=by, case=watch.case_id, objects=[made.pk, watch.pk])
    return made


@transaction.atomic
def rest_long_watch(*, watch: LongWatch, by: Worker, until: date, why: str) -> LongWatch:
    """Nobody need look until a day (休み): somebody else is with them, or it would press too much."""
    today = clock.today()
    fits = today <= until <= today + timedelta(days=LONGEST_REST)
    require(
        rules.may_rest_long_watch(watch, by)
        & refuse_unless(why.strip(), "休むわけを書いてください。")
        & refuse_unless(fits, "きょうから400日までの日にしてください。")
    )
    following = max(watch.next_on, until + timedelta(days=1))
    update_versioned(watch, None, {"rest_until": until, "rest_why": why.strip()[:200], "next_on": following})
    _tell(watch, EventKind.WATCH_CHANGED, by, f"{month_day(until)}まで休み：{why}")
    record(Act.CHANGE, "長期の見守りを休む", by=by, case=watch.case_id, objects=[watch.pk], reason=why)
    return watch


@transaction.atomic
def end_long_watch(*, watch: LongWatch, by: Worker, why: str) -> LongWatch:
    """It is over; what was seen stays."""
    require(rules.may_end_long_watch(watch, by) & refuse_unless(why.strip(), "終えたわけを書いてください。"))
    update_versioned(watch, None, {"ended_on": clock.today(), "ended_why": why.strip()[:200]})
    _tell(watch, EventKind.WATCH_ENDED, by, why)
    record(Act.CHANGE, "長期の見守りを終えた", by=by, case=watch.case_id, objects=[watch.pk], reason=why)
    return watch


def _tell(watch: LongWatch, kind: EventKind, by: Worker, text: str) -> None:
    note_event(watch.case, kind, by=by, text=text, link=f"/cases/{watch.case_id}/outreach/")
