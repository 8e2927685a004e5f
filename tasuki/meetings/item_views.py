"""Pages of items: onto the agenda, calls, secrecy, conclusion, roles, end; the papers are in `packet_views`."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.cases.access import open_case
from tasuki.plans.views import answer
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules, showing
from .comparing import beside
from .copies import copy_of
from .forms import AgendaForm, CallForm, ConclusionForm, DoneForm, SecrecyForm, WithdrawForm
from .models import Item, ItemCall, ItemRole


def item_or_404(worker, key):
    """An item for those who take part in it; 404 for everybody else, and after the papers were collected."""
    items = Item.objects.visible_to(worker).select_related(
        "sitting__body__municipality", "sitting__body__decided_by", "host_agency", "submitted_agency", "submitted_by"
    )
    return get_object_or_404(items, pk=key)


@needs(Permission.MEETING_ATTEND)
def agenda_new(request, key):
    """会議にかける."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="会議にかける画面を開いた")
    sittings = showing.coming_sittings()
    form = AgendaForm(request.POST or None, case=case, worker=request.worker, sittings=sittings)
    if form.is_valid():
        item = actions.put_on_agenda(case=case, by=request.worker, **form.asked())
        messages.success(request, "議題に入れました。次は、会議に出す資料を選びます。")
        return redirect("meetings:papers", item=item.pk)
    return answer(request, form, "meetings/agenda.html", case=case, sittings=sittings)


@needs(Permission.MEETING_ATTEND)
def item(request, item):
    """The item: its papers and its minutes; every look is written down."""
    item = item_or_404(request.worker, item)
    packet = actions.open_packet(item=item, by=request.worker)
    return render(request, "meetings/item.html", showing.item_page(item, request.worker) | {"packet": packet})


@needs(Permission.MEETING_ATTEND)
def compare(request, item):
    """The 事例提出シート of this meeting beside that of the one before."""
    item = item_or_404(request.worker, item)
    shown = beside(item, request.worker, request.GET.get("with", ""))
    context = {"item": item, "beside": shown, "recipient": copy_of(item, request.worker), "mark": showing.MARK}
    return render(request, "meetings/compare.html", context)


@needs(Permission.MEETING_ATTEND)
def item_call(request, item):
    """Who is called to this item."""
    item = item_or_404(request.worker, item)
    may = rules.may_call(item, request.worker)
    form = CallForm(request.POST or None, item=item)
    if form.is_valid():
        for agency, worker in form.called():
            actions.call(item=item, agency=agency, worker=worker, by=request.worker)
        return redirect("meetings:item", item=item.pk)
    return answer(request, form, "meetings/act.html", may=may, item=item, sitting=item.sitting, heading="議題に呼ぶ")


@needs(Permission.MEETING_ATTEND)
def uncall(request, call):
    """A call is taken back, with a reason."""
    calls = ItemCall.objects.visible_to(request.worker).select_related("agency", "worker")
    call = get_object_or_404(calls, pk=call)
    call.item = item_or_404(request.worker, call.item_id)
    may = rules.may_uncall(call, request.worker)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.uncall(call=call, by=request.worker, **form.cleaned_data)
        return redirect("meetings:item", item=call.item_id)
    heading = f"{call.agency}{'　' + call.worker.name if call.worker else ''}の招集を取り消す"
    return answer(
        request, form, "meetings/act.html", may=may, item=call.item, sitting=call.item.sitting, heading=heading
    )


@needs(Permission.MEETING_ATTEND)
def withdraw(request, item):
    """議題を取り下げる, with a reason."""
    item = item_or_404(request.worker, item)
    may = rules.may_withdraw_item(item, request.worker)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_item(item=item, by=request.worker, **form.cleaned_data)
        messages.success(request, "議題を取り下げ、資料を回収しました。")
        return redirect("meetings:sitting", sitting=item.sitting_id)
    return answer(
        request, form, "meetings/act.html", may=may, item=item, sitting=item.sitting, heading="議題を取り下げる"
    )


@needs(Permission.MEETING_ATTEND)
def role_done(request, duty):
    """What the meeting asked for is done."""
    role = get_object_or_404(ItemRole.objects.visible_to(request.worker).select_related("agency"), pk=duty)
    may = rules.may_finish_role(role, request.worker)
    form = DoneForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        actions.finish_role(role=role, by=request.worker, **form.cleaned_data)
        messages.success(request, "役割ができたことを記しました。")
        return redirect("meetings:board")
    return answer(request, form, "meetings/act.html", may=may, heading="役割ができた", told=role.what)


@needs(Permission.MEETING_ATTEND)
def secrecy(request, call):
    """The duty of secrecy in words; accepted, the packet opens."""
    calls = ItemCall.objects.visible_to(request.worker).to(request.worker)
    call = get_object_or_404(calls.select_related("sitting__body", "agency"), pk=call)
    if call.pledges.filter(worker=request.worker.pk).exists():
        return redirect("meetings:item", item=call.item_id)
    form = SecrecyForm(request.POST or None)
    if form.is_valid():
        actions.accept_secrecy(call=call, by=request.worker)
        return redirect("meetings:item", item=call.item_id)
    return answer(request, form, "meetings/secrecy.html", **showing.duty(call))


@needs(Permission.MEETING_ATTEND)
def conclude(request, item):
    """The minutes of one item."""
    item = item_or_404(request.worker, item)
    may = rules.may_conclude_item(item, request.worker)
    draft = draft_of(request.worker, "conclusion", item.pk)
    form = ConclusionForm.received(request.POST, draft, item=item)
    if form.is_valid():
        actions.conclude_item(item=item, by=request.worker, **form.asked())
        drop_draft(by=request.worker, kind="conclusion", about=item.pk)
        return redirect("meetings:item", item=item.pk)
    return answer(request, form, "meetings/conclude.html", may=may, item=item, sitting=item.sitting, draft=draft)


@needs(Permission.MEETING_ATTEND)
@require_POST
def close(request, item):
    """The follow-up is over; the papers are collected."""
    item = item_or_404(request.worker, item)
    actions.close_item(item=item, by=request.worker)
    messages.success(request, "議題を終え、資料を回収しました。")
    return redirect("meetings:sitting", sitting=item.sitting_id)
