"""One pass before serving: tables, checks, the demo town when there is nothing, static files.

A process of its own, so that the memory it took is given back before the town is served.
"""

import importlib
import sys

from .database.checks import refuse_unsafe, refuse_weak_owner
from .database.trouble import Trouble


def prepare(*, demo: bool) -> None:
    import django

    django.setup()
    migrate()
    from django.db import connection

    refuse_unsafe(connection)
    connection.close()
    collect_static()
    if demo and is_empty():
        print("見本の町を用意しています…（初回だけ）", flush=True)
        from django.core.management import call_command

        call_command("demo_town")
    for line in demo_logins():
        print(line, flush=True)


def migrate(*words: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    refuse_weak_owner(connections["owner"])
    call_command("migrate", *words, database="owner", interactive=False, verbosity=0)


def collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    if settings.STATIC_ROOT and not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def is_empty() -> bool:
    """No municipality at all, asked as the owner, whom no policy limits."""
    from django.apps import apps

    municipality = apps.get_model("tenancy", "Municipality")
    return not municipality._default_manager.using("owner").exists()


def demo_logins() -> list[str]:
    """The demo's log-ins as lines for the screen; the room `demo` knows them."""
    try:
        logins = importlib.import_module("tasuki.demo.logins")
    except ModuleNotFoundError:
        return []
    lines: list[str] = logins.lines()
    return lines


if __name__ == "__main__":
    from django.core.management.base import CommandError

    try:
        prepare(demo="--demo" in sys.argv[1:])
    except (Trouble, CommandError) as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(1)
