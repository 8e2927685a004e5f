"""Table by table, past every page and queryset: who has no ground reads not one row of the town, whatever she asks the database."""

import pytest
from django.db import connection

from tasuki.tenancy.context import Context, acting
from tests.figures import note

from .test_rows import guarded

# Rows that a stranger may read in part, and why.
PARTLY = {
    "community_gatheringworker": "which workers of the town stand behind a gathering that is open to all",
    "supporters_pointaccount": "the town's own account, from which points are given",
}
READERS = ("suzuki", "sakura", "nao", "midori", "chair", "officer")


@pytest.fixture
def tables(whole, town) -> dict[str, int]:
    """Every guarded table of which somebody in the town reads rows, with how many the one who reads most of them."""
    found = {name: max(rows(name, town, login) for login in READERS) for name in sorted(guarded())}
    return {name: most for name, most in found.items() if most}


def rows(table: str, town, login: str) -> int:
    with town.acting(login):
        return counted(table, town)


def counted(table: str, town) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}" where municipality_id = %s', [town.key])
        return cursor.fetchone()[0]


def test_who_has_no_ground_reads_no_row_of_any_table(tables, town, other_town):
    assert len(tables) >= 95, len(tables)  # a town with something of nearly everything
    seen = []
    for table in tables:
        for login in ("yoso", "admin"):
            many = rows(table, town, login)
            seen += [(table, login, many)] if table not in PARTLY and many else []
        with other_town.acting("suzuki"):
            seen += [(table, "となり町の所管課", many)] if (many := counted(table, town)) else []
        with acting(Context()):
            seen += [(table, "だれでもない", many)] if (many := counted(table, town)) else []
    assert seen == []
    note(f"{len(tables)}表 {sum(tables.values())}行、よその機関・管理者・となり町・だれでもない人に見えた行 0")


def test_no_exception_stands_that_is_not_needed(tables, town):
    assert [table for table in PARTLY if not rows(table, town, "yoso")] == []
