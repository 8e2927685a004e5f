"""Every test, in the rooms and in tests/, gets the test database (テスト用データベース)."""

pytest_plugins = ["tests.databases", "tests.cast"]


def pytest_configure(config):
    """Pages are tested without collected static files."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
