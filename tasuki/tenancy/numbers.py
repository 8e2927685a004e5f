"""Numbers given out one after the other; two workers at once get two numbers."""

from django.db import connection

from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.shared.ids import uuid7


def next_number(name: str) -> int:
    """The next number of this name in the municipality; waits for a transaction that is taking one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tenancy_counter (id, name, value) values (%s, %s, 1)"
            " on conflict (municipality_id, name) do update set value = tenancy_counter.value + 1 returning value",
            [uuid7(), name],
        )
        return cursor.fetchone()[0]


def number_of_the_year(name: str, prefix: str = "") -> str:
    """「R8-0142」: 令和 fiscal year and number, for cases; 「つR8-0031」 with a prefix."""
    year = fiscal_year(clock.today()) - 2018
    return f"{prefix}R{year}-{next_number(f'{name}-{year}'):04d}"
