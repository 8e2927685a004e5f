"""Pages of handing over many cases, of cover for absence, of the town's numbers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.cases.reading import colleagues
from tasuki.staff.doors import needs
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import handover_actions as actions
from . import handover_forms as ask
from . import rules
from .care import care_of
from .care_models import Cover, HandOver
from .handovers import sheet_of, staff_of

CARE = "/settings/care/"


def _show(request, template, form, **context):
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _held(request, worker):
    """The worker and her running cases at my agency; 404 for somebody of another one."""
    leaver, agency = get_object_or_404(Worker, pk=worker), request.worker.agency
    mine = Case.objects.visible_to(request.worker).running().filter(worker=leaver, owner_agency=agency)
    cases = list(mine.select_related("next_worker", "area").order_by("area__order", "number"))
    if not cases and leaver not in staff_of(agency):
        raise Http404("この機関の職員ではありません。")
    record(Act.LOOK, "まとめての引継ぎを開いた", by=request.worker, objects=[one.pk for one in cases], count=len(cases))
    return leaver, cases


@needs(Permission.CASE_WORK)
def hand_over_all(request, worker):
    """All cases of one worker of my agency."""
    me = request.worker
    leaver, cases = _held(request, worker)
    form = ask.HandOverAllForm(request.POST or None, cases=cases, workers=colleagues(me).exclude(pk=leaver.pk))
    if request.method == "POST" and form.is_valid():
        given, note = form.successors(), form.cleaned_data["note"]
        made = actions.hand_over_all(by=me, worker=leaver, agency=me.agency, successors=given, note=note)
        messages.success(request, f"{len(given)}件を引き継ぎました。次の担当者が用紙を確かめます。")
        return redirect(made[0] if len(made) == 1 else "/caseload/")
    decision = rules.may_hand_over_all(me, me.agency)
    return _show(request, "casefile/hand_over_all.html", form, leaver=leaver, cases=cases, decision=decision)


@needs(Permission.CASE_WORK)
def handover(request, handover):
    """The sheet of open promises; printed, and confirmed by the successor."""
    rows = HandOver.objects.visible_to(request.worker).select_related("worker", "successor", "made_by", "agency")
    found = get_object_or_404(rows, pk=handover)
    lines = sheet_of(found, request.worker)
    record(Act.LOOK, "引継ぎの用紙を開いた", by=request.worker, objects=[found.pk, *(line.case.pk for line in lines)],
           count=len(lines))  # fmt: skip
    return render(request, "casefile/handover.html", {"handover": found, "lines": lines,
                  "may_confirm": rules.may_confirm_hand_over(found, request.worker)})  # fmt: skip


@needs(Permission.CASE_WORK)
@require_POST
def confirm(request, handover):
    """確かめた."""
    found = get_object_or_404(HandOver.objects.visible_to(request.worker), pk=handover)
    actions.confirm_hand_over(handover=found, by=request.worker)
    messages.success(request, "引継ぎを確かめました。")
    return redirect(found)


@needs(Permission.CASE_WORK)
def cover_new(request):
    """Somebody is away; somebody stands in."""
    me = request.worker
    form = ask.CoverForm(request.POST or None, workers=colleagues(me), initial={"worker": me.pk})
    if request.method == "POST" and form.is_valid():
        actions.cover_for(by=me, agency=me.agency, **form.cleaned_data)
        messages.success(request, "代わりを決めました。その間、約束と予定が代わりの人の「きょう」にも出ます。")
        return redirect("/caseload/")
    return _show(request, "casefile/cover.html", form, decision=rules.may_cover_for(me, me.agency))


@needs(Permission.CASE_WORK)
@require_POST
def cover_end(request, cover):
    """Back earlier."""
    found = get_object_or_404(Cover.objects.visible_to(request.worker).select_related("agency"), pk=cover)
    actions.end_cover(cover=found, by=request.worker)
    return redirect("/caseload/")


@needs(Permission.SETTINGS)
def care(request):
    """取りこぼさないための数."""
    form = ask.CareForm.of(care_of(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_care(by=request.worker, **form.cleaned_data)
        messages.success(request, "保存しました。")
        return redirect(CARE)
    return _show(request, "casefile/care.html", form, tabs=settings_tabs(request.worker, CARE),
                 may=rules.may_change_care(request.worker))  # fmt: skip
