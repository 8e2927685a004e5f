"""Taking a job from the queue, saying that one lives, and writing down how it ended."""

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection, transaction

from tasuki.shared import clock

from .enums import JobState
from .models import Job

SILENT = 60  # seconds without a sign after which another runner takes the job
MOST = 5  # attempts; a job that kills its runner each time must not do so for ever
BEAT = 3.0
log = logging.getLogger("tasuki.jobs")


class Lost(Exception):
    """Another runner has this job now."""


@dataclass
class Progress:
    """How far a job is; written by the thread that also says that its runner lives."""

    job: UUID
    runner: str
    done: int = 0
    total: int = 0
    step: str = ""
    lost: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    def at(self, done: int, total: int, step: str = "") -> None:
        """So many of so many; stops the work when somebody else has taken it over."""
        self.done, self.total, self.step = done, total, step[:80]
        if self.lost:
            raise Lost(str(self.job))

    def beat(self) -> None:
        """One sign of life."""
        with connection.cursor() as cursor:
            cursor.execute("select app.beat_job(%s, %s, %s, %s, %s)",
                           [self.job, self.runner, self.done, self.total, self.step])  # fmt: skip
            self.lost = not cursor.fetchone()[0]

    def _beats(self) -> None:
        while not self.ended.wait(BEAT) and not self.lost:
            try:
                self.beat()
            except Exception as error:
                # a database that restarts: the next beat may succeed, and if none does another runner takes over
                log.warning("heartbeat: %s", type(error).__name__)
                close_old_connections()
        connection.close()


def claim(runner: str, silent: float = SILENT) -> tuple[UUID, UUID, UUID | None] | None:
    """(job, municipality, worker) of the oldest job to be done, taken; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("select id, municipality_id, worker_id from app.claim_job(%s, make_interval(secs => %s), %s)",
                       [runner, silent, MOST])  # fmt: skip
        return cursor.fetchone()


@contextmanager
def alive(progress: Progress) -> Any:
    """Signs of life in a thread of its own, on a connection of its own, while the job works in its transaction."""
    thread = threading.Thread(target=progress._beats, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        progress.ended.set()
        thread.join(10)


def succeed(job: Job, progress: Progress, text: str) -> None:
    """Done, in the transaction of what was done: both or neither."""
    told = {"state": JobState.DONE, "finished_at": clock.now(), "result": {"text": text}, "error": "",
            "done": progress.done, "total": progress.total, "step": ""}  # fmt: skip
    if not Job.objects.filter(pk=job.pk, runner=progress.runner, state=JobState.RUNNING).update(**told):
        raise Lost(str(job.pk))


@transaction.atomic
def fail(*, job: Job, by: Any, runner: str, reason: str) -> None:
    """It did not work, and its owner reads why on her day."""
    told = {"state": JobState.FAILED, "finished_at": clock.now(), "error": reason, "step": "", "seen_at": None}
    Job.objects.filter(pk=job.pk, runner=runner, state=JobState.RUNNING).update(**told)
