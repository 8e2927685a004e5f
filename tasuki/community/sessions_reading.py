"""Sessions and bookings as they are read (開催・予約を読む)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.paging import part_of

from . import rules
from .issues_reading import led_from
from .models import Attendance, Group, Place, Session
from .opening import parse

FORM_FIELDS = ("title", "group_id", "place_id", "on", "start", "end", "what", "attended", "first_timers", "helpers",
               "minutes", "shown_to_public")  # fmt: skip


def list_told(rows: QuerySet[Session], told: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    """To come (the nearest first) or held (the latest first)."""
    today, past = clock.today(), told.get("when") == "past"
    rows = rows.filter(on__lt=today) if past else rows.filter(on__gte=today).order_by("on", "start", "id")
    if told.get("area"):
        rows = rows.filter(area=told["area"])
    if told.get("public"):
        rows = rows.filter(shown_to_public=True)
    return {"page": part_of(rows.select_related("group", "place", "area"), given), "past": past}


def usual(group: Group | None, place: Place | None) -> dict[str, Any]:
    """What is usual for the group: its place and hours; the place's hours when it has none."""
    told: dict[str, Any] = {
        "group": group.pk if group else None,
        "place": place.pk if place else None,
        "on": clock.today(),
    }
    if group and not place:
        use = group.uses.filter(until=None).select_related("place").first()
        told["place"] = use.place_id if use else None
    read = parse(group.opening if group else place.opening if place else "")
    today = [day for day in read.days(clock.today(), clock.today()) if day.hours]
    if today:
        start, end = today[0].hours[0].start, today[0].hours[0].end
        told |= {"start": _clock(start), "end": _clock(end) if end else None}
    return told


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def as_it_is(session: Session, worker: Worker) -> dict[str, Any]:
    """What the form begins with."""
    names = Attendance.objects.visible_to(worker).filter(session=session).values_list("member_id", flat=True)
    told = {name.removesuffix("_id"): getattr(session, name) for name in FORM_FIELDS}
    return told | {"members": [str(key) for key in names]}


def session_told(session: Session, worker: Worker) -> dict[str, Any]:
    """Everything on the page of a session."""
    names = Attendance.objects.visible_to(worker).filter(session=session).select_related("member")
    return {
        "session": session, "leads": led_from(worker, session=session), "names": [one.member for one in names],
        "may_change": rules.may_change_session(session, worker),
        "may_call_off": rules.may_call_off_session(session, worker),
    }  # fmt: skip


def bookings_told(place: Place, worker: Worker) -> dict[str, Any]:
    """The bookings to come, and those of the last month."""
    now = clock.now()
    rows = place.bookings.select_related("group", "by")
    coming = list(rows.filter(cancelled_at=None, ends__gte=now))
    for one in coming:
        one.may_cancel = rules.may_cancel_booking(one, worker)
    return {
        "place": place, "coming": coming, "may_book": rules.may_book_venue(place, worker),
        "past": rows.filter(ends__lt=now, ends__gte=now - timedelta(days=31)).order_by("-starts"),
    }  # fmt: skip
