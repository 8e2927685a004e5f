"""The page of a case, its tabs, its end, its papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.cases.basics_forms import TakeOutForm
from tasuki.cases.basics_views import member_of
from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.cases.rules import may_set_now
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import pdf_response

from . import actions, deadlines, forms, household, looks, rules, timeline
from .page import TABS, Head, Tab, closed_part, head_of

_TABS = {tab.key: tab for tab in TABS}


def _page(request: HttpRequest, case: Case, template: str, tab: Tab, **context: Any) -> HttpResponse:
    """A tab under the head of the case; where its part is closed, the reason instead."""
    context |= {"case": case, "access": access_of(case), "worker": request.worker, "tab": tab,
                "case_key": str(case.pk)}  # fmt: skip
    if "kin" in context:
        context["picture"] = household.picture(context["kin"], legend=tab.key == "household")
    context["head"] = context.get("head") or head_of(case, request.worker, tab.key)
    context["closed"] = closed_part(case, tab.part)
    return render(request, template, context)


@needs(Permission.CASE_READ)
def overview(request, key):
    """経過: the first page."""
    case = open_case(request.worker, key)
    head = head_of(case, request.worker)
    page = timeline.read(
        case, request.worker, head.names, *(request.GET.get(name, "") for name in ("only", "before", "agency")),
        persons=household.known_of(head.people),
    )  # fmt: skip
    return _page(request, case, "casefile/overview.html", _TABS[""], head=head, page=page, filters=timeline.FILTERS,
                 coming=deadlines.coming(case, request.worker, head.plan, head.roles),
                 kin=household.kin(case, head.people, request.worker), may_set_now=may_set_now(case, request.worker),
                 whole=Scope.RECORD in access_of(case).whole)  # fmt: skip


@needs(Permission.CASE_READ)
def home(request, key):
    """世帯."""
    case = open_case(request.worker, key, verb="世帯を開いた")
    head = head_of(case, request.worker, "household")
    household.reach(head.people, request.worker, "世帯", case.number)
    return _page(request, case, "casefile/household.html", _TABS["household"], head=head,
                 kin=household.kin(case, head.people, request.worker, letters=True), address=household.address(case, head.people, request.worker),
                 acts=household.acts(case, request.worker))  # fmt: skip


def panel_page(tab: Tab) -> Any:
    """The page of a tab that another room fills."""

    @needs(Permission.CASE_READ)
    def view(request: HttpRequest, key: Any) -> HttpResponse:
        case = open_case(request.worker, key, verb=f"{tab.label}を開いた")
        panel = tab.panel(case, request.worker) if tab.panel and not closed_part(case, tab.part) else None
        return _page(request, case, "casefile/panel.html", tab, panel=panel, **(panel.context if panel else {}))

    view.__name__, view.__doc__ = tab.key, f"{tab.label}."
    return view


@needs(Permission.CASE_READ)
def looks_page(request, key):
    """だれが見たか."""
    case = open_case(request.worker, key, verb="だれが見たかを開いた")
    owner = access_of(case).owns or request.worker.sees_all
    asked = (request.GET.get(name, "") for name in ("only", "agency", "before"))
    page = looks.looks_at(case, *asked) if owner else None
    return render(request, "casefile/looks.html", {"case": case, "page": page, "filters": looks.FILTERS})


def _ask(request: HttpRequest, case: Case, form: Any, template: str, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"case": case, "form": form, **context}, status=status)


@needs(Permission.CASE_WORK)
def close(request, key):
    """終結する."""
    case = open_case(request.worker, key, verb="終結の用紙を開いた")
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_case(case=case, by=request.worker, **form.cleaned_data)
        return redirect(case)
    return _ask(request, case, form, "casefile/close.html", decision=rules.may_close_case(case, request.worker),
                act="終結する", verb="終結する")  # fmt: skip


@needs(Permission.CASE_WORK)
def take_out(request, key, person):
    """世帯員をはずす."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="世帯員の用紙を開いた")
    found = member_of(case, person)
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_out_member(member=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/household/")
    return _ask(request, case, form, "cases/basics.html", decision=rules.may_take_out_member(found, request.worker),
                act="世帯員をはずす", verb="はずす", member=found, taking_out=True)  # fmt: skip


@needs(Permission.CASE_WORK)
def reopen(request, key):
    """再開する."""
    case = open_case(request.worker, key, verb="再開の用紙を開いた")
    form = forms.ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.reopen_case(case=case, by=request.worker, **form.cleaned_data))
    return _ask(request, case, form, "casefile/reopen.html", decision=rules.may_reopen_case(case, request.worker),
                act="再開する", verb="新しいケースとして再開する")  # fmt: skip


