"""Pages of アウトリーチ."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.forms import restored
from tasuki.cases.reading import colleagues, persons_of, warnings_of
from tasuki.people.views import version_of
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules
from .forms import AdvanceForm, BeginForm, ChangeForm, EndForm, ListFilter, VisitForm
from .models import Approach
from .watching import outreach_tabs, settings_of_last_visit, under_way


@needs(Permission.OUTREACH)
def index(request):
    """My approaches: where, when next, who."""
    asked = ListFilter(request.GET or None)
    data = asked.cleaned_data if asked.is_valid() else {}
    who, stage = data.get("who") or "mine", data.get("stage") or ""
    said = request.GET.get("page", "")
    page = min(int(said), 1000) if said.isdecimal() and 0 < len(said) < 6 and int(said) else 1
    lines, more = under_way(request.worker, who, stage, page)
    link = f"?who={who}&stage={stage}&page="
    pager = {"next_url": f"{link}{page + 1}" if more else "", "first_url": f"{link}1" if page > 1 else "", "label": ""}
    context = {"lines": lines, "pager": pager, "filter": ListFilter({"who": who, "stage": stage}), "who": who,
               "tabs": outreach_tabs("/outreach/")}  # fmt: skip
    return render(request, "outreach/index.html", context)


@needs(Permission.OUTREACH)
def begin(request, key):
    """Begin an approach in a case."""
    case, worker = open_case(request.worker, key, part=Scope.RECORD, verb="アウトリーチを始める"), request.worker
    around = {
        "persons": persons_of(case, worker),
        "whole": Scope.RECORD in case.access.whole,
        "workers": colleagues(worker),
    }
    form, draft = _asked(request, BeginForm, "approach", case.pk, around)
    if request.method == "POST" and form.is_valid():
        actions.begin_approach(case=case, by=worker, **form.cleaned_data)
        drop_draft(by=worker, kind="approach", about=case.pk)
        return redirect(f"/cases/{case.pk}/outreach/")
    decision = rules.may_begin_approach(case, worker, access=case.access)
    context = {"form": form, "case": case, "decision": decision, "draft": draft}
    return render(request, "outreach/begin.html", context, status=422 if form.errors else 200)


def _asked(request, form_class, kind, about, around, given=None):
    """The form as sent, as left in a draft, or new."""
    if request.method == "POST":
        return form_class(request.POST, **around), None
    draft = draft_of(request.worker, kind, about)
    return (restored(form_class, draft, **around) if draft else form_class(initial=given, **around)), draft


def _opened(request, key, verb):
    """The approach with its case, the look written down; 404 for a stranger."""
    approach = get_object_or_404(Approach.objects.visible_to(request.worker), pk=key)
    approach.case = open_case(request.worker, approach.case_id, part=Scope.RECORD, verb=verb)
    if not approach.case.access.covers(Scope.RECORD, approach.person_id):
        raise Http404("このアウトリーチはありません。")
    return approach


@needs(Permission.OUTREACH)
def visit(request, key):
    """Record a visit."""
    approach, worker = _opened(request, key, "訪問を記録する"), request.worker
    given = settings_of_last_visit(approach, worker) if "copy" in request.GET else None
    form, draft = _asked(request, VisitForm, "visit", approach.pk, {"workers": colleagues(worker)}, given)
    if request.method == "POST" and form.is_valid():
        actions.visit(approach=approach, by=worker, **form.cleaned_data)
        drop_draft(by=worker, kind="visit", about=approach.pk)
        return redirect(f"/cases/{approach.case_id}/outreach/")
    decision = rules.may_visit(approach, worker, access=approach.case.access)
    context = {"form": form, "approach": approach, "case": approach.case, "decision": decision, "draft": draft,
               "warnings": warnings_of(approach.case, worker, named=True)}  # fmt: skip
    return render(request, "outreach/visit.html", context, status=422 if form.errors else 200)


@needs(Permission.OUTREACH)
def advance(request, key):
    """To another stage."""
    approach, worker = _opened(request, key, "アウトリーチの段階を変える"), request.worker
    form = AdvanceForm(request.POST or None, now=approach.stage)
    if request.method == "POST" and form.is_valid():
        actions.advance(approach=approach, by=worker, **form.cleaned_data)
        return redirect(f"/cases/{approach.case_id}/outreach/")
    decision = rules.may_advance(approach, worker, access=approach.case.access)
    context = {"form": form, "approach": approach, "case": approach.case, "decision": decision, "title": "段階を変える"}
    return render(request, "outreach/change.html", context, status=422 if form.errors else 200)


@needs(Permission.OUTREACH)
def change(request, key):
    """When next and how; also without a visit."""
    approach, worker = _opened(request, key, "アウトリーチを直す"), request.worker
    form = ChangeForm.of(approach, request.POST or None, colleagues(worker))
    if request.method == "POST" and form.is_valid():
        actions.change_approach(approach=approach, by=worker, version=version_of(request), **form.cleaned_data)
        return redirect(f"/cases/{approach.case_id}/outreach/")
    context = {"form": form, "approach": approach, "case": approach.case, "versioned": approach,
               "decision": rules.may_change_approach(approach, worker, approach.case.access),
               "title": "次の日と進め方を直す"}  # fmt: skip
    return render(request, "outreach/change.html", context, status=422 if form.errors else 200)


@needs(Permission.OUTREACH)
def end(request, key):
    """It is over."""
    approach, worker = _opened(request, key, "アウトリーチを終える"), request.worker
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_approach(approach=approach, by=worker, **form.cleaned_data)
        return redirect(f"/cases/{approach.case_id}/outreach/")
    decision = rules.may_end_approach(approach, worker)
    context = {
        "form": form,
        "approach": approach,
        "case": approach.case,
        "decision": decision,
        "title": "アウトリーチを終える",
    }
    return render(request, "outreach/change.html", context, status=422 if form.errors else 200)
