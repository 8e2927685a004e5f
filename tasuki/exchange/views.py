"""取り込む・書き出す: the register of places as tables and open data, and tables read into it line by line."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from tasuki.community.models import Place
from tasuki.shared.tables import EXCEL
from tasuki.staff.actions import draft_of, drop_draft, keep_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, ical, published, rules
from .columns import columns
from .files import FILES
from .forms import PlacesForm
from .lines import NEW, SAME, Reader
from .workbook import errors_workbook

KIND = "places"
SHOWN = 300  # lines on the page; the rest stands in the table with the marks


def _file(content, name, kind):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@needs(Permission.COMMUNITY_WORK)
def exchange(request):
    """What goes out, and the place to bring a table."""
    form = PlacesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        keep_draft(by=request.worker, kind=KIND, about=None, fields={"said": form.said})
        return redirect("exchange:check")
    page = {
        "form": form,
        "files": FILES.items(),
        "shown": len(published.places()),
        "may": rules.may_import_places(request.worker),
    }
    return render(request, "exchange/exchange.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
def check(request):
    """Every line with what it will do; then all of them at once."""
    draft = draft_of(request.worker, KIND, None)
    if draft is None:
        return redirect("exchange:exchange")
    if request.method == "POST":
        report = actions.import_places(by=request.worker, said=draft.fields["said"])
        drop_draft(by=request.worker, kind=KIND, about=None)
        return render(request, "exchange/done.html", {"report": report})
    return render(request, "exchange/check.html", _checked(Reader().lines(draft.fields["said"]), request.worker))


def _checked(lines, worker):
    """The lines as they are shown: wrong ones first, then new and changed ones; the others as a number."""
    heading = {"number": "番号"} | {column.field: column.heading for column in columns()}
    for line in lines:
        line.wrongs = [(words, line.errors[name]) for name, words in heading.items() if name in line.errors]
        line.changes = [heading[name] for name in line.changed]
    wrong = [line for line in lines if line.errors]
    doing = [line for line in lines if not line.errors and line.deed != SAME]
    return {"wrong": wrong[:SHOWN], "doing": doing[:SHOWN], "wrong_count": len(wrong), "doing_count": len(doing),
            "new_count": (new := sum(line.deed == NEW for line in doing)), "change_count": len(doing) - new, "same_count": len(lines) - len(wrong) - len(doing),
            "count": len(lines), "allowed": rules.may_import_places(worker, len(wrong))}  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def errors(request):
    """The table that was read, with its errors in red."""
    draft = draft_of(request.worker, KIND, None)
    if draft is None:
        raise Http404("取り込み中の表がありません。")
    return _file(errors_workbook(Reader().lines(draft.fields["said"])), "居場所の表（直すところ）.xlsx", EXCEL)


@needs(Permission.COMMUNITY_WORK, fresh=True)
def table(request):
    """The whole register for the office, contacts too."""
    return _file(actions.export_places(by=request.worker), "居場所・資源の一覧.xlsx", EXCEL)


@needs(Permission.COMMUNITY_WORK)
def open_file(request, form):
    """One of the forms of open data."""
    if form not in FILES:
        raise Http404("この形式はありません。")
    return _file(actions.publish_places(by=request.worker, form=form), FILES[form].name, FILES[form].kind)


@needs(Permission.COMMUNITY_READ)
def opening(request, pk):
    """The opening days of one place as a calendar."""
    place = get_object_or_404(Place, pk=pk)
    return _file(ical.of_place(place), f"{place.name}.ics", "text/calendar; charset=utf-8")
