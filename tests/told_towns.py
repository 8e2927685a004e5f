"""The demo towns (見本の町), told once for a whole run: in a database of their own, of which each test process has a copy."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from tasuki.codes.lookup import forget
from tasuki.config.database.locks import FileLock
from tasuki.demo.replay import tell  # a room above, whose stories were counted by hand
from tasuki.shared import clock
from tasuki.tenancy.context import Context, enter, leave

from .databases import clone, drop, point_django_at, run_folder

SUNDAY = clock.at(date(2026, 11, 22), "09:00")
TOWNS = {"yonago": "y", "chofu": "c"}
TOLD = "tasuki_test_told"


@pytest.fixture(scope="session")
def _told(django_db_setup, django_db_blocker, database_admin) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of this process's copy, and both towns as they were told."""
    kept, lock = run_folder() / "told.pickle", FileLock(run_folder() / "told.lock")
    name = f"{connections['default'].settings_dict['NAME']}_told"
    if not lock.acquire(timeout=600):
        raise RuntimeError("another test process has been telling for ten minutes")
    try:
        if not kept.exists():
            _tell(database_admin, django_db_blocker, kept)
        clone(database_admin, name, template=TOLD)
    finally:
        lock.release()
    yield name, pickle.loads(kept.read_bytes())
    drop(database_admin, name)


def _tell(admin: dict[str, Any], blocker: Any, kept: Path) -> None:
    clone(admin, TOLD)
    with elsewhere(admin, TOLD, blocker), transaction.atomic():
        token = enter(Context())
        with clock.stopped_at(SUNDAY):
            towns = {name: tell(name) for name in TOWNS}
        leave(token)
    kept.write_bytes(pickle.dumps(towns))


@contextmanager
def elsewhere(admin: dict[str, Any], name: str, blocker: Any) -> Iterator[None]:
    """In another database for a while."""
    usual = connections["default"].settings_dict["NAME"]
    with blocker.unblock():
        point_django_at(admin, name)
        try:
            yield
        finally:
            point_django_at(admin, usual)
            forget()


@pytest.fixture
def told(_told, database_admin, django_db_blocker) -> Iterator[dict[str, Any]]:
    """The towns for one test; what it writes is taken back."""
    name, towns = _told
    with elsewhere(database_admin, name, django_db_blocker):
        with clock.stopped_at(SUNDAY), transaction.atomic():
            token = enter(Context())
            yield towns
            transaction.set_rollback(True)
        leave(token)