@needs(Permission.CASE_WORK)
def follow_up(request, key):
    """その後を確かめる."""
    case = open_case(request.worker, key, verb="その後の用紙を開いた")
    form = forms.FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.follow_up(case=case, by=request.worker, **form.cleaned_data)
        return redirect(case)
    return _ask(request, case, form, "casefile/follow_up.html", decision=rules.may_follow_up(case, request.worker),
                act="その後を確かめる", verb="記録する")  # fmt: skip


def _drawn(request: HttpRequest, case: Case, tab: Tab) -> str:
    """A panel as it stands on its tab."""
    panel = tab.panel(case, request.worker)  # type: ignore[misc]
    around = {"case": case, "access": access_of(case), "worker": request.worker, "panel": panel}
    return render_to_string(panel.template, {**panel.context, **around}, request)


def _sheet(case: Case, worker: Any, head: Head) -> dict[str, Any]:
    """The household and what comes next, as they stand on paper."""
    household.reach(head.people, worker, "印刷", case.number)
    kin = household.kin(case, head.people, worker, letters=True)
    return {
        "case": case, "case_key": str(case.pk), "access": access_of(case), "worker": worker, "head": head, "kin": kin,
        "acts": household.acts(case, worker), "picture": household.picture(kin),
        "address": household.address(case, head.people, worker), "whole": Scope.RECORD in access_of(case).whole,
        "coming": deadlines.coming(case, worker, head.plan, head.roles),
    }  # fmt: skip


@needs(Permission.CASE_READ)
def print_case(request, key):
    """ケースの全体（紙）."""
    case = open_case(request.worker, key, verb="ケースの印刷を開いた")
    head = head_of(case, request.worker)
    lines = timeline.everything(case, request.worker, head.names)
    ground = access_of(case).ground
    record(Act.PRINT, "ケースを印刷", by=request.worker, case=case.pk, ground=ground, count=len(lines))
    panels = [
        (tab, _drawn(request, case, tab)) for tab in TABS if tab.panel and tab.paper and not closed_part(case, tab.part)
    ]
    sheet = _sheet(case, request.worker, head)
    return render(request, "casefile/print_case.html", {**sheet, "panels": panels, "lines": lines})


def _records(request: HttpRequest, key: Any) -> tuple[Case, list[timeline.Line]]:
    """The case and its lines, the print on record."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="支援経過一覧を開いた")  # type: ignore[attr-defined]
    names = household.names_of(household.everybody(case, request.worker))  # type: ignore[attr-defined]
    lines = timeline.everything(case, request.worker, names)  # type: ignore[attr-defined]
    ground = access_of(case).ground
    record(Act.PRINT, "支援経過一覧を印刷", by=request.worker, case=case.pk, ground=ground, count=len(lines))  # type: ignore[attr-defined]
    return case, lines


@needs(Permission.CASE_READ)
def print_records(request, key):
    """支援経過一覧（紙）."""
    case, lines = _records(request, key)
    return render(request, "casefile/print_records.html", {"case": case, "lines": lines})


@needs(Permission.CASE_READ, fresh=True)
def records_pdf(request, key):
    """支援経過一覧（PDF）."""
    case, lines = _records(request, key)
    return pdf_response(request, "casefile/print_records.html", {"case": case, "lines": lines}, title="支援経過一覧",
                        reader=request.worker, number=case.number)  # fmt: skip
