"""The demo towns, told once for each file of tests that asks for `told`, and taken back at its end."""

from datetime import date

import pytest
from django.db import transaction

from tasuki.codes.lookup import forget
from tasuki.demo.replay import tell  # a room above, whose stories were counted by hand
from tasuki.shared import clock
from tasuki.tenancy.context import Context, enter, leave

SUNDAY = clock.at(date(2026, 11, 22), "09:00")
TOWNS = {"yonago": "y", "chofu": "c"}


@pytest.fixture(scope="module")
def _told(django_db_setup, django_db_blocker):
    """Both demo towns, told once for this file and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        token = enter(Context())
        with clock.stopped_at(SUNDAY):
            towns = {name: tell(name) for name in TOWNS}
        leave(token)
        yield towns
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def told(_told, django_db_blocker):
    """The towns for one test; what it writes is taken back."""
    token = enter(Context())
    with django_db_blocker.unblock(), clock.stopped_at(SUNDAY), transaction.atomic():
        yield _told
        transaction.set_rollback(True)
    leave(token)
