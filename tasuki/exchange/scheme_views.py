"""支援制度の取り込み・書き出し: the register of schemes as a table, and tables read into it line by line."""

from tasuki.shared.tables import EXCEL
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, published, registers, rules, scheme_table
from .files import FILES
from .forms import SchemesForm
from .registers import Register, file

SCHEMES = Register(
    "schemes", "支援制度", "制度名", "新しい制度", "community:schemes", "community:scheme", "exchange:schemes",
    "exchange:scheme_check", "exchange:scheme_errors", scheme_table.told_headings, scheme_table.lines,
    actions.import_schemes, rules.may_import_schemes,
)  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def exchange(request):
    """What goes out, and the place to bring a table."""
    form = SchemesForm(request.POST or None, request.FILES or None)
    page = {"shown": len(published.schemes()), "file": FILES["schemes.csv"]}
    return registers.bring(request, SCHEMES, form, "exchange/schemes.html", **page)


@needs(Permission.COMMUNITY_WORK)
def check(request):
    """Every line with what it will do; then all of them at once."""
    return registers.check(request, SCHEMES)


@needs(Permission.COMMUNITY_WORK)
def errors(request):
    """The table that was read, with its errors in red."""
    return registers.errors(request, SCHEMES)


@needs(Permission.COMMUNITY_WORK)
def table(request):
    """The whole register, in columns that can be read again."""
    return file(actions.export_schemes(by=request.worker), "支援制度の一覧.xlsx", EXCEL)
