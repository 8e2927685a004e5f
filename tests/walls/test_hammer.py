"""No request is answered in somebody else's context: the hammer through the real pool, and a server that would bleed."""

import os
import random
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client

from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.tenancy.context import Context, leave
from tasuki.tenancy.context import enter as enter_context
from tests.cast import NOW, Browser, Town_
from tests.databases import clone, drop, point_django_at
from tests.figures import note

from .hammer import Clerk, hammer, served

REQUESTS = int(os.environ.get("TASUKI_HAMMER", "800"))
LOGINS = ("sakura", "ken", "midori", "akira", "nao", "suzuki", "yoso")
pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def busy_towns(django_db_setup, django_db_blocker, database_admin) -> Iterator[dict]:
    """Two municipalities with cases, committed in a database of the hammer's own, and sessions for their workers."""
    usual = connections["default"].settings_dict["NAME"]
    name = f"{usual}_hammer"
    with django_db_blocker.unblock():
        connections.close_all()
        clone(database_admin, name)
        point_django_at(database_admin, name)
        token = enter_context(Context())
        try:
            with clock.stopped_at(NOW), transaction.atomic():
                towns = [Town_(), Town_(code="999989", name="となり町")]
                marked = dict(zip("南北", towns, strict=True))
            with clock.stopped_at(NOW):
                for mark, town in marked.items():
                    _fill(town, mark)
            # sessions of now: an old one would have run out
            clerks = [_clerk(town, login, mark) for mark, town in marked.items() for login in LOGINS]
        finally:
            leave(token)
        database = dict(connections["default"].settings_dict)
        yield {"clerks": clerks, "database": database}
        connections.close_all()
        point_django_at(database_admin, usual)
        drop(database_admin, name)


def _fill(town: Town_, mark: str) -> None:
    """Every worker and agency under a name of its own, with cases."""
    dice = random.Random(mark)
    with town.context(), transaction.atomic():
        for login in LOGINS:
            worker = town.workers[login]
            worker.name = f"{mark}の{login}"
            worker.save(update_fields=["name"])
        for agency in town.agencies.values():
            agency.name = f"{mark}・{agency.key}"
            agency.save(update_fields=["name"])
    for login in ("sakura", "midori", "akira", "nao", "yoso"):
        for number in range(dice.randint(2, 4)):
            with transaction.atomic():
                town.case(by=login, label=f"世帯 {mark}{login}{number}", names=(f"人 {mark}{login}{number}",))


def _clerk(town: Town_, login: str, mark: str) -> Clerk:
    with transaction.atomic(), town.acting(login) as worker:
        cases = frozenset(str(key) for key in Case.objects.visible_to(worker).values_list("pk", flat=True))
    with transaction.atomic(), town.context():
        browser = Browser(Client(), town, login)
    cookie = browser.client.cookies[settings.SESSION_COOKIE_NAME].value
    return Clerk(f"{mark}{login}", f"{mark}の{login}", f"{mark}・", cookie, cases)


def test_nobody_is_answered_as_somebody_else(busy_towns):
    with served(busy_towns["database"], "tasuki.config.wsgi:application") as port:
        outcome = hammer(port, busy_towns["clerks"], REQUESTS)
    note(f"{outcome.asked}回で 取り違え {len(outcome.wrong)}")
    assert outcome.faults == []
    assert outcome.wrong == []
    assert outcome.asked >= REQUESTS - 8


def test_the_hammer_sees_a_server_that_mixes_up_sessions(busy_towns):
    with served(busy_towns["database"], "tests.walls.swapping:application") as port:
        outcome = hammer(port, busy_towns["clerks"], min(REQUESTS, 400))
    note(f"わざと間違えた版では {outcome.asked}回で {len(outcome.wrong)}")
    assert outcome.wrong


def test_a_context_kept_for_the_process_does_not_stay_unnoticed(busy_towns):
    """Which of the two it is hangs on the threads: a page of another's, or the second wall's refusal."""
    with served(busy_towns["database"], "tests.walls.leaky:application") as port:
        outcome = hammer(port, busy_towns["clerks"], min(REQUESTS, 400))
    assert outcome.wrong or outcome.faults
