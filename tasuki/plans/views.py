"""Pages of the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.shared.asked import number
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from . import actions, comparing, rules, showing
from .enums import Step
from .forms import DecisionForm, EndForm, EvaluationForm, PlanForm, RoleForm
from .models import Plan, PlanPerson, PlanRole


def opened(worker: Worker, key: UUID, verb: str = "プランを開いた") -> Plan:
    """The plan with its case and the reader's access; 404 for a stranger."""
    plan = get_object_or_404(Plan.objects.visible_to(worker).select_related("made_by", "agency", "replaces"), pk=key)
    plan.case = open_case(worker, plan.case_id, part=Scope.PLAN, verb=verb)
    return plan


def version_of(request: HttpRequest) -> int | None:
    """The version the form was opened with."""
    return number(request.POST.get("_version", ""))


def answer(request: HttpRequest, form, template: str, **context) -> HttpResponse:
    """The form again; 422 when something in it was wrong."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


@needs(Permission.PLAN_WORK)
def new(request, key):
    """A first plan, or the next one from a copy of the last."""
    case = open_case(request.worker, key, part=Scope.PLAN, verb="プランを作る画面を開いた")
    last = showing.last_plan(case, request.worker)
    may = rules.may_draft_plan(case, request.worker, last)
    draft = draft_of(request.worker, "plan", key)
    form = PlanForm.received(request.POST, draft, case=case, worker=request.worker, last=last)
    if form.is_valid():
        plan = actions.draft_plan(
            case=case, by=request.worker, replaces=last, persons=form.person_lines(), roles=form.lines(form.known()),
            answers=form.answers(), **form.columns(),
        )  # fmt: skip
        drop_draft(by=request.worker, kind="plan", about=key)
        messages.success(request, "プランを作りました。確かめてから会議に出してください。")
        return redirect("plans:show", plan=plan.pk)
    return answer(request, form, "plans/form.html", case=case, last=last, may=may, draft=draft)


@needs(Permission.PLAN_WORK)
def edit(request, plan):
    """Change a plan that is not before the meeting."""
    plan = opened(request.worker, plan)
    may = rules.may_change_plan(plan, request.worker)
    draft = draft_of(request.worker, "plan", plan.pk)
    form = PlanForm.received(request.POST, draft, case=plan.case, worker=request.worker, plan=plan)
    if form.is_valid():
        actions.change_plan(
            plan=plan, by=request.worker, version=version_of(request), persons=form.person_lines(),
            roles=form.lines(form.known()), answers=form.answers(), **form.columns(),
        )  # fmt: skip
        drop_draft(by=request.worker, kind="plan", about=plan.pk)
        return redirect("plans:show", plan=plan.pk)
    return answer(request, form, "plans/form.html", case=plan.case, plan=plan, may=may, draft=draft)


@needs(Permission.CASE_READ)
def show(request, plan):
    """The plan, its roles, what the meetings said, its evaluation."""
    plan = opened(request.worker, plan)
    context = showing.sheet(plan, request.worker) | showing.decisions(plan, request.worker)
    return render(request, "plans/show.html", context | {"anew": showing.anew(plan, request.worker)})


@needs(Permission.CASE_READ)
def paper(request, plan):
    """The plan on A4, with the box for signatures."""
    plan = opened(request.worker, plan, verb="プランの用紙を開いた")
    record(
        Act.PRINT,
        "プランの用紙",
        by=request.worker,
        case=plan.case_id,
        objects=[plan.pk],
        ground=plan.case.access.ground,
    )
    return render(request, "plans/paper.html", showing.sheet(plan, request.worker))


@needs(Permission.CASE_READ)
def compare(request, plan):
    """Side by side with the plan before."""
    plan = opened(request.worker, plan, verb="プランをくらべた")
    beside = comparing.plans_beside(plan, request.worker, request.GET.get("with", ""))
    return render(request, "plans/compare.html", {"plan": plan, "case": plan.case, "what": "プラン", "beside": beside})


@needs(Permission.CASE_READ)
def compare_evaluations(request, plan):
    """The evaluation side by side with the one before."""
    plan = opened(request.worker, plan, verb="評価をくらべた")
    beside = comparing.evaluations_beside(plan, request.worker, request.GET.get("with", ""))
    return render(request, "plans/compare.html", {"plan": plan, "case": plan.case, "what": "評価", "beside": beside})


@needs(Permission.PLAN_WORK)
@require_POST
def submit(request, plan):
    """To the meeting."""
    plan = opened(request.worker, plan)
    actions.submit_plan(plan=plan, by=request.worker)
    messages.success(request, "プランを会議に出しました。議題に入れると審査が始まります。")
    return redirect("plans:show", plan=plan.pk)


@needs(Permission.PLAN_WORK)
def decide(request, plan):
    """Write down what a meeting said that was not held in the system."""
    plan = opened(request.worker, plan)
    may = rules.may_decide_plan(plan, request.worker)
    form = DecisionForm(request.POST or None, initial={"step": Step.DECIDED})
    if form.is_valid():
        actions.decide_plan(plan=plan, by=request.worker, **form.cleaned_data)
        return redirect("plans:show", plan=plan.pk)
    return answer(request, form, "plans/act.html", plan=plan, case=plan.case, may=may, heading="会議の決定を記す")


@needs(Permission.PLAN_WORK)
def evaluate(request, plan):
    """評価シート."""
    plan = opened(request.worker, plan)
    may = rules.may_evaluate_plan(plan, request.worker)
    form = EvaluationForm(request.POST or None)
    if form.is_valid():
        actions.evaluate_plan(plan=plan, by=request.worker, answers=form.answers(), **form.room_data())
        messages.success(request, "評価を記しました。再プランを作るか、プランを終えてください。")
        return redirect("plans:show", plan=plan.pk)
    return answer(request, form, "plans/act.html", plan=plan, case=plan.case, may=may, heading="プランを評価する")


@needs(Permission.PLAN_WORK)
def end(request, plan):
    """The plan ends."""
    plan = opened(request.worker, plan)
    may = rules.may_end_plan(plan, request.worker)
    form = EndForm(request.POST or None)
    if form.is_valid():
        actions.end_plan(plan=plan, by=request.worker, on=form.cleaned_data["on"])
        return redirect("plans:show", plan=plan.pk)
    return answer(request, form, "plans/act.html", plan=plan, case=plan.case, may=may, heading="プランを終える")


@needs(Permission.PLAN_WORK)
def role(request, role):
    """Mark a role."""
    role = get_object_or_404(PlanRole.objects.visible_to(request.worker).select_related("agency"), pk=role)
    role.plan = opened(request.worker, role.plan_id)
    may = rules.may_update_role(role, request.worker)
    start = {"status": request.GET.get("to") or role.status, "note": role.note, "done_on": role.done_on}
    form = RoleForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.update_role(role=role, by=request.worker, **form.cleaned_data)
        return redirect("plans:show", plan=role.plan_id)
    context = {"plan": role.plan, "case": role.plan.case, "role": role, "may": may, "heading": "役割の進みを記す"}
    return answer(request, form, "plans/act.html", **context)


@needs(Permission.PLAN_WORK)
@require_POST
def rest(request, line):
    """The person agreed anew."""
    line = get_object_or_404(
        PlanPerson.objects.visible_to(request.worker).select_related("plan", "person", "consent"), pk=line
    )
    line.plan = opened(request.worker, line.plan_id)
    actions.rest_on_consent(line=line, by=request.worker)
    return redirect("plans:show", plan=line.plan_id)
