"""Pages of visits by supporters (訪問サービス): the list, the application, who goes, when."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.supporters import outside, turns
from tasuki.supporters.models import VisitTurn
from tasuki.supporters.rules import may_report_turn
from tasuki.supporters.tabs import helper_tabs

from . import visiting, visiting_reading
from . import visiting_rules as rules
from .models import VisitService
from .visiting_forms import ApplyForm, EndVisitingForm, PlanForm, ReportForm, VisitorForm

# what the desk heard by telephone, or that it is not needed after all
HEARD = {"accept": outside.accept_turn, "decline": outside.decline_turn, "cancel": turns.cancel_turn}


def _known(request, key):
    """The service of my desk, the look written down; 404 for a stranger."""
    rows = VisitService.objects.visible_to(request.worker).select_related("area", "visitor", "agency", "worker")
    found = get_object_or_404(rows, pk=key)
    record(Act.LOOK, "訪問サービスを開いた", by=request.worker, objects=[found.pk])
    return found


def _form(request, form, act, may, service=None):
    context = {"form": form, "act": act, "may": may, "service": service}
    return render(request, "outreach/visiting_form.html", context, status=422 if form.errors else 200)


@needs(Permission.OUTREACH)
def index(request):
    """Services of my desk."""
    ended = request.GET.get("ended") == "1"
    context = {"lines": visiting_reading.lines(request.worker, ended=ended), "ended": ended,
               "may": rules.may_apply_visiting(request.worker), "tabs": helper_tabs(request.worker, "/visiting/")}  # fmt: skip
    return render(request, "outreach/visiting.html", context)


@needs(Permission.OUTREACH)
def apply(request):
    """Somebody wishes to be visited."""
    return _applied(request, ApplyForm(request.POST or None))


@needs(Permission.OUTREACH)
def apply_from_case(request, key):
    """The same, for somebody of a case."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="訪問サービスの申込みを書く")
    people = visiting_reading.members(case, request.worker)
    return _applied(request, ApplyForm(request.POST or None, people=people))


def _applied(request, form):
    if request.method == "POST" and form.is_valid():
        made = visiting.apply_visiting(by=request.worker, **form.cleaned_data)
        messages.success(request, "申込みを受けました。つぎに、訪問する人を決めます。")
        return redirect(made.get_absolute_url())
    return _form(request, form, "訪問サービスの申込みを受ける", rules.may_apply_visiting(request.worker))


@needs(Permission.OUTREACH)
def service(request, service):
    """One of them."""
    found, worker = _known(request, service), request.worker
    context = {"service": found, "turns": visiting_reading.turns_of(found), "may_plan": rules.may_plan_visit(found, worker),
               "person": visiting_reading.person_of(found, worker), "may_end": rules.may_end_visiting(found, worker),
               "may_choose": rules.may_choose_visitor(found, worker)}  # fmt: skip
    return render(request, "outreach/visiting_service.html", context)


@needs(Permission.OUTREACH)
def visitor(request, service):
    """Who goes."""
    found = _known(request, service)
    form = VisitorForm(request.POST or None, candidates=visiting_reading.candidates(found, request.worker))
    if request.method == "POST" and form.is_valid():
        visiting.choose_visitor(service=found, supporter=form.chosen(), by=request.worker)
        return redirect(found.get_absolute_url())
    return _form(request, form, "訪問する人を決める", rules.may_choose_visitor(found, request.worker), found)


@needs(Permission.OUTREACH)
def plan(request, service):
    """A day."""
    found = _known(request, service)
    candidates = visiting_reading.candidates(found, request.worker)
    form = PlanForm(request.POST or None, candidates=candidates, visitor=found.visitor)
    if request.method == "POST" and form.is_valid():
        visiting.plan_visit(service=found, by=request.worker, **form.told())
        messages.success(request, "訪問を頼みました。本人専用のページに出ます。")
        return redirect(found.get_absolute_url())
    return _form(request, form, "訪問を頼む", rules.may_plan_visit(found, request.worker), found)


@needs(Permission.OUTREACH)
def end(request, service):
    """It ends."""
    found, form = _known(request, service), EndVisitingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visiting.end_visiting(service=found, by=request.worker, **form.cleaned_data)
        return redirect(found.get_absolute_url())
    return _form(request, form, "訪問サービスを終える", rules.may_end_visiting(found, request.worker), found)


def _turn(request, found, key):
    return get_object_or_404(VisitTurn.objects.visible_to(request.worker).filter(of_service__service=found), pk=key)


@needs(Permission.OUTREACH)
@require_POST
def heard(request, service, visit_turn):
    """She answered by telephone: goes, or cannot."""
    found = _known(request, service)
    act = HEARD.get(request.POST.get("do", ""))
    if act is None:
        raise Http404("どちらの返事かわかりません。")
    act(turn=_turn(request, found, visit_turn), by=request.worker)
    return redirect(found.get_absolute_url())


@needs(Permission.OUTREACH)
def report(request, service, visit_turn):
    """She told by telephone how it was."""
    found, form = _known(request, service), ReportForm(request.POST or None)
    turn = _turn(request, found, visit_turn)
    if request.method == "POST" and form.is_valid():
        outside.report_turn(turn=turn, by=request.worker, **form.told())
        return redirect(found.get_absolute_url())
    return _form(request, form, "訪問のようすを記録する", may_report_turn(turn, request.worker), found)
