"""See `tasuki.tenancy.context`. Middleware cannot do this: ATOMIC_REQUESTS opens the transaction after it."""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Sends the context when the outermost transaction begins."""

    whole = False  # inside `tasuki.tenancy.context.all_or_nothing`
    writing = False  # inside `tasuki.tenancy.context.writing`

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Prepared statements are kept for every page of the house, not for a hundred only."""
        from . import lookups  # noqa: F401 -- the fields load after the backend

        connection = super().get_new_connection(conn_params)
        connection.prepared_max = 600
        return connection

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        # A transaction begins without any setting, which is what nobody is; nothing need be said of her.
        if not autocommit and any(self._settings().values()):
            self.send_context()

    def _savepoint_allowed(self) -> bool:
        return not self.whole and bool(super()._savepoint_allowed())  # type: ignore[misc]

    def _settings(self) -> dict[str, str]:
        from tasuki.tenancy.context import current  # the backend loads before the apps

        return current().settings()

    def send_context(self) -> None:
        """One statement with transaction-local settings, the patience with a statement among them (settings.py)."""
        settings = self._settings()
        patience = self.settings_dict.get("STATEMENT_TIMEOUT")
        if patience:
            settings["statement_timeout"] = (
                self.settings_dict.get("WRITING_TIMEOUT", patience) if self.writing else patience
            )
        pairs: list[Any] = [part for item in settings.items() for part in item]
        calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        with self.connection.cursor() as cursor:
            cursor.execute(f"select {calls}", pairs)
