"""The towns of a process stand until a test with transactions of its own empties the tables: what needs them comes first."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that look through `eyes` have no mark of a database, so they would be put behind those that empty it."""
    items.sort(key=lambda item: "eyes" not in getattr(item, "fixturenames", ()))
