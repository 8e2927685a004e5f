"""What each agency carries now (機関ごとの抱えている数): running cases, sheets that wait for it, those overdue."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Load:
    """Three numbers of one agency."""

    running: int = 0
    waiting: int = 0
    overdue: int = 0


def loads() -> dict[UUID, Load]:
    """By agency; the function in the database tells numbers only."""
    with connection.cursor() as cursor:
        cursor.execute("select agency, running, waiting, overdue from app.agency_loads()")
        return {key: Load(*numbers) for key, *numbers in cursor.fetchall()}
