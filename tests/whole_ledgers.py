"""Food, points and neighbourly requests in the whole town: what their addresses lead to."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tasuki.casefile.food import give_case_food
from tasuki.community import food_actions as food
from tasuki.community.actions import register_place
from tasuki.community.food_actions import Brought, Taken
from tasuki.shared import clock
from tasuki.supporters import points_actions as points
from tasuki.supporters import requests_actions as requests


def ledgers(town, made: dict[str, Any], helping: dict[str, Any]) -> dict[str, Any]:
    """A lot on a shelf, some of it given to the household; points earned and waiting; somebody raised her hand."""
    told: dict[str, Any] = {}
    helper, today = helping["supporter"], clock.today()
    with town.acting("suzuki") as by:
        told["point_rule"] = points.set_point_rule(by=by, kind="watch", points=100, valid_from=date(2026, 4, 1))
    with town.acting("nao") as by:
        shelf = register_place(by=by, name="食料の棚")
        told["food_donor"] = food.register_donor(by=by, name="縁側スーパー", kind="company")
        (lot,) = food.receive_food(by=by, place=shelf, on=today, donor=told["food_donor"],
                                   lines=[Brought("rice", "無洗米", Decimal(9), "bag", today)])  # fmt: skip
        (told["food_move"],) = food.give_food(
            by=by, place=shelf, on=today, recipient="縁側の会", lines=[Taken(lot, Decimal(2))]
        )
    with town.acting("sakura") as by:
        (told["food_given"],) = give_case_food(
            case=made["case"], by=by, place=shelf, on=today, lines=[Taken(lot, Decimal(1))]
        )
    starts_at = clock.now() - timedelta(hours=3)
    with town.acting("nao") as by:
        hour = timedelta(hours=1)
        first = points.record_activity(
            supporter=helper, by=by, kind="watch", starts_at=starts_at, ends_at=starts_at + hour
        )
        points.approve_activities(activities=[first], by=by)
        told["point_entry"] = first.entries.get()
        told["activity"] = points.record_activity(
            supporter=helper, by=by, kind="watch", starts_at=starts_at + hour, ends_at=starts_at + 2 * hour
        )
    with town.acting("sakura") as by:
        asked = requests.open_request(by=by, kind="bulb", words="高い所の電球が切れた", name="金糸雀 うめ", address="金糸雀荘1",
                                      note="カナリヤがいる", keeper=town.agencies["shakyo"])  # fmt: skip
    with town.acting("nao") as by:
        requests.approve_request(help_request=asked, by=by)
        requests.take_request(help_request=asked, supporter=helper, by=by)
        asked.refresh_from_db()
    return told | {"help_request": asked}
