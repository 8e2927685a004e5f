"""The worker's day, her cases, search, and the page of the first visit."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.casefile.rules import may_cover_for
from tasuki.shared import clock
from tasuki.shared.once import once
from tasuki.staff.actions import engage
from tasuki.staff.doors import needs
from tasuki.staff.enums import Engagement, ListKind
from tasuki.staff.listing import arranged, table_response
from tasuki.staff.models import Post
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Area

from . import caseload, day, finding, first_visit, overseeing, watch, weights
from .boxes import boxes_for
from .columns import COLUMNS
from .forms import AgencyFilter, CaseFilter
from .notices import notices_for


@needs(Permission.SIGNED_IN)
def entrance(request):
    """The bare address leads to the day."""
    return redirect("/today/")


@needs(Permission.SIGNED_IN)
def welcome(request):
    """What to try, in five lines for this role."""
    return render(request, "desk/welcome.html", {"lines": first_visit.lines(request.worker)})


@needs(Permission.SIGNED_IN)
def today(request):
    """きょう: what waits for me."""
    me = request.worker
    may = {
        "may_refer": me.may(Permission.REFER),
        "may_consult": me.may(Permission.CONSULT),
        "may_read": me.may(Permission.CASE_READ),
        "notices": notices_for(me),
        "boxes": boxes_for(me),
    }
    return render(request, "desk/today.html", may | {"day": day.gather(me), "today": clock.today()})


@needs(Permission.CASE_READ)
def cases(request):
    """The list of cases."""
    form, view, wanted = _arranged(request)
    part = caseload.one_part(request.worker, wanted, view.given, request.GET.get("after", ""), view.needs())
    record(Act.LOOK, "ケース一覧", by=request.worker, objects=[case.pk for case in part.cases], count=len(part.cases))
    return render(request, "desk/cases.html", {"form": form, "part": part, "view": view, "rows": view.rows(part.cases),
                  "may_emergency": request.worker.may(Permission.EMERGENCY)})  # fmt: skip


@once
def _areas():
    return Area.objects.all()


def _arranged(request):
    """The filter and the columns as the address says, or as the list she finds first."""
    view = arranged(request.worker, ListKind.CASES, request.GET, COLUMNS)
    form = CaseFilter(view.query or None, areas=_areas())
    return form, view, form.cleaned_data if form.is_bound and form.is_valid() else {}


@needs(Permission.CASE_READ, fresh=True)
def cases_table(request):
    """The same list as Excel: its columns, its order, its rows."""
    _, view, wanted = _arranged(request)
    chosen = caseload.chosen(request.worker, wanted)
    found = caseload.everything(chosen, request.worker, wanted.get("sort", ""), view.needs())
    record(Act.EXPORT, "ケース一覧（Excel）", by=request.worker, objects=[case.pk for case in found], count=len(found))
    return table_response(view.workbook("ケース", found), "tasuki-cases.xlsx")


@needs(Permission.CASE_READ)
def search(request):
    """The one search box."""
    words = request.GET.get("q", "")
    context = {"q": words, "found": finding.find(words, request.worker),
               "may_emergency": request.worker.may(Permission.EMERGENCY)}  # fmt: skip
    return render(request, "desk/search.html", context)


@needs(Permission.OVERSEE)
def officer(request):
    """記録と緊急: what the officer has to look at, without names."""
    page = watch.overview(request.worker)
    shown = [one.pk for one in (*page.waiting, *page.reviewed, *page.missed)]
    record(Act.LOOK, "緊急と支援措置の一覧", by=request.worker, objects=shown, count=len(shown))
    return render(request, "desk/officer.html", {"page": page})


@needs(Permission.CASE_WORK)
def load(request):
    """受けもち: who carries how much."""
    me, form = request.worker, AgencyFilter(request.GET or None)
    asked = form.cleaned_data["agency"] if form.is_bound and form.is_valid() and me.sees_all else None
    agency = asked or me.agency
    found = weights.caseload_of(agency, me)
    record(Act.LOOK, "受けもちの一覧", by=me, reason=agency.name, count=sum(one.cases for one in found.carriers))
    context = {"load": found, "form": form if me.sees_all else None, "mine": agency.pk == me.agency_id}
    return render(request, "desk/load.html", context | {"may_hand": may_cover_for(me, agency)})


@needs(Permission.MEETING_RUN)
def overseen(request):
    """取りこぼさない: what might be dropped."""
    page = overseeing.overseen(request.worker)
    shown = [one.case.pk for one in (*page.unled, *page.rights, *page.watches, *page.leads)]
    record(Act.LOOK, "取りこぼさない一覧", by=request.worker, objects=shown, count=page.count)
    context = {"page": page, "may_set": request.worker.may(Permission.SETTINGS), "kinds": Engagement.choices}
    return render(request, "desk/overseen.html", context)


@needs(Permission.SETTINGS)
@require_POST
def engagement(request, post):
    """専任・兼任 of a coordinator."""
    engage(post=get_object_or_404(Post, pk=post), engagement=request.POST.get("engagement", ""), by=request.worker)
    return redirect("/overseen/#coordinators")
