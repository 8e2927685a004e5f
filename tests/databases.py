"""The tests' database: one server for all test processes, one database for each, cloned from a template.

The embedded server in a folder of its own, or the server of TASUKI_TEST_DATABASE_URL (a superuser's
address; only databases named tasuki_test_… and the two roles are touched there).
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from tasuki.config.database.addresses import dsn, from_url
from tasuki.config.database.locks import FileLock
from tasuki.config.database.roles import ensure_database, ensure_grants, ensure_roles
from tasuki.config.database.server import EmbeddedServer, superuser_dsn

from . import templates

RUN = "TASUKI_TEST_RUN"
OUTSIDE = "TASUKI_TEST_DATABASE_URL"
TEMPLATE = "tasuki_test_template"
LOGINS = {
    "owner": {"user": "tasuki_owner", "password": "owner-of-a-test-town"},
    "app": {"user": "tasuki_app", "password": "user-of-a-test-town"},
    "portal": {"user": "tasuki_portal", "password": "guest-of-a-test-town"},
}


def pytest_configure(config: pytest.Config) -> None:
    # the first process names the run; its workers inherit the name
    config.stash[IS_FIRST] = not hasattr(config, "workerinput") and RUN not in os.environ
    os.environ.setdefault(RUN, secrets.token_hex(6))


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(IS_FIRST, False):
        shutil.rmtree(run_folder(), ignore_errors=True)
        os.environ.pop(RUN, None)


IS_FIRST = pytest.StashKey[bool]()


def run_folder() -> Path:
    # not below pytest's own folder: as root the server runs as another user, who cannot enter that
    return Path(tempfile.gettempdir()) / f"tasuki-test-{os.environ[RUN]}"


@pytest.fixture(scope="session")
def database_admin() -> Iterator[dict[str, Any]]:
    """A superuser's connection words for the tests' server, stopped by the last test process."""
    outside = os.environ.get(OUTSIDE)
    run_folder().mkdir(mode=0o711, exist_ok=True)
    if outside:
        yield dsn(from_url(outside))
        return
    server = EmbeddedServer(run_folder(), durable=False)
    details = server.hold()
    try:
        yield superuser_dsn(details)
    finally:
        server.release()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    database_admin: dict[str, Any],
) -> Iterator[None]:
    """`default` as the application role and `owner` as the owner, on a fresh clone of the template."""
    # a slow hash protects people, not tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"tasuki_test_{worker}"
    with django_db_blocker.unblock():
        _make_template(database_admin)
        clone(database_admin, name)
        point_django_at(database_admin, name)
        usual = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
        # the application role may not TRUNCATE: what was committed goes with its database
        TransactionTestCase._fixture_teardown = lambda case: _start_afresh(database_admin, name)  # type: ignore[attr-defined]
    yield
    with django_db_blocker.unblock():
        TransactionTestCase._fixture_teardown = usual  # type: ignore[attr-defined]
        connections.close_all()
        drop(database_admin, name)


def _make_template(admin: dict[str, Any]) -> None:
    """Roles and a migrated database, made by whichever test process comes first."""
    lock = FileLock(run_folder() / "template.lock")
    done = run_folder() / "template.done"
    if not lock.acquire(timeout=600):
        raise RuntimeError("another test process has been migrating for ten minutes")
    try:
        if done.exists():
            return
        drop(admin, TEMPLATE)
        with psycopg.connect(**admin, autocommit=True) as connection:
            ensure_roles(connection, LOGINS)
            ensure_database(connection, TEMPLATE)
        with psycopg.connect(**(admin | {"dbname": TEMPLATE}), autocommit=True) as connection:
            ensure_grants(connection, TEMPLATE)
        point_django_at(admin, TEMPLATE)
        server, kept = EmbeddedServer(run_folder(), durable=False), templates.FOLDER / f"{templates.key()}.dump"
        ours = OUTSIDE not in os.environ  # another server may be of another version
        if not (ours and templates.put_back(server, admin, TEMPLATE, kept)):
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            if ours:
                templates.keep(server, admin, TEMPLATE, kept)
        connections.close_all()
        done.touch()
    finally:
        lock.release()


def point_django_at(admin: dict[str, Any], name: str) -> None:
    """Both aliases onto this database; kept for connections of other threads (live server) too."""
    for alias, role in (("default", "app"), ("owner", "owner")):
        connections[alias].close()
        connections.settings[alias] |= {
            "NAME": name,
            "USER": LOGINS[role]["user"],
            "PASSWORD": LOGINS[role]["password"],
            "HOST": admin.get("host", ""),
            "PORT": str(admin.get("port", "")),
        }
        connections[alias].settings_dict.update(connections.settings[alias])


def clone(admin: dict[str, Any], name: str, template: str = TEMPLATE) -> None:
    drop(admin, name)
    with psycopg.connect(**admin, autocommit=True) as connection:
        ensure_database(connection, name, template=template)
    with psycopg.connect(**(admin | {"dbname": name}), autocommit=True) as connection:
        ensure_grants(connection, name)


def drop(admin: dict[str, Any], name: str) -> None:
    with psycopg.connect(**admin, autocommit=True) as connection:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(name)))


def _start_afresh(admin: dict[str, Any], name: str) -> None:
    connections.close_all()
    clone(admin, name)
    BEGUN.append(name)


BEGUN: list[str] = []


def begun() -> int:
    """How often the tables of this process have been emptied: what was kept in them is gone."""
    return len(BEGUN)
