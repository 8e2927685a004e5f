"""How long records are kept, and their end (保存期間と廃棄)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules
from .enums import JobKind
from .forms import HoldCaseForm, HoldForm, NoteForm, ReasonForm, TermForm
from .kept import KEPT
from .models import DestructionLine, DestructionList, DestructionRecord, RetentionHold
from .overview import kept_year, overview, part_of, term_of


def show(request, template, **context):
    """A page of retention; a form with errors answers 422."""
    form = context.get("form")
    return render(request, template, context, status=422 if form and form.errors else 200)


def list_of(request, pk):
    """A list that she works on, or 404."""
    return get_object_or_404(DestructionList.objects.visible_to(request.worker), pk=pk)


def line_of(request, pk):
    """A line of such a list, or 404."""
    return get_object_or_404(DestructionLine.objects.visible_to(request.worker).select_related("list"), pk=pk)


def version_of(request):
    """The version on which she decided."""
    return number(request.POST.get("_version", ""))


@needs(Permission.RETAIN)
def retention(request):
    """保存期間: terms, lists, holds, what was destroyed."""
    me = request.worker
    may = {"may_list": rules.may_ask_job(JobKind.RETENTION_LIST, me), "may_set": rules.may_set_term(me)}
    return show(request, "retention/retention.html", all=overview(me), kept=KEPT, **may)


@needs(Permission.RETAIN)
def term(request, record_class):
    """How long one class is kept."""
    try:
        now = term_of(record_class)
    except KeyError as unknown:
        raise Http404("この区分はありません。") from unknown
    form = TermForm(request.POST or None, initial={"years": now.years, "basis": now.basis, "verified": now.verified})
    if request.method == "POST" and form.is_valid():
        actions.set_term(by=request.worker, record_class=record_class, **form.cleaned_data)
        return redirect("jobs:retention")
    return show(request, "retention/form.html", form=form, heading=f"{now.label}の保存年限", lead=now.start, back="/retention/",
                verb="保存する", may=rules.may_set_term(request.worker))  # fmt: skip


@needs(Permission.RETAIN)
@require_POST
def new_list(request):
    """Ask for the list; it comes when it is ready."""
    actions.ask_job(by=request.worker, kind=JobKind.RETENTION_LIST)
    return redirect("jobs:retention")


@needs(Permission.RETAIN)
def one_list(request, pk):
    """A list: what would go, what stays and why, and the next step."""
    made, me = list_of(request, pk), request.worker
    page = request.GET.get("page", "")
    part = part_of(made, number(page, 9999) or 0)
    record(Act.LOOK, "廃棄候補の一覧", by=me, objects=[line.target for line in part.lines], reason=made.number)
    for line in part.lines:
        line.may_out, line.may_back = rules.may_leave_out(line, me), rules.may_put_back(line, me)
    steps = {"may_propose": rules.may_propose_destruction(made, me), "may_return": rules.may_return_list(made, me),
             "may_approve": rules.may_approve_destruction(made, me)}  # fmt: skip
    return show(request, "retention/list.html", made=made, part=part, note=NoteForm(), **steps)


@needs(Permission.RETAIN)
@require_POST
def propose(request, pk):
    """The section proposes."""
    note = request.POST.get("note", "")[:300]
    actions.propose_destruction(list=list_of(request, pk), by=request.worker, note=note, version=version_of(request))
    return redirect("jobs:list", pk)


@needs(Permission.RETAIN)
@require_POST
def give_back(request, pk):
    """Back to the section."""
    note = request.POST.get("note", "")[:300]
    actions.return_list(list=list_of(request, pk), by=request.worker, note=note, version=version_of(request))
    return redirect("jobs:list", pk)


@needs(Permission.RETAIN, fresh=True)
@require_POST
def approve(request, pk):
    """The officer agrees; the destruction begins."""
    actions.approve_destruction(list=list_of(request, pk), by=request.worker, version=version_of(request))
    return redirect("jobs:list", pk)


@needs(Permission.RETAIN)
def leave_out(request, pk):
    """This record stays this time."""
    line = line_of(request, pk)
    form, back = ReasonForm(request.POST or None), f"/retention/lists/{line.list_id}/"
    if request.method == "POST" and form.is_valid():
        actions.leave_out(line=line, by=request.worker, **form.cleaned_data)
        return redirect(back)
    return show(request, "retention/form.html", form=form, heading=f"{line.number}を今回は残す", verb="残す", back=back,
                lead="次の年の一覧には、また並びます。", may=rules.may_leave_out(line, request.worker))  # fmt: skip


@needs(Permission.RETAIN)
@require_POST
def put_back(request, pk):
    """Onto the list again."""
    line = actions.put_back(line=line_of(request, pk), by=request.worker)
    return redirect("jobs:list", line.list_id)


@needs(Permission.RETAIN)
def hold(request, pk):
    """This record is held back until further notice."""
    line = line_of(request, pk)
    form, back = HoldForm(request.POST or None), f"/retention/lists/{line.list_id}/"
    if request.method == "POST" and form.is_valid():
        actions.hold_record(by=request.worker, record_class=line.record_class, target=line.target,
                            number=line.number, **form.cleaned_data)  # fmt: skip
        return redirect(back)
    return show(request, "retention/form.html", form=form, heading=f"{line.number}の保存を延ばす", verb="延ばす", back=back,
                lead="解くまで、どの一覧からも廃棄されません。", may=rules.may_hold_record(request.worker))  # fmt: skip


@needs(Permission.RETAIN)
def hold_case(request):
    """A case named by its number is held back."""
    form = HoldCaseForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("reason", "until")}
        actions.hold_case(by=request.worker, case=form.case, **told)
        return redirect("jobs:retention")
    return show(request, "retention/form.html", form=form, heading="ケースの保存を延ばす", verb="延ばす", back="/retention/",
                lead="終結していないケースにも、先に付けておけます。", may=rules.may_hold_record(request.worker))  # fmt: skip


@needs(Permission.RETAIN)
@require_POST
def end_hold(request, pk):
    """The reason is gone."""
    found = get_object_or_404(RetentionHold.objects.visible_to(request.worker), pk=pk)
    actions.end_hold(hold=found, by=request.worker)
    return redirect("jobs:retention")


@needs(Permission.RETAIN)
def destroyed(request, pk):
    """The record of one destruction, for printing."""
    told = get_object_or_404(DestructionRecord.objects.visible_to(request.worker), pk=pk)
    return show(request, "retention/destroyed.html", told=told)


@needs(Permission.RETAIN)
def year(request, year):
    """The results of a year whose records are gone."""
    kept = kept_year(year, request.worker)
    if kept is None:
        raise Http404("この年度の控えはありません。")
    return show(request, "retention/year.html", kept=kept)
