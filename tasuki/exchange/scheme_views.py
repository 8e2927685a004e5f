"""支援制度の取り込み・書き出し: the register of schemes as a table, and tables read into it line by line."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from tasuki.shared.tables import EXCEL
from tasuki.staff.actions import draft_of, drop_draft, keep_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, published, rules, scheme_table
from .files import FILES
from .forms import SchemesForm
from .lines import CHANGE, NEW, SAME

KIND = "schemes"
SHOWN = 300


@needs(Permission.COMMUNITY_WORK)
def exchange(request):
    """What goes out, and the place to bring a table."""
    form = SchemesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        keep_draft(by=request.worker, kind=KIND, about=None, fields={"said": form.said})
        return redirect("exchange:scheme_check")
    page = {"form": form, "shown": len(published.schemes()), "file": FILES["schemes.csv"],
            "may": rules.may_import_schemes(request.worker)}  # fmt: skip
    return render(request, "exchange/schemes.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
def check(request):
    """Every line with what it will do; then all of them at once."""
    draft = draft_of(request.worker, KIND, None)
    if draft is None:
        return redirect("exchange:schemes")
    if request.method == "POST":
        report = actions.import_schemes(by=request.worker, said=draft.fields["said"])
        drop_draft(by=request.worker, kind=KIND, about=None)
        return render(request, "exchange/scheme_done.html", {"report": report})
    return render(request, "exchange/scheme_check.html", _checked(draft.fields["said"], request.worker))


def _checked(said, worker):
    """The lines as they are shown: wrong ones first, then new and changed ones; the others as a number."""
    lines = scheme_table.lines(said)
    wrong = [line for line in lines if line.errors]
    doing = [line for line in lines if not line.errors and line.deed != SAME]
    counts = {deed: sum(line.deed == deed for line in doing) for deed in (NEW, CHANGE)}
    return {
        "wrong": wrong[:SHOWN], "doing": doing[:SHOWN], "count": len(lines), "wrong_count": len(wrong),
        "new_count": counts[NEW], "change_count": counts[CHANGE], "same_count": len(lines) - len(wrong) - len(doing),
        "allowed": rules.may_import_schemes(worker, len(wrong)),
    }  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def table(request):
    """The whole register, in columns that can be read again."""
    response = HttpResponse(actions.export_schemes(by=request.worker), content_type=EXCEL)
    response["Content-Disposition"] = content_disposition_header(True, "支援制度の一覧.xlsx")
    return response
