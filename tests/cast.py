"""The fixed cast: a small town, its agencies, the workers who play every test, and one household.

Use: `def test_x(town): with town.acting("sakura") as sakura: …`. The clock stands at 2026-11-18 10:00 (水).
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tasuki.codes import sheet_definitions
from tasuki.codes.lookup import forget
from tasuki.codes.sync import sync
from tasuki.people import actions as people
from tasuki.shared import clock
from tasuki.shared.ids import uuid7
from tasuki.staff.acting import acting_as
from tasuki.staff.actions import enrol
from tasuki.staff.identity import marks_of
from tasuki.staff.models import Worker
from tasuki.tenancy.context import Context, acting, leave
from tasuki.tenancy.context import enter as enter_context
from tasuki.tenancy.models import Agency, Area, Municipality, Town

from . import databases

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=clock.JAPAN)
PASSWORD = "tasuki-no-kotoba"
AGENCIES = {
    "sogo": ("総合相談支援センター", {"commission": "commissioned"}),
    "hokatsu": ("地域包括支援センター 第3", {}),
    "kikan": ("基幹相談支援センター", {}),
    "shakyo": ("ひなた町社会福祉協議会", {"commission": "commissioned"}),
    "fukushi": ("市 福祉政策課", {"is_section": True}),
    "yoso": ("よその相談室", {}),
}
WORKERS = {  # login: (name, agency, role)
    "sakura": ("山本 さくら", "sogo", "counsellor"),
    "ken": ("小川 健", "sogo", "coordinator"),
    "midori": ("森 みどり", "hokatsu", "counsellor"),
    "akira": ("石田 明", "kikan", "counsellor"),
    "nao": ("西 なお", "shakyo", "csw"),
    "suzuki": ("鈴木 一", "fukushi", "section"),
    "chair": ("座長 花子", "fukushi", "chair"),
    "admin": ("管理 太郎", "fukushi", "administrator"),
    "officer": ("守田 ひろ", "fukushi", "officer"),
    "yoso": ("よその 人", "yoso", "counsellor"),
}


class Town_:
    """A municipality with its cast."""

    def __init__(self, code: str = "999997", name: str = "ひなた町") -> None:
        self.key: UUID = uuid7()
        with self.context():
            self.municipality = Municipality.objects.create(id=self.key, code=code, name=name, second_factor="off")
            self.areas = [Area.objects.create(key=f"a{n}", name=f"第{n}圏域", order=n) for n in (1, 2, 3)]
            self.towns = [Town.objects.create(name=f"ひなた町{n}丁目", area=self.areas[n - 1]) for n in (1, 2, 3)]
            sync()
            self.agencies = {
                key: Agency.objects.create(key=key, name=agency, **more) for key, (agency, more) in AGENCIES.items()
            }
            self.workers: dict[str, Worker] = {
                login: enrol(login=login, name=worker, password=PASSWORD, agency=self.agencies[agency], role=role,
                             since=date(2020, 4, 1))
                for login, (worker, agency, role) in WORKERS.items()
            }  # fmt: skip

    @contextmanager
    def context(self) -> Iterator[None]:
        """The municipality and nobody in particular."""
        with acting(Context(municipality=self.key)):
            yield

    @contextmanager
    def acting(self, login: str) -> Iterator[Worker]:
        """Be this member of the cast."""
        with acting_as(self.workers[login]) as worker:
            yield worker

    def person(self, name: str, by: str = "sakura", **more):
        """A person registered by a member of the cast: 「氏 名」."""
        family, _, given = name.partition(" ")
        with self.acting(by) as worker:
            return people.register_person(by=worker, family_name=family, given_name=given, **more)

    def case(
        self, by: str = "sakura", label: str = "86歳の母と40代の長男の世帯", names=("花村 ウメ", "花村 一郎"), **more
    ):
        """A case of a household, opened by a member of the cast; members in `case.people`."""
        from tasuki.cases.actions import Member, open_case  # the rooms above people, when a test needs them

        persons = [self.person(name, by=by) for name in names]
        with self.acting(by) as worker:
            members = [Member(person, index_person=not n) for n, person in enumerate(persons)]
            case = open_case(by=worker, label=label, members=members, **more)
        case.people = persons
        return case


@pytest.fixture(scope="session")
def _towns(django_db_setup, django_db_blocker) -> dict[str, Any]:
    """Both towns, made once per test process and kept: every test works on a copy and is rolled back."""
    towns: dict[str, Any] = {}
    with django_db_blocker.unblock():
        _found(towns)
    return towns


def _found(towns: dict[str, Any]) -> None:
    """Both towns; whose database they stand in is kept with them."""
    with clock.stopped_at(NOW), transaction.atomic():
        token = enter_context(Context())
        towns |= {"town": Town_(), "other": Town_(code="999989", name="となり町"), "database": databases.begun()}
        leave(token)


@pytest.fixture
def _standing_towns(_towns, django_db_blocker) -> dict[str, Any]:
    """Both towns; founded anew where a test before this one has emptied the tables."""
    if _towns["database"] != databases.begun():
        with django_db_blocker.unblock():
            _found(_towns)
    return _towns


@pytest.fixture
def town(_standing_towns, db) -> Iterator[Town_]:
    """The town of the tests, everything rolled back afterwards."""
    token = enter_context(Context())
    try:
        with clock.stopped_at(NOW), transaction.atomic():
            yield deepcopy(_standing_towns["town"])
    finally:
        forget()
        sheet_definitions.forget()
        leave(token)


@pytest.fixture
def other_town(_towns, town) -> Town_:
    """A second municipality with the same cast, to which nothing may leak."""
    return deepcopy(_towns["other"])


@contextmanager
def furnished(towns: dict[str, Any], blocker: Any, furnish: Callable[[Town_], Any]) -> Iterator[tuple[Town_, Any]]:
    """The town and what was made in it, for all tests of a file: made once, taken back at its end."""
    with blocker.unblock(), transaction.atomic():
        token, town = enter_context(Context()), deepcopy(towns["town"])
        with clock.stopped_at(NOW):
            made = furnish(town)
        leave(token)
        yield town, made
        transaction.set_rollback(True)
    forget()
    sheet_definitions.forget()


def moved_in(town: Town_, kept: tuple[Town_, Any]) -> Any:
    """A copy of what was made, for one test; `town` becomes the town in which it was made."""
    copy, made = deepcopy(kept)
    vars(town).update(vars(copy))
    return made


@pytest.fixture(scope="module")
def _whole(_towns, django_db_blocker) -> Iterator[tuple[Town_, Any]]:
    from .whole_town import whole_town  # every room, when a test needs them

    with furnished(_towns, django_db_blocker, whole_town) as kept:
        yield kept


@pytest.fixture
def whole(_whole, town) -> dict[str, Any]:
    """The things of the whole town (tests/whole_town.py), made once for the file: only for files all about them."""
    return moved_in(town, _whole)


class Browser:
    """Django's test client signed in as one of the cast; posts carry a key as the pages' forms do."""

    def __init__(self, client, town: Town_, login: str) -> None:
        self.client, self.town, self.worker = client, town, town.workers[login]
        self._sit_down()

    def _sit_down(self) -> None:
        """Signed in just now, also when the clock of the test has moved on."""
        self.at, session = clock.now(), self.client.session
        session.update(marks_of(self.worker))
        session.save()

    def get(self, path: str, **fields):
        """Open a page."""
        if self.at != clock.now():
            self._sit_down()
        return self.client.get(path, fields)

    def post(self, path: str, key=None, **fields):
        """Send a form."""
        if self.at != clock.now():
            self._sit_down()
        return self.client.post(path, {"_key": str(key or uuid7()), **fields})


@pytest.fixture
def browse(town, db):
    """`browse("sakura")` → a Browser."""
    from django.test import Client

    with ExitStack() as stack:
        stack.enter_context(town.context())
        yield lambda login, of=None: Browser(Client(), of or town, login)
