"""Who may write the book of the food drive (フードドライブの決まり). Reads only."""

from datetime import date

from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .food_enums import MoveKind
from .food_models import FoodMove
from .models import Place

NOT_YOURS = "食料の出し入れは、地域づくりにかかわる役割の人が記録します。"
NOT_TO_HOUSEHOLDS = "世帯に渡す食料は、ケースを支援する人が記録します。"
NOT_YET = "先の日付では記録できません。渡した日、受け取った日にしてください。"
CLOSED = "この場所は閉じています。"
UNDONE_BEFORE = "この行は、すでに取り消されています。"
IS_UNDOING = "取り消しの行は、取り消せません。正しい内容で記録しなおしてください。"
NO_REASON = "取り消すわけを書いてください。"
OF_A_CASE = "世帯に渡した食料は、そのケースの画面から取り消します。"


def may_keep_food(by: Worker) -> Decision:
    """Whoever grows the community keeps the book (CSW・推進員・所管課)."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def on_a_day_gone(on: date) -> Decision:
    """What has not happened is not written down."""
    return refuse_unless(on <= clock.today(), NOT_YET)


def may_receive_food(by: Worker, on: date, place: Place) -> Decision:
    """Into a place that is open, on a day that has come."""
    return may_keep_food(by) & on_a_day_gone(on) & refuse_unless(not place.closed, CLOSED)


def may_give_food(by: Worker, on: date) -> Decision:
    """Out of any place that still holds something, closed ones too."""
    return may_keep_food(by) & on_a_day_gone(on)


def may_give_to_household(by: Worker, on: date) -> Decision:
    """By those who support a case; which one is kept in the room of the case."""
    may = by.may(Permission.CASE_WORK) or by.may(Permission.COMMUNITY_WORK)
    return refuse_unless(may, NOT_TO_HOUSEHOLDS) & on_a_day_gone(on)


def may_undo_food(by: Worker, move: FoodMove, reason: str = "-", *, from_case: bool = False) -> Decision:
    """Once, with a reason, and by those who may write the line."""
    if move.kind == MoveKind.UNDONE:
        return Decision(IS_UNDOING)
    if move.kind == MoveKind.HOUSEHOLD and not from_case:
        return Decision(OF_A_CASE)
    if move.undone_by.exists():
        return Decision(UNDONE_BEFORE)
    own = may_give_to_household(by, move.on) if from_case else may_keep_food(by)
    return own & (ALLOWED if reason.strip() else Decision(NO_REASON))
