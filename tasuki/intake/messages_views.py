"""The inbox of the desk: what residents wrote by the public pages (住民からのことば)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.portal import portal_runs, portal_url
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import messages_actions as actions
from . import rules
from .messages_forms import AnswerForm, CloseForm, MessageListForm, PassForm
from .messages_models import ResidentMessage
from .messages_reading import line, listed


def _known(request, key, verb="住民からのことばを開いた"):
    """A message at my desk, the look written down; 404 for a stranger."""
    rows = ResidentMessage.objects.visible_to(request.worker).select_related(
        "agency", "area", "seen_by", "consultation"
    )
    message = get_object_or_404(rows, pk=key)
    record(Act.LOOK, verb, by=request.worker, objects=[message.pk])
    return message


@needs(Permission.CONSULT)
def index(request):
    """What waits for an answer at my desk."""
    form = MessageListForm(request.GET)
    standing = form.cleaned_data["standing"] if form.is_valid() else ""
    code = request.worker.agency.municipality.code
    address = portal_url(f"/{code}/") if portal_runs() else ""
    context = {
        "form": form,
        "lines": listed(request.worker, standing or "open"),
        "narrowed": bool(standing),
        "address": address,
    }
    return render(request, "intake/messages.html", context)


@needs(Permission.CONSULT)
def detail(request, key):
    """One message, its answers, and the ways on; read when the desk says so."""
    return _page(request, _known(request, key), AnswerForm())


def _page(request, message, form):
    worker = request.worker
    context = {
        "line": line(message),
        "message": message,
        "answers": message.answers.select_related("worker", "agency"),
        "form": form,
    }
    context |= {"pass_form": PassForm(), "close_form": CloseForm(), "may_see": rules.may_see_message(message, worker)}
    context |= {
        f"may_{act}": getattr(rules, f"may_{act}_message")(message, worker)
        for act in ("answer", "pass", "take", "close")
    }
    return render(request, "intake/message.html", context, status=422 if form.errors else 200)


@needs(Permission.CONSULT)
@require_POST
def seen(request, key):
    """Read: the resident sees that somebody has."""
    actions.see_message(message=_known(request, key), by=request.worker)
    return redirect(f"/messages/{key}/")


@needs(Permission.CONSULT)
@require_POST
def answer(request, key):
    """An answer in words."""
    message, form = _known(request, key), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, message, form)
    actions.answer_message(message=message, by=request.worker, text=form.cleaned_data["text"])
    messages.success(request, "返事をしました。受付番号と合いことばで読めます。")
    return redirect(f"/messages/{key}/")


@needs(Permission.CONSULT)
@require_POST
def take(request, key):
    """One step to a consultation."""
    consultation = actions.take_message(message=_known(request, key), by=request.worker)
    messages.success(request, "相談として受け付けました。つぎにどうするかを選びます。")
    return redirect(f"/consultations/{consultation.pk}/")


@needs(Permission.CONSULT)
@require_POST
def pass_on(request, key):
    """To the desk it belongs to."""
    message, form = _known(request, key), PassForm(request.POST)
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        actions.pass_message(message=message, by=request.worker, agency=agency)
        messages.success(request, f"{agency} に回しました。")
    return redirect("/messages/")


@needs(Permission.CONSULT)
@require_POST
def close(request, key):
    """Nothing more is to be done."""
    message, form = _known(request, key), CloseForm(request.POST)
    if form.is_valid():
        actions.close_message(message=message, by=request.worker, note=form.cleaned_data["note"])
        messages.success(request, "終えました。")
    return redirect(f"/messages/{key}/")
