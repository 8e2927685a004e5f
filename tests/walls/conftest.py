"""The towns of a process stand until a test with transactions of its own empties the tables: what needs them comes first."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import furnished, moved_in


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that look through `eyes` have no mark of a database, so they would be put behind those that empty it."""
    items.sort(key=lambda item: "eyes" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="module")
def _standing(_towns, django_db_blocker) -> Iterator[Any]:
    from .situations import stand

    with furnished(_towns, django_db_blocker, stand) as kept:
        yield kept


@pytest.fixture
def standing(_standing, town) -> dict[str, Any]:
    """The town with everybody who could stand to the case in some way, made once for the file."""
    return moved_in(town, _standing)
