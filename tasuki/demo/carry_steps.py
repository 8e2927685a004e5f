"""Steps of tables from elsewhere (取り込みの一歩): a profile taken over, a ledger read and left to be looked through."""

from pathlib import Path
from typing import Any

from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_tables import read_table
from tasuki.staff.models import Worker

from .kinds import words
from .steps import Step, step

FILES = Path(__file__).parent / "files"


def _bring(*, by: Worker, file: str, source: str) -> Any:
    """Up to the page on which the rows are mended; nobody is registered."""
    carry = actions.bring_table(by=by, name=file, table=read_table((FILES / file).read_bytes()))
    return actions.map_columns(
        carry=carry, by=by, heading=carry.heading_row, mapping=carry.mapping, source=source, opens_cases=True
    )


CARRY: dict[str, Step] = {
    "take_profile": step(actions.take_shipped_profile, key=words),
    "bring_ledger": step(_bring, file=words, source=words),
}
