"""Every test, in the rooms and in tests/, gets the test database (テスト用データベース) and the cast."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings

os.environ.setdefault("TASUKI_TESTING", "1")  # for servers that tests start

pytest_plugins = ["tests.databases", "tests.cast"]


# how long an example takes says more of the machine's other work than of ours
hypothesis.settings.register_profile("town", deadline=None)
hypothesis.settings.load_profile("town")


def pytest_configure():
    """Static files without a manifest; pytest has read the settings before this file."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What has been imported stays: searched for rubbish again and again it costs a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
