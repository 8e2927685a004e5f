"""Every test, in the rooms and in tests/, gets the test database (テスト用データベース) and the cast."""

import os

from django.conf import settings

os.environ.setdefault("TASUKI_TESTING", "1")  # for servers that tests start

pytest_plugins = ["tests.databases", "tests.cast"]


def pytest_configure():
    """Static files without a manifest; pytest has read the settings before this file."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
