"""What comes in from a tablet (訪問先で書いたものの受け取り): a record, a sheet; each once, each answered in words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.assessments.models import Assessment
from tasuki.cases.access import open_case
from tasuki.cases.forms import FileForm
from tasuki.shared.asked import key, number
from tasuki.shared.decisions import Decision, Refused, Stale
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import visit_kit_actions as actions
from . import visit_kit_rules as rules
from .visit_kit import blank_record, draft_of_sheet, sheet_page
from .visit_kit_models import VisitKit

BY_SCRIPT = "X-Away"


def _kit(request: HttpRequest, key: Any) -> VisitKit:
    return get_object_or_404(VisitKit.objects.visible_to(request.worker), pk=key)  # type: ignore[attr-defined]


def _refused(request: HttpRequest, decision: Decision) -> HttpResponse:
    """The reason, for the tablet's script; anybody else meets it as on every page."""
    if request.headers.get(BY_SCRIPT):
        return JsonResponse({"reasons": [decision.reason]}, status=422)
    if request.method == "GET":
        raise Http404(decision.reason)
    raise Refused(decision.reason)


def _wrong(*forms: Any) -> JsonResponse:
    """What is not in order, box by box."""
    reasons = [
        f"「{form.fields[name].label}」{text}" if name in form.fields else text
        for form in forms for name, texts in form.errors.items() for text in texts
    ]  # fmt: skip
    return JsonResponse({"reasons": reasons}, status=422)


def _kept(item: Any) -> HttpResponse:
    """To the receipt, also when it is asked again."""
    return redirect(f"/away/kits/{item.kit_id}/items/{item.key}/")


@needs(Permission.CASE_WORK)
@require_POST
def record_item(request, visit_kit, case, kit_item):
    """A visit record that was written away."""
    kit, worker = _kit(request, visit_kit), request.worker
    case = open_case(worker, case, part=Scope.RECORD, verb="訪問先で書いた記録を受け取った")
    if before := actions.came_in(kit, kit_item):
        return _kept(before)
    decision = rules.may_receive_record(kit, case, worker)
    if not decision:
        return _refused(request, decision)
    form = blank_record(case, worker, request.POST)
    if not form.is_valid():
        return _wrong(form)
    return _kept(actions.receive_record(kit=kit, case=case, key=kit_item, by=worker, **form.cleaned_data))


@needs(Permission.CASE_WORK)
@require_POST
def file_item(request, visit_kit, case, kit_item):
    """A photo or a paper that goes with a record written away."""
    kit, worker = _kit(request, visit_kit), request.worker
    case = open_case(worker, case, part=Scope.RECORD, verb="訪問先でとった写真・添付を受け取った")
    if before := actions.came_in(kit, kit_item):
        return _kept(before)
    onto = key(request.POST.get("onto", ""))
    decision = rules.may_receive_file(kit, case, actions.record_under(kit, case, onto), worker)
    if not decision:
        return _refused(request, decision)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _wrong(form)
    file = form.cleaned_data["file"]
    return _kept(actions.receive_file(kit=kit, case=case, key=kit_item, onto=onto, by=worker, name=file.name,
                                      content=file.read()))  # fmt: skip


@needs(Permission.CASE_WORK)
def sheet_item(request, visit_kit, case, kit_item):
    """The sheet filled away; where a colleague wrote meanwhile, mine and theirs side by side."""
    kit, worker = _kit(request, visit_kit), request.worker
    case = open_case(worker, case, part=Scope.ASSESSMENT, verb="訪問先で書いたアセスメントを受け取った")
    if request.method == "POST" and (before := actions.came_in(kit, kit_item)):
        return _kept(before)
    sheet = draft_of_sheet(case, worker)
    decision = rules.may_receive_sheet(kit, case, sheet, worker)
    if not decision:
        return _refused(request, decision)
    return _write(request, kit, case, kit_item, sheet)


def _write(request: HttpRequest, kit: VisitKit, case: Any, key: Any, sheet: Assessment) -> HttpResponse:
    """Into the draft, or the page of it."""
    worker = request.worker  # type: ignore[attr-defined]
    page = sheet_page(sheet, case, worker, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        if request.POST.get("_sheet", str(sheet.pk)) != str(sheet.pk):
            raise Stale("持ち出したあとに、新しい回が始まっています。")
        members = [(person, form.answers()) for person, _, form in page.members]
        item = actions.receive_sheet(
            kit=kit, case=case, key=key, sheet=sheet, version=number(request.POST.get("_version", "")), by=worker,
            answers=page.household.answers(), members=members,
        )  # fmt: skip
        return _kept(item)
    if request.method == "POST" and request.headers.get(BY_SCRIPT):
        return _wrong(*page.forms)
    context = {"page": page, "case": case, "assessment": sheet, "wrong": request.method == "POST"}
    return render(request, "casefile/away_sheet.html", context, status=422 if request.method == "POST" else 200)


@needs(Permission.CASE_WORK)
def receipt(request, visit_kit, kit_item):
    """It has come in: the tablet may forget it; a person is led back to the tablet's page."""
    item = actions.came_in(_kit(request, visit_kit), kit_item)
    if item is None:
        raise Http404("受け取っていません。")
    if request.headers.get(BY_SCRIPT):
        return JsonResponse({"sent": True, "kind": item.kind, "case": str(item.case_id)})
    return redirect("/away/")
