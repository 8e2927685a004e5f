"""Pages of the household's assessment."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.codes.sheet_definitions import load
from tasuki.shared.asked import number
from tasuki.shared.calendar_jp import wareki_short
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules, showing
from .drawing import drawn
from .models import Assessment
from .writing import keep, page_of


@needs(Permission.CASE_WORK)
def begin(request, key):
    """Begin the next version; with a draft at hand, go on with it."""
    case = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="アセスメントを始める")
    decision = rules.may_begin_assessment(case, request.worker, case.access)
    if request.method == "POST":
        actions.begin_assessment(case=case, by=request.worker)
        return redirect(f"/cases/{case.pk}/assessment/edit/")
    return render(request, "assessments/begin.html", {"case": case, "decision": decision})


@needs(Permission.CASE_WORK)
def edit(request, key):
    """Write the draft: saved as often as wanted, then fixed."""
    case, worker = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="アセスメントを書く"), request.worker
    assessment = get_object_or_404(Assessment.objects.visible_to(worker), case=case, fixed_at=None)
    assessment.case = case
    page = page_of(assessment, case, worker, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        fix, said = request.POST.get("act") == "fix", request.POST.get("_version", "")
        keep(page, assessment, worker, version=number(said), fix=fix)
        return redirect(f"/cases/{case.pk}/assessment/" + ("" if fix else "edit/?saved=1"))
    context = {
        "page": page, "case": case, "assessment": assessment, "picture": drawn(case, worker),
        "decision": rules.may_fill_assessment(assessment, worker, case.access), "saved": "saved" in request.GET,
        "sheet": load(assessment.sheet, assessment.sheet_version), "wrong": request.method == "POST",
    }  # fmt: skip
    return render(request, "assessments/edit.html", context, status=422 if request.method == "POST" else 200)


@needs(Permission.CASE_READ)
def read(request, key):
    """One version as a paper."""
    assessment = get_object_or_404(
        Assessment.objects.visible_to(request.worker).select_related("made_by", "agency"), pk=key
    )
    case = open_case(request.worker, assessment.case_id, part=Scope.ASSESSMENT, verb="アセスメントを開いた")
    context = {
        "case": case, "assessment": assessment, "parts": showing.parts_of(assessment, case, request.worker),
        "picture": assessment.genogram or drawn(case, request.worker),
        "sheet": load(assessment.sheet, assessment.sheet_version),
    }  # fmt: skip
    return render(request, "assessments/read.html", context)


@needs(Permission.CASE_READ)
def compare(request, key):
    """Two versions side by side: ?a=1&b=2."""
    case = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="アセスメントを比べた")
    first, second = (_version(request, case, name) for name in ("a", "b"))
    rows = showing.compared(
        showing.parts_of(first, case, request.worker), showing.parts_of(second, case, request.worker)
    )
    context = {"case": case, "first": first, "second": second, "rows": rows}
    context |= {
        name: f"第{one.number}回（{wareki_short(one.made_on)}）" for name, one in (("before", first), ("after", second))
    }
    context["changed"] = sum(row.changed for _, lines in rows for row in lines)
    return render(request, "assessments/compare.html", context)


def _version(request, case, name):
    """A version by its number in the address."""
    said = request.GET.get(name, "")
    if not said.isdecimal() or len(said) > 4:
        raise Http404("この回はありません。")
    return get_object_or_404(Assessment.objects.visible_to(request.worker), case=case, number=int(said))


@needs(Permission.CASE_READ)
def agreed(request, key):
    """What of the sheet single items of a consent open (同意のある項目)."""
    case = open_case(request.worker, key, verb="同意のある項目を開いた")
    parts = showing.agreed_parts(case, request.worker)
    return render(request, "assessments/agreed.html", {"case": case, "parts": parts})
