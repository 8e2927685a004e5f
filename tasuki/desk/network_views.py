"""The pages of the network of agencies (機関のつながり)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.asked import key, year
from tasuki.shared.calendar_jp import fiscal_year_label, wareki_plain
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency

from . import network_drawing
from .network import ORDERS, network_of, sheets_between
from .network_counts import years


def _year(request, listed):
    """The fiscal year that was asked for; this one at first, all of them with 「all」."""
    asked = request.GET.get("year", "")
    return None if asked == "all" else year(asked) or (listed[0] if listed else None)


def _note(worker):
    return f"{wareki_plain(clock.today())}作成　{worker.agency.name} {worker.name}"


@needs(Permission.MEETING_RUN)
def network(request):
    """Who hands on to whom."""
    me, listed = request.worker, years()
    page = network_of(me, _year(request, listed), request.GET.get("order", ""))
    svg = network_drawing.draw(page, note=_note(me)) if page.mapped else ""
    record(Act.LOOK, "機関のつながりを開いた", by=me, count=len(page.nodes))
    context = {"page": page, "orders": ORDERS.items(), "years": [(one, fiscal_year_label(one)) for one in listed],
               "picture": SafeString(svg.replace("<svg ", '<svg class="geno wide" ', 1))}  # fmt: skip
    return render(request, "desk/network.html", context)


@needs(Permission.MEETING_RUN)
def network_file(request):
    """The map as SVG."""
    me = request.worker
    page = network_of(me, _year(request, years()))
    record(Act.EXPORT, "機関のつながりを図として出力", by=me, count=len(page.nodes))
    name = 'attachment; filename="tasuki-network.svg"' if request.GET.get("save") == "1" else "inline"
    svg = network_drawing.draw(page, note=_note(me))
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Disposition": name})


@needs(Permission.MEETING_RUN)
def network_sheets(request):
    """The sheets behind a number, as far as they are open to the reader."""
    me, ends = request.worker, [key(request.GET.get(name, "")) for name in ("from", "to")]
    rows = sheets_between(me, *ends, _year(request, years()))
    names = {one.pk: one.name for one in Agency.objects.filter(pk__in=[one for one in ends if one])}
    record(Act.LOOK, "つなぎの一覧を開いた", by=me, objects=[one.referral_id for one in rows], count=len(rows))
    context = {"rows": rows, "sender": names.get(ends[0], "機関"), "taker": names.get(ends[1], "機関"),
               "year": request.GET.get("year", "")}  # fmt: skip
    return render(request, "desk/network_sheets.html", context)
