"""From a case to the neighbourhood (個から地域へ): an issue drawn from several cases, joined by one, and back."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.models import Case
from tasuki.community.models import CommunityIssue
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import neighbourhood, rules
from .neighbourhood_forms import DrawForm, JoinForm
from .neighbourhood_models import IssueCase


def _others(case: Case, worker: Any) -> Any:
    """Further cases of the worker's agency that may have the same in common."""
    mine = Case.objects.visible_to(worker).filter(owner_agency=worker.agency_id).exclude(pk=case.pk).running()
    return mine.order_by("-last_contact_at", "-opened_on")[:200]


@needs(Permission.CASE_READ)
def case_issues(request, key):
    """地域の課題へ: what this case has in common with others."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="地域の課題を開いた")
    joined = IssueCase.objects.visible_to(request.worker).filter(case=case).select_related("issue", "issue__area")
    context = {
        "case": case,
        "joined": [one.issue for one in joined],
        "may": rules.may_join_issue(case, None, request.worker),
    }
    return render(request, "casefile/case_issues.html", context)


@needs(Permission.CASE_WORK)
def draw_issue(request, key):
    """いくつかのケースから書き留める."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="地域の課題の用紙を開いた")
    form = DrawForm(request.POST or None, case=case, others=_others(case, request.worker), worker=request.worker,
                    initial={"area": case.area_id})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = neighbourhood.draw_issue(by=request.worker, **form.drawn())
        messages.success(request, "名前を出さずに、地域の課題として書き留めました。")
        return redirect("community:issue", made.pk)
    page = {"case": case, "form": form, "decision": rules.may_join_issue(case, None, request.worker)}
    return render(request, "casefile/draw_issue.html", page, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def join_issue(request, key):
    """続いている課題に加える."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="地域の課題の用紙を開いた")
    form = JoinForm(request.POST or None, issues=CommunityIssue.objects.visible_to(request.worker), area=case.area_id)
    if request.method == "POST" and form.is_valid():
        neighbourhood.join_issue(case=case, by=request.worker, **form.cleaned_data)
        return redirect("casefile:case_issues", key)
    page = {"case": case, "form": form, "decision": rules.may_join_issue(case, None, request.worker)}
    return render(request, "casefile/join_issue.html", page, status=422 if form.errors else 200)


@needs(Permission.CASE_READ)
def issue_cases(request, pk):
    """The cases behind an issue, as far as they are open to the reader."""
    issue = get_object_or_404(CommunityIssue.objects.visible_to(request.worker), pk=pk)
    behind = IssueCase.objects.visible_to(request.worker).filter(issue=issue).select_related("case")
    return render(request, "casefile/issue_cases.html", {"issue": issue, "cases": [one.case for one in behind]})
