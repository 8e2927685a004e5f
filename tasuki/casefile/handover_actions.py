"""Writing of hand-overs of many cases (まとめての引継ぎ), of cover for absence, and of the town's numbers."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import hand_over
from tasuki.cases.models import Case
from tasuki.outreach.models import Approach, LongWatch, LongWatchTurn
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from . import rules
from .care_models import CareSettings, Cover, HandOver, HandOverLine
from .promises import promises_of

LONGEST_COVER = 366


@transaction.atomic
def hand_over_all(*, by: Worker, worker: Worker, agency: Agency, successors: Mapping[Case, Worker],
                  note: str = "") -> list[HandOver]:  # fmt: skip
    """A leaving worker's cases in one act: each to its successor, with everything that was in her name."""
    require(rules.may_hand_over_all(by, agency) & refuse_unless(successors, "引き継ぐケースを選んでください。"))
    given: dict[Worker, list[Case]] = defaultdict(list)
    for case, successor in successors.items():
        require(rules.sound_successor(case, worker, successor, agency))
        given[successor].append(case)
    return [_to_one(worker, successor, cases, agency, by, note) for successor, cases in given.items()]


def _to_one(worker: Worker, successor: Worker, cases: list[Case], agency: Agency, by: Worker, note: str) -> HandOver:
    """What one successor gets: the sheet first, as it stood under the one who leaves."""
    made = HandOver.objects.create(
        agency=agency, worker_id=worker.pk, successor_id=successor.pk, made_by_id=by.pk, made_at=clock.now(), note=note
    )
    promised = promises_of(cases, by)
    HandOverLine.objects.bulk_create(
        HandOverLine(handover=made, case=case, order=order, now_text=case.now_text,
                     promises=[promise.kept() for promise in promised.get(case.pk, [])])
        for order, case in enumerate(cases, 1)
    )  # fmt: skip
    for case in cases:
        hand_over(case=case, worker=successor, by=by, note=note)
    _pass_on(worker, successor, cases, agency)
    record(Act.CHANGE, "担当をまとめて引き継いだ", by=by, objects=[made.pk, *(case.pk for case in cases)], count=len(cases),
           reason=f"{worker.name} → {successor.name}")  # fmt: skip
    return made


def _pass_on(worker: Worker, successor: Worker, cases: list[Case], agency: Agency) -> None:
    """Next steps, visits, watches and sheets in the name of the one who leaves get the successor's."""
    keys = [case.pk for case in cases]
    Case.objects.filter(pk__in=keys, next_worker=worker.pk).update(next_worker=successor.pk)
    mine = Approach.objects.filter(case__in=keys, agency=agency, ended_on=None)
    mine.filter(worker=worker.pk).update(worker=successor.pk)
    mine.filter(next_worker=worker.pk).update(next_worker=successor.pk)
    watches = LongWatch.objects.filter(case__in=keys, ended_on=None)
    turns = LongWatchTurn.objects.filter(watch__in=watches, agency=agency)
    held = list(turns.filter(worker=successor.pk).values_list("watch", flat=True))
    turns.filter(worker=worker.pk, watch__in=held).delete()
    turns.filter(worker=worker.pk).update(worker=successor.pk)
    watches.filter(turn=worker.pk).update(turn=successor.pk)
    open_ones = ReferralTarget.objects.filter(
        referral__case__in=keys, to_agency=agency, status__in=[*WAITING, TargetStatus.ACCEPTED]
    )
    open_ones.filter(worker=worker.pk).update(worker=successor.pk)


@transaction.atomic
def confirm_hand_over(*, handover: HandOver, by: Worker) -> HandOver:
    """The successor has read the sheet and takes it on (引継ぎの確認)."""
    require(rules.may_confirm_hand_over(handover, by))
    handover.confirmed_at = clock.now()
    handover.save(update_fields=["confirmed_at"])
    record(Act.CHANGE, "引継ぎの用紙を確かめた", by=by, objects=[handover.pk])
    return handover


@transaction.atomic
def cover_for(*, by: Worker, worker: Worker, stand_in: Worker, agency: Agency, since: date, until: date,
              note: str = "") -> Cover:  # fmt: skip
    """A colleague of the same agency stands in from a day to a day: no new ground is needed, it ends by itself."""
    fits = since <= until and (until - since).days <= LONGEST_COVER and until >= clock.today()
    require(
        rules.may_cover_for(by, agency)
        & refuse_unless(worker.pk != stand_in.pk, "本人が自分の代わりにはなれません。")
        & refuse_unless(rules.works_at(worker, agency), f"{worker}は、いまこの機関にいません。")
        & refuse_unless(rules.works_at(stand_in, agency), f"{stand_in}は、いまこの機関にいません。")
        & refuse_unless(fits, "期間を確かめてください（きょうより後に終わる、1年までの期間です）。")
    )
    cover = Cover.objects.create(
        agency=agency, worker_id=worker.pk, stand_in_id=stand_in.pk, since=since, until=until, note=note,
        made_by_id=by.pk, made_at=clock.now(),
    )  # fmt: skip
    record(Act.CHANGE, "不在のあいだの代わりを決めた", by=by, objects=[cover.pk, worker.pk, stand_in.pk])
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, by: Worker) -> Cover:
    """She is back earlier."""
    require(rules.may_end_cover(cover, by))
    cover.ended_at = clock.now()
    cover.save(update_fields=["ended_at"])
    record(Act.CHANGE, "不在のあいだの代わりを終えた", by=by, objects=[cover.pk])
    return cover


@transaction.atomic
def change_care(*, by: Worker, **numbers: Any) -> CareSettings:
    """The town's numbers: weights, days of asking, days of looking after."""
    require(rules.may_change_care(by))
    settings, _ = CareSettings.objects.update_or_create(municipality=by.agency.municipality, defaults=numbers)
    record(Act.CHANGE, "取りこぼさないための数を変えた", by=by, objects=[settings.pk])
    return settings
