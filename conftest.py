"""Every test, in the rooms and in tests/, gets the test database (テスト用データベース) and the cast."""

import os

os.environ.setdefault("TASUKI_TESTING", "1")  # static files without a manifest; read by the settings

pytest_plugins = ["tests.databases", "tests.cast"]
