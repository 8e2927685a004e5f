"""支援制度: found by a trouble in plain words by anybody who works for the town, kept by those who keep the registers."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import asked
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import register_reading, schemes, schemes_reading
from . import schemes_rules as rules
from .issues_views import ask
from .schemes_forms import EndForm, SchemeFilter, SchemeForm
from .schemes_models import Scheme


def _known(request, pk):
    rows = Scheme.objects.visible_to(request.worker).select_related("agency", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


@needs(Permission.COMMUNITY_READ)
def scheme_list(request):
    """The register of schemes."""
    form = SchemeFilter(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = schemes_reading.wanted(Scheme.objects.visible_to(request.worker), told)
    page = {
        "form": form, "shown": schemes_reading.one_page(found, request.GET.dict()), "any": any(told.values()),
        "tabs": register_reading.tabs("schemes", request.worker), "old": schemes_reading.old_count(request.worker),
        "may_register": rules.may_register_scheme(request.worker),
    }  # fmt: skip
    return render(request, "community/schemes.html", page)


@needs(Permission.COMMUNITY_READ)
def scheme(request, pk):
    """One scheme."""
    return render(request, "community/scheme.html", schemes_reading.scheme_told(_known(request, pk), request.worker))


@needs(Permission.COMMUNITY_WORK)
def new_scheme(request):
    """支援制度を登録する."""
    form = SchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = schemes.register_scheme(by=request.worker, **form.cleaned_data)
        return redirect("community:scheme", made.pk)
    return ask(request, form, template="community/scheme_form.html", heading="支援制度を登録する", back="/schemes/", crumb="支援制度", verb="登録する",
               lead="名前と概要だけでも登録できます。「こんなとき」に、相談に来る人のことばを書いておくと見つけやすくなります。",
               decision=rules.may_register_scheme(request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def change_scheme(request, pk):
    """支援制度を直す."""
    found = _known(request, pk)
    initial: dict[str, Any] = vars(found) | {"agency": found.agency_id}
    form, version = SchemeForm(request.POST or None, initial=initial), asked.number(request.POST.get("_version", ""))
    if request.method == "POST" and form.is_valid():
        schemes.change_scheme(scheme=found, by=request.worker, version=version, **form.cleaned_data)
        return redirect("community:scheme", pk)
    return ask(request, form, template="community/scheme_form.html", heading="支援制度を直す", back=f"/schemes/{pk}/", crumb=found.name, verb="保存する", thing=found,
               decision=rules.may_change_scheme(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
@require_POST
def confirm_scheme(request, pk):
    """It still holds, as of today."""
    schemes.confirm_scheme(scheme=_known(request, pk), by=request.worker)
    messages.success(request, "きょう確かめたと記録しました。")
    return redirect("community:scheme", pk)


@needs(Permission.COMMUNITY_WORK)
def end_scheme(request, pk):
    """It is no longer there."""
    found, form = _known(request, pk), EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        schemes.end_scheme(scheme=found, by=request.worker, **form.cleaned_data)
        return redirect("community:scheme", pk)
    return ask(request, form, heading=f"「{found.name}」を終わった制度にする", back=f"/schemes/{pk}/", crumb=found.name,
               verb="終わった制度にする", lead="登録は残り、一覧と住民向けのページからは外れます。",
               decision=rules.may_end_scheme(found, request.worker))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
@require_POST
def resume_scheme(request, pk):
    """It is there again."""
    schemes.resume_scheme(scheme=_known(request, pk), by=request.worker)
    return redirect("community:scheme", pk)
