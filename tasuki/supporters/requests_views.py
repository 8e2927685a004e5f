"""Neighbourly requests (ちょっと困った): the list, one of them with its steps, a new one, the numbers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes import lookup
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import requests_actions as actions
from . import requests_reading as reading
from . import requests_rules as rules
from . import requests_steps as steps
from .requests_forms import RequestFilter, RequestForm, TermsForm
from .requests_models import HelpRequest
from .tabs import helper_tabs


def _show(request, template, form=None, **context):
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)


def _found(request, key, verb="ちょっと困ったを開いた"):
    rows = HelpRequest.objects.visible_to(request.worker).select_related(
        "area", "agency", "keeper", "asker", "opened_by"
    )
    found = get_object_or_404(rows, pk=key)
    found.kind_label = lookup.label("help_kind", found.kind)
    record(Act.LOOK, verb, by=request.worker, objects=[found.pk])
    return found


@needs(Permission.CONSULT)
def requests(request):
    """Requests of my desk."""
    form, tab = RequestFilter(request.GET or None), request.GET.get("tab", "")
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    here = tab if tab in dict(reading.TABS) else "running"
    rows = reading.listed(request.worker, here, told.get("area"), told.get("kind", ""))
    inner = [(label, f"/neighbourly/?tab={key}", key == here) for key, label in reading.TABS]
    return _show(request, "supporters/requests.html", form, rows=rows, inner=inner, here=here, tabs=helper_tabs(request.worker, "/neighbourly/"),
                 may=rules.may_open_request(request.worker))  # fmt: skip


@needs(Permission.CONSULT)
def new_request(request):
    """A small trouble was told."""
    form = RequestForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        made = actions.open_request(by=request.worker, **form.cleaned_data)
        messages.success(request, "受けました。調整する機関が確かめると、手伝う人に見えるようになります。")
        return redirect(made.get_absolute_url())
    return _show(request, "supporters/request_form.html", form, may=rules.may_open_request(request.worker))


@needs(Permission.CONSULT)
def one_request(request, key):
    """One of them."""
    found = _found(request, key)
    return _show(request, "supporters/request.html", one=found, takings=reading.takings_of(found), ways=steps.ways(found, request.worker),
                 fitting=reading.fitting(found, request.worker) if found.status == "offered" else [])  # fmt: skip


@needs(Permission.CONSULT)
def request_step(request, key, act):
    """A step on: what it asks first, then the action."""
    found = _found(request, key)
    step = steps.named(act)
    form = step.form(request.POST or None, **steps.extra(step, found, request.worker))
    if request.method == "POST" and form.is_valid():
        steps.go(step, found, request.worker, form)
        messages.success(request, step.done)
        return redirect(found.get_absolute_url())
    return _show(
        request, "supporters/request_step.html", form, one=found, step=step, may=step.may(found, request.worker)
    )


@needs(Permission.SETTINGS)
def request_terms(request):
    """After how many days a request surfaces."""
    form = TermsForm(request.POST or None, initial=vars(rules.terms()))
    if request.method == "POST" and form.is_valid():
        actions.change_request_terms(by=request.worker, **form.cleaned_data)
        messages.success(request, "保存しました。")
        return redirect("supporters:request_terms")
    return _show(request, "supporters/request_terms.html", form, may=rules.may_change_request_terms(request.worker),
                 tabs=settings_tabs(request.worker, "/settings/neighbourly/"))  # fmt: skip
