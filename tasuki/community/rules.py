"""Who keeps the register of places. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Place

NOT_YOURS = "居場所・資源の登録は、地域づくりにかかわる役割の人ができます。"


def may_register_place(by: Worker) -> Decision:
    """Those who grow the community (CSW・推進員・所管課)."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_change_place(place: Place, by: Worker) -> Decision:
    """The same; the register belongs to all of them."""
    return may_register_place(by)
