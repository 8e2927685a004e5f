"""How much of each kind a case holds (タブの数), and what still waits: one query each, in plain SQL.

The page of a case asks these on every look; built by the ORM they were a fifth of its time (docs/performance.md).
"""

from typing import Any

from django.db import connection

from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.meetings.enums import ItemStatus, SittingStatus
from tasuki.plans.enums import PlanStatus
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

UNEVALUATED = (PlanStatus.SUBMITTED, PlanStatus.EXAMINED, PlanStatus.APPROVED)
UNDISCUSSED = (ItemStatus.PREPARING, ItemStatus.FROZEN)

# The first wall, as each room's `visible_to` says it; row-level security asks once more.
COUNTS = """
select
 (select count(*) from assessments_assessment where %(assessment)s and case_id = %(case)s),
 (select count(*) from referrals_referral r where r.case_id = %(case)s
   and (%(all)s or %(sees)s and (r.from_agency_id = %(agency)s or exists (select 1 from referrals_referraltarget t
     where t.referral_id = r.id and t.to_agency_id = %(agency)s and t.open_to_receiver)))),
 (select count(*) from outreach_visit where %(record)s and case_id = %(case)s),
 (select count(*) from meetings_item i where i.case_id = %(case)s
   and (%(all)s or %(sits)s and (i.host_agency_id = %(agency)s
   or i.submitted_agency_id = %(agency)s or exists (select 1 from meetings_itemcall c
     join meetings_pledge o on o.call_id = c.id and o.worker_id = %(worker)s where c.item_id = i.id
     and ((c.agency_id = %(agency)s and c.worker_id is null) or c.worker_id = %(worker)s)
     and (c.until is null or c.until > %(now)s))))),
 (select count(*) from plans_plan p where p.case_id = %(case)s and (%(plan)s or exists (select 1 from plans_planperson q
   where q.plan_id = p.id and q.person_id = any (%(plan_persons)s::uuid[])))),
 (select count(*) from participation_match where %(record)s and case_id = %(case)s and status <> 'ended'),
 -- Only whether it is worth asking for what comes next; each question asks both walls by itself.
 (select count(*) from referrals_referraltarget t join referrals_referral r on r.id = t.referral_id
   where r.case_id = %(case)s and t.status = any (%(waiting)s)),
 (select count(*) from outreach_approach where case_id = %(case)s and ended_on is null and next_on is not null),
 (select count(*) from meetings_item i join meetings_sitting s on s.id = i.sitting_id
   where i.case_id = %(case)s and s.status = %(planned)s),
 (select count(*) from meetings_itemrole q join meetings_item i on i.id = q.item_id
   where i.case_id = %(case)s and q.done_on is null),
 (select count(*) from cases_emergencyopening where case_id = %(case)s),
 (select count(*) from cases_casecomment where %(record)s and case_id = %(case)s),
 (select count(*) from cases_warningnote where case_id = %(case)s and ended_on is null),
 (select count(*) from (select from cases_supportrecord where case_id = %(case)s and current and next_on >= %(today)s
   limit 1) r),
 {waits}
"""
KINDS = ("assessment", "referrals", "outreach", "meetings", "plans", "participation", "waiting", "going", "planned",
         "promised", "emergencies", "comments", "warnings", "ahead")  # fmt: skip

# What keeps a case open, as far as the wall lets.
WAITS = """
 (select count(*) from plans_plan where case_id = %(case)s and status = any (%(unevaluated)s)),
 (select count(*) from referrals_referraltarget t join referrals_referral r on r.id = t.referral_id
   where r.case_id = %(case)s and t.status = any (%(waiting)s)),
 (select count(*) from referrals_referraltarget t join referrals_referral r on r.id = t.referral_id
   where r.case_id = %(case)s and t.status = %(returning)s),
 (select count(*) from meetings_item i join meetings_sitting s on s.id = i.sitting_id
   where i.case_id = %(case)s and i.status = any (%(undiscussed)s) and s.status <> %(cancelled)s),
 (select count(*) from participation_match where case_id = %(case)s and status not in ('steady', 'ended'))
"""


def counts_of(case: Case, worker: Worker) -> dict[str, int]:
    """By the key of the tab, as far as the reader may see; asked once for a request."""
    kept: dict[str, int] | None = getattr(case, "standing", None)
    if kept is not None:
        return dict(kept)
    access = access_of(case)
    parts = {
        "assessment": Scope.ASSESSMENT in access.whole, "record": Scope.RECORD in access.whole,
        "plan": Scope.PLAN in access.whole, "all": worker.sees_all,
        "sees": worker.role.works_cases, "sits": worker.role.sits,
        "plan_persons": [person for person, scope in access.persons.items() if Scope.PLAN in scope],
        "agency": worker.agency_id, "worker": worker.pk, "now": clock.now(),
        "planned": SittingStatus.PLANNED, "today": clock.today(), **_waits(case),
    }  # fmt: skip
    row = _row(COUNTS.replace("{waits}", WAITS), parts)
    case.standing = found = dict(zip(KINDS, row, strict=False))  # type: ignore[attr-defined]
    case.waits = row[len(KINDS) :]  # type: ignore[attr-defined]
    return dict(found)


def waiting_of(case: Case) -> tuple[int, ...]:
    """Plans not evaluated, sheets unanswered, hand-backs unconfirmed, items undiscussed, places not steady."""
    return _row("select" + WAITS, _waits(case))


def _waits(case: Case) -> dict[str, Any]:
    return {
        "case": case.pk, "unevaluated": list(UNEVALUATED), "waiting": list(WAITING), "undiscussed": list(UNDISCUSSED),
        "returning": TargetStatus.HANDED_BACK, "cancelled": SittingStatus.CANCELLED,
    }  # fmt: skip


def _row(sql: str, values: dict[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: tuple[int, ...] = cursor.fetchone()
        return found
