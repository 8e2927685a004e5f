"""What the queue can do: one function for each kind of job, called as the worker who asked for it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.exchange.carry_models import Carry
from tasuki.exchange.carry_writing import carry_in
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.models import Worker

from . import actions, destruction, rounds
from .enums import JobKind
from .models import DestructionList, Job
from .queue import Progress

Work = Callable[[Job, Worker | None, Progress], str]


def make_retention_list(job: Job, by: Worker | None, progress: Progress) -> str:
    """The list of what is over on a day."""
    day = job.params.get("as_of")
    made = actions.make_list(by=by, as_of=date.fromisoformat(day) if day else clock.today())
    if made is None:
        return "保存期間の終わった記録はありませんでした。"
    return f"{made.number} に{made.lines.count()}件を並べました。"


def destroy(job: Job, by: Worker | None, progress: Progress) -> str:
    """An approved list; each line is committed by itself, so an interruption loses nothing and repeats nothing."""
    if by is None:
        raise Refused("承認した人がわかりません。")
    with transaction.atomic():
        made = DestructionList.objects.visible_to(by).get(pk=job.params["list"])
    return destruction.carry_out(made, by, progress)


def export_town(job: Job, by: Worker | None, progress: Progress) -> str:
    """An encrypted copy of this municipality, put beside the backups."""
    from . import municipal

    return municipal.export_for_job(job.municipality_id, progress)


def daily(job: Job, by: Worker | None, progress: Progress) -> str:
    """The daily round of one municipality."""
    return rounds.of_municipality(progress)


def carry(job: Job, by: Worker | None, progress: Progress) -> str:
    """A table of people, cases and records that was looked through; all of it or nothing."""
    if by is None:
        raise Refused("取り込む人がわかりません。")
    found = Carry.objects.visible_to(by).get(pk=job.params["carry"])
    done = carry_in(carry=found, by=by, tell=progress.at)
    return "、".join(f"{name} {count}件" for name, count in done.counts.items()) + "を取り込みました。"


WORK: dict[str, tuple[Work, bool]] = {
    # (function, whether the whole job is one transaction)
    JobKind.RETENTION_LIST: (make_retention_list, True),
    JobKind.DESTRUCTION: (destroy, False),
    JobKind.TOWN_EXPORT: (export_town, False),
    JobKind.DAILY: (daily, True),
    JobKind.CARRY: (carry, True),
}


def work_of(kind: str) -> tuple[Work, bool]:
    """The function of a kind; tests put in their own."""
    found: Any = WORK.get(kind)
    if found is None:
        raise Refused("この版では行えない仕事です。")
    return found[0], found[1]
