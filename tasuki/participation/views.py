"""Pages of 参加支援: the sheet, the ranked places, what a place needs, the rules."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.reading import access_of, persons_of
from tasuki.community.models import Place
from tasuki.shared.asked import number
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import actions, forms, register, rules
from .following import UNDISCLOSED, running
from .models import ParticipationSheet
from .showing import Shown, beside, form_of, open_projects, page_of, part_of_list, terms_of
from .wording import conditions, missing


@needs(Permission.CASE_READ)
def index(request):
    """My matches: who is to be asked next, and who may have dropped out."""
    asked = forms.ListFilter(request.GET or None)
    data = asked.cleaned_data if asked.is_valid() else {}
    who, status = data.get("who") or "mine", data.get("status") or ""
    page, pager = part_of_list(request.GET.get("page", ""), f"?who={who}&status={status}")
    lines, more = running(request.worker, who, status, page)
    context = {
        "lines": lines,
        "pager": pager(more),
        "who": who,
        "filter": forms.ListFilter({"who": who, "status": status}),
    }
    return render(request, "participation/index.html", context)


@needs(Permission.CASE_WORK)
def begin(request, key):
    """Whose place is looked for."""
    case, worker = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="参加支援を始める"), request.worker
    form = forms.PersonForm(request.POST or None, persons=persons_of(case, worker))
    if request.method == "POST" and form.is_valid():
        made = actions.begin_sheet(case=case, by=worker, **form.cleaned_data)
        return redirect("participation:sheet", made.pk)
    decision = rules.may_begin_sheet(case, worker, access=access_of(case))
    context = {"form": form, "case": case, "decision": decision}
    return render(request, "participation/begin.html", context, status=422 if form.errors else 200)


def _opened(request, key, verb):
    """The sheet with its case, the look written down; 404 for a stranger."""
    rows = ParticipationSheet.objects.visible_to(request.worker).select_related(
        "area", "town", "start_place", "made_by"
    )
    found = get_object_or_404(rows, pk=key)
    found.case = open_case(request.worker, found.case_id, part=Scope.ASSESSMENT, verb=verb)
    if not found.case.access.covers(Scope.ASSESSMENT, found.person_id):
        raise Http404("この用紙はありません。")
    person = persons_of(found.case, request.worker).filter(pk=found.person_id).first()
    found.called = person.full_name if person else UNDISCLOSED
    return found


@needs(Permission.CASE_READ)
def sheet(request, key):
    """The sheet: written while it is a draft, read afterwards."""
    one, worker = _opened(request, key, "参加支援アセスメントを開いた"), request.worker
    draft = draft_of(worker, "participation", one.pk) if one.is_draft else None
    form = form_of(request, one, draft)
    if request.method == "POST" and form.is_valid():
        said = request.POST.get("_version", "")
        actions.fill_sheet(sheet=one, by=worker, version=number(said), answers=form.answers(), **form.room_data())
        drop_draft(by=worker, kind="participation", about=one.pk)
        if "fix" not in request.POST:
            return redirect("participation:sheet", one.pk)
        actions.fix_sheet(sheet=one, by=worker)
        return redirect("participation:places", one.pk)
    context = {"form": form, "draft": draft} | page_of(one, worker)
    return render(request, "participation/sheet.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_READ)
def compare(request, key):
    """前回 and 今回 side by side."""
    one, worker = _opened(request, key, "参加支援アセスメントをくらべた"), request.worker
    shown = beside(one, worker, request.GET.get("with", ""))
    return render(request, "participation/compare.html", {"sheet": one, "case": one.case, "beside": shown})


@needs(Permission.CASE_READ)
def places(request, key):
    """The places, the best first; what does not fit stands below with why."""
    one, worker = _opened(request, key, "参加先の候補を開いた"), request.worker
    shown = Shown.of(register.candidates(one, worker), request.GET.get("page", ""), request.GET.get("words", ""))
    context = {"sheet": one, "case": one.case, "shown": shown, "conditions": conditions(one),
               "decision": rules.may_pick_place(one, worker, access=one.case.access),
               "may_declare": rules.may_declare_no_match(one, worker, one.case.access)}  # fmt: skip
    return render(request, "participation/places.html", context)


@needs(Permission.CASE_WORK)
def pick(request, key, place):
    """One candidate, and why this one."""
    one, worker = _opened(request, key, "参加先の候補を開いた"), request.worker
    found = get_object_or_404(Place.objects.select_related("area"), pk=place)
    form = forms.PickForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.pick_place(sheet=one, place=found, by=worker, **form.cleaned_data)
        return redirect(f"/cases/{one.case_id}/participation/")
    context = {"sheet": one, "case": one.case, "place": found, "form": form, "terms": terms_of(found),
               "found": None if found.closed else register.judged(one, found, worker),
               "decision": rules.may_pick_place(one, worker, found, one.case.access)}  # fmt: skip
    return render(request, "participation/pick.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def no_match(request, key):
    """No place fits: a development begins."""
    one, worker = _opened(request, key, "合う場がないことを書く"), request.worker
    form = forms.NoMatchForm(request.POST or None, projects=open_projects(worker), initial={"wanted": missing(one)})
    if request.method == "POST" and form.is_valid():
        actions.declare_no_match(sheet=one, by=worker, **form.cleaned_data)
        return redirect(f"/cases/{one.case_id}/participation/")
    context = {"sheet": one, "case": one.case, "form": form,
               "decision": rules.may_declare_no_match(one, worker, one.case.access)}  # fmt: skip
    return render(request, "participation/no_match.html", context, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def receiving(request, pk):
    """On what terms a place receives people, and how many: numbers only."""
    place = get_object_or_404(Place.objects.select_related("area"), pk=pk)
    kept, decision = terms_of(place), rules.may_note_receiving(place, request.worker)
    form = forms.TermsForm(request.POST or None, initial=vars(kept))
    if request.method == "POST" and form.is_valid():
        actions.note_receiving(place=place, by=request.worker, **form.cleaned_data)
        return redirect("participation:receiving", place.pk)
    context = {"place": place, "terms": kept, "form": form, "decision": decision}
    return render(request, "participation/receiving.html", context, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def matching(request):
    """The rules of the matching: everybody may read them, the section changes them."""
    form = forms.WeightsForm(request.POST or None, rules=[*register.rules_in_force().values()])
    if request.method == "POST" and form.is_valid():
        actions.change_matching(by=request.worker, weights=form.weights)
        return redirect("participation:matching")
    context: dict[str, Any] = {"form": form, "decision": rules.may_change_matching(request.worker)}
    if request.worker.may(Permission.SETTINGS):
        context["tabs"] = settings_tabs(request.worker, "/settings/matching/")
    return render(request, "participation/matching.html", context, status=422 if form.errors else 200)
