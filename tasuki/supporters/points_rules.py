"""Who records, approves and spends points, and what an activity is worth (ポイントの決まり). Reads only."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Supporter
from .points_enums import STANDING, ActivityStatus, EntryKind, Per
from .points_models import Activity, PointEntry, PointRule

NOT_YOURS = "ポイントを扱えるのは、地域づくりにかかわる役割の人です。"
OTHER_DESK = "この人を登録している窓口だけができます。"
NOT_YET = "まだ終わっていない時間です。終わってから記録してください。"
TOO_LONG = "一回の活動は12時間までです。はじめとおわりを確かめてください。"
BACKWARDS = "おわりは、はじめより後にしてください。"
TOO_OLD = "1年より前の活動は記録できません。"
SAME_TIME = "この時間には、もう別の活動が記録されています。"
OUT_OF_TERM = "登録の期間の外の日です。任期を確かめてください。"
DECIDED = "この活動は、もう承認されているか、取り消されています。"
TOO_FEW = "ポイントが足りません。残りは{balance}ポイントです。"
REVERSED = "この行は、もう取り消されています。"
IS_COUNTER = "取り消しの行は、取り消せません。"
NO_REASON = "取り消すわけを書いてください。"
SPENT = "そのポイントはもう使われています。先に、使った記録を取り消してください。"
SETTINGS_ONLY = "設定を変えられるのは、所管課と管理者です。"
RULE_ENDED = "この決まりは、もう終わっています。"


def at_her_desk(supporter: Supporter, by: Worker) -> Decision:
    """The desk that keeps the register, and the section."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS) & refuse_unless(
        supporter.agency_id == by.agency_id or by.sees_all, OTHER_DESK
    )


def in_order(starts_at: datetime, ends_at: datetime) -> Decision:
    """A time that has gone by, not too long ago."""
    day = starts_at.astimezone(clock.JAPAN).date()
    return (
        refuse_unless(starts_at < ends_at, BACKWARDS)
        & refuse_unless(ends_at <= clock.now(), NOT_YET)
        & refuse_unless((ends_at - starts_at).total_seconds() <= 12 * 3600, TOO_LONG)
        & refuse_unless((clock.today() - day).days <= 366, TOO_OLD)
    )


def in_term(supporter: Supporter, starts_at: datetime) -> Decision:
    """While she was registered."""
    day = starts_at.astimezone(clock.JAPAN).date()
    return refuse_unless(supporter.since <= day and (supporter.until is None or day <= supporter.until), OUT_OF_TERM)


def alone(supporter: UUID, starts_at: datetime, ends_at: datetime) -> Decision:
    """Nothing else at the same time; the database asks it once more."""
    standing = Activity.objects.filter(supporter=supporter, status__in=STANDING)
    return refuse_unless(not standing.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists(), SAME_TIME)


def may_record_activity(supporter: Supporter, by: Worker | None, starts_at: datetime, ends_at: datetime) -> Decision:
    """By the supporter herself (her link), or by her desk."""
    who = at_her_desk(supporter, by) if by is not None else ALLOWED
    then = in_order(starts_at, ends_at) & in_term(supporter, starts_at)
    return who & then & alone(supporter.pk, starts_at, ends_at)


def may_approve_activity(activity: Activity, by: Worker) -> Decision:
    """While it waits."""
    waits = refuse_unless(activity.status == ActivityStatus.RECORDED, DECIDED)
    return at_her_desk(activity.supporter, by) & waits


def may_spend(supporter: Supporter, by: Worker, points: int = 0, balance: int = 0) -> Decision:
    """Not more than she has."""
    return at_her_desk(supporter, by) & refuse_unless(points <= balance, TOO_FEW.format(balance=balance))


def may_correct_entry(entry: PointEntry, by: Worker, reason: str = "-") -> Decision:
    """Once, with a reason."""
    if entry.kind == EntryKind.COUNTER:
        return Decision(IS_COUNTER)
    free = refuse_unless(not entry.reversed_by.exists(), REVERSED)
    return at_her_desk(entry.supporter, by) & free & refuse_unless(reason.strip(), NO_REASON)


def may_set_point_rule(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), SETTINGS_ONLY)


def may_end_point_rule(rule: PointRule, by: Worker) -> Decision:
    """A rule in force."""
    running = rule.valid_to is None or rule.valid_to >= clock.today()
    return may_set_point_rule(by) & refuse_unless(running, RULE_ENDED)


def rule_on(rules: Iterable[PointRule], kind: str, day: date) -> PointRule | None:
    """The rule for an activity (or, without a kind, the limit of all) on a day; the newest of them."""
    fit = [
        one
        for one in rules
        if one.kind == kind and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    return max(fit, key=lambda one: one.valid_from, default=None)


def worth(minutes: int, rule: PointRule | None) -> int:
    """Points of an activity before any limit; half an hour begun is not counted."""
    if rule is None:
        return 0
    return rule.points if rule.per == Per.ONCE else minutes // 30 * rule.points


def limited(points: int, rule: PointRule | None, of_day: int, of_year: int) -> int:
    """What remains of them under the limits of a rule, after what was already earned that day and year."""
    if rule is None:
        return points
    if rule.day_limit is not None:
        points = min(points, max(0, rule.day_limit - of_day))
    if rule.year_limit is not None:
        points = min(points, max(0, rule.year_limit - of_year))
    return points
