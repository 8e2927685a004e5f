"""Gatherings and network meetings (地域の集まり・会議)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.shared import asked
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import gatherings, issues_reading, issues_rules
from .gatherings_models import Gathering
from .issues_forms import GatheringFilter, GatheringForm
from .issues_views import ask


def _known(request, pk):
    rows = Gathering.objects.visible_to(request.worker).select_related("area", "place", "by", "agency")
    return get_object_or_404(rows, pk=pk)


@needs(Permission.COMMUNITY_READ)
def gathering_list(request):
    """地域の集まり・会議."""
    form = GatheringFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = issues_reading.gathering_page(Gathering.objects.visible_to(request.worker), told, request.GET.dict())
    may = issues_rules.may_hold_gathering(request.worker)
    context = {"form": form, "page": page, "may_hold": may, "tabs": issues_reading.tabs("gatherings")}
    return render(request, "community/gatherings.html", context)


@needs(Permission.CONSULT)
def new_gathering(request):
    """集まりを記録する."""
    form = GatheringForm(request.POST or None, worker=request.worker, initial={"workers": [request.worker.pk]})
    if request.method == "POST" and form.is_valid():
        made = gatherings.hold_gathering(by=request.worker, **form.cleaned_data)
        messages.success(request, "集まりを記録しました。聞いたことを、課題や相談として残せます。")
        return redirect("community:gathering", made.pk)
    return ask(request, form, heading="集まりを記録する", back="/gatherings/", crumb="集まり・会議", verb="記録する",
               decision=issues_rules.may_hold_gathering(request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_READ)
def gathering(request, pk):
    """One gathering, and what was heard there."""
    told = issues_reading.gathering_told(_known(request, pk), request.worker)
    return render(request, "community/gathering.html", told)


@needs(Permission.CONSULT)
def change_gathering(request, pk):
    """直す."""
    found = _known(request, pk)
    form = GatheringForm(request.POST or None, worker=request.worker, initial=issues_reading.as_typed(found))
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("_version", "")
        gatherings.change_gathering(gathering=found, by=request.worker, **form.cleaned_data,
                                    version=asked.number(version))  # fmt: skip
        return redirect("community:gathering", pk)
    return ask(request, form, heading="集まりの記録を直す", back=f"/gatherings/{pk}/", crumb=found.name, verb="直す",
               thing=found, decision=issues_rules.may_change_gathering(found, request.worker))  # fmt: skip
