"""A kit of a worker and what came in with it, in the town in which every page has something to show."""

from typing import Any

from tasuki.casefile import visit_kit_actions as away
from tasuki.shared import clock
from tasuki.shared.ids import uuid7


def tablet(town, made: dict[str, Any]) -> dict[str, Any]:
    """The canary's household taken along, and a record written away."""
    with town.acting("suzuki") as by:
        away.change_away(by=by, in_use=True, days=1, most=8, idle_minutes=5)
    with town.acting("sakura") as by:
        kit = away.make_kit(by=by, cases=[made["case"]], device="タブレット3", sheets=[made["case"].pk])
        away.take_kit(kit=kit, by=by)
        item = away.receive_record(kit=kit, case=made["case"], key=uuid7(), by=by, at=clock.now(), method="visit",
                                   text="金糸雀は籠の外にいた")  # fmt: skip
    return {"visit_kit": kit, "kit_key": kit, "kit_item": Keyed(item.key)}


class Keyed:
    """What is asked for by the tablet's own key."""

    def __init__(self, key: Any) -> None:
        self.pk = key
