"""Pages of news about somebody whose case is closed (終結後の知らせ)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import after_actions, rules
from .care_models import Lead
from .handover_forms import LeadAnswerForm, LeadForm

TOLD = "この人を前に支えた機関があれば、その機関の「きょう」に届きます。あったかどうかは、ここには出ません。"


@needs(Permission.CASE_WORK)
def leads(request):
    """What came to my agency: unanswered first."""
    rows = Lead.objects.visible_to(request.worker).select_related("case", "from_agency", "answered_by", "next_case")
    found = list(rows.order_by("answered_at", "-at")[:100])
    waiting = [one for one in found if one.answered_at is None]
    record(Act.LOOK, "終結後の知らせの一覧", by=request.worker, objects=[one.pk for one in found], count=len(found))
    context = {
        "waiting": waiting,
        "answered": sorted((one for one in found if one.answered_at), key=lambda one: one.answered_at, reverse=True),
    }
    return render(request, "casefile/leads.html", context)


@needs(Permission.CASE_WORK)
def lead(request, lead):
    """One piece of news, and what the last team makes of it."""
    rows = Lead.objects.visible_to(request.worker).select_related("from_agency", "brought_by", "answered_by", "agency")
    found = get_object_or_404(rows, pk=lead)
    found.case = get_object_or_404(Case.objects.visible_to(request.worker).select_related("worker"), pk=found.case_id)
    person = Person.objects.visible_to(request.worker).filter(pk=found.person_id).first()
    record(Act.LOOK, "終結後の知らせを開いた", by=request.worker, case=found.case_id, objects=[found.pk])
    form = LeadAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = after_actions.answer_lead(lead=found, by=request.worker, **form.cleaned_data)
        return redirect(done.next_case or f"/leads/{lead}/")
    context = {"lead": found, "person": person, "form": form, "decision": rules.may_answer_lead(found, request.worker)}
    return render(request, "casefile/lead.html", context, status=422 if form.errors else 200)


@needs(Permission.CONSULT)
def bring(request, key):
    """From a consultation: tell whoever supported the person before."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.worker), pk=key)
    form = LeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        after_actions.bring_lead(by=request.worker, consultation=consultation, **form.cleaned_data)
        messages.success(request, f"知らせました。{TOLD}")
        return redirect(f"/consultations/{key}/")
    context = {"consultation": consultation, "form": form, "told": TOLD,
               "decision": rules.may_bring_lead(request.worker, consultation)}  # fmt: skip
    return render(request, "casefile/lead_new.html", context, status=422 if form.errors else 200)
