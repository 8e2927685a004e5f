"""Pages of items: onto the agenda, papers, secrecy, packet, conclusion, end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.plans.views import answer
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, papers, rules, showing
from .forms import AgendaForm, CallForm, ConclusionForm, PapersForm, SecrecyForm
from .models import Item, ItemCall


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
def packet_paper(request, item, call=None):
    """The packet on paper, with the recipient in the margin; the host prints one for each who is called."""
    item = item_or_404(request.worker, item)
    page = showing.item_page(item, request.worker)
    if call:
        calls = ItemCall.objects.visible_to(request.worker).select_related("agency", "worker")
        page["recipient"] = showing.recipient(item, get_object_or_404(calls, pk=call, item=item), request.worker)
    page["packet"] = actions.open_packet(item=item, by=request.worker)
    told = " ".join(page["recipient"].values())
    record(Act.PRINT, "会議資料", by=request.worker, case=item.case_id, objects=[item.pk], reason=told)
    return render(request, "meetings/packet.html", page)


@needs(Permission.MEETING_ATTEND)
def item_papers(request, item):
    """Pick the papers, look at them, fix them."""
    item = item_or_404(request.worker, item)
    may = rules.may_freeze(item, request.worker)
    if item.case_id and may:
        item.case = open_case(request.worker, item.case_id, part=Scope.RECORD, verb="会議資料を選ぶ画面を開いた")
    form = PapersForm(request.POST or None, item=item) if may else None
    built = papers.build(item, request.worker, form.picks()) if form and form.is_valid() else []
    if built and "preview" not in request.POST:
        actions.freeze(item=item, by=request.worker, papers=built)
        messages.success(request, "資料を確定しました。呼ばれた機関は、守秘を誓うと開けます。")
        return redirect("meetings:item", item=item.pk)
    context = {"form": form, "item": item, "may": may, "papers": built}
    return render(request, "meetings/papers.html", context, status=422 if form and form.errors else 200)


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
def secrecy(request, call):
    """The duty of secrecy in words; accepted, the packet opens."""
    calls = ItemCall.objects.visible_to(request.worker).to(request.worker)
    call = get_object_or_404(calls.select_related("sitting__body", "agency"), pk=call)
    if call.secrecy_accepted_at:
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
