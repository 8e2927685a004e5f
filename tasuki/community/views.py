"""The register of places (居場所・資源): found by anybody who works for the town, kept by those who grow it."""

from django.shortcuts import get_object_or_404, redirect, render

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, finding, rules
from .forms import PlaceFilter, PlaceForm
from .models import Place


@needs(Permission.COMMUNITY_READ)
def places(request):
    """The list of places."""
    form = PlaceFilter(request.GET or None, councils=finding.councils())
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = finding.one_page(finding.wanted_places(wanted), request.GET.dict())
    may = rules.may_register_place(request.worker)
    return render(request, "community/places.html", {"form": form, "shown": shown, "may_register": may})


@needs(Permission.COMMUNITY_READ)
def place(request, pk):
    """One place."""
    found = finding.told(get_object_or_404(Place.objects.select_related("area"), pk=pk))
    may = rules.may_change_place(found, request.worker)
    return render(request, "community/place.html", {"place": found, "may_change": may})


@needs(Permission.COMMUNITY_WORK)
def new_place(request):
    """A further place."""
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.register_place(by=request.worker, **form.cleaned_data)
        return redirect("community:place", made.pk)
    return render(request, "community/place_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_WORK)
def change_place(request, pk):
    """What is known of a place now."""
    found = get_object_or_404(Place, pk=pk)
    form = PlaceForm(request.POST or None, initial=vars(found) | {"area": found.area_id})
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("_version", "")
        actions.change_place(place=found, by=request.worker, version=int(version) if version.isdigit() else None,
                             **form.cleaned_data)  # fmt: skip
        return redirect("community:place", found.pk)
    page = {"form": form, "place": found}
    return render(request, "community/place_form.html", page, status=422 if form.errors else 200)
