"""Pages of the long watch (長期の見守り)."""

from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.people.views import version_of
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import rules, watch_actions, watch_turns
from .watch_forms import EndWatchForm, LookForm, RestForm, WatchForm
from .watch_models import LongWatch
from .watching import outreach_tabs

WHOSE = [("mine", "わたしの番"), ("agency", "自分の機関"), ("all", "見られるすべて")]


@needs(Permission.OUTREACH)
def watches(request):
    """Who looks when: mine, my agency's, all."""
    who = request.GET.get("who", "agency")
    who = who if who in dict(WHOSE) else "agency"
    found = watch_turns.watched_households(request.worker, who)
    context = {"watches": found, "shares": watch_turns.shares(found), "who": who, "whose": WHOSE,
               "late": sum(1 for one in found if one.overdue), "tabs": outreach_tabs("/outreach/watch/")}  # fmt: skip
    return render(request, "outreach/watches.html", context)


def _case(request, key, verb):
    return open_case(request.worker, key, part=Scope.RECORD, verb=verb)


def _watch(request, key, verb):
    """The watch with its case, the look written down; 404 for a stranger."""
    watch = get_object_or_404(LongWatch.objects.visible_to(request.worker).select_related("turn"), pk=key)
    watch.case = _case(request, watch.case_id, verb)
    return watch


def _ask(request, case, form, title, decision, watch=None, versioned=None):
    """The form under the name of the household; `versioned` when it writes over what stands there."""
    context = {"form": form, "case": case, "title": title, "decision": decision, "watch": watch, "versioned": versioned}
    return render(request, "outreach/watch_form.html", context, status=422 if form.errors else 200)


@needs(Permission.OUTREACH)
def begin(request, key):
    """長期の見守りを始める."""
    case = _case(request, key, "長期の見守りを始める")
    form = WatchForm(request.POST or None, workers=watch_turns.watchers_of(case), initial={"first": request.worker.pk})
    if request.method == "POST" and form.is_valid():
        watch_actions.begin_long_watch(case=case, by=request.worker, **form.facts())
        return redirect(f"/cases/{key}/outreach/")
    return _ask(request, case, form, "長期の見守りを始める", rules.may_begin_long_watch(case, request.worker))


@needs(Permission.OUTREACH)
def change(request, watch):
    """見守りを直す."""
    found = _watch(request, watch, "見守りを直す")
    form = WatchForm.of(found, request.POST or None, workers=watch_turns.watchers_of(found.case))
    if request.method == "POST" and form.is_valid():
        watch_actions.change_long_watch(watch=found, by=request.worker, version=version_of(request), **form.facts())
        return redirect(f"/cases/{found.case_id}/outreach/")
    decision = rules.may_change_long_watch(found, request.worker)
    return _ask(request, found.case, form, "見守りを直す", decision, found, versioned=found)


@needs(Permission.OUTREACH)
def look(request, watch):
    """見守りを記録する."""
    found = _watch(request, watch, "見守りを記録する")
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        watch_actions.look(watch=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{found.case_id}/outreach/")
    return _ask(request, found.case, form, "見守りを記録する", rules.may_look(found, request.worker), found)


@needs(Permission.OUTREACH)
def rest(request, watch):
    """見守りを休む."""
    found = _watch(request, watch, "見守りを休む")
    form = RestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        watch_actions.rest_long_watch(watch=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{found.case_id}/outreach/")
    return _ask(request, found.case, form, "見守りを休む", rules.may_rest_long_watch(found, request.worker), found)


@needs(Permission.OUTREACH)
def end(request, watch):
    """見守りを終える."""
    found = _watch(request, watch, "見守りを終える")
    form = EndWatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        watch_actions.end_long_watch(watch=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{found.case_id}/outreach/")
    return _ask(request, found.case, form, "見守りを終える", rules.may_end_long_watch(found, request.worker), found)
