"""Sessions and events (開催・催し) and rooms lent to each other (会場の予約)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import asked
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import month, register_reading, rules, sessions, sessions_reading
from .models import Booking, Group, GroupMember, Place, Session
from .sessions_forms import BookingForm, SessionFilter, SessionForm
from .views import version_of


def _members(request: HttpRequest, group: Any) -> list[GroupMember]:
    rows = GroupMember.objects.visible_to(request.worker)
    return list(rows.filter(group=group, until=None)) if group else []


@needs(Permission.COMMUNITY_READ)
def session_list(request):
    """What is to come, or what was."""
    form = SessionFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = sessions_reading.list_told(Session.objects.visible_to(request.worker), told, request.GET.dict())
    page |= {"form": form, "tabs": register_reading.tabs("sessions", request.worker),
             "may_hold": rules.sessions_by(request.worker)}  # fmt: skip
    return render(request, "community/sessions.html", page)


@needs(Permission.COMMUNITY_WORK)
def new_session(request):
    """A session or an event, held or to come."""
    group_key, place_key = request.GET.get("group"), request.GET.get("place")
    known = Group.objects.visible_to(request.worker)
    group = get_object_or_404(known, pk=asked.key(group_key)) if group_key else None
    place = get_object_or_404(Place, pk=asked.key(place_key)) if place_key else None
    form = SessionForm(request.POST or None, worker=request.worker, members=_members(request, group),
                       initial=sessions_reading.usual(group, place))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = sessions.hold_session(by=request.worker, **form.facts())
        messages.success(request, "開催を記録しました。")
        return redirect("community:group", made.group_id) if made.group_id else redirect("community:sessions")
    page = {"form": form, "heading": "開催を記録する", "crumb": "開催・催し", "back": "/sessions/", "verb": "記録する",
            "decision": rules.sessions_by(request.worker)}  # fmt: skip
    return render(request, "community/neighbour_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def session(request, pk):
    """One session: where, what, how many."""
    rows = Session.objects.visible_to(request.worker).select_related("group", "place", "area", "by", "agency")
    found = get_object_or_404(rows, pk=pk)
    return render(request, "community/session.html", sessions_reading.session_told(found, request.worker))


@needs(Permission.COMMUNITY_WORK)
def change_session(request, pk):
    """What is known of it now: afterwards, how many came."""
    found = get_object_or_404(Session.objects.visible_to(request.worker), pk=pk)
    form = SessionForm(request.POST or None, worker=request.worker, members=_members(request, found.group_id),
                       initial=sessions_reading.as_it_is(found, request.worker))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        sessions.change_session(session=found, by=request.worker, version=version_of(request), **form.facts())
        return redirect("community:session", pk)
    page = {"form": form, "heading": "開催の記録を直す", "crumb": str(found), "back": f"/sessions/{pk}/", "verb": "保存する",
            "thing": found, "decision": rules.may_change_session(found, request.worker)}  # fmt: skip
    return render(request, "community/neighbour_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
@require_POST
def call_off(request, pk):
    """Not held after all."""
    found = get_object_or_404(Session.objects.visible_to(request.worker), pk=pk)
    sessions.call_off_session(session=found, by=request.worker)
    return redirect("community:session", pk)


@needs(Permission.COMMUNITY_WORK)
def bookings(request, pk):
    """Who has the room when, and a further booking."""
    place = get_object_or_404(Place.objects.select_related("area"), pk=pk)
    form = BookingForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        decision = rules.may_book_venue(place, request.worker, *form.times())
        if decision:
            sessions.book_venue(place=place, by=request.worker, **form.facts())
            messages.success(request, "会場を予約しました。")
            return redirect("community:bookings", pk)
        form.refuse(decision.reason)
    shown = month.month_of_place(place, month.month_asked(request.GET.get("month", "")))
    page = sessions_reading.bookings_told(place, request.worker) | {"form": form, "month": shown}
    return render(request, "community/bookings.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
@require_POST
def cancel_booking(request, pk):
    """The room is free again."""
    found = get_object_or_404(Booking.objects.visible_to(request.worker), pk=pk)
    sessions.cancel_booking(booking=found, by=request.worker)
    messages.success(request, "予約を取りやめました。")
    return redirect("community:bookings", found.place_id)
