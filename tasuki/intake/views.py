"""Pages of the desk: the list, the 受付票, one consultation, its end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.views import version_of
from tasuki.staff.actions import drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.enums import ListKind
from tasuki.staff.listing import arranged, table_response
from tasuki.staff.permissions import Permission

from . import actions, rules
from .columns import COLUMNS
from .comparing import beside
from .forms import ConclusionForm, ListForm
from .lists import everything, page_of
from .models import Consultation
from .receiving import KIND, Sheet
from .sheet import shown


def _known(request, key, verb="相談を開いた"):
    """The consultation of my desk, the look written down; 404 for a stranger."""
    rows = Consultation.objects.visible_to(request.worker).select_related("agency", "worker", "area", "gathering")
    consultation = get_object_or_404(rows, pk=key)
    record(Act.LOOK, verb, by=request.worker, objects=[consultation.pk])
    return consultation


@needs(Permission.CONSULT)
def index(request):
    """Consultations of my desk."""
    form, view, told = _arranged(request)
    page = page_of(request.worker, told, view.given, request.GET.get("after", ""))
    decision = rules.may_take_consultation(request.worker)
    context = {"form": form, "page": page, "decision": decision, "narrowed": any(told.values()), "view": view,
               "rows": view.rows(page.lines)}  # fmt: skip
    return render(request, "intake/index.html", context)


def _arranged(request):
    """The filter and the columns as the address says, or as the list she finds first."""
    view = arranged(request.worker, ListKind.CONSULTATIONS, request.GET, COLUMNS)
    form = ListForm(view.query)
    return form, view, form.cleaned_data if form.is_valid() else {}


@needs(Permission.CONSULT, fresh=True)
def table(request):
    """The same list as Excel."""
    _, view, told = _arranged(request)
    found = everything(request.worker, told)
    keys = [line.consultation.pk for line in found]
    record(Act.EXPORT, "受付一覧（Excel）", by=request.worker, objects=keys, count=len(keys))
    return table_response(view.workbook("受付", found), "tasuki-consultations.xlsx")


@needs(Permission.CONSULT)
def new(request):
    """The 受付票: in under three minutes."""
    if request.POST.get("do") == "discard":
        drop_draft(by=request.worker, kind=KIND, about=None)
        return redirect("/consultations/new/")
    given = request.POST if request.method == "POST" else None
    sheet = Sheet(request.worker, given, gathering=request.GET.get("gathering", ""),
                  route=request.GET.get("route", ""), like=request.GET.get("like", ""))  # fmt: skip
    if sheet.ready():
        consultation = sheet.keep()
        drop_draft(by=request.worker, kind=KIND, about=None)
        messages.success(request, "相談を受け付けました。つぎにどうするかを選びます。")
        return redirect(f"/consultations/{consultation.pk}/")
    decision = rules.may_take_consultation(request.worker)
    return _sheet_page(request, sheet, decision=decision, draft=f"/drafts/{KIND}/")


@needs(Permission.CONSULT)
def edit(request, key):
    """The 受付票 again: heard later, or put right."""
    consultation = _known(request, key)
    if request.POST.get("do") == "discard":
        drop_draft(by=request.worker, kind=KIND, about=consultation.pk)
        return redirect(f"/consultations/{key}/edit/")
    sheet = Sheet(request.worker, request.POST if request.method == "POST" else None, consultation)
    if sheet.ready():
        sheet.keep(version_of(request))
        drop_draft(by=request.worker, kind=KIND, about=consultation.pk)
        return redirect(f"/consultations/{key}/")
    decision = rules.may_change_consultation(consultation, request.worker)
    return _sheet_page(request, sheet, decision=decision, draft=f"/drafts/{KIND}/{key}/")


def _sheet_page(request, sheet, **about):
    """The form as it stands; 422 when something has to be put right."""
    status = 422 if sheet.form.errors or sheet.same else 200
    return render(request, "intake/sheet.html", {"sheet": sheet, "form": sheet.form, **about}, status=status)


@needs(Permission.CONSULT)
def detail(request, key):
    """One consultation and the ways on from it; prints as the 受付票."""
    return render(request, "intake/detail.html", shown(_known(request, key), request.worker))


@needs(Permission.CONSULT)
def compare(request, key):
    """Beside the consultation before, of the same person or of her household."""
    consultation = _known(request, key, "相談をくらべた")
    context = {
        "consultation": consultation, "beside": beside(consultation, request.worker, request.GET.get("with", "")),
    }  # fmt: skip
    return render(request, "intake/compare.html", context)


@needs(Permission.CONSULT)
def conclude(request, key):
    """It ends here: information given, or nobody reached."""
    consultation = _known(request, key)
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.conclude(consultation=consultation, by=request.worker, **form.cleaned_data)
        messages.success(request, "相談を終えました。")
        return redirect(f"/consultations/{key}/")
    decision = rules.may_conclude(consultation, request.worker)
    context = {"form": form, "consultation": consultation, "decision": decision}
    return render(request, "intake/conclude.html", context, status=422 if form.errors else 200)
