"""Writing of points (ポイント): recorded, approved in bulk, used, put right by a counter entry. The balances follow by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_range
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker

from . import points_rules as rules
from .models import Supporter
from .points_enums import AccountKind, ActivityStatus, EntryKind
from .points_models import Activity, PointAccount, PointEntry, PointRule

ALONE, BELOW = "23P01", "23514"  # exclusion_violation, check_violation


@dataclass(frozen=True)
class Earned:
    """What came of one activity (承認の結果)."""

    activity: Activity
    points: int
    limited: bool


@transaction.atomic
def record_activity(*, supporter: Supporter, kind: str, starts_at: datetime, ends_at: datetime, place: str = "",
                    words: str = "", by: Worker | None = None) -> Activity:  # fmt: skip
    """Somebody did something, from when to when; it waits for the desk's approval."""
    require(rules.may_record_activity(supporter, by, starts_at, ends_at))
    activity = keep_activity(supporter=supporter, kind=kind, starts_at=starts_at, ends_at=ends_at, place=place,
                             words=words, by_link=by is None, recorded_by=by)  # fmt: skip
    record(Act.CHANGE, "活動を記録した", by=by, objects=[activity.pk])
    return activity


def keep_activity(**facts: Any) -> Activity:
    """The row, or the reason why the time is taken; called by the actions."""
    try:
        with transaction.atomic():
            return Activity.objects.create(recorded_at=clock.now(), **facts)
    except IntegrityError as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") != ALONE:
            raise
        raise Refused(rules.SAME_TIME) from None


@transaction.atomic
def approve_activities(*, activities: Iterable[Activity], by: Worker) -> list[Earned]:
    """In bulk: each earns what the rules of its day say, up to the limits of day and year."""
    waiting = sorted(activities, key=lambda one: (one.supporter_id, one.starts_at, one.pk))
    for one in waiting:
        require(rules.may_approve_activity(one, by))
    point_rules, done = list(PointRule.objects.all()), []
    for supporter in sorted({one.supporter_id for one in waiting}):
        _one_at_a_time(supporter)
    for one in waiting:
        done.append(_approve(one, point_rules, by))
    record(Act.CHANGE, "活動を承認した", by=by, objects=[one.pk for one in waiting], count=len(done))
    return done


@transaction.atomic
def refuse_activity(*, activity: Activity, by: Worker, reason: str) -> Activity:
    """Not approved, with the reason; its time is free again."""
    require(rules.may_approve_activity(activity, by))
    _decide(activity, by, status=ActivityStatus.REFUSED, reason=reason)
    record(Act.CHANGE, "活動を承認しなかった", by=by, objects=[activity.pk], reason=reason)
    return activity


def approve_activity(*, activity: Activity, by: Worker) -> Earned:
    """One alone."""
    require(rules.may_approve_activity(activity, by))
    return approve_activities(activities=[activity], by=by)[0]


@transaction.atomic
def spend(
    *, supporter: Supporter, points: int, by: Worker, use: str, words: str = "", on: date | None = None
) -> PointEntry:
    """Points are used: exchanged, given away, out of date."""
    _one_at_a_time(supporter.pk)
    account = account_of(AccountKind.SUPPORTER, supporter)
    require(rules.may_spend(supporter, by, points, account.balance))
    entry = _post(EntryKind.SPENT, supporter, points, account, account_of(AccountKind.USED), by, on=on, use=use,
                  words=words)  # fmt: skip
    record(Act.CHANGE, "ポイントを使った", by=by, objects=[entry.pk])
    return entry


@transaction.atomic
def correct_entry(*, entry: PointEntry, by: Worker, reason: str) -> PointEntry:
    """A mistake is put right by an entry the other way; an activity that had earned it counts no longer."""
    require(rules.may_correct_entry(entry, by, reason))
    _one_at_a_time(entry.supporter_id)
    counter = _post(EntryKind.COUNTER, entry.supporter, entry.points, entry.target, entry.source, by, on=entry.on,
                    words=reason, reverses=entry)  # fmt: skip
    if entry.activity is not None:
        _decide(entry.activity, by, before=ActivityStatus.APPROVED, status=ActivityStatus.CORRECTED, reason=reason)
    record(Act.CHANGE, "ポイントを取り消した", by=by, objects=[entry.pk, counter.pk], reason=reason)
    return counter


