"""Pages of what was noticed (気になること): the inbox, one of them, its answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.uploads import KINDS
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import concerns, inbox, rules
from .concern_forms import AnswerForm, HearForm, InboxFilter, NoteForm, PassForm
from .models import Concern


def _known(request, key):
    """The concern of my desk, the look written down; 404 for a stranger."""
    rows = Concern.objects.visible_to(request.worker).select_related("area", "agency", "taken_by", "routed_by")
    concern = get_object_or_404(rows, pk=key)
    record(Act.LOOK, "気になることを開いた", by=request.worker, objects=[concern.pk])
    return inbox.worded(concern)


def show(request, template, form=None, **context):
    """A page; a form with errors answers 422."""
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)


@needs(Permission.CONSULT)
def index(request):
    """What was brought to my desk."""
    form = InboxFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = inbox.inbox(request.worker, told, request.GET.dict())
    context = {"shown": shown, "may_hear": rules.may_hear_concern(request.worker), "narrowed": any(told.values())}
    return render(request, "supporters/concerns.html", {"form": form, **context})


@needs(Permission.CONSULT)
def hear(request):
    """A supporter telephones or drops in."""
    form = HearForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        concern = concerns.hear_concern(by=request.worker, **form.cleaned_data)
        messages.success(request, f"受付番号 {concern.number}。{concern.agency} に届きました。")
        mine = concern.agency_id == request.worker.agency_id or request.worker.sees_all
        return redirect(concern.get_absolute_url() if mine else "supporters:concerns")
    return show(request, "supporters/concern_hear.html", form, may=rules.may_hear_concern(request.worker))


@needs(Permission.CONSULT)
def concern(request, key):
    """One of them: what was said, by whom, what became of it."""
    found, worker = _known(request, key), request.worker
    ways = inbox.ways_on(found)
    context = {
        "concern": found, "history": inbox.history(found), "photos": found.photos.defer("content"),
        "alike": inbox.alike(found, worker), "may_pass": rules.may_pass_concern(found, worker),
        "may_answer": rules.may_answer_concern(found, worker), "note": NoteForm(), "ways": ways,
    }  # fmt: skip
    return render(request, "supporters/concern.html", context | {"form": AnswerForm(ways=ways)})


@needs(Permission.CONSULT)
def answer(request, key):
    """A word back to the supporter."""
    found = _known(request, key)
    form = AnswerForm(request.POST or None, ways=inbox.ways_on(found))
    if request.method == "POST" and form.is_valid():
        concerns.answer_concern(concern=found, by=request.worker, **form.cleaned_data)
        messages.success(request, "協力員への返事を出しました。")
        return redirect(found.get_absolute_url())
    may = rules.may_answer_concern(found, request.worker)
    return show(request, "supporters/concern_form.html", form, concern=found, may=may, act="返事をする")


@needs(Permission.CONSULT)
def note(request, key):
    """What the desk did."""
    found = _known(request, key)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        concerns.note_concern(concern=found, by=request.worker, **form.cleaned_data)
        return redirect(found.get_absolute_url())
    may = rules.may_note_concern(found, request.worker)
    return show(request, "supporters/concern_form.html", form, concern=found, may=may, act="覚えを書く")


@needs(Permission.CONSULT)
def pass_on(request, key):
    """To another desk."""
    found = _known(request, key)
    form = PassForm(request.POST or None, concern=found)
    if request.method == "POST" and form.is_valid():
        concerns.pass_concern(concern=found, by=request.worker, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['agency']} に回しました。")
        return redirect("supporters:concerns")
    may = rules.may_pass_concern(found, request.worker)
    return show(request, "supporters/concern_form.html", form, concern=found, may=may, act="ほかの窓口へ回す")


@needs(Permission.CONSULT)
def photo(request, key, concern_photo):
    """A picture that was drawn anew when it came."""
    found = get_object_or_404(_known(request, key).photos, pk=concern_photo)
    response = HttpResponse(bytes(found.content), content_type=KINDS[found.kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{found.kind}.{found.kind}"'
    return response
