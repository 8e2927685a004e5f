"""The worker of the queue: `tasuki jobs work`, also started by `tasuki serve` (裏で動く処理)."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from uuid import UUID, uuid4

from django.db import OperationalError, close_old_connections, connections, transaction

from tasuki.shared.decisions import Refused, Stale
from tasuki.staff.acting import acting_as
from tasuki.staff.models import Worker
from tasuki.tenancy.context import Context, acting

from . import rounds
from .kinds import work_of
from .models import Job
from .queue import SILENT, Lost, Progress, alive, claim, fail, succeed

PATIENCE = "10min"  # a page may not take so long; a job may
IDLE, EVERY = 2.0, 60.0
log = logging.getLogger("tasuki.jobs")


def work(stop: threading.Event | None = None, *, until_empty: bool = False, silent: float = SILENT) -> int:
    """Take jobs one after the other until told to stop; returns how many. Small chores every minute in between."""
    connections["default"].settings_dict["STATEMENT_TIMEOUT"] = PATIENCE
    runner, stop, count, chores = (
        f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}",
        stop or threading.Event(),
        0,
        0.0,
    )
    while not stop.is_set():
        try:
            close_old_connections()
            taken = claim(runner, silent)
            if taken:
                count += 1
                run(taken[0], taken[1], taken[2], runner)
                continue
            if until_empty:
                return count
            if time.monotonic() - chores > EVERY:
                chores = time.monotonic()
                rounds.every_minute()
        except OperationalError as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            connections.close_all()
        stop.wait(IDLE)
    return count


@contextmanager
def as_asked(municipality: UUID, worker: UUID | None, agency: str = "") -> Iterator[Worker | None]:
    """Act as whoever asked, in her post now; the municipality's own rounds as nobody who sees all of it."""
    if worker is None:
        with acting(Context(municipality=municipality, sees_all=True, oversees=True)):
            yield None
        return
    with acting(Context(municipality=municipality)), transaction.atomic():
        who = Worker.objects.get(pk=worker)
    with transaction.atomic(), acting_as(who, agency) as found:
        actor = found
    with acting(actor.context()):
        yield actor


def run(key: UUID, municipality: UUID, worker: UUID | None, runner: str) -> None:
    """One job, as its asker; whatever goes wrong is told to her in a sentence."""
    progress = Progress(key, runner)
    with alive(progress):
        try:
            with as_asked(municipality, worker, _agency_of(key, municipality, worker)) as by:
                _carry_out(key, by, progress)
        except Lost:
            log.warning("job %s is another runner's now", key)
        except Exception as error:
            log.error("job %s failed: %s", key, type(error).__name__)
            with acting(Context(municipality=municipality, worker=worker, sees_all=worker is None)):
                fail(job=Job(pk=key), by=worker, runner=runner, reason=in_words(error))


def _agency_of(key: UUID, municipality: UUID, worker: UUID | None) -> str:
    with acting(Context(municipality=municipality, worker=worker, sees_all=worker is None)), transaction.atomic():
        job = Job.objects.select_related("agency").get(pk=key)
        return job.agency.key if job.agency else ""


def _carry_out(key: UUID, by: Worker | None, progress: Progress) -> None:
    # outside a transaction the database knows nobody, and shows nothing
    with transaction.atomic():
        job = Job.objects.get(pk=key)
    work_on, whole = work_of(job.kind)
    with transaction.atomic() if whole else nullcontext():
        text = work_on(job, by, progress)
        with transaction.atomic():
            succeed(job, progress, text)


def in_words(error: Exception) -> str:
    """Why it did not work, for the owner; nothing of what a row holds."""
    if isinstance(error, Refused | Stale):
        return str(error)
    if isinstance(error, LookupError):
        return "頼んだ人の配属が終わっているか、対象の記録がありません。"
    if isinstance(error, OSError):
        return f"ファイルを書けませんでした（{error.strerror or type(error).__name__}）。運用の担当へ知らせてください。"
    said = getattr(error, "japanese", "")
    return (
        said
        or f"思わぬことが起きました（{type(error).__name__}）。やりなおしてもだめなら、運用の担当へ知らせてください。"
    )
