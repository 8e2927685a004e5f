"""A supporter's own pages and a place's yearly check, by their links (協力員・場所のページ)."""

from django.shortcuts import redirect

from tasuki.community import freshness
from tasuki.community.forms import PlaceCheckForm
from tasuki.supporters import (
    outside,
    outside_reading,
    points_actions,
    points_reading,
    requests_actions,
    requests_reading,
)
from tasuki.supporters.outside_forms import OutsideConcernForm, OutsideTurnForm
from tasuki.supporters.points_forms import OutsideActivityForm
from tasuki.supporters.requests_forms import OutsideDoneForm

from . import showing, writing
from .bearer import bearer, show, supporter_of, turn_of
from .pace import first_time
from .public import posted


@bearer("supporter")
def supporter_home(request, subject):
    """What she told, what was answered, what she is asked for."""
    supporter = supporter_of(subject)
    context = {"told": outside_reading.home(supporter), "sent": request.GET.get("sent", "")}
    context |= {"offered": requests_reading.offered_to(supporter), "mine": requests_reading.taken_by(supporter)}
    return show(request, "portal/supporter.html", **context, purse=points_reading.purse(supporter))


@bearer("supporter")
def concern(request, subject):
    """気になること: whom to ring first, then five taps and a sentence."""
    supporter = supporter_of(subject)
    form = OutsideConcernForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and (key := writing.key_of(request.POST.get("mark", ""))):
        with first_time(key) as first:
            if first:
                outside.report_concern(supporter=supporter, machine=writing.machine_of(request), **form.told())
        return redirect(f"{request.base}?sent=1")
    context = {"asked": outside_reading.concern_form(), "form": form, "mark": writing.fresh_mark()}
    context["ring"] = [(number, when, showing.dial(number)) for number, when, *_ in context["asked"].ring]
    return show(request, "portal/concern.html", status=422 if form.errors else 200, **context)


@bearer("supporter")
def turn(request, subject, key):
    """A visit asked of her: taken, not taken, told how it was."""
    supporter = supporter_of(subject)
    row = turn_of(supporter, key)
    did = request.POST.get("do", "")
    form = OutsideTurnForm(request.POST if did == "report" else None)
    if did == "accept":
        outside.accept_turn(turn=row)
    elif did == "decline":
        outside.decline_turn(turn=row)
    elif did == "report" and form.is_valid():
        outside.report_turn(turn=row, **form.told())
    else:
        shown = next((one for one in outside_reading.home(supporter).turns if one.pk == key), None)
        return show(request, "portal/turn.html", turn=shown, form=form, status=422 if form.errors else 200)
    return redirect(request.base)


@bearer("supporter")
def help_request(request, subject, key):
    """ちょっと困った: raise a hand, give it back, say that it is done."""
    supporter, did = supporter_of(subject), request.POST.get("do", "")
    form = OutsideDoneForm(request.POST if did == "finish" else None)
    about = {"help_request": key, "supporter": supporter}
    if did == "take":
        requests_actions.take_request(**about)
    elif did == "give_back":
        requests_actions.give_back_request(**about, why=request.POST.get("why", "")[:100])
    elif did == "finish" and form.is_valid():
        starts_at, ends_at = form.times()
        requests_actions.finish_request(**about, starts_at=starts_at, ends_at=ends_at, words=form.cleaned_data["words"])
    else:
        return _help_page(request, supporter, key, form)
    return redirect(request.base)


def _help_page(request, supporter, key, form):
    mine = next((one for one in requests_reading.taken_by(supporter) if one.request_pk == key), None)
    offered = next((one for one in requests_reading.offered_to(supporter) if one.pk == key), None)
    status = 422 if form.errors else 200
    return show(request, "portal/help_request.html", status=status, mine=mine, offered=offered, form=form)


@bearer("supporter")
def activity(request, subject):
    """What she did, for the points; it counts when the desk has approved it."""
    form = OutsideActivityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.times()
        told = {name: form.cleaned_data[name] for name in ("kind", "place", "words")}
        points_actions.record_activity(supporter=supporter_of(subject), starts_at=starts_at, ends_at=ends_at, **told)
        return redirect(f"{request.base}?sent=2")
    return show(request, "portal/activity.html", status=422 if form.errors else 200, form=form)


@bearer("place")
def place_check(request, subject):
    """The yearly check by the place itself: nothing changed, or what is different."""
    token = request.base.split("/")[2]
    check = freshness.check_of(token)
    if check is None:
        return show(request, "portal/ended_link.html", status=404)
    same = request.POST.get("do") == "same"
    form = PlaceCheckForm(None if same else posted(request), place=check.place)
    if same or (request.method == "POST" and form.is_valid()):
        told = {} if same else form.told()
        freshness.confirm_by_link(token=token, changes=told, words="" if same else form.cleaned_data.get("words", ""))
        return show(request, "portal/place_thanks.html", place=check.place)
    return show(request, "portal/place_check.html", status=422 if form.errors else 200, form=form, place=check.place)
