"""Pages of the register (協力員・協力団体): the list, one of them, trainings, badges, the letter with her own link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, register, rules
from .forms import BadgeForm, SupporterFilter, SupporterForm, TrainingForm
from .letter import letter
from .models import Supporter
from .tabs import helper_tabs


def _known(request, pk, verb="協力員を開いた"):
    """A supporter of my desk, the look written down; 404 for a stranger."""
    rows = Supporter.objects.visible_to(request.worker).select_related("area", "agency")
    found = get_object_or_404(rows, pk=pk)
    record(Act.LOOK, verb, by=request.worker, objects=[found.pk])
    return found


def show(request, template, form=None, **context):
    """A page; a form with errors answers 422."""
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)


def version_of(request):
    """The version that the form was opened with."""
    return number(request.POST.get("_version", ""))


@needs(Permission.COMMUNITY_WORK)
def index(request):
    """The register."""
    form = SupporterFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = register.wanted_supporters(request.worker, told, request.GET.dict())
    context = {"shown": shown, "narrowed": any(told.values()), "ending": register.ending(request.worker)[:8],
               "may_register": rules.may_register_supporter(request.worker),
               "tabs": helper_tabs(request.worker, "/supporters/")}  # fmt: skip
    return render(request, "supporters/supporters.html", {"form": form, **context})


@needs(Permission.COMMUNITY_WORK)
def new(request):
    """A further one."""
    form = SupporterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.register_supporter(by=request.worker, **form.cleaned_data)
        messages.success(request, "登録しました。つぎに、研修の受講とバッジを記録します。")
        return redirect(made.get_absolute_url())
    may = rules.may_register_supporter(request.worker)
    return show(request, "supporters/supporter_form.html", form, may=may, act="協力員を登録する", back="/supporters/")


@needs(Permission.COMMUNITY_WORK)
def supporter(request, pk):
    """One of them."""
    found, worker = _known(request, pk), request.worker
    context = {"known": register.known(found), "may_change": rules.may_change_supporter(found, worker),
               "may_badge": rules.may_give_badge(found, worker), "may_link": rules.may_give_link(found, worker)}  # fmt: skip
    return render(request, "supporters/supporter.html", {"supporter": found, **context})


@needs(Permission.COMMUNITY_WORK)
def change(request, pk):
    """What is known of her now."""
    found = _known(request, pk)
    form = SupporterForm(request.POST or None, initial=vars(found) | {"area": found.area_id})
    if request.method == "POST" and form.is_valid():
        actions.change_supporter(supporter=found, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect(found.get_absolute_url())
    may = rules.may_change_supporter(found, request.worker)
    return show(request, "supporters/supporter_form.html", form, may=may, act="登録を直す", supporter=found,
                versioned=found, back=found.get_absolute_url())  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def training(request, pk):
    """A training she has done."""
    found = _known(request, pk)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_training(supporter=found, by=request.worker, **form.cleaned_data)
        return redirect(found.get_absolute_url())
    may = rules.may_note_training(found, request.worker)
    return show(request, "supporters/supporter_form.html", form, may=may, act="研修の受講を記録する", supporter=found,
                back=found.get_absolute_url())  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def badge(request, pk):
    """A badge."""
    found = _known(request, pk)
    form = BadgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_badge(supporter=found, by=request.worker, **form.cleaned_data)
        return redirect(found.get_absolute_url())
    may = rules.may_give_badge(found, request.worker)
    return show(request, "supporters/supporter_form.html", form, may=may, act="バッジを渡す", supporter=found,
                back=found.get_absolute_url())  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
@require_POST
def end_badge(request, pk, supporter_badge):
    """Taken off."""
    found = _known(request, pk)
    actions.end_badge(badge=get_object_or_404(found.badges, pk=supporter_badge), by=request.worker)
    return redirect(found.get_absolute_url())


@needs(Permission.COMMUNITY_WORK)
@require_POST
def link(request, pk):
    """Her own link, on a letter: shown once."""
    found = _known(request, pk, "本人専用のページの手紙をつくった")
    token = actions.give_link(supporter=found, by=request.worker)
    return render(request, "supporters/letter.html", {"letter": letter(found, token)})


@needs(Permission.COMMUNITY_WORK)
@require_POST
def end_link(request, pk, supporter_link):
    """The link stops."""
    found = _known(request, pk)
    actions.end_link(link=get_object_or_404(found.links, pk=supporter_link), by=request.worker)
    messages.success(request, "本人専用のページを止めました。")
    return redirect(found.get_absolute_url())
