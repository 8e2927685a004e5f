"""Django's migrate, then the walls: no table is ever left without its row-level security."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tasuki.sharing.wall import raise_wall

# Whoever asks for one of these wants the migrations one by one.
STEPS = ("app_label", "migration_name", "plan", "fake", "fake_initial", "check_unapplied", "prune", "step_by_step")


class Command(migrate.Command):
    """`migrate` as the owner (`--database owner` is the default here).

    An empty database is made from the models in one step, and all migrations are noted as done: replaying them costs a
    minute, because Django draws all models anew after every change of one. A test compares the two ways.
    """

    help = "表を最新にし、行の壁を立てなおします。"

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="空のデータベースでも、移行を一つずつ行います。"
        )
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        loader = MigrationLoader(connection)
        whole = not any(options.get(name) for name in STEPS) and not loader.detect_conflicts()
        if whole and not connection.introspection.table_names():
            self._from_the_models(connection, loader, args, options)
        else:
            super().handle(*args, **options)
        tables = raise_wall(connection)
        if options["verbosity"]:
            self.stdout.write(f"行の壁: {tables} 表")

    def _from_the_models(self, connection: Any, loader: MigrationLoader, args: Any, options: dict[str, Any]) -> None:
        """All or nothing: killed half way, the database is empty again."""
        usual = settings.MIGRATION_MODULES
        with transaction.atomic(using=connection.alias):
            settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
            try:
                super().handle(*args, **(options | {"run_syncdb": True, "interactive": False}))
            finally:
                settings.MIGRATION_MODULES = usual
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for label, name in loader.graph.nodes:
                recorder.record_applied(label, name)
