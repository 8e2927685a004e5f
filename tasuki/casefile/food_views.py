"""Food for the household of a case (食料の支援): what was given, and giving."""

from django.shortcuts import get_object_or_404, redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.rules import may_write_record
from tasuki.codes import lookup
from tasuki.community import food_stock
from tasuki.community.food_forms import TakingForm, UndoForm
from tasuki.community.food_rules import on_a_day_gone
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.fields import WarekiDateField

from . import food
from .models import CaseFood


class CaseFoodForm(TakingForm):
    """When, and how much of what lies at the place."""

    on = WarekiDateField(label="渡した日", initial=clock.today)

    def clean(self):
        """A day gone by; not more than there is."""
        told = super().clean()
        if told.get("on") and not (may := on_a_day_gone(told["on"])):
            self.add_error("on", may.reason)
        self.within_stock()
        return told


def _given(case, worker):
    """What the household got, in words."""
    found = list(
        CaseFood.objects.visible_to(worker).filter(case=case).select_related("move__lot", "move__from_place", "by")
    )
    for one in found:
        one.unit = lookup.label("food_unit", one.move.lot.unit)
    return found


@needs(Permission.CASE_READ)
def case_food(request, key):
    """食料の支援."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="食料の支援を開いた")
    page = {"case": case, "given": _given(case, request.worker), "may": may_write_record(case, request.worker)}
    return render(request, "casefile/case_food.html", page)


@needs(Permission.CASE_WORK)
def give_food(request, key):
    """食料を渡す."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="食料を渡す用紙を開いた")
    places, asked = list(food_stock.storing()), request.GET.get("place", "")
    place = next((one for one in places if str(one.pk) == asked), places[0] if places else None)
    stock = food_stock.worded(list(food_stock.wanted_stock({"place": place}))) if place else []
    form = CaseFoodForm(request.POST or None, stock=stock)
    if request.method == "POST" and place and form.is_valid():
        food.give_case_food(case=case, by=request.worker, place=place, on=form.cleaned_data["on"], lines=form.taken())
        return redirect("casefile:case_food", key)
    page = {"case": case, "form": form, "places": places, "place": place, "may": may_write_record(case, request.worker)}
    return render(request, "casefile/give_food.html", page, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def undo_food(request, key, food_given):
    """取り消す."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="食料の支援の取り消しを開いた")
    rows = CaseFood.objects.visible_to(request.worker).filter(case=case).select_related("move__lot", "case")
    given, form = get_object_or_404(rows, pk=food_given), UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        food.undo_case_food(given=given, by=request.worker, reason=form.cleaned_data["reason"])
        return redirect("casefile:case_food", key)
    page = {"case": case, "form": form, "given": given, "may": may_write_record(case, request.worker)}
    return render(request, "casefile/undo_food.html", page, status=422 if form.errors else 200)
