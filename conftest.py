"""Every test, in the rooms and in tests/, gets the test database (テスト用データベース)."""

pytest_plugins = ["tests.databases", "tests.cast"]
