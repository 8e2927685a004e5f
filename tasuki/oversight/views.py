"""The record for whoever oversees it, for the owner of a case, and everybody's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import my_tabs

from . import monthly, reading, sealed, taking
from .forms import ChangeFilter, ExportForm, RecordFilter
from .tabs import TABS, tabs


@needs(Permission.OVERSEE)
def index(request):
    """Looks and deeds."""
    return _list(request, RecordFilter, reading.entries, "oversight/index.html", "/audit/")


@needs(Permission.OVERSEE)
def changes(request):
    """Changed rows."""
    return _list(request, ChangeFilter, reading.changes, "oversight/changes.html", "/audit/changes/")


def _list(request, kind, rows, template, here):
    form = kind(request.GET or None)
    given = {name: value for name, value in request.GET.items() if name != "after" and value}
    page = reading.part(reading.chosen(rows(request.worker), form.wanted()), given, request.GET.get("after", ""))
    reading.in_words(page.lines, request.worker)
    asked = "、".join(f"{form.fields[name].label} {value}" for name, value in given.items() if name in form.fields)
    record(Act.LOOK, f"記録を見た（{TABS[here]}）", by=request.worker, reason=asked[:300], count=len(page.lines))
    context = {"form": form, "page": page, "tabs": tabs(here), "query": request.GET.urlencode()}
    return render(request, template, context, status=422 if form.errors else 200)


@needs(Permission.SIGNED_IN)
def entry(request, pk):
    """One look or deed, and what it changed."""
    line = get_object_or_404(reading.entries(request.worker), pk=pk)
    record(Act.LOOK, "記録の1行を見た", by=request.worker, case=line.case_id, objects=[line.pk])
    context = {"line": reading.in_words([line], request.worker)[0], "shown": reading.objects_of(line),
               "changes": reading.changed_with(line, request.worker)}  # fmt: skip
    return render(request, "oversight/entry.html", context)


@needs(Permission.SIGNED_IN)
def change(request, pk):
    """One changed row: before and after."""
    line = get_object_or_404(reading.changes(request.worker), pk=pk)
    record(Act.LOOK, "変更の前と後を見た", by=request.worker, case=line.case_id, objects=[line.pk, line.row_id])
    told, opened = reading.differences(line)
    context = {"line": reading.in_words([line], request.worker)[0], "differences": told, "opened": opened,
               "deed": reading.told_by(line, request.worker)}  # fmt: skip
    return render(request, "oversight/change.html", context)


@needs(Permission.SIGNED_IN)
def mine(request):
    """わたしの閲覧の記録."""
    own = reading.entries(request.worker).filter(worker_id=request.worker.pk)
    page = reading.part(own, {}, request.GET.get("after", ""))
    reading.in_words(page.lines, request.worker)
    record(Act.LOOK, "わたしの閲覧の記録", by=request.worker, count=len(page.lines))
    return render(request, "oversight/mine.html", {"page": page, "tabs": my_tabs("/me/looks/")})


@needs(Permission.OVERSEE)
def seals(request):
    """The chain, its head in groups, and when it was last proved."""
    page = sealed.seals(request.GET.get("before", ""))
    record(Act.LOOK, "封印を見た", by=request.worker, count=len(page.lines))
    context = {"page": page, "state": sealed.state(request.worker), "tabs": tabs("/audit/seals/")}
    return render(request, "oversight/seals.html", context)


@needs(Permission.OVERSEE)
def report(request):
    """The monthly report, for paper."""
    month = monthly.month_of(request.GET.get("month", ""))
    found = monthly.report(request.worker, month)
    record(Act.LOOK, "月次の報告を見た", by=request.worker, reason=f"{month:%Y-%m}")
    context = {"report": found, "title": monthly.title(month), "tabs": tabs("/audit/report/"),
               "earlier": f"{monthly.before(month):%Y-%m}", "later": f"{monthly.after(month):%Y-%m}"}  # fmt: skip
    return render(request, "oversight/report.html", context)


@needs(Permission.OVERSEE, fresh=True)
def export(request):
    """The chosen lines as Excel or CSV, with the purpose written down."""
    form, asked = ExportForm(request.POST or None), RecordFilter(request.GET or None)
    rows = reading.chosen(reading.entries(request.worker), asked.wanted())
    if request.method == "POST" and form.is_valid():
        lines = reading.in_words(list(rows.order_by("-at", "-id")[: taking.MOST]), request.worker)
        purpose, kind = form.cleaned_data["purpose"], form.cleaned_data["kind"]
        record(Act.EXPORT, f"記録を取り出した（{kind}）", by=request.worker, reason=purpose, count=len(lines))
        response = HttpResponse(taking.CONTENT[kind](lines, request.worker, purpose), content_type=taking.TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="tasuki-audit.{kind}"'
        return response
    context = {"form": form, "asked": asked.in_words(), "count": min(rows.count(), taking.MOST), "most": taking.MOST}
    return render(request, "oversight/export.html", context, status=422 if form.errors else 200)
