"""Failed attempts (サインインの失敗): the pair of log-in and machine is locked; one log-in from many machines is slowed.

Nobody outside can lock a worker out: her own machine is counted under its own mark, and a machine from which she has
signed in before is never slowed by what others try elsewhere.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from tasuki.shared import clock

from .account_models import Attempt
from .machines import Machine

TRIES = 5  # then the pair is locked
LOCK = timedelta(minutes=15)  # doubled each time, at most
LONGEST = timedelta(hours=4)
FORGOTTEN = timedelta(hours=24)  # a count that rested so long begins anew
ELSEWHERE = 10  # failures of one log-in at other machines within the hour, then pauses
LONGEST_PAUSE = 60  # seconds


def one_at_a_time(login: str, machine: Machine) -> None:
    """Tries of the same pair wait for each other, so that a hundred at once are a hundred counted ones."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{login}|{machine.counted_as}"])


def locked_until(login: str, machine: Machine) -> datetime | None:
    """Until when this log-in may not be tried here; None when it may."""
    now = clock.now()
    own = Attempt.objects.filter(login=login, machine=machine.counted_as, until__gt=now).first()
    if own:
        return own.until
    return None if machine.known else _pause(login, machine, now)


def _pause(login: str, machine: Machine, now: datetime) -> datetime | None:
    """Growing pauses for a log-in that is tried from many strange machines."""
    recent = Attempt.objects.filter(login=login, last_at__gt=now - timedelta(hours=1))
    recent = recent.exclude(machine=machine.counted_as)
    failures = recent.aggregate(all=Sum("failures"))["all"] or 0
    last = recent.order_by("-last_at").first()
    if failures < ELSEWHERE or last is None:
        return None
    until = last.last_at + timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(6, failures - ELSEWHERE + 1)))
    return until if until > now else None


def count_failure(login: str, machine: Machine) -> datetime | None:
    """One more failure; answers until when the pair is locked now, if it is."""
    now = clock.now()
    own, made = Attempt.objects.select_for_update().get_or_create(
        login=login, machine=machine.counted_as, defaults={"last_at": now, "failures": 1}
    )
    if not made:
        fresh = now - own.last_at > FORGOTTEN
        own.failures, own.locks = (1, 0) if fresh else (own.failures + 1, own.locks)
    own.last_at, own.until = now, None
    if own.failures % TRIES == 0:
        own.until = now + min(LONGEST, LOCK * 2**own.locks)
        own.locks = min(own.locks + 1, 8)
    own.save()
    return own.until


def forgive(login: str, machine: Machine) -> None:
    """A good sign-in: the failures at this machine are forgotten, those elsewhere are not."""
    Attempt.objects.filter(login=login, machine__in=[machine.address, machine.digest]).delete()


def release(login: str) -> int:
    """The administrator gave a new password: every count of this log-in begins anew."""
    return Attempt.objects.filter(login=login).update(failures=0, locks=0, until=None)
