"""Boxes of the day about what must not be dropped (引継ぎ・代わり・見守り・知らせ・権利擁護). One query each."""

from datetime import timedelta

from django.db.models import Q

from tasuki.casefile.care_models import HandOver, Lead
from tasuki.meetings.models import RightsScreening
from tasuki.outreach.models import LongWatch
from tasuki.shared import clock
from tasuki.shared.boxes import Box, Entry
from tasuki.shared.calendar_jp import local_day, month_day
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission as P

from .gate import waiting_of
from .weights import names, stands_in_for

MOST = 6
SOON = timedelta(days=7)


def handed_over(worker: Worker) -> Box | None:
    """Sheets she has to read and confirm."""
    if not (worker.may(P.CASE_WORK) and waiting_of(worker)["handovers"]):
        return None
    rows = HandOver.objects.visible_to(worker).filter(successor=worker.pk, confirmed_at=None).select_related("worker")
    return Box("引継ぎを確かめる", [
        Entry(f"{one.worker}さんからの引継ぎ", one.get_absolute_url(), when=month_day(local_day(one.made_at)),
              chip="用紙を読む", tone="orange")
        for one in rows[:MOST]
    ])  # fmt: skip


def watches(worker: Worker) -> Box | None:
    """Households she looks after: her turn, those of whom she stands in for, and what is late at her agency."""
    if not (worker.may(P.OUTREACH) and waiting_of(worker)["watches"]):
        return None
    instead = names(stands_in_for(worker))
    mine = Q(turn__in=[worker.pk, *instead], next_on__lte=clock.today() + SOON)
    late = Q(agency=worker.agency_id, next_on__lt=clock.today())
    rows = LongWatch.objects.visible_to(worker).filter(mine | late, ended_on=None)
    rows = rows.filter(Q(rest_until=None) | Q(rest_until__lt=clock.today())).select_related("case", "turn")
    return Box("長期の見守り", [
        Entry(one.case.label, f"/cases/{one.case_id}/outreach/", when=month_day(one.next_on), late=one.overdue,
              chip=one.words, tone=one.tone,
              note="　".join(filter(None, (one.turn.name, instead.get(one.turn_id), one.signs[:30]))))
        for one in rows.order_by("next_on")[:MOST]
    ], more="見守りの一覧", more_url="/outreach/watch/")  # fmt: skip


def leads(worker: Worker) -> Box | None:
    """News about households whose case her agency has closed."""
    if not (worker.may(P.CASE_WORK) and waiting_of(worker)["leads"]):
        return None
    rows = Lead.objects.visible_to(worker).filter(agency=worker.agency_id, answered_at=None)
    return Box("終結後の知らせ", [
        Entry(one.case.label, f"/leads/{one.pk}/", when=month_day(local_day(one.at)), chip="受けとめる", tone="orange",
              note=f"{one.from_agency}から　{one.words[:40]}")
        for one in rows.select_related("case", "from_agency").order_by("at")[:MOST]
    ], more="すべての知らせ", more_url="/leads/")  # fmt: skip


def rights(worker: Worker) -> Box | None:
    """権利擁護の検討 that wait for an answer, for those who run the meetings."""
    if not (worker.may(P.MEETING_RUN) and waiting_of(worker)["rights"]):
        return None
    rows = RightsScreening.objects.visible_to(worker).filter(answered_at=None).select_related("case", "agency")
    return Box("権利擁護の検討待ち", [
        Entry(one.case.label, f"/cases/{one.case_id}/meetings/", when=month_day(local_day(one.asked_at)),
              chip="議題にした" if one.item_id else "議題になっていない", tone="purple" if one.item_id else "red",
              note=f"{one.agency}から")
        for one in rows.order_by("asked_at")[:MOST]
    ], more="取りこぼさない", more_url="/overseen/")  # fmt: skip
