"""The server's own log tells where something went wrong, never about whom."""

import io
import logging

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from tasuki.config.logs import Discreet
from tasuki.staff.models import Worker


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet("{levelname} {name} {message}", style="{"))
    logger = logging.getLogger("tasuki.of.a.test")
    logger.addHandler(handler)
    yield logger, stream.getvalue
    logger.removeHandler(handler)


def test_the_value_in_an_error_of_the_database_is_not_written(town, log):
    logger, written = log
    with town.acting("admin"), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("select %s::int", ["金糸雀 うめ"])
        except DataError as wrong:
            assert "金糸雀" in str(wrong)  # noqa: PT017
            logger.exception("Internal Server Error: %s", "/settings/workers/new/")
            logger.error("failed: %s", wrong)
        try:
            with transaction.atomic():
                Worker.objects.create(login="sakura", name="金糸雀 うめ")
        except IntegrityError:
            logger.exception("")
    assert "金糸雀" not in written()
    for word in ("/settings/workers/new/", "DataError (22P02)", "IntegrityError (23505 one_worker_per_login)", "failed: ",
                 "test_server_log.py:"):  # fmt: skip
        assert word in written()


def test_every_link_of_the_chain_is_told_by_its_kind(log):
    logger, written = log
    try:
        try:
            raise KeyError("花村")
        except KeyError as first:
            raise ValueError("花村 ウメは 090-0000-0000") from first
    except ValueError:
        logger.exception("")
    assert "花村" not in written()
    assert written().index("builtins.KeyError") < written().index("builtins.ValueError")


def test_the_settings_use_it(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "tasuki.config.logs.Discreet"
