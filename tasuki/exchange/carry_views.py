"""表から取り込む: people, households, cases and records from Excel or CSV — columns, rows, taking in, taking back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.shared.tables import EXCEL
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import carry_actions as actions
from . import carry_pages as pages
from . import carry_workbook, rules
from .carry_columns import items
from .carry_forms import BringForm, ColumnsForm, ProfileForm
from .carry_known import Reader
from .carry_models import Carry, CarryProfile
from .carry_tables import shipped_profiles
from .carry_undoing import undo_carry, undo_rest
from .enums import CarryState

RECENT = 50


def _carry(request, key):
    return get_object_or_404(Carry.objects.visible_to(request.worker), pk=key)


def _file(content, name):
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@needs(Permission.CARRY)
def carry(request):
    """What was brought in, and the place to bring a table."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = actions.bring_table(by=request.worker, name=form.name, sheets=form.sheets)
        return redirect("exchange:carry_columns", brought.pk)
    recent = (
        Carry.objects.visible_to(request.worker).defer("sheets", "table", "answers").select_related("worker")[:RECENT]
    )
    page = {"form": form, "recent": recent, "may": rules.may_bring_table(request.worker)}
    return render(request, "exchange/carry.html", page, status=422 if form.errors else 200)


@needs(Permission.CARRY)
def template(request):
    """The blank table with examples and the words that are understood."""
    return _file(carry_workbook.template(request.worker), "取り込みのひな形.xlsx")


@needs(Permission.CARRY)
def columns(request, key):
    """What each column means."""
    found = _carry(request, key)
    if found.state not in (CarryState.MAPPING, CarryState.CHECKING):
        return redirect("exchange:carry_check", found.pk)
    page = pages.columns_page(found, request.worker, request.POST if request.method == "POST" else request.GET)
    begin = {name: page[name] for name in ("source", "opens_cases", "heading", "sheet", "skips_hidden")}
    form = ColumnsForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in begin}
        told["version"] = number(request.POST.get("version", ""))
        actions.map_columns(carry=found, by=request.worker, mapping=form.mapping, **told)
        return redirect("exchange:carry_check", found.pk)
    if form.is_bound:
        page["columns"] = [(n, name, some, form.data.get(f"column-{n}", "")) for n, name, some, _ in page["columns"]]
    return render(request, "exchange/carry_columns.html", page | {"form": form}, status=422 if form.errors else 200)


@needs(Permission.CARRY)
def check(request, key):
    """The rows with what is wrong in which cell; what was typed is read anew. Afterwards: what came of it."""
    found = _carry(request, key)
    if found.state == CarryState.MAPPING:
        return redirect("exchange:carry_columns", found.pk)
    if found.state != CarryState.CHECKING:
        return render(request, "exchange/carry_done.html", pages.done_page(found, request.worker))
    if request.method == "POST":
        cells, answers = pages.typed(request.POST, found)
        version = number(request.POST.get("version", ""))
        actions.mend_rows(carry=found, by=request.worker, cells=cells, answers=answers, version=version)
        return redirect(request.get_full_path())
    return render(request, "exchange/carry_check.html", pages.check_page(found, request.worker, request.GET))


@needs(Permission.CARRY)
@require_POST
def answer(request, key):
    """One answer for all rows that ask whether somebody is the same, or for all that say otherwise."""
    found, said = _carry(request, key), request.POST.get("answer", "")
    lines = Reader.of(found, request.worker).lines_of(found)
    differing = said in ("take", "keep")
    answers = actions.taking(lines, said == "take") if differing else actions.asking(lines, said == "same")
    actions.answer_all(carry=found, by=request.worker, answers=answers)
    there = reverse("exchange:carry_check", args=[found.pk])
    return redirect(f"{there}?show=changed" if differing else there)


@needs(Permission.CARRY)
def errors(request, key):
    """The table with its errors in red."""
    found = _carry(request, key)
    record(Act.EXPORT, "取り込む表（直すところ）", by=request.worker, objects=[found.pk], count=len(found.table))
    return _file(carry_workbook.errors_workbook(found, request.worker), "取り込み（直すところ）.xlsx")


@needs(Permission.CARRY)
@require_POST
def discard(request, key):
    """Not taken in after all."""
    actions.discard_table(carry=_carry(request, key), by=request.worker)
    return redirect("exchange:carry")


@needs(Permission.CARRY)
def undo(request, key):
    """What would go, what holds it; then gone."""
    found = _carry(request, key)
    if request.method == "POST":
        (undo_rest if request.POST.get("rest") else undo_carry)(carry=found, by=request.worker)
        return redirect("exchange:carry_check", found.pk)
    return render(request, "exchange/carry_undo.html", pages.undo_page(found, request.worker))


@needs(Permission.CARRY)
def profiles(request):
    """The profiles of columns: the town's, and those that come with the product."""
    if request.method == "POST":
        mine = actions.take_shipped_profile(by=request.worker, key=request.POST.get("take", ""))
        return redirect("exchange:carry_profile", mine.pk) if mine else redirect("exchange:carry_profiles")
    own = list(CarryProfile.objects.visible_to(request.worker))
    names = {one.name for one in own}
    shipped = [one for one in shipped_profiles() if one["name"] not in names]
    return render(request, "exchange/carry_profiles.html", {"own": own, "shipped": shipped})


@needs(Permission.CARRY)
def profile(request, key):
    """One profile, heading by heading."""
    found = get_object_or_404(CarryProfile.objects.visible_to(request.worker), pk=key)
    form = ProfileForm(request.POST or None, initial=ProfileForm.of(found))
    if request.method == "POST" and form.is_valid():
        actions.keep_profile(by=request.worker, profile=found, **form.cleaned_data)
        return redirect("exchange:carry_profiles")
    page = {
        "form": form,
        "profile": found,
        "items": items().values(),
        "may": rules.may_drop_profile(found, request.worker),
    }
    return render(request, "exchange/carry_profile.html", page, status=422 if form.errors else 200)


@needs(Permission.CARRY)
@require_POST
def drop_profile(request, key):
    """No longer needed."""
    found = get_object_or_404(CarryProfile.objects.visible_to(request.worker), pk=key)
    actions.drop_profile(profile=found, by=request.worker)
    return redirect("exchange:carry_profiles")
