"""Development of resources (資源開発): the list, one project, its partners and steps, its end."""

from django.shortcuts import get_object_or_404, redirect, render

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import issues_reading, projects
from . import issues_rules as rules
from .issues_views import ask
from .projects_forms import (
    AnswerForm,
    ConcludeForm,
    DoneForm,
    PartnerForm,
    ProjectChangeForm,
    ProjectForm,
    StepForm,
    WishForm,
)
from .projects_models import DevelopmentProject, ProjectPartner, ProjectStep
from .views import version_of


def _known(request, pk):
    rows = DevelopmentProject.objects.visible_to(request.worker).select_related("area", "by", "agency", "place")
    return get_object_or_404(rows, pk=pk)


@needs(Permission.COMMUNITY_READ)
def project_list(request):
    """資源開発."""
    page = issues_reading.project_page(DevelopmentProject.objects.visible_to(request.worker), request.GET.dict())
    may = rules.may_open_project(request.worker)
    context = {"page": page, "may_open": may, "tabs": issues_reading.tabs("projects")}
    return render(request, "community/projects.html", context)


@needs(Permission.CONSULT)
def new_project(request):
    """資源開発を始める."""
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data | {"wishes": form.cleaned_data["wishes"].splitlines()}
        return redirect("community:project", projects.open_project(by=request.worker, **told).pk)
    return ask(request, form, heading="資源開発を始める", back="/projects/", crumb="資源開発", verb="始める",
               decision=rules.may_open_project(request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_READ)
def project(request, pk):
    """One project."""
    told = issues_reading.project_told(_known(request, pk), request.worker)
    return render(request, "community/project.html", told)


@needs(Permission.COMMUNITY_WORK)
def change_project(request, pk):
    """資源開発を直す."""
    found = _known(request, pk)
    form = ProjectChangeForm(request.POST or None, initial=ProjectChangeForm.told(found))
    if request.method == "POST" and form.is_valid():
        projects.change_project(project=found, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading="資源開発を直す", back=f"/projects/{pk}/", crumb=found.title, verb="保存する",
               decision=rules.may_change_project(found, request.worker), thing=found)  # fmt: skip


@needs(Permission.CONSULT)
def project_wish(request, pk):
    """希望を加える."""
    found, form = _known(request, pk), WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        projects.add_wish(project=found, by=request.worker, **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading="かなわなかった希望を加える", back=f"/projects/{pk}/", crumb=found.title,
               verb="加える", decision=rules.may_add_wish(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def project_partner(request, pk):
    """相手に声をかける."""
    found, form = _known(request, pk), PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        projects.add_partner(project=found, by=request.worker, **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading="相手に声をかける", back=f"/projects/{pk}/", crumb=found.title, verb="書き留める",
               lead="こちらの都合から始めず、相手の課題やねらいを調べてから提案します。",
               decision=rules.may_add_partner(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def partner_answer(request, pk, partner):
    """相手の返事."""
    found = _known(request, pk)
    asked = get_object_or_404(ProjectPartner.objects.visible_to(request.worker), project=found, pk=partner)
    form = AnswerForm(request.POST or None, initial={"answer": asked.answer, "note": asked.answer_note})
    if request.method == "POST" and form.is_valid():
        projects.answer_partner(partner=asked, by=request.worker, **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading=f"{asked.name}の返事", back=f"/projects/{pk}/", crumb=found.title, verb="書き留める",
               lead=asked.proposal, decision=rules.may_answer_partner(asked, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def project_step(request, pk):
    """段取りを加える."""
    found, form = _known(request, pk), StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        projects.add_step(project=found, by=request.worker, **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading="段取りを加える", back=f"/projects/{pk}/", crumb=found.title, verb="加える",
               decision=rules.may_add_step(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def step_done(request, pk, step):
    """段取りが済んだ."""
    found = _known(request, pk)
    todo = get_object_or_404(ProjectStep.objects.visible_to(request.worker), project=found, pk=step)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        projects.do_step(step=todo, by=request.worker, **form.cleaned_data)
        return redirect("community:project", pk)
    return ask(request, form, heading="段取りが済んだ", back=f"/projects/{pk}/", crumb=found.title, lead=todo.what,
               verb="済ませる", decision=rules.may_do_step(todo, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def conclude_project(request, pk):
    """結果を書く."""
    found, form = _known(request, pk), ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        projects.conclude_project(project=found, by=request.worker, result=told["result"], born=told["born"] == "yes",
                                  place=told["place"] if told["born"] == "yes" else None)  # fmt: skip
        return redirect("community:project", pk)
    return ask(request, form, heading="結果を書く", back=f"/projects/{pk}/", crumb=found.title, verb="書き留める",
               decision=rules.may_conclude_project(found, request.worker))  # fmt: skip
