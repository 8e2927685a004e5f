"""Pages of the register as they are read (台帳を読む): one place, its month, the suggestions that wait."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency, Area

from . import finding, rules
from .enums import PlaceKind, SuggestionState
from .models import Place, PlaceUse, Suggestion
from .opening import parse

TABS = (
    ("places", "台帳", "/places/"), ("month", "暦", "/places/month/"), ("map", "地図", "/places/map/"),
    ("groups", "グループ", "/groups/"), ("sessions", "開催・催し", "/sessions/"),
    ("suggestions", "提案と返事", "/suggestions/"), ("food", "フードドライブ", "/food/"),
    ("schemes", "支援制度", "/schemes/"),
)  # fmt: skip
LISTS = {"accessibility": "place_accessibility"}
AHEAD = 8


def tabs(current: str, worker: Worker) -> list[tuple[str, str, bool, int]]:
    """The pages of the register; how many suggestions wait stands at theirs."""
    waiting = Suggestion.objects.visible_to(worker).filter(state=SuggestionState.WAITING).count()
    return [(name, address, key == current, waiting if key == "suggestions" else 0) for key, name, address in TABS]


def place_told(place: Place, worker: Worker) -> dict[str, Any]:
    """Everything on the page of a place."""
    today = clock.today()
    return {
        "place": finding.told(place),
        "old": not place.closed and (place.confirmed_on is None or place.confirmed_on < finding.oldest_good_day()),
        "for_whom": lookup.labels("place_for_whom", place.for_whom),
        "desk_fields": lookup.labels("field", place.fields),
        "accessibility": lookup.labels("place_accessibility", place.accessibility),
        "languages": lookup.labels("place_language", place.languages),
        "coming": place.read.days(today, today + timedelta(days=60))[:AHEAD],
        "uses": uses_told(place.uses.filter(until=None).select_related("group")),
        "sessions": place.sessions.select_related("group", "place")[:5],
        "bookings": place.bookings.filter(cancelled_at=None, ends__gte=clock.now()).select_related("group")[:5],
        "waiting": place.suggestions.filter(state=SuggestionState.WAITING).count(),
        "check": place.checks.filter(answered_at=None, ended_at=None, until__gte=today).first(),
    } | may_of_place(place, worker)


def agency_desks(wanted: dict[str, Any]) -> list[Agency]:
    """Agencies that take consultations and have no desk in the register yet; shown when one looks for desks."""
    if wanted.get("kind") != PlaceKind.DESK:
        return []
    there = Place.objects.filter(kind=PlaceKind.DESK, closed=False).exclude(agency=None).values("agency")
    rows = Agency.objects.filter(closed_on=None, takes_referrals=True).exclude(hours="").exclude(pk__in=there)
    found = list(rows.select_related("area"))
    for agency in found:
        agency.read = parse(agency.hours)
        agency.fields_told = lookup.labels("field", agency.fields)
    return found


def begins_with(given: Any) -> dict[str, Any]:
    """What the form of a new place begins with: a kind, or what is known of an agency's desk."""
    told = {"kind": given.get("kind") or PlaceKind.IBASHO}
    agency = next((one for one in Agency.objects.all() if str(one.pk) == given.get("agency")), None)
    if agency is None:
        return told
    return told | {
        "kind": PlaceKind.DESK, "name": f"{agency.name}の窓口", "nickname": agency.nickname, "agency": agency.pk,
        "fields": agency.fields, "opening": agency.hours, "area": agency.area_id, "contact_phone": agency.phone,
        "run_by": agency.department, "functions": ["consult"],
    }  # fmt: skip


def may_of_place(place: Place, worker: Worker) -> dict[str, Any]:
    """What may be done with it."""
    return {
        "may_change": rules.may_change_place(place, worker), "may_confirm": rules.may_confirm_place(place, worker),
        "may_close": rules.may_close_place(place, worker), "may_reopen": rules.may_reopen_place(place, worker),
        "may_ask": rules.may_ask_place_to_check(place, worker), "may_suggest": rules.may_suggest_change(place, worker),
        "may_book": rules.may_book_venue(place, worker), "may_hold": rules.may_hold_session(worker, place=place),
    }  # fmt: skip


def uses_told(uses: Iterable[PlaceUse]) -> list[PlaceUse]:
    """Who shares the place, with the days as read."""
    found = list(uses)
    for use in found:
        use.read = parse(use.opening)
    return found


def overdue_counts() -> dict[str, int]:
    """How much of the register is old, in one question."""
    day = finding.oldest_good_day()
    return Place.objects.filter(closed=False).aggregate(
        all=Count("pk"), old=Count("pk", filter=Q(confirmed_on=None) | Q(confirmed_on__lt=day))
    )


def suggestions_told(worker: Worker, *, done: bool) -> list[Suggestion]:
    """Suggestions with every field in words: how it stands, how it was when suggested, what is suggested."""
    rows = Suggestion.objects.visible_to(worker).select_related("place", "by", "settled_by", "check_link")
    rows = rows.exclude(state=SuggestionState.WAITING) if done else rows.filter(state=SuggestionState.WAITING)
    found = list(rows.order_by("-settled_at", "-at")[:50] if done else rows.order_by("at")[:100])
    for number, one in enumerate(found, start=1):
        one.table_label = f"{number}件目：{one.place.name}で変わること"
        one.fields_told = [field_told(one.place, name, change) for name, change in one.changes.items()]
        one.may_settle = rules.may_settle_suggestion(one, worker)
        one.may_withdraw = rules.may_withdraw_suggestion(one, worker)
    return found


def field_told(place: Place, name: str, change: dict[str, Any]) -> dict[str, Any]:
    """One field: its label, old and new in words, whether the entry has changed meanwhile."""
    now = getattr(place, name)
    return {
        "name": name, "label": str(Place._meta.get_field(name).verbose_name), "old": in_words(name, change["old"]),
        "new": in_words(name, change["new"]), "now": in_words(name, now), "moved": now != change["old"],
        "taken": change.get("taken"), "read": parse(change["new"]) if name == "opening" else None,
    }  # fmt: skip


def in_words(name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "" or value == []:
        return "（なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list):
        return "・".join(
            lookup.labels(f"place_{name.removesuffix('s')}" if name == "languages" else LISTS.get(name, name), value)
        )
    return wareki_plain(value) if isinstance(value, date) else str(value)


def of_area(area: Area | None, sessions: Any, uses: Any, first: date) -> tuple[Any, Any, Any]:
    """What is in the month of an area: its places, the groups in them, what takes place."""
    places = Place.objects.filter(closed=False).exclude(opening="")
    uses = uses.filter(until=None).exclude(opening="").select_related("group", "place")
    sessions = sessions.filter(on__gte=first, on__lt=first + timedelta(days=31)).filter(on__month=first.month)
    sessions = sessions.select_related("group", "place")
    if area is None:
        return places, uses, sessions
    return places.filter(area=area), uses.filter(place__area=area), sessions.filter(area=area)
