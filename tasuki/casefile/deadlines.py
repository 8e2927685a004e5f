"""What comes next (次の期限), by whom, and what is to be done when something happens (そのとき)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.meetings.enums import SittingStatus
from tasuki.meetings.models import Item, ItemRole
from tasuki.plans.enums import PlanStatus, RoleStatus
from tasuki.plans.models import Plan, PlanRole
from tasuki.referrals.enums import WAITING
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .standing import counts_of

OVER = (RoleStatus.DONE, RoleStatus.DROPPED)


@dataclass(frozen=True)
class Next:
    """One thing to come; `on` None: when `when` happens."""

    on: date | None
    what: str
    who: str = ""
    url: str = ""
    when: str = ""

    @property
    def overdue(self) -> bool:
        """The day has passed."""
        return self.on is not None and self.on < clock.today()


def running_plan(case: Case, worker: Worker) -> Plan | None:
    """The newest plan that is carried out."""
    if not counts_of(case, worker)["plans"]:
        return None
    rows = Plan.objects.visible_to(worker).filter(case=case, status__in=[PlanStatus.APPROVED, PlanStatus.EVALUATED])
    return rows.order_by("-number").first()


def roles_of(plan: Plan | None) -> list[PlanRole]:
    """Its roles that are not over yet."""
    return list(plan.roles.exclude(status__in=OVER).select_related("agency")) if plan else []


def coming(case: Case, worker: Worker, plan: Plan | None, roles: Iterable[PlanRole]) -> list[Next]:
    """Everything with a day, in order; then what waits for something to happen."""
    if case.is_closed:
        dated = [Next(case.follow_up_on, "その後を確かめる", case.worker.name, f"/cases/{case.pk}/follow-up/")]
        return dated if case.follow_up_on and not case.followed_up_on else []
    found = [*_of_the_case(case, worker), *_approaches(case, worker), *_sheets(case, worker), *_meetings(case, worker)]
    found += _plan(case, plan, roles)
    dated = sorted((one for one in found if one.on), key=lambda one: one.on or date.max)
    return dated + [one for one in found if not one.on]


def _of_the_case(case: Case, worker: Worker) -> Iterable[Next]:
    access = access_of(case)
    if case.next_on and Scope.RECORD in access.whole:
        yield Next(case.next_on, case.next_text or "次の一手", case.next_worker.name if case.next_worker else "")
    if not counts_of(case, worker)["ahead"]:
        return
    rows = (
        case.records.filter(current=True, next_on__gte=clock.today())
        .select_related("worker")
        .only("case_id", "next_on", "next_text", "worker__name")  # without its case each row would be asked for again
    )
    for row in access.readable(rows, Scope.RECORD, about="about").order_by("next_on")[:5]:
        if row.next_on != case.next_on:
            yield Next(row.next_on, row.next_text or "次回予定", row.worker.name, f"/cases/{case.pk}/records/{row.pk}/")


def _approaches(case: Case, worker: Worker) -> Iterable[Next]:
    if not counts_of(case, worker)["going"]:
        return
    rows = case.approaches.filter(ended_on=None, next_on__isnull=False).select_related("next_worker")
    for row in access_of(case).readable(rows, Scope.RECORD, about="person"):
        yield Next(row.next_on, row.next_note or "訪問", row.next_worker.name if row.next_worker else "",
                   f"/cases/{case.pk}/outreach/")  # fmt: skip


def _sheets(case: Case, worker: Worker) -> Iterable[Next]:
    if not counts_of(case, worker)["waiting"]:
        return
    rows = ReferralTarget.objects.visible_to(worker).filter(referral__case=case, status__in=WAITING)
    for row in rows.select_related("to_agency"):
        yield Next(row.due_on, "つなぐシートの返事", row.to_agency.name, f"/referrals/{row.referral_id}/")


def _meetings(case: Case, worker: Worker) -> Iterable[Next]:
    counted = counts_of(case, worker)
    if counted["planned"]:
        items = Item.objects.visible_to(worker).filter(case=case, sitting__status=SittingStatus.PLANNED)
        for item in items.select_related("sitting__body"):
            day = item.sitting.at.astimezone(clock.JAPAN).date()
            yield Next(day, item.sitting.body.name, item.title, f"/meetings/items/{item.pk}/")
    if counted["promised"]:
        rows = ItemRole.objects.visible_to(worker).filter(
            item__case=case, done_on=None, item__in=Item.objects.visible_to(worker)
        )
        for role in rows.select_related("agency"):
            yield Next(role.by_date, role.what, role.agency.name, f"/meetings/items/{role.item_id}/", role.trigger)


def _plan(case: Case, plan: Plan | None, roles: Iterable[PlanRole]) -> Iterable[Next]:
    if plan is None:
        return
    for role in roles:
        yield Next(role.by_date, role.what, role.who or role.agency.name, f"/plans/{plan.pk}/", role.trigger)
    if plan.status == PlanStatus.APPROVED and (plan.monitoring_on or plan.period_to):
        yield Next(plan.monitoring_on or plan.period_to, "プランの評価", url=f"/plans/{plan.pk}/")


__all__ = ["Next", "coming", "roles_of", "running_plan"]