@transaction.atomic
def set_point_rule(*, by: Worker, kind: str, valid_from: date, **facts: Any) -> PointRule:
    """A rule from a day on; what was in force until then ends the day before."""
    require(rules.may_set_point_rule(by))
    running = PointRule.objects.filter(kind=kind, valid_from__lt=valid_from)
    running.filter(valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    rule = PointRule.objects.create(kind=kind, valid_from=valid_from, **facts)
    record(Act.CHANGE, "ポイントの決まりを加えた", by=by, objects=[rule.pk])
    return rule


@transaction.atomic
def end_point_rule(*, rule: PointRule, by: Worker, on: date | None = None) -> PointRule:
    """No longer after that day."""
    require(rules.may_end_point_rule(rule, by))
    rule.valid_to = max(on or clock.today(), rule.valid_from)
    rule.save(update_fields=["valid_to"])
    record(Act.CHANGE, "ポイントの決まりを終えた", by=by, objects=[rule.pk])
    return rule


def account_of(kind: AccountKind, supporter: Supporter | None = None) -> PointAccount:
    """The account as it stands; opened at the first entry."""
    PointAccount.objects.bulk_create([PointAccount(kind=kind, supporter=supporter)], ignore_conflicts=True)
    return PointAccount.objects.get(kind=kind, supporter=supporter)


def _one_at_a_time(supporter: Any) -> None:
    """Limits are asked and entries written by one transaction after the other, for each supporter."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('points' || %s::text, 0))", [str(supporter)])


def _approve(activity: Activity, point_rules: list[PointRule], by: Worker) -> Earned:
    supporter, day = activity.supporter, activity.starts_at.astimezone(clock.JAPAN).date()
    rule, whole = rules.rule_on(point_rules, activity.kind, day), rules.rule_on(point_rules, "", day)
    full = rules.worth(activity.minutes, rule)
    points = rules.limited(full, rule, *_already(supporter, day, activity.kind))
    points = rules.limited(points, whole, *_already(supporter, day))
    _decide(activity, by, status=ActivityStatus.APPROVED, points=points, limited=points < full)
    if points:
        _post(EntryKind.EARNED, supporter, points, account_of(AccountKind.ISSUED),
              account_of(AccountKind.SUPPORTER, supporter), by, on=day, activity=activity)  # fmt: skip
    return Earned(activity, points, points < full)


def _already(supporter: Supporter, day: date, kind: str = "") -> tuple[int, int]:
    """Earned that day and in that fiscal year, of one kind or of all; what was taken back does not count."""
    first, after = fiscal_year_range(fiscal_year(day))
    earned = PointEntry.objects.filter(
        supporter=supporter, kind=EntryKind.EARNED, reversed_by=None, on__gte=first, on__lt=after
    )
    if kind:
        earned = earned.filter(activity__kind=kind)
    rows = list(earned.values_list("on", "points"))
    return sum(points for on, points in rows if on == day), sum(points for _, points in rows)


def _decide(activity: Activity, by: Worker, *, before: str = ActivityStatus.RECORDED, **facts: Any) -> None:
    """Once: whoever comes second is told so."""
    rows = Activity.objects.filter(pk=activity.pk, status=before)
    if not rows.update(decided_by=by, decided_at=clock.now(), **facts):
        raise Refused(rules.DECIDED)
    for name, value in facts.items():
        setattr(activity, name, value)


def _post(kind: EntryKind, supporter: Supporter, points: int, source: PointAccount, target: PointAccount, by: Worker,
          *, on: date | None = None, **facts: Any) -> PointEntry:  # fmt: skip
    """The entry; refused when the supporter would have less than nothing."""
    try:
        with transaction.atomic():
            return PointEntry.objects.create(
                kind=kind, supporter=supporter, points=points, source=source, target=target, on=on or clock.today(),
                agency_id=by.agency_id, by=by, at=clock.now(), **facts,
            )  # fmt: skip
    except IntegrityError as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") != BELOW:
            raise
        raise Refused(rules.SPENT) from None
