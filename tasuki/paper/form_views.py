"""Pages of the settings for the town's own forms (自治体の様式), and the sheet filled into one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.shared.uploads import KINDS
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import actions, grids, own, rules
from .forms import PutForm, TieForm, UploadForm
from .kinds import Kind
from .models import OwnForm
from .sheets import SHEETS
from .views import as_file

HERE = "/settings/paper/"


@needs(Permission.SETTINGS)
def forms(request):
    """Every form of the town, by sheet; a further one is read in here."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told, file = form.cleaned_data, form.cleaned_data["file"]
        made = actions.upload_form(by=request.worker, sheet=told["sheet"], name=told["name"], file_name=file.name,
                                   content=file.read())  # fmt: skip
        messages.success(request, "読みこみました。つぎに、どのセルに何を書くかを結びます。")
        return redirect("paper:form", made.pk)
    context = {"form": form, "tabs": settings_tabs(request.worker, HERE), "may": rules.may_upload_form(request.worker),
               "sheets": grids.by_sheet(), "kinds": SHEETS}  # fmt: skip
    return render(request, "paper/forms.html", context, status=422 if form.errors else 200)


def _page(request: Any, one: OwnForm, tie: TieForm | None = None, put: PutForm | None = None) -> HttpResponse:
    shown = own.Form(one)
    check = shown.check()
    context = {"own": one, "shown": shown, "check": check, "tabs": settings_tabs(request.worker, HERE), "kind": shown.kind,
               "grid": grids.grid_of(shown, request.GET), "tags": own.tags_of(one), "put": put or PutForm(),
               "may_tie": rules.may_tie_cell(one, request.worker), "may_end": rules.may_end_form(one, request.worker),
               "may_labels": rules.may_tie_by_labels(one, request.worker),
               "may_put": rules.may_put_in_force(one, request.worker, len(check.wrong)),
               "may_drop": rules.may_drop_form(one, request.worker)}  # fmt: skip
    context["tie"] = tie or grids.tie_form(shown, context["grid"])
    wrong = (tie and tie.errors) or (put and put.errors)
    return render(request, "paper/form.html", context, status=422 if wrong else 200)


@needs(Permission.SETTINGS)
def form(request, own_form):
    """One form: its cells, what is tied, what is wrong; a cell is tied by choosing from a list."""
    one = get_object_or_404(OwnForm.objects.select_related("made_by"), pk=own_form)
    tie = TieForm(request.POST, shown=own.Form(one)) if request.method == "POST" else None
    if tie and tie.is_valid():
        version = number(request.POST.get("_version", ""))
        actions.tie_cell(form=one, by=request.worker, version=version, **tie.cleaned_data)
        return redirect(grids.address_of(one, tie.cleaned_data["sheet"], tie.cleaned_data["at"]))
    return _page(request, one, tie)


@needs(Permission.SETTINGS)
@require_POST
def tie_by_labels(request, own_form):
    """Cells beside the labels, all at once."""
    one = get_object_or_404(OwnForm, pk=own_form)
    count = actions.tie_by_labels(form=one, by=request.worker)
    told = (
        f"見出しのとなりの空いたセルを{count}か所結びました。確かめてください。"
        if count
        else "見出しと合うセルは、ほかにありませんでした。"
    )
    messages.success(request, told)
    return redirect("paper:form", one.pk)


@needs(Permission.SETTINGS)
def try_out(request, own_form):
    """The form with a made-up example in it."""
    one = get_object_or_404(OwnForm, pk=own_form)
    record(Act.LOOK, "自治体の様式をためした", by=request.worker, objects=[one.pk])
    return as_file(own.filled(one, own.example(one)), f"見本 {one.file_name}", KINDS[one.kind])


@needs(Permission.SETTINGS)
@require_POST
def put_in_force(request, own_form):
    """From a day on."""
    one = get_object_or_404(OwnForm, pk=own_form)
    put = PutForm(request.POST)
    if not put.is_valid():
        return _page(request, one, put=put)
    actions.put_in_force(form=one, by=request.worker, **put.cleaned_data)
    messages.success(request, "使いはじめを決めました。その日から、様式の画面に「町の様式」のボタンが出ます。")
    return redirect("paper:forms")


@needs(Permission.SETTINGS)
@require_POST
def end(request, own_form):
    """Used no more."""
    actions.end_form(form=get_object_or_404(OwnForm, pk=own_form), by=request.worker)
    return redirect("paper:forms")


@needs(Permission.SETTINGS)
@require_POST
def drop(request, own_form):
    """A draft away."""
    actions.drop_form(form=get_object_or_404(OwnForm, pk=own_form), by=request.worker)
    return redirect("paper:forms")


def filled_of(kind: Kind) -> Any:
    """The page that gives one sheet in the form of the town."""

    @needs(kind.permission)
    def view(request: Any, key: Any, program: str) -> HttpResponse:
        one = get_object_or_404(OwnForm.objects.in_force(), sheet=kind.key, kind=program)
        filled = kind.read(request.worker, key)
        record(Act.EXPORT, f"{kind.name}を町の様式で出した", by=request.worker, case=filled.case, objects=filled.objects,
               ground=filled.ground, reason=f"{one.name} {filled.number}")  # fmt: skip
        return as_file(own.filled(one, filled), f"{one.name} {filled.number}".strip() + f".{one.kind}", KINDS[one.kind])

    view.__name__, view.__doc__ = f"{kind.key}_own", f"{kind.name}（町の様式）."
    return view
