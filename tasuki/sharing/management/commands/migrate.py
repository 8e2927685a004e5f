"""Django's migrate, then the walls: no table is ever left without its row-level security."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from tasuki.sharing.wall import raise_wall


class Command(migrate.Command):
    """`migrate` as the owner (`--database owner` is the default here)."""

    help = "表を最新にし、行の壁を立てなおします。"

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        tables = raise_wall(connections[options["database"]])
        if options["verbosity"]:
            self.stdout.write(f"行の壁: {tables} 表")
