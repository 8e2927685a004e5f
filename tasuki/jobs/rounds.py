"""The rounds nobody asks for (毎日・毎分の片付け): sealing, sweeping, the yearly list."""

import importlib
import json
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from tasuki.exchange.carry_actions import forget_tables
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.staff.identity import municipalities
from tasuki.tenancy.context import Context, acting

from .actions import make_list
from .enums import JobKind, JobState
from .models import DestructionList, Job

DRAFT_DAYS, FORM_DAYS, JOB_DAYS = 90, 7, 90


@transaction.atomic
def begin_the_day(*, by: None = None) -> int:
    """One daily job for each municipality that has none today; returns how many."""
    count = 0
    for key, _ in municipalities():
        with acting(Context(municipality=key, sees_all=True)):  # type: ignore[arg-type]
            begun = Job.objects.filter(kind=JobKind.DAILY, asked_at__gte=clock.at(clock.today(), "00:00"))
            if not begun.exclude(state=JobState.FAILED).exists():
                Job.objects.create(kind=JobKind.DAILY, worker=None, agency=None, asked_at=clock.now())
                count += 1
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    return count


def of_municipality(progress: Any) -> str:
    """Sweep what is no record; in April make the list of what is over, once a year."""
    progress.at(0, 2, "期限の切れた下書きなどを片付けています")
    with connection.cursor() as cursor:
        cursor.execute("select app.sweep(%s, %s, %s)", [DRAFT_DAYS, FORM_DAYS, JOB_DAYS])
        told = cursor.fetchone()[0]
    swept = json.loads(told) if isinstance(told, str) else told
    progress.at(1, 2, "保存期間を確かめています")
    said = [f"下書き{swept['drafts']}件、受付の控え{swept['forms']}件、済んだ仕事{swept['jobs']}件を片付けました。"]
    if forgotten := forget_tables():
        said.append(f"取り込まないままの表{forgotten}件を捨てました。")
    if not _listed_this_year():
        made = make_list(by=None)
        said.append(f"廃棄候補の一覧 {made.number} を作りました。" if made else "保存期間の終わった記録はありません。")
    progress.at(2, 2, "")
    return "".join(said)


def _listed_this_year() -> bool:
    newest = DestructionList.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    return newest is not None and fiscal_year(newest) == fiscal_year(clock.today())


def every_minute() -> None:
    """Seal what the record of looks and changes has gained, where the room of the record offers it."""
    try:
        sealing = importlib.import_module("tasuki.audit.sealing")
    except ModuleNotFoundError:
        return
    seal = getattr(sealing, "seal", None)
    if seal is not None:
        seal()
