"""The second wall taken away from the bench's own town, to measure what it costs (`--no-second-wall`); put back afterwards."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import psycopg

from . import build


def second_wall(size: str, *, up: bool) -> AbstractContextManager[None]:
    """As it always is, or lifted while the pages are timed."""
    return nullcontext() if up else _lifted(size)


@contextmanager
def _lifted(size: str) -> Iterator[None]:
    """The application's role passes by row-level security, from its next statement on.

    The server must be up already: it refuses to start without its wall, and every start makes the role as it should be.
    """
    from tasuki.config.database.roles import APP
    from tasuki.config.database.server import EmbeddedServer, superuser_dsn

    details = EmbeddedServer(build.folder(size)).details()
    with psycopg.connect(**superuser_dsn(details), autocommit=True) as admin:
        admin.execute(f"alter role {APP} bypassrls")
        try:
            yield
        finally:
            admin.execute(f"alter role {APP} nobypassrls")
