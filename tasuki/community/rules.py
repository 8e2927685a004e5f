"""Who keeps the register of places, who runs groups, sessions and bookings. Reads only."""

from datetime import date, datetime

from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import TRANSITIONS, GroupStage, SuggestionState
from .models import Booking, Group, GroupMember, Place, PlaceCheck, PlaceUse, Session, Suggestion

NOT_YOURS = "居場所・資源の登録は、地域づくりにかかわる役割の人ができます。"
NOT_READING = "居場所・資源を見る役割の人ができます。"
IS_CLOSED = "この場所は閉じています。"
IS_OVER = "このグループは「おわり」になっています。"
NOT_SUPPORTING = "名簿は、このグループを支える機関の人だけが扱います。"


def _grows(by: Worker) -> Decision:
    """Those who grow the community (CSW・推進員・所管課)."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_register_place(by: Worker) -> Decision:
    """Those who grow the community."""
    return _grows(by)


def may_change_place(place: Place, by: Worker) -> Decision:
    """The same; the register belongs to all of them."""
    return _grows(by)


def may_confirm_place(place: Place, by: Worker) -> Decision:
    """She who asked there; a closed place has nothing to confirm."""
    return _grows(by) & refuse_unless(not place.closed, IS_CLOSED)


def may_close_place(place: Place, by: Worker, on: date | None = None) -> Decision:
    """A place that is open; booked rooms are given back first."""
    booked = not place.closed and place.bookings.filter(cancelled_at=None, ends__gt=clock.now()).exists()
    return (
        _grows(by)
        & refuse_unless(not place.closed, "もう閉じています。")
        & refuse_unless(not booked, "この先の会場の予約があります。先に予約を取りやめてください。")
        & refuse_unless(on is None or on <= clock.today(), "閉じた日が先の日付になっています。")
    )


def may_reopen_place(place: Place, by: Worker) -> Decision:
    """A place that was closed."""
    return _grows(by) & refuse_unless(place.closed, "閉じていません。")


def may_ask_place_to_check(place: Place, by: Worker) -> Decision:
    """Asking the place itself, by a link."""
    return may_confirm_place(place, by)


def may_end_check(check: PlaceCheck, by: Worker) -> Decision:
    """Stopping a link that was sent."""
    running = check.answered_at is None and check.ended_at is None
    return _grows(by) & refuse_unless(running, "このリンクはもう使えなくなっています。")


def may_suggest_change(place: Place, by: Worker) -> Decision:
    """Anybody who reads the register and noticed something."""
    return refuse_unless(by.may(Permission.COMMUNITY_READ), NOT_READING) & refuse_unless(not place.closed, IS_CLOSED)


def may_settle_suggestion(suggestion: Suggestion, by: Worker) -> Decision:
    """Taking it over or leaving it, once."""
    waiting = suggestion.state == SuggestionState.WAITING
    return _grows(by) & refuse_unless(waiting, "この提案はもう確かめ終わっています。")


def may_set_register(by: Worker) -> Decision:
    """The section sets after how many months an entry is old."""
    return refuse_unless(by.may(Permission.SETTINGS), "設定は、設定を変える役割の人ができます。")


def may_found_group(by: Worker) -> Decision:
    """Those who grow the community."""
    return _grows(by)


def may_change_group(group: Group, by: Worker) -> Decision:
    """What is known of the group now."""
    return _grows(by) & refuse_unless(not group.over, IS_OVER)


def may_advance_group(group: Group, stage: str, by: Worker, on: date | None = None) -> Decision:
    """Only along the ways of its life."""
    way = stage in TRANSITIONS[group.stage]
    return (
        _grows(by)
        & refuse_unless(way, f"「{group.get_stage_display()}」から「{GroupStage(stage).label}」には進めません。")
        & refuse_unless(on is None or on <= clock.today(), "先の日付は入れられません。")
        & refuse_unless(on is None or on >= group.begun_on, "はじまった日より前の日付は入れられません。")
    )


def may_log_support(group: Group, by: Worker, on: date | None = None) -> Decision:
    """Work that was done; an ended group can still be written up for the days before its end."""
    late = group.over and (on is None or group.ended_on is None or on > group.ended_on)
    return (
        _grows(by)
        & refuse_unless(not late, IS_OVER)
        & refuse_unless(on is None or on <= clock.today(), "先の日付の支援は記録できません。")
    )


def may_share_place(place: Place, group: Group, by: Worker) -> Decision:
    """A group comes to a place, once at a time."""
    there = place.uses.filter(group=group, until=None).exists()
    return (
        _grows(by)
        & refuse_unless(not place.closed, IS_CLOSED)
        & refuse_unless(not group.over, IS_OVER)
        & refuse_unless(not there, "このグループは、もうこの場所を使っています。")
    )


def may_leave_place(use: PlaceUse, by: Worker) -> Decision:
    """It no longer uses the place."""
    return _grows(by) & refuse_unless(use.until is None, "もう使っていません。")


def may_enter_member(group: Group, by: Worker) -> Decision:
    """Names are kept where the group wants it, by the agency that supports it."""
    return _keeps_names(group, by) & refuse_unless(not group.over, IS_OVER)


def may_take_member_out(member: GroupMember, by: Worker) -> Decision:
    """Somebody left."""
    return _keeps_names(member.group, by) & refuse_unless(member.until is None, "もう抜けています。")


def _keeps_names(group: Group, by: Worker) -> Decision:
    return _grows(by) & refuse_unless(by.sees_all or group.agency_id == by.agency_id, NOT_SUPPORTING)


def may_hold_session(by: Worker, group: Group | None = None, place: Place | None = None) -> Decision:
    """A time at which a group or a place met, or will."""
    return (
        _grows(by)
        & refuse_unless(bool(group or place), "グループか場所のどちらかを選んでください。")
        & refuse_unless(group is None or not group.over, IS_OVER)
        & refuse_unless(place is None or not place.closed, IS_CLOSED)
    )


def may_change_session(session: Session, by: Worker) -> Decision:
    """What is known of it; what was called off stays so."""
    return _grows(by) & refuse_unless(not session.called_off, "この開催は中止になっています。")


def may_call_off_session(session: Session, by: Worker) -> Decision:
    """Not held after all."""
    return may_change_session(session, by) & refuse_unless(
        session.attended is None, "来た人の数が入っているので、中止にはできません。"
    )


def may_book_venue(place: Place, by: Worker, start: datetime | None = None, end: datetime | None = None) -> Decision:
    """A room that is lent, for a time that nobody has."""
    allowed = (
        _grows(by)
        & refuse_unless(not place.closed, IS_CLOSED)
        & refuse_unless(place.shares_room, "この場所は、部屋を貸せる場所として登録されていません。")
    )
    if not allowed or start is None or end is None:
        return allowed
    if end <= start:
        return Decision("おわりの時刻を、はじまりより後にしてください。")
    if start < clock.now():
        return Decision("過ぎた時間は予約できません。")
    other = place.bookings.filter(cancelled_at=None, starts__lt=end, ends__gt=start).select_related("group").first()
    return ALLOWED if other is None else Decision(taken(other))


def taken(other: Booking) -> str:
    """By whom the room is used then."""
    start, end = other.starts.astimezone(clock.JAPAN), other.ends.astimezone(clock.JAPAN)
    return (
        f"その時間は「{other}」が予約しています（{start.month}月{start.day}日 {start:%H:%M}〜{end:%H:%M}）。"
        "別の時間にしてください。"
    )


def may_cancel_booking(booking: Booking, by: Worker) -> Decision:
    """Giving the room back before its time is over."""
    return (
        _grows(by)
        & refuse_unless(booking.cancelled_at is None, "もう取りやめています。")
        & refuse_unless(booking.ends > clock.now(), "もう終わった予約です。")
    )


def may_withdraw_suggestion(suggestion: Suggestion, by: Worker) -> Decision:
    """One's own, while it waits."""
    waiting = suggestion.state == SuggestionState.WAITING
    return refuse_unless(suggestion.by_id == by.pk, "取り下げは、提案した人だけができます。") & refuse_unless(
        waiting, "この提案はもう確かめ終わっています。"
    )


def may_settle_unchanged(by: Worker) -> Decision:
    """Those who keep the register."""
    return _grows(by)


def sessions_by(by: Worker) -> Decision:
    """Whether sessions are written by her at all; of one session the action asks more."""
    return _grows(by)
