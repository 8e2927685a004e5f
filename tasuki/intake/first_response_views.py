"""Pages of the rules of the first response (設定：初動の決まり)."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.codes.lookup import labels
from tasuki.shared import clock
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import first_response_actions as actions
from . import rules
from .first_response import in_force
from .first_response_forms import FirstResponseForm
from .first_response_models import FirstResponse

HERE = "/settings/first-response/"


def _show(request, template, **context):
    """A page of the settings."""
    form = context.get("form")
    context |= {"tabs": settings_tabs(request.worker, HERE), "may": rules.may_add_first_response(request.worker)}
    return render(request, template, context, status=422 if form and form.errors else 200)


@needs(Permission.SETTINGS)
def first_responses(request):
    """The rules in order."""
    found = list(FirstResponse.objects.select_related("area", "agency", "made_by"))
    for rule in found:
        rule.topic_labels = labels("consultation_topic", rule.topics)
        rule.on = in_force(rule, clock.today())
    return _show(request, "intake/first_responses.html", rules=found)


@needs(Permission.SETTINGS)
def new_first_response(request):
    """A further rule."""
    form = FirstResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_first_response(by=request.worker, **form.cleaned_data)
        return redirect(HERE)
    return _show(request, "codes/form.html", form=form, heading="初動の決まりを加える", back=HERE)


@needs(Permission.SETTINGS)
def edit_first_response(request, rule):
    """One rule put right."""
    found = get_object_or_404(FirstResponse, pk=rule)
    form = FirstResponseForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_first_response(rule=found, by=request.worker, **form.cleaned_data)
        return redirect(HERE)
    return _show(request, "codes/form.html", form=form, heading=f"「{found.name}」を直す", back=HERE)


@needs(Permission.SETTINGS)
@require_POST
def move_first_response(request, rule):
    """One place up."""
    actions.raise_first_response(rule=get_object_or_404(FirstResponse, pk=rule), by=request.worker)
    return redirect(HERE)


@needs(Permission.SETTINGS)
@require_POST
def turn_first_response(request, rule):
    """On, or off."""
    actions.switch_first_response(rule=get_object_or_404(FirstResponse, pk=rule), by=request.worker)
    return redirect(HERE)
