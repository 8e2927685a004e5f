"""The results of a fiscal year, the records behind a number, Excel."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.calendar_jp import fiscal_year_label
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Area

from . import engine
from .forms import YearForm
from .workbook import workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.REPORT)
def results(request):
    """The table."""
    form, table = _counted(request, "yearly")
    record(Act.LOOK, f"実績 {table.year_label}", by=request.worker)
    months = [f"{month}月" for month in engine.MONTHS]
    context = {"form": form, "table": table, "months": months, "area": form.wanted_area, "slug": "yearly"}
    return render(request, "reports/results.html", context)


@needs(Permission.REPORT, fresh=True)
def excel(request, slug):
    """The same table as a workbook; written down with its purpose."""
    _form, table = _known(lambda: _counted(request, slug))
    record(Act.EXPORT, f"実績 {table.year_label}（Excel）", by=request.worker, count=len(table.rows()))
    response = HttpResponse(workbook(table, f"{request.worker.agency} {request.worker.name}"), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="tasuki-results-{table.year}.xlsx"'
    return response


@needs(Permission.REPORT)
def records(request, slug, year, indicator):
    """What stands behind one number."""
    said = request.GET.get("month", "")
    month = int(said) if said.isdecimal() and len(said) < 3 else None
    area = request.GET.get("area", "")[:36]
    found = _known(lambda: engine.behind(slug, year, request.worker, indicator, month, area))
    keys = [line["key"] for line in found.records]
    record(Act.LOOK, f"実績の内訳 {found.row.label.strip()}", by=request.worker, objects=keys, count=len(keys))
    names = {place.pk: place.name for place in Area.objects.all()}
    lines = [line | {"area": names.get(line["area_id"], "")} for line in found.records]
    context = {"found": found, "lines": lines, "year": fiscal_year_label(year), "month": month}
    return render(request, "reports/records.html", context)


def _counted(request, slug):
    """The choice, and the table of it."""
    worker = request.worker
    form = YearForm(request.GET, areas=Area.objects.all(), sees_all=worker.sees_all)
    return form, engine.count(slug, form.wanted_year, worker, form.wanted_area, form.wanted_public)


def _known(work):
    try:
        return work()
    except (KeyError, ValueError) as unknown:  # no such report or row; no such year
        raise Http404("この実績はありません。") from unknown
