"""A table of people that is being looked through, and a profile that remembers its columns."""

from typing import Any

from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_models import CarryProfile


def carried(town) -> dict[str, Any]:
    """Brought in by the section; a row that is wrong in one cell."""
    table = [["世帯番号", "氏名", "生年月日"], ["7", "金糸雀 とり", "S20.2.30"], ["7", "金糸雀 すず", ""]]
    with town.acting("suzuki") as by:
        carry = actions.bring_table(by=by, name="金糸雀の台帳.csv", table=table)
        carry = actions.map_columns(
            carry=carry,
            by=by,
            heading=0,
            mapping=["household_no", "name", "birth"],
            source="もとの台帳",
            opens_cases=True,
        )
        return {"carry": carry, "carry_profile": CarryProfile.objects.get()}
