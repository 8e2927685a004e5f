"""Pages that move a match on: asked without a name, answered, visited, tried, settled, followed up, ended."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.reading import persons_of
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, forms, rules
from .following import UNDISCLOSED
from .models import Match, ParticipationSheet
from .showing import terms_of
from .wording import asking


def _opened(request, key, verb):
    """The match with its case, the look written down; 404 for a stranger."""
    match = get_object_or_404(Match.objects.visible_to(request.worker).select_related("place"), pk=key)
    match.case = open_case(request.worker, match.case_id, part=Scope.RECORD, verb=verb)
    if not match.case.access.covers(Scope.RECORD, match.person_id):
        raise Http404("このつながりはありません。")
    person = persons_of(match.case, request.worker).filter(pk=match.person_id).first()
    match.called = person.full_name if person else UNDISCLOSED
    return match


def _page(request, match, form, decision, title, **more):
    """The form of one step, with the place and the person above it."""
    context = {"match": match, "case": match.case, "form": form, "decision": decision, "title": title} | more
    return render(request, "participation/step.html", context, status=422 if form.errors else 200)


def _back(match):
    return redirect(f"/cases/{match.case_id}/participation/")


@needs(Permission.CASE_WORK)
def ask(request, key):
    """The place is asked without the name; what is told is shown before."""
    match, worker = _opened(request, key, "受入先に聞く"), request.worker
    sheet = ParticipationSheet.objects.visible_to(worker).filter(pk=match.sheet_id).first()
    form = forms.AskForm(request.POST or None, initial={"told": asking(sheet) if sheet else ""})
    if request.method == "POST" and form.is_valid():
        wrong = rules.unnamed(form.cleaned_data["told"], actions.names_of(match.case_id, worker))
        if wrong:
            actions.ask_place(match=match, by=worker, **form.cleaned_data)
            return _back(match)
        form.add_error("told", wrong.reason)
    decision = rules.may_ask_place(match, worker, match.case.access)
    hint = "受入先には、まず名前を伝えずに聞きます。下の文が、伝えたこととして残ります。"
    return _page(request, match, form, decision, "受入先に聞く", hint=hint, terms=terms_of(match.place))


@needs(Permission.CASE_WORK)
def answer(request, key):
    """What the place said."""
    match, worker = _opened(request, key, "受入先の返事を記録する"), request.worker
    waiting = match.asks.filter(answer="").first()
    if waiting is None:
        raise Http404("返事を待っている問い合わせはありません。")
    waiting.match = match
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("answer", "conditions", "answered_by", "on")}
        actions.answer_ask(ask=waiting, by=worker, **said, **form.told)
        return _back(match)
    decision = rules.may_answer_ask(waiting, worker, match.case.access)
    return _page(request, match, form, decision, "返事を記録する", asked=waiting)


@needs(Permission.CASE_WORK)
def advance(request, key):
    """Visit, trial, settled, steady."""
    match, worker = _opened(request, key, "参加先とのつながりを進める"), request.worker
    form = forms.AdvanceForm(request.POST or None, match=match)
    if request.method == "POST" and form.is_valid():
        actions.advance_match(match=match, by=worker, **form.cleaned_data)
        return _back(match)
    decision = rules.may_advance_match(match, worker, access=match.case.access)
    return _page(request, match, form, decision, "次の段階へ進める")


@needs(Permission.CASE_WORK)
def role(request, key):
    """From user to helper to organiser."""
    match, worker = _opened(request, key, "かかわり方を変える"), request.worker
    form = forms.RoleForm(request.POST or None, match=match)
    if request.method == "POST" and form.is_valid():
        actions.change_role(match=match, by=worker, **form.cleaned_data)
        return _back(match)
    decision = rules.may_change_role(match, worker, access=match.case.access)
    return _page(request, match, form, decision, "かかわり方を変える")


@needs(Permission.CASE_WORK)
def follow_up(request, key):
    """How it goes, asked of the person or of the place."""
    match, worker = _opened(request, key, "その後を確かめる"), request.worker
    side = request.GET.get("side", "person")
    form = forms.FollowForm(request.POST or None, initial={"side": side})
    if request.method == "POST" and form.is_valid():
        actions.follow_up_match(match=match, by=worker, **form.cleaned_data)
        return _back(match)
    decision = rules.may_follow_up_match(match, worker, match.case.access)
    return _page(request, match, form, decision, "その後を確かめる")


@needs(Permission.CASE_WORK)
def end(request, key):
    """It is over."""
    match, worker = _opened(request, key, "つながりをおえる"), request.worker
    form = forms.EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_match(match=match, by=worker, **form.cleaned_data)
        return _back(match)
    return _page(request, match, form, rules.may_end_match(match, worker, match.case.access), "おわりにする")
