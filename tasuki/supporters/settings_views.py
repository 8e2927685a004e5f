"""Settings of those who watch and help (届け先・見守りの設定)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import actions, rules, settings_reading
from .forms import BadgeRuleForm, HelpSettingsForm, RouteForm, TryForm


def show(request, template, place, form=None, **context):
    """A page of the settings; a form with errors answers 422."""
    wrong = form is not None and form.is_bound and form.errors
    context |= {"form": form, "tabs": settings_tabs(request.worker, place), "may": rules.may_add_route(request.worker)}
    return render(request, template, context, status=422 if wrong else 200)


@needs(Permission.SETTINGS)
def routes(request):
    """The rules of the way, and a try-out."""
    asked = TryForm(request.GET or None)
    told = asked.cleaned_data if asked.is_bound and asked.is_valid() else None
    way = settings_reading.tried(told) if told is not None else None
    return show(
        request, "supporters/routes.html", "/settings/routes/", routes=settings_reading.routes(), way=way, asked=asked
    )


@needs(Permission.SETTINGS)
def new_route(request):
    """A further rule."""
    form = RouteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_route(by=request.worker, **form.cleaned_data)
        return redirect("supporters:routes")
    return show(
        request,
        "supporters/settings_form.html",
        "/settings/routes/",
        form,
        act="届け先の決まりを加える",
        back="/settings/routes/",
    )


@needs(Permission.SETTINGS)
@require_POST
def end_route(request, pk):
    """Not used any more."""
    actions.end_route(route=get_object_or_404(settings_reading.one_route(pk)), by=request.worker)
    return redirect("supporters:routes")


@needs(Permission.SETTINGS)
def helping(request):
    """Numbers, telephone, what badges need."""
    form = HelpSettingsForm(request.POST or None, initial=vars(rules.help_settings()))
    if request.method == "POST" and form.is_valid():
        actions.change_help_settings(by=request.worker, **form.cleaned_data)
        messages.success(request, "保存しました。")
        return redirect("supporters:helping")
    return show(request, "supporters/helping.html", "/settings/helping/", form, badges=settings_reading.badge_rules())


@needs(Permission.SETTINGS)
def badge_rule(request):
    """What a badge needs."""
    form = BadgeRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_badge_rule(by=request.worker, **form.cleaned_data)
        return redirect("supporters:helping")
    return show(
        request,
        "supporters/settings_form.html",
        "/settings/helping/",
        form,
        act="バッジの決まりを変える",
        back="/settings/helping/",
    )
