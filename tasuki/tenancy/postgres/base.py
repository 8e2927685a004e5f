"""See `tasuki.tenancy.context`. Middleware cannot do this: ATOMIC_REQUESTS opens the transaction after it."""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Sends the context when the outermost transaction begins."""

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            self.send_context()

    def send_context(self) -> None:
        """One statement with transaction-local settings."""
        from tasuki.tenancy.context import current  # the backend loads before the apps

        settings: dict[str, str] = current().settings()
        pairs: list[Any] = [part for item in settings.items() for part in item]
        calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        with self.connection.cursor() as cursor:
            cursor.execute(f"select {calls}", pairs)
