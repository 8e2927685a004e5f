"""取り込む・書き出す: the register of places as tables and open data, and tables read into it line by line."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from tasuki.community.models import Place
from tasuki.shared.tables import EXCEL
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, ical, published, registers, rules
from .files import FILES
from .forms import PlacesForm
from .lines import Reader, told_headings
from .registers import Register, file

PLACES = Register(
    "places", "居場所・資源", "名称", "新しい場所", "community:places", "community:place", "exchange:exchange", "exchange:check",
    "exchange:errors", told_headings, lambda said: Reader().lines(said), actions.import_places, rules.may_import_places,
    where=True, map_url="community:map",
)  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def exchange(request):
    """What goes out, and the place to bring a table."""
    form = PlacesForm(request.POST or None, request.FILES or None)
    page = {"files": FILES.items(), "shown": len(published.places())}
    return registers.bring(request, PLACES, form, "exchange/exchange.html", **page)


@needs(Permission.COMMUNITY_WORK)
def check(request):
    """Every line with what it will do; then all of them at once."""
    return registers.check(request, PLACES)


@needs(Permission.COMMUNITY_WORK)
def errors(request):
    """The table that was read, with its errors in red."""
    return registers.errors(request, PLACES)


@needs(Permission.COMMUNITY_WORK, fresh=True)
def table(request):
    """The whole register for the office, contacts too."""
    return file(actions.export_places(by=request.worker), "居場所・資源の一覧.xlsx", EXCEL)


@needs(Permission.COMMUNITY_WORK)
def open_file(request, form):
    """One of the forms of open data."""
    if form not in FILES:
        raise Http404("この形式はありません。")
    return file(actions.publish_places(by=request.worker, form=form), FILES[form].name, FILES[form].kind)


@needs(Permission.COMMUNITY_READ)
def opening(request, pk):
    """The opening days of one place as a calendar."""
    place = get_object_or_404(Place, pk=pk)
    return file(ical.of_place(place), f"{place.name}.ics", "text/calendar; charset=utf-8")
