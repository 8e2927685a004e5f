"""Steps of tables from elsewhere (取り込みの一歩): a profile taken over, a ledger read and left to be looked through."""

from pathlib import Path
from typing import Any

from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_tables import read_table
from tasuki.exchange.carry_writing import carry_in
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


def _meet_again(*, by: Worker, file: str, again: str, source: str) -> Any:
    """A list of people is taken in without cases; its newer copy, with other words in it, is left to be looked through."""
    for name in (file, again):
        table = read_table((FILES / name).read_bytes())
        carry = actions.bring_table(by=by, name=name, table=table)
        carry = actions.map_columns(carry=carry, by=by, heading=carry.heading_row, mapping=carry.mapping, source=source,
                                    opens_cases=False)  # fmt: skip
        if name == file:
            carry_in(carry=carry, by=by)
    return carry


CARRY: dict[str, Step] = {
    "take_profile": step(actions.take_shipped_profile, key=words),
    "meet_again": step(_meet_again, file=words, again=words, source=words),
    "bring_ledger": step(_bring, file=words, source=words),
}
