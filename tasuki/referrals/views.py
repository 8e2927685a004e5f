"""Pages of つなぐシート."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.cases.forms import restored
from tasuki.cases.models import Case
from tasuki.cases.reading import colleagues, persons_of
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs, proof_first
from tasuki.staff.enums import ListKind
from tasuki.staff.listing import arranged, table_response
from tasuki.staff.permissions import Permission

from . import actions, rules, sheetfacts
from .access import MOST_ROWS, box, open_sheet, open_target
from .acts import ACTS, acts_for
from .afterwards import DAYS, after
from .columns import COLUMNS
from .enums import ConsentState
from .forms import ListFilter, SheetForm
from .waiting import Waiting, closed_days, days_left

KIND = "referral"


@needs(Permission.REFER)
def index(request):
    """受けた and 送った, overdue first."""
    view, state = _arranged(request)
    received = box(request.worker, "to_agency", state, _page(request, "received"), view.given)
    sent = box(request.worker, "from_agency", state, _page(request, "sent"), view.given)
    for one in (received, sent):
        one.rows = view.rows(one.lines)
    context = {"received": received, "sent": sent, "filter": ListFilter({"state": state}), "state": state, "view": view}
    return render(request, "referrals/index.html", context)


def _arranged(request):
    """The columns and the state as the address says, or as the list she finds first."""
    view = arranged(request.worker, ListKind.REFERRALS, request.GET, COLUMNS)
    form = ListFilter(view.query or None)
    return view, (form.is_valid() and form.cleaned_data["state"]) or "open"


@needs(Permission.REFER, fresh=True)
def table(request, side):
    """One of the two lists as Excel."""
    view, state = _arranged(request)
    which, name = ("from_agency", "送った") if side == "sent" else ("to_agency", "受けた")
    found = box(request.worker, which, state, size=MOST_ROWS).lines
    keys = [line.target.referral_id for line in found]
    record(Act.EXPORT, f"つなぐシートの一覧（{name}、Excel）", by=request.worker, objects=keys, count=len(keys))
    return table_response(view.workbook(name, found), f"tasuki-referrals-{side}.xlsx")


@needs(Permission.REFER)
def afterwards(request):
    """What became of what we handed on: states and days only."""
    return render(request, "referrals/after.html", {"lines": after(request.worker), "days": DAYS})


def _page(request, name):
    """A page number from the address; nonsense is the first page."""
    said = request.GET.get(name, "")
    return min(max(int(said), 1), 1000) if said.isdecimal() and len(said) < 6 else 1


@needs(Permission.REFER)
def refer_case(request, key):
    """A sheet about a case."""
    case = open_case(request.worker, key, verb="つなぐシートを書く")
    shown = sheetfacts.persons_of_case(case, request.worker)
    more = {"persons": persons_of(case, request.worker), "shown": shown, "from_case": True}
    decision = rules.may_send_referral(request.worker, case=case)
    return _write(request, more, sheetfacts.from_case(case) if decision else {}, decision, case=case)


@needs(Permission.REFER)
def refer_consultation(request, key):
    """A sheet about a consultation for which no case was opened."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.worker), pk=key)
    shown = sheetfacts.persons_of_consultation(consultation, request.worker)
    persons = Person.objects.visible_to(request.worker).filter(pk=consultation.person_id)
    more = {"persons": persons, "shown": shown, "from_case": False}
    decision = rules.may_send_referral(request.worker, consultation=consultation)
    return _write(request, more, sheetfacts.from_consultation(consultation), decision, consultation=consultation)


def _write(request, more, initial, decision, *, case: Case | None = None, consultation: Consultation | None = None):
    """The form of a sheet; sent, it leads to the sheet."""
    worker, about = request.worker, case or consultation
    initial = initial | sheetfacts.asked_of(request.GET.get("to", ""))
    form, draft = _asked(request, about, initial, more | {"agencies": sheetfacts.receivers(worker)})
    if request.method == "POST" and form.is_valid():
        # without consent only after she has shown again who she is
        if form.cleaned_data["consent"] == ConsentState.NONE and (page := proof_first(request)):
            return page
        referral = actions.send_referral(by=worker, case=case, consultation=consultation, **form.sheet())
        drop_draft(by=worker, kind=KIND, about=about.pk)
        return redirect(referral)
    context = {"form": form, "case": case, "consultation": consultation, "about": about, "decision": decision}
    context["draft"] = draft
    return render(request, "referrals/write.html", context, status=422 if form.errors else 200)


def _asked(request, about, initial, more):
    """The form as sent, as left in a draft, or begun from the case or consultation."""
    if request.method == "POST":
        return SheetForm(request.POST, **more), None
    draft = draft_of(request.worker, KIND, about.pk)
    return (restored(SheetForm, draft, **more) if draft else SheetForm(initial=initial, **more)), draft


@needs(Permission.REFER)
def sheet(request, key):
    """One sheet: the sender's half and the answers."""
    # No 前回・今回 here: a sheet is frozen as sent and asks one thing of one agency; two of them have nothing to compare.
    opened = open_sheet(request.worker, key)
    closed = closed_days(request.worker)
    answers = [
        {
            "target": target, "facts": sheetfacts.answer_facts(target), "acts": acts_for(target, request.worker),
            "due": Waiting(target, "answer", days_left(target.due_on, closed)) if target.answered_at is None else None,
        }
        for target in opened.targets
    ]  # fmt: skip
    context = {"sheet": opened, "referral": opened.referral, "facts": sheetfacts.facts(opened), "answers": answers,
               "written": sheetfacts.written(opened), "read": sheetfacts.read_of(opened)}  # fmt: skip
    return render(request, "referrals/sheet.html", context)


@needs(Permission.REFER)
def act(request, target, act):
    """One act on a sheet: the question, then the action."""
    found, worker = open_target(request.worker, target), request.worker
    if act not in ACTS:
        raise Http404("この手続きはありません。")
    doing = ACTS[act]
    more = {"colleagues": colleagues(worker), "agencies": sheetfacts.receivers(worker)}
    form = doing.form(request.POST or None, initial={"worker": worker.pk}, **more)
    if request.method == "POST" and form.is_valid():
        doing.carry_out(found, worker, form.cleaned_data)
        return redirect(_after(found, worker))
    context = {"form": form, "act": doing, "target": found, "referral": found.referral,
               "decision": doing.rule(found, worker)}  # fmt: skip
    return render(request, "referrals/act.html", context, status=422 if form.errors else 200)


def _after(target, worker):
    """To the sheet, as long as it is open to the worker."""
    closed = target.to_agency_id == worker.agency_id and not target.open_to_receiver
    return "/referrals/" if closed else target.referral.get_absolute_url()
