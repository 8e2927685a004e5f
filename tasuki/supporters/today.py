"""What of supporters waits for a worker today (きょうの欄)."""

from django.db.models import Q

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.boxes import Box, Entry
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import TurnStatus
from .inbox import WORRIES, is_late
from .models import Concern, VisitTurn

MOST = 8


def concerns(worker: Worker) -> Box | None:
    """Things noticed that nobody has answered: at one's own desk; to the section those that are late, from every desk."""
    if not worker.may(Permission.CONSULT) or not worker.role.works_cases:
        return None
    rows = Concern.objects.visible_to(worker).waiting()
    if worker.sees_all:
        rows = rows.filter(Q(agency=worker.agency_id) | Q(due_on__lt=clock.today()))
    found = list(rows.select_related("area", "agency").order_by("due_on", "at")[:MOST])
    red = any(one.worry == "now" or is_late(one) for one in found)
    return Box(
        "気になること", [_entry(one, worker) for one in found], more="すべて見る", more_url="/concerns/",
        lead="協力員から届いています。まず「受け取りました」を返します。", tone="red" if red else "",
    )  # fmt: skip


def _entry(one: Concern, worker: Worker) -> Entry:
    late = is_late(one)
    desk = f"　{one.agency}" if one.agency_id != worker.agency_id else ""
    return Entry(
        one.where, one.get_absolute_url(), note=f"{lookup.label('concern_kind', one.kind)}　{one.area or ''}{desk}",
        chip="返事の期限すぎ" if late else one.get_worry_display(), tone="red" if late else WORRIES[one.worry], late=late,
    )  # fmt: skip


def turns(worker: Worker) -> Box | None:
    """Visits by supporters for which somebody else is wanted, or of which nothing was heard."""
    if not worker.may(Permission.OUTREACH) or not worker.role.works_cases:
        return None
    rows = VisitTurn.objects.visible_to(worker).filter(agency=worker.agency_id, covered=False)
    silent = Q(status__in=(TurnStatus.ASKED, TurnStatus.ACCEPTED), at__lt=clock.now())
    found = list(rows.filter(silent | Q(status=TurnStatus.DECLINED, at__gte=clock.now()))
                 .select_related("supporter", "area")[:MOST])  # fmt: skip
    entries = [
        Entry(
            f"{one.supporter}さんの訪問", "/visiting/", when=f"{one.at.astimezone(clock.JAPAN):%-m月%-d日}",
            note=str(one.area or ""), chip="代わりの人を" if one.status == TurnStatus.DECLINED else "記録がまだ",
            tone="orange", late=one.status != TurnStatus.DECLINED,
        )
        for one in found
    ]  # fmt: skip
    return Box("訪問サービス", entries, more="すべて見る", more_url="/visiting/")


__all__ = ["concerns", "turns"]
