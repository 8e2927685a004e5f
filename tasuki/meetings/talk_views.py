"""Pages of conferences outside the law and of 権利擁護 screening."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import rules, showing, talk_actions
from .forms import AgendaForm
from .talk_forms import ConferenceForm, ScreeningAnswerForm, ScreeningForm
from .talk_models import RightsScreening


def _ask(request, case, form, title, decision, lead=""):
    """A form under the name of the household."""
    context = {"case": case, "form": form, "act": title, "verb": title, "decision": decision, "lead": lead}
    return render(request, "meetings/talk.html", context, status=422 if form.errors else 200)


def _case(request, key, verb):
    return open_case(request.worker, key, part=Scope.RECORD, verb=verb)


def _screening(request, key, verb):
    """The screening with its case, the look written down; 404 for a stranger."""
    found = get_object_or_404(RightsScreening.objects.visible_to(request.worker), pk=key)
    found.case = _case(request, found.case_id, verb)
    return found


@needs(Permission.CASE_WORK)
def conference(request, key):
    """カンファレンスを記録する."""
    case = _case(request, key, "カンファレンスを記録する")
    form = ConferenceForm(request.POST or None, mine=request.worker.agency_id)
    if request.method == "POST" and form.is_valid():
        talk_actions.hold_conference(case=case, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{key}/meetings/")
    lead = "支援会議・重層的支援会議とは別の、急な話しあいです。実績でも別に数えます。"
    decision = rules.may_hold_conference(case, request.worker)
    return _ask(request, case, form, "カンファレンスを記録する", decision, lead)


@needs(Permission.CASE_WORK)
def screening_new(request, key):
    """権利擁護の検討を求める."""
    case = _case(request, key, "権利擁護の検討を求める")
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = talk_actions.ask_screening(case=case, by=request.worker, **form.cleaned_data)
        messages.success(request, "検討を求めました。続けて、検討する会議の議題に入れられます。")
        return redirect(f"/screenings/{made.pk}/agenda/")
    return _ask(request, case, form, "権利擁護の検討を求める", rules.may_ask_screening(case, request.worker))


@needs(Permission.MEETING_ATTEND)
def screening_agenda(request, screening):
    """Onto the agenda of a body."""
    found = _screening(request, screening, "権利擁護の検討を議題にする")
    sittings = showing.coming_sittings()
    begin = {"title": "権利擁護の検討", "to_discuss": found.reason}
    form = AgendaForm(request.POST or None, case=found.case, worker=request.worker, sittings=sittings, initial=begin)
    if form.is_valid():
        item = talk_actions.bring_screening(screening=found, by=request.worker, **form.asked())
        messages.success(request, "議題に入れました。次は、会議に出す資料を選びます。")
        return redirect("meetings:papers", item=item.pk)
    context = {"form": form, "case": found.case, "sittings": sittings}
    return render(request, "meetings/agenda.html", context, status=422 if form.errors else 200)


@needs(Permission.MEETING_ATTEND)
def screening_answer(request, screening):
    """検討の答え."""
    found = _screening(request, screening, "権利擁護の検討に答える")
    form = ScreeningAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        talk_actions.answer_screening(screening=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{found.case_id}/meetings/")
    decision = rules.may_answer_screening(found, request.worker)
    return _ask(request, found.case, form, "検討の答えを記す", decision, found.reason)
