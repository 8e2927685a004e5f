"""Pages of the emergency opening: asking, its own page, ending it early, reviewing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import emergency, rules
from .emergency_forms import EmergencyForm, ReviewForm
from .models import Case, EmergencyOpening

# The same words whatever was found: only the list below them tells that a case was opened.
ASKED = "受け付けました。該当するケースがあれば、下の「いま緊急に開いているケース」に並びます。なければ、何も開かれていません。"


@needs(Permission.EMERGENCY, fresh=True)
def ask(request):
    """緊急に開く: the asking and, below it, what is open to her now."""
    form = EmergencyForm(request.POST or None, initial={"number": request.GET.get("number", "")[:20]})
    if request.method == "POST" and form.is_valid():
        emergency.open_in_emergency(by=request.worker, **form.asked())
        messages.info(request, ASKED)
        return redirect("/emergency/")
    mine = EmergencyOpening.objects.visible_to(request.worker).filter(worker=request.worker.pk)
    record(Act.LOOK, "緊急に開く画面", by=request.worker)
    context = {"form": form, "running": mine.running().select_related("case", "keeper"),
               "hours": request.worker.agency.municipality.emergency_hours,
               "decision": rules.may_open_in_emergency(request.worker)}  # fmt: skip
    return render(request, "cases/emergency.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, key: Any) -> EmergencyOpening:
    rows = EmergencyOpening.objects.visible_to(request.worker)
    found: EmergencyOpening = get_object_or_404(
        rows.select_related("worker", "agency", "keeper", "reviewed_by"), pk=key
    )
    return found


@needs(Permission.SIGNED_IN)
def opening(request: HttpRequest, key: Any) -> HttpResponse:
    """One opening: who, when, what danger, why; and the review."""
    found, me = _found(request, key), request.worker  # type: ignore[attr-defined]
    decision, form = rules.may_review_emergency(found, me), ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        emergency.review_emergency(opening=found, by=me, **form.cleaned_data)
        messages.success(request, "確かめた結果を記録しました。")
        return redirect(found)
    record(Act.LOOK, "緊急の閲覧の記録を開いた", by=me, case=found.case_id, objects=[found.pk])
    context = {"opening": found, "form": form, "decision": decision, "may_end": rules.may_end_early(found, me),
               "case": Case.objects.visible_to(me).filter(pk=found.case_id).first(),
               "late": found.keeper_id and found.overdue(me.agency.municipality.emergency_review_days)}  # fmt: skip
    return render(request, "cases/emergency_opening.html", context, status=422 if form.errors else 200)


@needs(Permission.EMERGENCY)
@require_POST
def end(request, key):
    """早く閉じる."""
    emergency.end_early(opening=_found(request, key), by=request.worker)
    messages.success(request, "緊急の閲覧を閉じました。")
    return redirect("/emergency/")
