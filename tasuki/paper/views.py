"""Pages that are files: a sheet as PDF, as Excel, in the town's own form; empty sheets to be written by hand."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes.sheet_definitions import newest
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_time
from tasuki.shared.tables import EXCEL
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import as_download

from . import actions, making, rules
from .forms import EmptyForm
from .kinds import Filled, Kind
from .sheets import SHEETS


def _noted(act: Act, verb: str, kind: Kind, filled: Filled, worker: Any) -> None:
    record(act, f"{kind.name}{verb}", by=worker, case=filled.case, objects=filled.objects, ground=filled.ground,
           reason=filled.number)  # fmt: skip


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A finished file, to be saved."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)


@needs(Permission.SIGNED_IN)
def empty(request, empty_sheet):
    """A sheet with nothing in it, to be written by hand; of 受付票 both variants."""
    kind = SHEETS.get(empty_sheet)
    if kind is None:
        raise Http404("この様式はありません。")
    variant = request.GET.get("variant", "")
    record(Act.PRINT, f"何も書いていない{kind.name}を出した", by=request.worker)
    found = newest(empty_sheet, clock.today())
    variant = variant if variant in dict(found.variants) else next((key for key, _ in found.variants), "")
    return as_download(making.empty_pdf(kind, found, request.worker, [""], variant), f"{kind.name}（用紙）")


@needs(Permission.CONSULT)
def intake_sheets(request):
    """Empty 受付票 with numbers, for the day the machines stand still; printed beforehand and kept at the desk."""
    form = EmptyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, found, told = SHEETS["intake"], newest("intake", clock.today()), form.cleaned_data
        numbers = actions.number_sheets(by=request.worker, count=told["count"])
        content = making.empty_pdf(kind, found, request.worker, numbers, told["variant"])
        return as_download(content, f"受付票の用紙 {numbers[0]}から")
    return render(request, "paper/intake_sheets.html", {"form": form, "decision": rules.may_number_sheets(request.worker)},
                  status=422 if form.errors else 200)  # fmt: skip


def pdf_of(kind: Kind) -> Any:
    """The page that gives one sheet as PDF."""

    @needs(kind.permission)
    def view(request: Any, key: Any) -> HttpResponse:
        filled = kind.read(request.worker, key)
        _noted(Act.PRINT, "をPDFで出した", kind, filled, request.worker)
        return as_download(making.pdf(kind, filled, request.worker), f"{kind.name} {filled.number}".strip())

    view.__name__, view.__doc__ = f"{kind.key}_pdf", f"{kind.name}（PDF）."
    return view


def excel_of(kind: Kind) -> Any:
    """The page that gives one sheet as Excel."""

    @needs(kind.permission)
    def view(request: Any, key: Any) -> HttpResponse:
        filled = kind.read(request.worker, key)
        _noted(Act.EXPORT, "をExcelで出した", kind, filled, request.worker)
        content = making.excel(kind, filled, request.worker, wareki_time(clock.now()))
        return as_file(content, f"{kind.name} {filled.number}".strip() + ".xlsx", EXCEL)

    view.__name__, view.__doc__ = f"{kind.key}_excel", f"{kind.name}（Excel）."
    return view
