"""The register of places (居場所・資源): found by anybody who works for the town, kept by those who grow it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import asked
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Area

from . import actions, finding, month, register_reading, rules
from .forms import CloseForm, PlaceFilter, PlaceForm, RegisterForm
from .models import Place, PlaceUse, Session


def version_of(request: HttpRequest) -> int | None:
    return asked.number(request.POST.get("_version", ""))


@needs(Permission.COMMUNITY_READ)
def places(request):
    """The list of places."""
    form = PlaceFilter(request.GET or None, councils=finding.councils())
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = {
        "form": form, "shown": finding.one_page(finding.wanted_places(wanted), request.GET.dict()),
        "may_register": rules.may_register_place(request.worker), "counts": register_reading.overdue_counts(),
        "tabs": register_reading.tabs("places", request.worker), "setting": finding.setting(),
        "may_set": rules.may_set_register(request.worker), "any": bool(wanted),
        "desks": register_reading.agency_desks(wanted),
    }  # fmt: skip
    return render(request, "community/places.html", page)


@needs(Permission.COMMUNITY_READ)
def place(request, pk):
    """One place."""
    found = get_object_or_404(Place.objects.select_related("area", "agency", "confirmed_by"), pk=pk)
    return render(request, "community/place.html", register_reading.place_told(found, request.worker))


@needs(Permission.COMMUNITY_READ)
def place_month(request, pk):
    """A month of one place."""
    found = get_object_or_404(Place.objects.select_related("area"), pk=pk)
    shown = month.month_of_place(found, month.month_asked(request.GET.get("month", "")))
    return render(request, "community/month.html", {"place": found, "month": shown, "rest": ""})


@needs(Permission.COMMUNITY_READ)
def area_month(request):
    """A month of an area, or of the whole town."""
    areas = list(Area.objects.all())
    area = next((one for one in areas if str(one.pk) == request.GET.get("area")), None)
    first = month.month_asked(request.GET.get("month", ""))
    sessions, uses = Session.objects.visible_to(request.worker), PlaceUse.objects.visible_to(request.worker)
    shown = month.month_of_area(*register_reading.of_area(area, sessions, uses, first), first)
    page = {"month": shown, "areas": areas, "area": area, "tabs": register_reading.tabs("month", request.worker)}
    return render(request, "community/month.html", page | {"rest": f"area={area.pk}&" if area else ""})


@needs(Permission.COMMUNITY_WORK)
def new_place(request):
    """A further place."""
    form = PlaceForm(request.POST or None, initial=register_reading.begins_with(request.GET))
    if request.method == "POST" and form.is_valid():
        made = actions.register_place(by=request.worker, **form.facts())
        return redirect("community:place", made.pk)
    return render(request, "community/place_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
def change_place(request, pk):
    """What is known of a place now."""
    found = get_object_or_404(Place, pk=pk)
    initial: dict[str, Any] = vars(found) | {"area": found.area_id, "agency": found.agency_id}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_place(place=found, by=request.worker, version=version_of(request), **form.facts())
        return redirect("community:place", found.pk)
    page = {"form": form, "place": found}
    return render(request, "community/place_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
@require_POST
def confirm_place(request, pk):
    """It still holds, as of today."""
    actions.confirm_place(place=get_object_or_404(Place, pk=pk), by=request.worker)
    messages.success(request, "きょう確かめたと記録しました。")
    return redirect("community:place", pk)


@needs(Permission.COMMUNITY_WORK)
def close_place(request, pk):
    """It is no longer there."""
    found = get_object_or_404(Place, pk=pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_place(place=found, by=request.worker, **form.cleaned_data)
        return redirect("community:place", pk)
    page = {"form": form, "heading": f"「{found.name}」を閉じる", "crumb": found.name, "back": f"/places/{pk}/",
            "verb": "閉じる", "decision": rules.may_close_place(found, request.worker),
            "lead": "登録は残り、一覧からは外れます。使っていたグループは、この日で使いおわったことになります。"}  # fmt: skip
    return render(request, "community/neighbour_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
@require_POST
def reopen_place(request, pk):
    """It is there again."""
    actions.reopen_place(place=get_object_or_404(Place, pk=pk), by=request.worker)
    return redirect("community:place", pk)


@needs(Permission.SETTINGS)
def register_settings(request):
    """After how many months an entry is old."""
    now = finding.setting()
    form = RegisterForm(request.POST or None, initial={"check_months": now.check_months, "link_days": now.link_days})
    if request.method == "POST" and form.is_valid():
        actions.set_register(by=request.worker, **form.cleaned_data)
        messages.success(request, "台帳の決まりを変えました。")
        return redirect("community:places")
    page = {"form": form, "heading": "居場所の台帳の決まり", "crumb": "居場所・資源", "back": "/places/", "verb": "保存する",
            "decision": rules.may_set_register(request.worker)}  # fmt: skip
    return render(request, "community/neighbour_form.html", page, status=422 if form.errors else 200)
