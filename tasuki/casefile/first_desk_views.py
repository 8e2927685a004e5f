"""Pages of the first response that need to know who carries how much (初動の窓口・ためし)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.intake.first_response_actions import choose_first_responder
from tasuki.intake.models import Consultation
from tasuki.intake.rules import may_choose_first_responder
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import first_desk
from .forms import FirstDeskForm

SIZES = (50, 100, 200, 500)


@needs(Permission.CONSULT)
def choose(request, key):
    """初動の窓口を決める."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.worker).select_related("area"), pk=key)
    record(Act.LOOK, "初動の窓口の画面を開いた", by=request.worker, objects=[consultation.pk])
    page = first_desk.first_desk(consultation, request.worker)
    form = FirstDeskForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        chosen = choose_first_responder(consultation=consultation, by=request.worker, **form.cleaned_data).chosen
        messages.success(request, f"初動の窓口は{chosen}です。")
        here = f"/consultations/{key}/"
        return redirect(here if chosen.pk == consultation.agency_id else f"{here}refer/?to={chosen.pk}")
    context = {"consultation": consultation, "page": page, "form": form,
               "decision": may_choose_first_responder(consultation, request.worker)}  # fmt: skip
    return render(request, "casefile/first_desk.html", context, status=422 if form.errors else 200)


@needs(Permission.SETTINGS)
def tryout(request):
    """The rules on past consultations, before they are switched on."""
    said = request.GET.get("n", "")
    most = int(said) if said in map(str, SIZES) else SIZES[0]
    trial = first_desk.tried_on(request.worker, most)
    keys = [line.consultation.pk for line in trial.lines]
    record(Act.LOOK, "初動の決まりを過去の相談でためした", by=request.worker, objects=keys, count=len(keys))
    context = {"trial": trial, "most": most, "sizes": SIZES,
               "tabs": settings_tabs(request.worker, "/settings/first-response/")}  # fmt: skip
    return render(request, "casefile/tryout.html", context)
