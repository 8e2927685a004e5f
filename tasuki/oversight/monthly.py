"""The monthly report (月次の報告): how much was looked at, refused, taken out, opened in an emergency; the head of the chain."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from tasuki.audit.enums import Act
from tasuki.audit.models import Change, Entry, Seal
from tasuki.shared import asked, clock
from tasuki.shared.calendar_jp import wareki
from tasuki.staff.models import Worker

from .reading import entries, in_words, readable

MOST = 200


@dataclass
class Report:
    """One month."""

    begins: date
    ends: date
    acts: list[tuple[str, int, int]] = field(default_factory=list)
    agencies: list[tuple[str, int, int]] = field(default_factory=list)
    outside_hours: int = 0
    changes: int = 0
    emergencies: list[Entry] = field(default_factory=list)
    exports: list[Entry] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    seals: int = 0
    last: Seal | None = None

    @property
    def groups(self) -> list[str]:
        """The head of the chain in groups of eight, to be compared with the eye."""
        return in_groups(self.last.head) if self.last else []


def in_groups(head: str) -> list[str]:
    """64 letters as eight groups."""
    return [head[n : n + 8] for n in range(0, len(head), 8)]


def month_of(words: str) -> date:
    """「2026-11」 as its first day; this month when nothing (or nonsense) was said."""
    return asked.month(words) or clock.today().replace(day=1)


def title(month: date) -> str:
    """「令和8年11月」."""
    return wareki(month).partition("月")[0] + "月"


def after(month: date) -> date:
    """First day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def before(month: date) -> date:
    """First day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def report(worker: Worker, month: date) -> Report:
    """The month in eight questions to the record."""
    found = Report(month, after(month))
    since, until = clock.at(found.begins, "00:00"), clock.at(found.ends, "00:00")
    rows = entries(worker).filter(at__gte=since, at__lt=until).order_by()
    counted = {act: (number, people) for act, number, people in rows.values_list("act").annotate(
        Count("id"), Count("worker_id", distinct=True))}  # fmt: skip
    found.acts = [(act.label, *counted.get(act.value, (0, 0))) for act in Act]
    found.agencies = list(rows.filter(act=Act.LOOK).exclude(agency_name="").values_list("agency_name").annotate(
        Count("id"), Count("worker_id", distinct=True)).order_by("-id__count"))  # fmt: skip
    found.outside_hours = rows.filter(act=Act.LOOK, at__hour__in=[*range(22, 24), *range(6)]).count()
    found.refused = list(
        rows.filter(act=Act.REFUSED).values_list("verb").annotate(Count("id")).order_by("-id__count")[:20]
    )
    found.emergencies = _listed(rows, worker, Act.EMERGENCY)
    found.exports = _listed(rows, worker, Act.EXPORT, Act.PRINT)
    found.changes = readable(Change.objects.all(), worker).filter(at__gte=since, at__lt=until).count()
    sealed: dict[str, Any] = Seal.objects.filter(at__gte=since, at__lt=until).aggregate(
        n=Count("id"), lines=Sum("entries")
    )
    found.seals, found.last = sealed["n"], Seal.objects.order_by("-order").first()
    return found


def _listed(rows: Any, worker: Worker, *acts: Act) -> list[Entry]:
    return in_words(list(rows.filter(act__in=acts).order_by("-at")[:MOST]), worker)
