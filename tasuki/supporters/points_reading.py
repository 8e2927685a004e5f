"""Reading the ledger of points: what waits, an account, a year's statement (ポイントの帳面を読む)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_label, fiscal_year_range
from tasuki.staff.models import Worker

from .models import Supporter
from .points_enums import STATUS_TONES, AccountKind, ActivityStatus, EntryKind
from .points_models import Activity, PointAccount, PointEntry, PointRule
from .points_rules import limited, rule_on, worth


@dataclass
class Line:
    """One line of an account."""

    entry: PointEntry
    on: date
    words: str
    earned: int
    spent: int
    balance: int
    taken_back: bool


@dataclass
class Statement:
    """A fiscal year of one account (ポイントの明細)."""

    supporter: Supporter
    year: int
    label: str
    opening: int
    lines: list[Line] = field(default_factory=list)
    earned: int = 0
    spent: int = 0
    closing: int = 0
    minutes: int = 0


@dataclass
class Purse:
    """What a supporter sees of her own points."""

    balance: int
    lines: list[tuple[date, str, int]]
    waiting: int


def balance_of(supporter: Supporter) -> int:
    """Points she has now."""
    account = PointAccount.objects.filter(kind=AccountKind.SUPPORTER, supporter=supporter).first()
    return account.balance if account else 0


def words_of(entry: PointEntry) -> str:
    """What the line is about."""
    if entry.kind == EntryKind.EARNED and entry.activity is not None:
        return lookup.label("supporter_activity", entry.activity.kind)
    if entry.kind == EntryKind.SPENT:
        return "　".join(filter(None, (lookup.label("point_use", entry.use), entry.words)))
    return f"取り消し（{entry.words}）"


def entries_of(supporter: Supporter) -> QuerySet[PointEntry]:
    """All of them, the oldest first."""
    return (PointEntry.objects.filter(supporter=supporter).select_related("activity", "target")
            .prefetch_related("reversed_by").order_by("on", "at", "id"))  # fmt: skip


def statement(supporter: Supporter, year: int) -> Statement:
    """The year, with what stood before it and after it."""
    first, after = fiscal_year_range(year)
    told = Statement(supporter, year, fiscal_year_label(year), 0)
    balance = 0
    for entry in entries_of(supporter):
        if entry.on >= after:
            break
        balance += entry.gain
        if entry.on < first:
            told.opening = balance
            continue
        told.lines.append(
            Line(entry, entry.on, words_of(entry), max(entry.gain, 0), max(-entry.gain, 0), balance,
                 bool(entry.reversed_by.all()))
        )  # fmt: skip
    told.closing = balance
    told.earned, told.spent = sum(one.earned for one in told.lines), sum(one.spent for one in told.lines)
    done = Activity.objects.filter(supporter=supporter, status=ActivityStatus.APPROVED,
                                   starts_at__gte=clock.at(first, "00:00"), starts_at__lt=clock.at(after, "00:00"))  # fmt: skip
    told.minutes = sum(one.minutes for one in done)
    return told


def years_of(supporter: Supporter) -> list[int]:
    """Fiscal years with entries, newest first; always this one."""
    days = PointEntry.objects.filter(supporter=supporter).dates("on", "month")
    return sorted({fiscal_year(day) for day in days} | {fiscal_year(clock.today())}, reverse=True)


def waiting(worker: Worker) -> list[Activity]:
    """Activities that the desk has to approve, with what each would earn."""
    rows = Activity.objects.visible_to(worker).filter(status=ActivityStatus.RECORDED).select_related("supporter")
    found, rules = list(rows.order_by("supporter__kana", "starts_at")[:200]), list(PointRule.objects.all())
    for one in found:
        day = one.starts_at.astimezone(clock.JAPAN).date()
        one.kind_label = lookup.label("supporter_activity", one.kind)  # type: ignore[attr-defined]
        one.worth = limited(worth(one.minutes, rule := rule_on(rules, one.kind, day)), rule, 0, 0)  # type: ignore[attr-defined]
    return found


@dataclass
class Holder:
    """A supporter with her balance and what waits."""

    supporter: Supporter
    balance: int
    minutes: int
    waiting: int


def holders(worker: Worker, words: str = "") -> list[Holder]:
    """Those of the desk who have points or activities, by name."""
    people = Supporter.objects.visible_to(worker)
    for word in words.split():
        people = people.filter(name__icontains=word) | people.filter(kana__icontains=word)
    known = {one.pk: one for one in people.order_by("kana", "name")[:500]}
    balances = dict(PointAccount.objects.filter(supporter__in=known).values_list("supporter_id", "balance"))
    minutes: dict[Any, int] = {}
    waits: dict[Any, int] = {}
    first, after = fiscal_year_range(fiscal_year(clock.today()))
    rows = Activity.objects.filter(supporter__in=known, starts_at__gte=clock.at(first, "00:00"))
    for one in rows.filter(starts_at__lt=clock.at(after, "00:00")):
        if one.status == ActivityStatus.APPROVED:
            minutes[one.supporter_id] = minutes.get(one.supporter_id, 0) + one.minutes
        waits[one.supporter_id] = waits.get(one.supporter_id, 0) + (one.status == ActivityStatus.RECORDED)
    return [
        Holder(one, balances.get(key, 0), minutes.get(key, 0), waits.get(key, 0))
        for key, one in known.items() if key in balances or key in waits or words
    ]  # fmt: skip


def recent(supporter: Supporter) -> list[Activity]:
    """What she did lately, in words."""
    found = list(Activity.objects.filter(supporter=supporter)[:20])
    for one in found:
        one.kind_label = lookup.label("supporter_activity", one.kind)  # type: ignore[attr-defined]
        one.tone = STATUS_TONES[ActivityStatus(one.status)]  # type: ignore[attr-defined]
    return found


def purse(supporter: Supporter) -> Purse:
    """For her own page."""
    lines = [(one.on, words_of(one), one.gain) for one in entries_of(supporter)]
    recorded = Activity.objects.filter(supporter=supporter, status=ActivityStatus.RECORDED).count()
    return Purse(balance_of(supporter), lines[::-1][:20], recorded)


def totals() -> dict[str, int]:
    """Issued, used and held: together always 0."""
    rows = PointAccount.objects.values_list("kind").annotate(Sum("balance"))
    told = {kind: total for kind, total in rows}
    return {"issued": -told.get(AccountKind.ISSUED, 0), "used": told.get(AccountKind.USED, 0)}


def rules_shown() -> list[PointRule]:
    """The rules with their activity in words, those in force first."""
    found = list(PointRule.objects.all())
    for one in found:
        one.kind_label = lookup.label("supporter_activity", one.kind) if one.kind else "すべての活動を合わせて"  # type: ignore[attr-defined]
        one.running = one.valid_from <= clock.today() and (one.valid_to is None or one.valid_to >= clock.today())  # type: ignore[attr-defined]
        one.coming = one.valid_from > clock.today()  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (not (one.running or one.coming), one.kind, one.valid_from))  # type: ignore[attr-defined]
