"""Days of looking after the end, by risk (終結後の確かめ): planned when a case is closed, ticked when somebody looked."""

from datetime import date, timedelta

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker

from . import rules
from .care import care_of
from .care_models import AfterCheck
from .enums import Risk


@transaction.atomic
def plan_checks(*, case: Case, by: Worker, risk: str) -> list[AfterCheck]:
    """The days on which somebody looks again, by risk (終結後の確かめ); days not done yet are planned anew."""
    require(rules.may_plan_checks(case, by) & refuse_unless(risk in Risk.values, "気がかりの大きさを選んでください。"))
    ended = case.closed_on or clock.today()
    AfterCheck.objects.filter(case=case, done_on=None).delete()
    days = [ended + timedelta(days=days) for days in care_of().check_days(risk)]
    made = AfterCheck.objects.bulk_create(
        AfterCheck(case=case, risk=risk, due_on=day) for day in days if day >= clock.today()
    )
    if made:
        case.follow_up_on, case.followed_up_on = made[0].due_on, None
        case.save(update_fields=["follow_up_on", "followed_up_on"])
    record(Act.CHANGE, "終結後に確かめる日を決めた", by=by, case=case.pk, objects=[case.pk], count=len(made))
    return made


def check_done(case: Case, by: Worker, on: date) -> None:
    """The earliest open check is done; the next one becomes the case's own day. Called by `follow_up`."""
    waiting = list(AfterCheck.objects.filter(case=case, done_on=None))
    if not waiting:
        return
    done = waiting[0]
    done.done_on, done.done_by_id = on, by.pk
    done.save(update_fields=["done_on", "done_by"])
    if len(waiting) > 1:
        case.follow_up_on, case.followed_up_on = waiting[1].due_on, None
        case.save(update_fields=["follow_up_on", "followed_up_on"])
