"""Sessions as rows (サインイン中の端末): begun, used, ended one by one or all at once."""

from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require

from . import rules
from .account_models import SignedIn
from .machines import Machine
from .models import Worker


def begin(*, by: Worker, key: str, machine: Machine, proof: str) -> SignedIn:
    """A session has begun. The key is the framework's, so that ending it here ends it there."""
    now = clock.now()
    return SignedIn.objects.create(
        worker_id=by.pk, key=key, machine=machine.digest, address=machine.address, browser=machine.browser[:120],
        proof=proof, since=now, last=now,
    )  # fmt: skip


def use(row: UUID) -> None:
    """It was used just now; the caller asks at most once a minute."""
    SignedIn.objects.filter(pk=row).update(last=clock.now())


def close(row: UUID | str | None) -> None:
    """Its worker signed out, or it grew too old."""
    SignedIn.objects.filter(pk=row, ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def end_session(*, session: SignedIn, by: Worker) -> SignedIn:
    """End one of my sessions at another machine: its next click leads to the entrance."""
    require(rules.may_end_session(session, by))
    SessionStore(session.key).delete()
    close(session.pk)
    record(Act.SIGN_OUT, "サインインを終わらせた", by=by, objects=[session.pk])
    return session


@transaction.atomic
def end_other_sessions(*, by: Worker, but: UUID | None) -> int:
    """End all of mine except the one at which I sit; answers how many."""
    others = list(SignedIn.objects.filter(worker=by.pk, ended_at=None).exclude(pk=but))
    for one in others:
        SessionStore(one.key).delete()
        close(one.pk)
    record(Act.SIGN_OUT, "ほかのサインインを終わらせた", by=by, count=len(others))
    return len(others)


def open_sessions(worker: Worker) -> list[SignedIn]:
    """Her sessions that were used within a day."""
    return [one for one in SignedIn.objects.filter(worker=worker.pk, ended_at=None)[:30] if _may_live(one, worker)]


def _may_live(session: SignedIn, worker: Worker) -> bool:
    """Neither idle nor too long for the municipality's limits."""
    assert worker.post is not None
    town, now = worker.post.agency.municipality, clock.now()
    idle, age = (now - session.last).total_seconds(), (now - session.since).total_seconds()
    return idle <= town.idle_minutes * 60 + 60 and age <= town.session_hours * 3600
