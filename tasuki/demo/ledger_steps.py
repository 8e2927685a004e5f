"""Steps of the food drive, of points and of neighbourly requests (帳面と助け合いの一歩)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tasuki.casefile import food as case_food
from tasuki.community import food_actions as food
from tasuki.community.food_actions import Brought, Taken
from tasuki.community.food_enums import DonorKind
from tasuki.community.food_models import FoodLot
from tasuki.community.models import Place
from tasuki.supporters import points_actions as points
from tasuki.supporters import requests_actions as requests
from tasuki.supporters.points_enums import Per

from .kinds import Kind, Scene, agency, area, code, day, many, moment, named, number, one_of, words
from .steps import Step, step
from .stories import Line, read_day


def shelf(value: Any, scene: Scene, line: Line) -> Any:
    """A place of the register by its name, or one named earlier."""
    return named(value, scene, line) if str(value).startswith("$") else Place.objects.get(name=value)


def brought(value: Any, scene: Scene, line: Line) -> Brought:
    """[種類, 品名, 数, 単位, 賞味期限]"""
    kind, name, quantity, unit, *best = value
    until = read_day(best[0], scene.today) if best else None
    return Brought(
        code("food_kind")(kind, scene, line), name, Decimal(str(quantity)), code("food_unit")(unit, scene, line), until
    )


def taken(value: Any, scene: Scene, line: Line) -> Taken:
    """[品名, 数] of what came in, by its name."""
    name, quantity = value
    return Taken(FoodLot.objects.filter(name=name).order_by("number").first(), Decimal(str(quantity)))


def _activity(*, starts: Any, minutes: int, **told: Any) -> Any:
    """`at` of a step is when it is written down."""
    return points.record_activity(starts_at=starts, ends_at=starts + timedelta(minutes=minutes), **told)


def _approve(*, activities: list[Any], by: Any) -> None:
    points.approve_activities(activities=activities, by=by)


def _finish(*, starts: Any, minutes: int, **told: Any) -> Any:
    return requests.finish_request(starts_at=starts, ends_at=starts + timedelta(minutes=minutes), **told)


OUT: dict[str, Kind] = {"place": shelf, "lines": many(taken)}

LEDGERS: dict[str, Step] = {
    "register_donor": step(food.register_donor, name=words, kind=one_of(DonorKind), member=lambda value, scene, line: value is True),
    "receive_food": step(food.receive_food, when="on", place=shelf, donor=named, people=number, lines=many(brought)),
    "give_food": step(food.give_food, when="on", to=shelf, recipient=words, people=number, **OUT),
    "move_food": step(food.move_food, when="on", to=shelf, **OUT),
    "discard_food": step(food.discard_food, when="on", expired=lambda value, scene, line: value is True, reason=words, **OUT),
    "count_food": step(food.count_food, when="on", place=shelf, counted=many(taken), reason=words),
    "give_case_food": step(case_food.give_case_food, when="on", case=named, **OUT),
    "set_point_rule": step(
        points.set_point_rule, kind=words, per=one_of(Per), points=number, day_limit=number, year_limit=number, valid_from=day
    ),
    "record_activity": step(
        _activity, supporter=named, kind=code("supporter_activity"), starts=moment, minutes=number, place=words, words=words
    ),
    "approve_activities": step(_approve, activities=many(named)),
    "spend_points": step(points.spend, when="on", supporter=named, points=number, use=code("point_use"), words=words),
    "open_request": step(
        requests.open_request, kind=code("help_kind"), words=words, name=words, keeper=agency, area=area, near=words,
        when_text=words, wanted_by=day, address=words, phone=words, note=words,
    ),
    "approve_request": step(requests.approve_request, help_request=named),
    "take_request": step(requests.take_request, help_request=named, supporter=named),
    "accept_taker": step(requests.accept_taker, help_request=named),
    "finish_request": step(_finish, help_request=named, starts=moment, minutes=number, words=words),
    "thank_request": step(requests.thank_request, help_request=named, words=words),
}  # fmt: skip
