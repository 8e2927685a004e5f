"""Groups, sessions, bookings and suggestions in the whole town: what their addresses lead to."""

from datetime import timedelta
from typing import Any

from tasuki.community import actions, freshness, schemes
from tasuki.community.models import PlaceCheck, Suggestion
from tasuki.shared import clock


def groups(town) -> dict[str, Any]:
    """A group that meets in a hall, one of its members, a room booked, a place that was asked, a suggestion."""
    with town.acting("nao") as by:
        hall = actions.register_place(by=by, name="ひなた公会堂", shares_room=True, opening="毎週水曜 13:00〜16:00")
        group = actions.found_group(by=by, name="縁側の会", place=hall)
        actions.log_support(group=group, by=by, minutes=30, what="会則の相談", residents=2)
        start = clock.now() + timedelta(days=7)
        booking = actions.book_venue(place=hall, by=by, group=group, start=start, end=start + timedelta(hours=2))
        freshness.ask_place_to_check(place=hall, by=by)
        freshness.suggest_change(place=hall, by=by, changes={"cost": "無料"})
        return {
            "group": group, "place_use": group.uses.get(), "booking": booking, "place_check": PlaceCheck.objects.get(),
            "group_member": actions.enter_member(group=group, by=by, name="世話 花子"),
            "held": actions.hold_session(by=by, group=group, place=hall, on=clock.today(), attended=7),
            "suggestion": Suggestion.objects.get(),
            "scheme": schemes.register_scheme(by=by, name="住まいの見本給付", summary="家賃の一部を出します。", topics=["04"]),
        }  # fmt: skip
