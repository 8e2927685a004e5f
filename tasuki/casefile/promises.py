"""Open promises of cases (約束していること): what a successor must know of, day by day. Reads only.

A fixed number of queries however many cases are asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case, SupportRecord
from tasuki.meetings.models import Item, ItemRole
from tasuki.outreach.models import Approach, LongWatch
from tasuki.plans.enums import PlanStatus, RoleStatus
from tasuki.plans.models import PlanRole
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.shared.calendar_jp import local_day
from tasuki.staff.models import Worker


@dataclass(frozen=True)
class Promise:
    """One thing somebody counts on: until when, what, who, where."""

    on: date | None
    what: str
    who: str = ""
    url: str = ""
    when: str = ""  # 「そのとき」 in place of a day

    @property
    def overdue(self) -> bool:
        """The day is over."""
        return self.on is not None and self.on < clock.today()

    def kept(self) -> dict[str, Any]:
        """As it is frozen in the sheet."""
        return asdict(self) | {"on": self.on.isoformat() if self.on else ""}

    @classmethod
    def again(cls, said: dict[str, Any]) -> "Promise":
        """From the sheet."""
        return cls(**{**said, "on": date.fromisoformat(said["on"]) if said["on"] else None})


def promises_of(cases: Iterable[Case], reader: Worker) -> dict[UUID, list[Promise]]:
    """By case, the earliest day first, those without a day last."""
    listed = list(cases)
    found: dict[UUID, list[Promise]] = defaultdict(list)
    for gather in (_next_steps, _records, _visits, _watches, _sheets, _plans, _meetings):
        for case, promise in gather(listed, reader):
            found[case].append(promise)
    for rows in found.values():
        rows.sort(key=lambda one: (one.on is None, one.on or date.max))
    return found


def _next_steps(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    for case in cases:
        if case.next_on or case.next_text:
            who = case.next_worker.name if case.next_worker else ""
            yield (
                case.pk,
                Promise(
                    case.next_on, f"次の一手：{case.next_text or '（書かれていない）'}", who, case.get_absolute_url()
                ),
            )


def _records(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    """Days named in records that have not come yet."""
    rows = SupportRecord.objects.visible_to(reader).filter(case__in=cases, current=True, next_on__gte=clock.today())
    for row in rows.select_related("worker").order_by("next_on")[:500]:
        yield (
            row.case_id,
            Promise(
                row.next_on, row.next_text or "次回予定", row.worker.name, f"/cases/{row.case_id}/records/{row.pk}/"
            ),
        )


def _visits(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    rows = Approach.objects.visible_to(reader).filter(case__in=cases, ended_on=None)
    for row in rows.select_related("next_worker", "worker"):
        who = (row.next_worker or row.worker).name
        yield (
            row.case_id,
            Promise(
                row.next_on, f"訪問：{row.next_note or row.get_stage_display()}", who, f"/cases/{row.case_id}/outreach/"
            ),
        )


def _watches(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    rows = LongWatch.objects.visible_to(reader).filter(case__in=cases, ended_on=None)
    for row in rows.select_related("turn"):
        yield (
            row.case_id,
            Promise(
                row.next_on, f"長期の見守り（{row.every_days}日ごと）", row.turn.name, f"/cases/{row.case_id}/outreach/"
            ),
        )


def _sheets(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    """Answers awaited, questions, hand-backs to be confirmed."""
    rows = ReferralTarget.objects.visible_to(reader).filter(
        referral__case__in=cases, status__in=[*WAITING, TargetStatus.HANDED_BACK]
    )
    for row in rows.select_related("referral", "to_agency"):
        what = "つなぎもどしを確かめる" if row.status == TargetStatus.HANDED_BACK else "つなぐシートの返事"
        on = local_day(row.back_at) if row.status == TargetStatus.HANDED_BACK and row.back_at else row.due_on
        yield row.referral.case_id, Promise(on, what, row.to_agency.name, f"/referrals/{row.referral_id}/")  # type: ignore[misc]


def _plans(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    rows = PlanRole.objects.visible_to(reader).filter(
        plan__case__in=cases, plan__status=PlanStatus.APPROVED, status__in=[RoleStatus.WAITING, RoleStatus.DOING]
    )
    for row in rows.select_related("plan", "agency"):
        who = row.who or row.agency.name
        yield (
            row.plan.case_id,
            Promise(row.by_date, f"プランの役割：{row.what}", who, f"/plans/{row.plan_id}/", row.trigger),
        )


def _meetings(cases: list[Case], reader: Worker) -> Iterable[tuple[UUID, Promise]]:
    rows = ItemRole.objects.visible_to(reader).filter(
        item__case__in=cases, item__in=Item.objects.visible_to(reader), done_on=None
    )
    for row in rows.select_related("item", "agency"):
        case: Any = row.item.case_id
        yield (
            case,
            Promise(
                row.by_date, f"会議の役割：{row.what}", row.agency.name, f"/meetings/items/{row.item_id}/", row.trigger
            ),
        )
