"""The map of places (地図), the same as GeoJSON, and its page of the settings."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import clock
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs
from tasuki.tenancy.models import Area

from . import boundaries, boundaries_rules, maps, maps_filter, register_reading
from .boundaries_models import AreaOutline
from .distance import pace_in_force
from .maps_forms import MapFilter, OutlineForm, PaceForm

HERE = "/settings/map/"


def _drawn(request):
    """The form, the outlines and the map as the address asks for them."""
    outlines = list(AreaOutline.objects.select_related("area", "town").order_by("area__order", "town__name"))
    form = MapFilter(request.GET or None, outlines=outlines)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    origin, pace, today = maps_filter.origin_of(wanted.get("origin", ""), outlines), pace_in_force(), clock.today()
    found = maps_filter.wanted_on_map(wanted, today, origin, pace)
    drawn = maps.draw(found, outlines, origin, wanted.get("minutes", ""), pace, today)
    return form, outlines, origin, drawn


@needs(Permission.COMMUNITY_READ)
def map_page(request):
    """Where the places are, and where there is none."""
    form, outlines, origin, drawn = _drawn(request)
    rest = request.GET.copy()
    rest.pop("origin", None)
    page = {
        "form": form, "map": drawn, "origin": origin, "rest": rest.urlencode(), "query": request.GET.urlencode(),
        "may_draw": boundaries_rules.may_draw_outlines(request.worker), "pace": pace_in_force(),
        "tabs": register_reading.tabs("map", request.worker),
        "sources": dict.fromkeys(outline.source for outline in outlines if outline.source),
    }  # fmt: skip
    return render(request, "community/map.html", page)


@needs(Permission.COMMUNITY_READ)
def map_data(request):
    """The same map as GeoJSON, for the one that can be moved."""
    _, outlines, _, drawn = _drawn(request)
    return JsonResponse(maps.geojson(drawn, outlines))


def _settings(request, **context):
    areas = Area.objects.prefetch_related("outlines__town").order_by("order", "name")
    pace = pace_in_force()
    context.setdefault("pace_form", PaceForm(initial=vars(pace)))
    context.setdefault("form", OutlineForm())
    wrong = context["form"].errors or context["pace_form"].errors
    context |= {"tabs": settings_tabs(request.worker, HERE), "areas": areas,
                "may": boundaries_rules.may_draw_outlines(request.worker)}  # fmt: skip
    return render(request, "community/map_settings.html", context, status=422 if wrong else 200)


@needs(Permission.SETTINGS)
def map_settings(request):
    """Outlines read from a file, and the pace on foot."""
    form = OutlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        report = boundaries.draw_outlines(by=request.worker, shapes=form.shapes, source=form.cleaned_data["source"])
        return _settings(request, report=report)
    return _settings(request, form=form)


@needs(Permission.SETTINGS)
@require_POST
def clear_map(request):
    """All outlines away."""
    count = boundaries.clear_outlines(by=request.worker)
    messages.success(request, f"境界を{count}件消しました。")
    return redirect("community:map_settings")


@needs(Permission.SETTINGS)
@require_POST
def change_pace(request):
    """How minutes on foot are reckoned."""
    form = PaceForm(request.POST)
    if form.is_valid():
        boundaries.set_pace(by=request.worker, **form.cleaned_data)
        messages.success(request, "徒歩の見積りを変えました。")
        return redirect("community:map_settings")
    return _settings(request, pace_form=form)
