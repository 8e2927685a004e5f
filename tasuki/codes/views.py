"""The settings (設定): numbers, areas, agencies, code lists. Cases are not to be seen here."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import clock
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs
from tasuki.tenancy.models import Agency, Area

from . import actions, lookup, rules, town
from .forms import AgencyForm, AreaForm, LabelForm, NumbersForm, TownForm
from .models import Code
from .titles import TITLES, title


def show(request, template, place, **context):
    """A page of the settings; a form with errors answers 422."""
    form = context.get("form")
    context |= {"tabs": settings_tabs(request.worker, place), "may": rules.may_change_settings(request.worker)}
    return render(request, template, context, status=422 if form and form.errors else 200)


@needs(Permission.SETTINGS)
def numbers(request):
    """期限・間隔・小さい数."""
    municipality = request.worker.agency.municipality
    form = NumbersForm.of(municipality, request.POST or None)
    if request.method == "POST" and form.is_valid():
        town.change_settings(municipality=municipality, by=request.worker, **form.cleaned_data)
        return redirect("codes:settings")
    return show(request, "codes/settings.html", "/settings/", form=form, municipality=municipality)


@needs(Permission.SETTINGS)
def areas(request):
    """圏域 and their 町字."""
    return show(request, "codes/areas.html", "/settings/areas/", areas=Area.objects.prefetch_related("towns"))


@needs(Permission.SETTINGS)
def new_area(request):
    """A further 圏域."""
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        town.add_area(by=request.worker, **form.cleaned_data)
        return redirect("codes:areas")
    return show(
        request, "codes/form.html", "/settings/areas/", form=form, heading="圏域を加える", back="/settings/areas/"
    )


@needs(Permission.SETTINGS)
def new_town(request):
    """A further 町字."""
    form = TownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        town.add_town(by=request.worker, **form.cleaned_data)
        return redirect("codes:areas")
    return show(
        request, "codes/form.html", "/settings/areas/", form=form, heading="町字を加える", back="/settings/areas/"
    )


@needs(Permission.SETTINGS)
def agencies(request):
    """機関・部署, closed ones last."""
    found = Agency.objects.select_related("area").order_by("closed_on", "name")
    for agency in found:
        agency.kind_label = lookup.label("agency_kind", agency.kind)
        agency.field_labels = lookup.labels("field", agency.fields)
    return show(request, "codes/agencies.html", "/settings/agencies/", agencies=found)


@needs(Permission.SETTINGS)
def new_agency(request):
    """A further agency."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        town.register_agency(by=request.worker, **form.facts())
        return redirect("codes:agencies")
    return show(
        request,
        "codes/form.html",
        "/settings/agencies/",
        form=form,
        heading="機関を登録する",
        back="/settings/agencies/",
    )


@needs(Permission.SETTINGS)
def change_agency(request, pk):
    """What is known of an agency now."""
    agency = get_object_or_404(Agency, pk=pk)
    form = AgencyForm.of(agency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        town.change_agency(agency=agency, by=request.worker, **form.facts())
        return redirect("codes:agencies")
    return show(
        request,
        "codes/form.html",
        "/settings/agencies/",
        form=form,
        heading=f"{agency}を直す",
        back="/settings/agencies/",
    )


@needs(Permission.SETTINGS)
def lists(request):
    """The code lists."""
    names = sorted(Code.objects.values_list("list", flat=True).distinct(), key=lambda name: [*TITLES, name].index(name))
    return show(request, "codes/lists.html", "/settings/codes/", lists=[(name, title(name)) for name in names])


@needs(Permission.SETTINGS)
def one_list(request, name):
    """One list: relabel, add, close."""
    codes = list(Code.objects.filter(list=name))
    if not codes:
        raise Http404("この一覧はありません。")
    for code in codes:
        code.is_open = lookup.Choice(code.label, code.valid_from, code.valid_to).open_on(clock.today())
    return show(request, "codes/list.html", "/settings/codes/", codes=codes, name=name, title=title(name))


@needs(Permission.SETTINGS)
def new_code(request, name):
    """A choice of the town's own."""
    get_object_or_404(Code.objects.filter(list=name)[:1])
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_code(by=request.worker, list=name, **form.cleaned_data)
        return redirect("codes:list", name)
    back = f"/settings/codes/{name}/"
    return show(
        request, "codes/form.html", "/settings/codes/", form=form, heading=f"「{title(name)}」に加える", back=back
    )


@needs(Permission.SETTINGS)
def relabel(request, pk):
    """The town's word for a choice."""
    code = get_object_or_404(Code, pk=pk)
    form = LabelForm(request.POST or None, initial={"label": code.label})
    if request.method == "POST" and form.is_valid():
        actions.relabel_code(code=code, by=request.worker, **form.cleaned_data)
        return redirect("codes:list", code.list)
    back = f"/settings/codes/{code.list}/"
    return show(
        request, "codes/form.html", "/settings/codes/", form=form, heading=f"「{code.label}」の表示を変える", back=back
    )


@needs(Permission.SETTINGS)
@require_POST
def close(request, pk):
    """Not to be chosen any more."""
    code = actions.close_code(code=get_object_or_404(Code, pk=pk), by=request.worker)
    return redirect("codes:list", code.list)


@needs(Permission.SETTINGS)
@require_POST
def reopen(request, pk):
    """To be chosen again."""
    code = actions.reopen_code(code=get_object_or_404(Code, pk=pk), by=request.worker)
    return redirect("codes:list", code.list)
