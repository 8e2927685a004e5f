"""Steps of places, groups and rooms (居場所とグループの一歩)."""

from datetime import time
from typing import Any

from tasuki.community import freshness, groups, sessions
from tasuki.community.actions import close_place, confirm_place
from tasuki.community.actions import register_place as register
from tasuki.community.enums import CswPart, GroupStage, PlaceKind

from .kinds import agency, area, code, day, many, moment, named, number, one_of, words, yes
from .steps import step
from .stories import Line


def clock_time(value: Any, scene: Any, line: Line) -> time:
    """「13:00」."""
    return time.fromisoformat(value)


def _hold(*, held: Any, **told: Any) -> Any:
    """`on` of a step is when it is written; the session has a day of its own."""
    return sessions.hold_session(on=held, **told)


def _answer_link(*, place: Any, changes: Any, by: Any, words: str = "") -> Any:
    """The place was asked by a link, and answers the same day."""
    token = freshness.ask_place_to_check(place=place, by=by)
    return freshness.confirm_by_link(token=token, changes=changes, words=words)


def facts(value: Any, scene: Any, line: Line) -> dict[str, Any]:
    """{opening: 毎週金曜, cost: 無料}"""
    return dict(value)


GROUPS = {
    "keep_place": step(
        register, name=words, kind=one_of(PlaceKind), nickname=words, functions=many(code("place_function")),
        fields=many(code("field")), for_whom=many(code("place_for_whom")), run_by=words, agency=agency, opening=words,
        area=area, district=words, where=words, access=words, capacity=number, usual_count=number, cost=words,
        cost_yen=number, conditions=words, accessibility=many(code("place_accessibility")),
        languages=many(code("place_language")), contact_name=words, contact_phone=words, contact_public=yes,
        csw_part=one_of(CswPart), public_benefit=words, shares_room=yes, description=words, supported_by=words,
        confirmed_on=day, shown_to_public=yes,
    ),
    "confirm_place": step(confirm_place, place=named),
    "close_place": step(close_place, when="on", place=named, why=words),
    "found_group": step(
        groups.found_group, when="on", name=words, place=named, area=area, stage=one_of(GroupStage), note=words,
        purpose=words, opening=words, founders=number, usual_count=number, shown_to_public=yes,
    ),
    "advance_group": step(groups.advance_group, when="on", group=named, stage=one_of(GroupStage), note=words),
    "log_support": step(
        groups.log_support, when="on", group=named, minutes=number, residents=number, what=words
    ),
    "share_place": step(groups.share_place, when="on", place=named, group=named, opening=words, note=words),
    "enter_member": step(groups.enter_member, group=named, name=words, part=words),
    "hold_session": step(
        _hold, held=day, group=named, place=named, start=clock_time, end=clock_time, title=words, what=words,
        attended=number, first_timers=number, helpers=number, minutes=number, members=many(named), shown_to_public=yes,
    ),
    "book_venue": step(
        sessions.book_venue, place=named, group=named, used_by=words, start=moment, end=moment, note=words
    ),
    "suggest_change": step(freshness.suggest_change, place=named, changes=facts, words=words),
    "answer_link": step(_answer_link, place=named, changes=facts, words=words),
}  # fmt: skip
