"""Issues of the neighbourhood (地域生活課題): the list, one of them, what it led to, the sheet of a 圏域."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import asked
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import pdf_response

from . import issues, issues_reading, issues_rules
from .gatherings_models import Gathering
from .issues_forms import EffectForm, IssueFilter, IssueForm, LeadForm, MoveForm, SheetForm
from .issues_models import CommunityIssue


def ask(request: HttpRequest, form: Any, template: str = "community/neighbour_form.html", **page: Any) -> HttpResponse:
    """A form of the neighbourhood: heading, way back, what happens when it is sent."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **page}, status=status)


def _known(request: HttpRequest, pk: Any) -> CommunityIssue:
    rows = CommunityIssue.objects.visible_to(request.worker)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("area", "by", "agency", "gathering"), pk=pk)


def _heard_at(request: HttpRequest) -> Gathering | None:
    """The gathering of which the address tells."""
    rows = Gathering.objects.visible_to(request.worker).select_related("area")  # type: ignore[attr-defined]
    given = request.GET.get("gathering")
    return get_object_or_404(rows, pk=asked.key(given)) if given else None


@needs(Permission.COMMUNITY_READ)
def issue_list(request):
    """地域生活課題."""
    form = IssueFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = CommunityIssue.objects.visible_to(request.worker)
    page = issues_reading.issue_page(rows, told, request.GET.dict())
    may = issues_rules.may_note_issue(request.worker)
    context = {"form": form, "page": page, "may_note": may, "tabs": issues_reading.tabs("issues")}
    return render(request, "community/issues.html", context)


@needs(Permission.CONSULT)
def new_issue(request):
    """地域生活課題を書き留める."""
    heard_at = _heard_at(request)
    form = IssueForm(request.POST or None, initial={"area": heard_at and heard_at.area_id})
    if request.method == "POST" and form.is_valid():
        made = issues.note_issue(by=request.worker, heard_at=heard_at, **form.cleaned_data)
        messages.success(request, "書き留めました。つぎの打合せの一枚に載ります。")
        return redirect("community:issue", made.pk)
    about = f"「{heard_at.name}」で聞いたこととして残ります。" if heard_at else ""
    return ask(request, form, heading="地域生活課題を書き留める", back="/issues/", crumb="地域の課題", lead=about,
               verb="書き留める", decision=issues_rules.may_note_issue(request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_READ)
def issue(request, pk):
    """One issue: words, what it led to, what came of it."""
    return render(request, "community/issue.html", issues_reading.issue_told(_known(request, pk), request.worker))


@needs(Permission.COMMUNITY_WORK)
def move_issue(request, pk):
    """状態を変える."""
    found = _known(request, pk)
    form = MoveForm(request.POST or None, ways=issues_reading.ways(found))
    if request.method == "POST" and form.is_valid():
        issues.move_issue(issue=found, by=request.worker, **form.cleaned_data)
        return redirect("community:issue", pk)
    return ask(request, form, heading="課題の状態を変える", back=f"/issues/{pk}/", crumb=found.title, verb="変える",
               decision=issues_rules.may_move_issue(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def lead_issue(request, pk):
    """つながった先を書く."""
    found = _known(request, pk)
    form = LeadForm(request.POST or None, **issues_reading.to_lead_to(request.worker))
    if request.method == "POST" and form.is_valid():
        issues.lead_to(issue=found, by=request.worker, **form.cleaned_data)
        messages.success(request, "つながった先を書きました。変わったことが見えたら、書き足します。")
        return redirect("community:issue", pk)
    return ask(request, form, heading="つながった先を書く", back=f"/issues/{pk}/", crumb=found.title, lead=found.words,
               template="community/lead_form.html", verb="つなぐ", decision=issues_rules.may_lead_to(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def issue_effect(request, pk):
    """変わったことを書く."""
    found = _known(request, pk)
    form = EffectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issues.note_effect(issue=found, by=request.worker, **form.cleaned_data)
        return redirect("community:issue", pk)
    return ask(request, form, heading="変わったことを書く", back=f"/issues/{pk}/", crumb=found.title, verb="書き留める",
               decision=issues_rules.may_note_effect(found, request.worker))  # fmt: skip


def _sheet(request: HttpRequest) -> dict[str, Any]:
    months = issues_reading.months()
    form = SheetForm(request.GET or None, months=months)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sheet = issues_reading.sheet(request.worker, told.get("area"), told.get("month") or months[0][0])  # type: ignore[attr-defined]
    return {"form": form, "sheet": sheet, "tabs": issues_reading.tabs("sheet"), "query": request.GET.urlencode()}


@needs(Permission.COMMUNITY_READ)
def issue_sheet(request):
    """圏域の一枚, for the monthly meeting."""
    return render(request, "community/issue_sheet.html", _sheet(request))


@needs(Permission.COMMUNITY_READ)
def issue_sheet_pdf(request):
    """The same on paper."""
    told = _sheet(request)
    record(Act.PRINT, "圏域の一枚を印刷", by=request.worker)
    return pdf_response(request, "community/issue_sheet.html", told, title="圏域の一枚", reader=request.worker,
                        number=told["sheet"].label, mark="打合せ資料")  # fmt: skip
