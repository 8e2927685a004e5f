"""Pages of sittings and bodies; pages of items are in `item_views`."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.plans.views import answer, version_of
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules, showing
from .enums import ItemKind
from .forms import BodyForm, CancelForm, GeneralItemForm, HoldForm, MoveForm, SittingForm
from .models import Body, Sitting


def sitting_or_404(key):
    """A sitting; that it takes place is known to everybody of the municipality."""
    sittings = Sitting.objects.select_related("body__host_agency", "body__decided_by", "called_by")
    return get_object_or_404(sittings, pk=key)


@needs(Permission.MEETING_ATTEND)
def board(request):
    """What waits for me, coming and past sittings, bodies."""
    return render(request, "meetings/board.html", showing.board(request.worker))


@needs(Permission.MEETING_RUN)
def body_new(request):
    """会議体を設ける."""
    may = rules.may_found_body(request.worker)
    form = BodyForm(request.POST or None)
    if form.is_valid():
        actions.found_body(by=request.worker, **form.asked())
        return redirect("meetings:board")
    return answer(request, form, "meetings/act.html", may=may, heading="会議体を設ける")


@needs(Permission.MEETING_RUN)
def body_edit(request, body):
    """会議体を直す."""
    body = get_object_or_404(Body.objects.prefetch_related("members"), pk=body)
    may = rules.may_change_body(body, request.worker)
    form = BodyForm(request.POST or None, body=body)
    if form.is_valid():
        actions.change_body(body=body, by=request.worker, **form.asked())
        return redirect("meetings:board")
    return answer(request, form, "meetings/act.html", may=may, heading=f"{body.name}の設定")


@needs(Permission.MEETING_ATTEND)
def sitting_new(request):
    """招集."""
    bodies = showing.bodies_to_convene(request.worker)
    may = rules.refuse_unless(bodies, "招集できる会議体がありません。")
    form = SittingForm(
        request.POST or None, bodies=bodies, initial={"form": "in_person", "body": request.GET.get("body")}
    )
    if form.is_valid():
        asked = form.cleaned_data | {"body": form.bodies[form.cleaned_data["body"]]}
        sitting = actions.convene(by=request.worker, **asked)
        return redirect("meetings:sitting", sitting=sitting.pk)
    return answer(request, form, "meetings/act.html", may=may, heading="会議を招集する")


@needs(Permission.MEETING_ATTEND)
def sitting(request, sitting):
    """A sitting and the items that the reader may see."""
    return render(request, "meetings/sitting.html", showing.sitting_page(sitting_or_404(sitting), request.worker))


@needs(Permission.MEETING_ATTEND)
def hold(request, sitting):
    """開催を記す."""
    sitting = sitting_or_404(sitting)
    may = _host_or_404(rules.may_hold(sitting, request.worker), sitting, request.worker)
    start = {name: getattr(sitting, name) for name in ("attended_text", "minutes", "next_on")}
    form = HoldForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.hold(sitting=sitting, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect("meetings:sitting", sitting=sitting.pk)
    return answer(request, form, "meetings/act.html", may=may, sitting=sitting, heading="開催を記す", versioned=sitting)


def _host_or_404(decision, sitting, worker):
    """What a sitting holds beside date and body is shown to its host only."""
    if sitting.body.host_agency_id != worker.agency_id and not worker.sees_all:
        raise Http404
    return decision


@needs(Permission.MEETING_ATTEND)
def cancel(request, sitting):
    """中止."""
    sitting = sitting_or_404(sitting)
    may = _host_or_404(rules.may_cancel(sitting, request.worker), sitting, request.worker)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        actions.cancel(sitting=sitting, by=request.worker, reason=form.cleaned_data["reason"])
        return redirect("meetings:sitting", sitting=sitting.pk)
    return answer(request, form, "meetings/act.html", may=may, sitting=sitting, heading="会議を中止する")


@needs(Permission.MEETING_ATTEND)
def move(request, sitting):
    """日時・場所を変える."""
    sitting = sitting_or_404(sitting)
    may = _host_or_404(rules.may_move(sitting, request.worker), sitting, request.worker)
    given = {"at": sitting.at, "form": sitting.form, "place": sitting.place}
    form = MoveForm(request.POST or None, initial=given)
    if form.is_valid():
        actions.move(sitting=sitting, by=request.worker, **form.cleaned_data)
        return redirect("meetings:sitting", sitting=sitting.pk)
    return answer(request, form, "meetings/act.html", may=may, sitting=sitting, heading="日時・場所を変える")


@needs(Permission.MEETING_ATTEND)
def general_item(request, sitting):
    """協議の議題を加える (no case)."""
    sitting = sitting_or_404(sitting)
    decision = rules.may_put_on_agenda(sitting, request.worker, kind=ItemKind.GENERAL)
    may = _host_or_404(decision, sitting, request.worker)
    form = GeneralItemForm(request.POST or None)
    if form.is_valid():
        item = actions.put_on_agenda(sitting=sitting, by=request.worker, kind=ItemKind.GENERAL, **form.cleaned_data)
        messages.success(request, "議題を加えました。")
        return redirect("meetings:item", item=item.pk)
    return answer(request, form, "meetings/act.html", may=may, sitting=sitting, heading="協議の議題を加える")


@needs(Permission.MEETING_ATTEND)
def minutes(request, sitting):
    """会議録, on paper: only the items that the reader may read."""
    page = showing.minutes(sitting_or_404(sitting), request.worker)
    if not page["takes_part"]:
        raise Http404
    record(Act.PRINT, "会議録", by=request.worker, objects=[page["sitting"].pk, *(item.pk for item in page["items"])])
    return render(request, "meetings/minutes.html", page)
