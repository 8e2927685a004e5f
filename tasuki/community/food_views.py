"""The food drive (フードドライブ): the shelf, in, out, counted, the book, the year for those who gave."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import asked, clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.shared.tables import EXCEL
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import pdf_response

from . import food_actions as actions
from . import food_papers, food_stock
from . import food_rules as rules
from .food_forms import (
    BookFilter,
    ChangeDonorForm,
    DonorForm,
    FoodCountForm,
    FoodInForm,
    FoodOutForm,
    StockFilter,
    UndoForm,
    food_lines,
    lines_hold,
)
from .food_models import FoodDonor, FoodMove
from .views import version_of


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    pages = [
        ("在庫", "/food/"),
        ("出し入れの帳簿", "/food/book/"),
        ("提供者", "/food/donors/"),
        ("年度のまとめ", "/food/year/"),
    ]
    return [(label, address, address == here) for label, address in pages]


def _year(request) -> int:
    return asked.year(request.GET.get("year", "")) or fiscal_year(clock.today())


@needs(Permission.COMMUNITY_READ)
def stock(request):
    """What lies where."""
    form = StockFilter(request.GET or None, places=food_stock.storing())
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = food_stock.worded(list(food_stock.wanted_stock(wanted)[:500]))
    soon, over = food_stock.soon_and_over()
    page = {"form": form, "rows": rows, "soon": soon, "over": over, "tabs": _tabs("/food/"),
            "may": rules.may_keep_food(request.worker)}  # fmt: skip
    return render(request, "community/food.html", page)


@needs(Permission.COMMUNITY_WORK)
def food_in(request):
    """Food was brought."""
    form, lines = FoodInForm(request.POST or None, initial=request.GET.dict()), food_lines(request.POST or None)
    if request.method == "POST" and lines_hold(form, lines):
        actions.receive_food(by=request.worker, lines=[line.brought() for line in lines if line.filled],
                             **form.cleaned_data)  # fmt: skip
        return redirect("community:food")
    bad = form.errors or any(line.errors for line in lines)
    return render(request, "community/food_in.html", {"form": form, "lines": lines}, status=422 if bad else 200)


def _shelf(request):
    """The place whose food is taken: the one asked for, else the first in which something lies."""
    places = list(food_stock.storing())
    asked = request.GET.get("place", "")
    place = next((one for one in places if str(one.pk) == asked), places[0] if places else None)
    return places, place, food_stock.worded(list(food_stock.wanted_stock({"place": place}))) if place else []


@needs(Permission.COMMUNITY_WORK)
def food_out(request):
    """Food goes out of a place."""
    places, place, rows = _shelf(request)
    form = FoodOutForm(request.POST or None, stock=rows, place=place)
    if request.method == "POST" and form.is_valid():
        _take_out(request.worker, place, form)
        return redirect("community:food")
    page = {"form": form, "places": places, "place": place}
    return render(request, "community/food_out.html", page, status=422 if form.errors else 200)


def _take_out(worker, place, form) -> None:
    """The action that the way asks for."""
    told, common = form.cleaned_data, {"by": worker, "place": place, "on": form.cleaned_data["on"]}
    if told["kind"] == "given":
        actions.give_food(**common, lines=form.taken(), to=told["to"], recipient=told["recipient"],
                          people=told["people"])  # fmt: skip
    elif told["kind"] == "moved":
        actions.move_food(**common, lines=form.taken(), to=told["to"])
    else:
        actions.discard_food(**common, lines=form.taken(), expired=told["kind"] == "expired", reason=told["reason"])


@needs(Permission.COMMUNITY_WORK)
def food_count(request):
    """Stock-taking."""
    places, place, rows = _shelf(request)
    form = FoodCountForm(request.POST or None, stock=rows)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.count_food(by=request.worker, place=place, on=told["on"], counted=form.taken(), reason=told["reason"])
        return redirect("community:food_book")
    page = {"form": form, "places": places, "place": place}
    return render(request, "community/food_count.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def food_book(request):
    """Every line of the book."""
    form = BookFilter(request.GET or None, places=food_stock.storing())
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = food_stock.a_page(food_stock.book(wanted), request.GET.dict())
    page = {"form": form, "shown": shown, "tabs": _tabs("/food/book/"), "may": rules.may_keep_food(request.worker)}
    return render(request, "community/food_book.html", page)


@needs(Permission.COMMUNITY_WORK)
def food_undo(request, pk):
    """A line that was wrong."""
    move = get_object_or_404(FoodMove.objects.select_related("lot", "from_place", "to_place"), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.undo_food(by=request.worker, move=move, reason=form.cleaned_data["reason"])
        return redirect("community:food_book")
    page = {"form": form, "move": move, "may": rules.may_undo_food(request.worker, move)}
    return render(request, "community/food_undo.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def donors(request):
    """Who gives."""
    page = {"donors": FoodDonor.objects.order_by("closed", "name"), "tabs": _tabs("/food/donors/"),
            "year": fiscal_year(clock.today()), "may": rules.may_keep_food(request.worker)}  # fmt: skip
    return render(request, "community/food_donors.html", page)


@needs(Permission.COMMUNITY_WORK)
def new_donor(request):
    """A further giver."""
    form = DonorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.register_donor(by=request.worker, **form.cleaned_data)
        return redirect(f"/food/in/?donor={made.pk}")
    return render(request, "community/food_donor_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def food_year(request):
    """A year of the food drive."""
    page = {"told": food_stock.of_year(_year(request)), "years": food_stock.years(), "tabs": _tabs("/food/year/")}
    return render(request, "community/food_year.html", page)


@needs(Permission.COMMUNITY_READ)
def food_year_excel(request):
    """The same as Excel, with a sheet of the givers."""
    told = food_stock.of_year(_year(request))
    record(Act.EXPORT, "フードドライブの年度のまとめを取り出した", by=request.worker, count=told.brought)
    headers = {"Content-Disposition": f'attachment; filename="food-{told.year}.xlsx"'}
    return HttpResponse(food_papers.workbook(told, request.worker), content_type=EXCEL, headers=headers)


@needs(Permission.COMMUNITY_WORK)
def change_donor(request, pk):
    """A giver put right."""
    donor = get_object_or_404(FoodDonor, pk=pk)
    form = ChangeDonorForm(request.POST or None, initial=vars(donor), donor=donor)
    if request.method == "POST" and form.is_valid():
        actions.change_donor(donor=donor, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect("community:food_donors")
    page = {"form": form, "donor": donor}
    return render(request, "community/food_donor_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def donor_paper(request, pk):
    """The sheet for one giver (提供者への報告)."""
    donor = get_object_or_404(FoodDonor, pk=pk)
    told = food_stock.of_year(_year(request), donor)
    record(Act.PRINT, "提供者への報告を印刷", by=request.worker, objects=[donor.pk])
    whole = food_stock.of_year(told.year)
    return pdf_response(request, "community/food_donor_paper.html", {"told": told, "whole": whole},
                        title=f"フードドライブのご報告（{donor.name}・{told.label}）", reader=request.worker, mark="")  # fmt: skip
