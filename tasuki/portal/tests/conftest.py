"""A committed town and the residents' process as it is: its own settings' role, addresses and middleware."""

import os
from contextlib import contextmanager

import pytest
from django.db import connections, transaction
from django.test import Client, override_settings

from tasuki.community import actions as community
from tasuki.community.models import Place
from tasuki.config import portal as outer
from tasuki.portal import actions, keeping, pace, reading
from tasuki.shared import clock
from tests.cast import NOW, Town_
from tests.databases import LOGINS, clone, drop, point_django_at

# each process of a divided run has one of its own
NAME = f"tasuki_test_portal_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
SETTINGS = {
    name: getattr(outer, name)
    for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "CONTENT_SECURITY_POLICY", "ALLOWED_HOSTS")
}


class Outside:
    """The committed town, seen from outside and from within."""

    def __init__(self, admin) -> None:
        self.admin = admin
        with clock.stopped_at(NOW), transaction.atomic():
            self.town = Town_(code="999997")
            self.other = Town_(code="999989", name="となり町")
            self._furnish()

    def _furnish(self) -> None:
        with self.town.acting("suzuki") as by:
            for key, phone, fields in (
                ("sogo", "000-111-2222", ["general", "poverty"]),
                ("hokatsu", "000-111-3333", ["elderly"]),
            ):
                agency = self.town.agencies[key]
                agency.phone, agency.fields, agency.hours = phone, fields, "平日 8:30〜17:15"
                agency.save()
            actions.propose_desks(by=by)
            actions.write_text(by=by, subject="welcome", language="ja", text="ようこそ。")
            actions.write_text(by=by, subject="welcome", language="vi", text="Chào mừng.")
            open_ = {
                "functions": ["salon"],
                "opening": "毎週水曜 10:00〜12:00",
                "area": self.town.areas[0],
                "where": "ひなた町1-1",
            }
            self.shown = community.register_place(by=by, name="ひなたサロン", description="お茶を飲みます。", **open_)
            self.hidden = community.register_place(by=by, name="ひみつの部屋", **open_)
        with self.town.context():
            Place.objects.filter(pk=self.shown.pk).update(
                shown_to_public=True, contact_name="担当 花子", contact_phone="000-999-8888", contact_public=False
            )

    @contextmanager
    def within(self):
        """As the workers' process."""
        with self._role("app"), clock.stopped_at(NOW), transaction.atomic():
            yield self.town

    @contextmanager
    def _role(self, role):
        connection = connections["default"]
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(USER=LOGINS[role]["user"], PASSWORD=LOGINS[role]["password"])
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(USER=before["USER"], PASSWORD=before["PASSWORD"])

    @contextmanager
    def browser(self):
        """As a resident's telephone: the portal's settings and role."""
        for one in (reading, keeping, pace):
            one.forget()
        with override_settings(**SETTINGS), self._role("portal"), clock.stopped_at(NOW):
            yield Client()


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker, database_admin):
    """A database of its own for the module, thrown away afterwards."""
    with django_db_blocker.unblock():
        before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
        connections.close_all()
        clone(database_admin, NAME)
        point_django_at(database_admin, NAME)
        connections["default"].settings_dict["ATOMIC_REQUESTS"] = True
        try:
            yield Outside(database_admin)
        finally:
            connections.close_all()
            point_django_at(database_admin, before["default"])
            drop(database_admin, NAME)


@pytest.fixture
def outside(committed, django_db_blocker):
    """The town for one test; what is written stays for the next ones of the module."""
    with django_db_blocker.unblock():
        yield committed
        connections.close_all()


__all__ = ["Outside", "committed", "outside"]
