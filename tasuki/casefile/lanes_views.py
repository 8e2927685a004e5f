"""The page of the lanes (横の経過)."""

from tasuki.cases.access import open_case
from tasuki.cases.reading import access_of
from tasuki.shared.asked import number
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from .lanes import KINDS, lanes_of
from .lanes_drawing import sheets
from .life_drawing import life_sheet
from .page import head_of
from .pictures import as_file, as_picture, picture_page, signed


def _asked(request, case, head):
    """The lanes as the address asks for them."""
    days = number(request.GET.get("gap", "")) or request.worker.agency.municipality.contact_gap_days
    told = {name: request.GET.get(name, "") for name in ("kind", "agency")}
    return lanes_of(case, request.worker, head, gap_days=min(max(days, 1), 3650), **told)


@needs(Permission.CASE_READ)
def lanes(request, key):
    """横の経過."""
    case = open_case(request.worker, key, verb="横の経過を開いた")
    head = head_of(case, request.worker)
    drawn = _asked(request, case, head) if access_of(case).opens(Scope.RECORD) else None
    pages = sheets(drawn, signed(request.worker, case)) if drawn else []
    told = life_sheet(drawn.told, head.names, drawn.today, signed(request.worker, case)) if drawn else ""
    return picture_page(request, case, "casefile/lanes.html", "", head=head, lanes=drawn, kinds=KINDS.items(), life=as_picture(told, "wide"), life_open=access_of(case).opens(Scope.ASSESSMENT),
                        pages=[(title, as_picture(svg, "wide")) for title, svg in pages])  # fmt: skip


@needs(Permission.CASE_READ)
def lanes_file(request, key, page):
    """One sheet as SVG."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="横の経過を出力した")
    pages = sheets(_asked(request, case, head_of(case, request.worker)), signed(request.worker, case))
    return as_file(request, case, pages[min(page, len(pages)) - 1][1], "横の経過")
