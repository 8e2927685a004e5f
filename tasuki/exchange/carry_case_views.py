"""まとめて入力: several members, or several short records, of one case in a grid that takes a block from Excel."""

from django.shortcuts import redirect, render

from tasuki.cases.access import open_case
from tasuki.cases.rules import may_add_member, may_write_record
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import carry_writing as actions
from .carry_columns import MEMBER_ITEMS, RECORD_ITEMS, items
from .carry_known import Reader
from .carry_pages import case_grid, case_rows

MOST, LEAST = 60, 6


def _grid(request, case, keys):
    """The lines typed, judged."""
    if request.method != "POST":
        return []
    rows, answers = case_rows(request.POST, keys, MOST)
    return Reader(request.worker, into=case).lines(rows, answers)


def _shown(request, case, keys, lines, **more):
    page = {
        "case": case, "labels": [items()[key].label for key in keys], "rows": case_grid(lines, keys, LEAST),
        "wrong": sum(line.wrong for line in lines), "asks": sum(line.asks for line in lines),
        "nothing": request.method == "POST" and not lines, **more,
    }  # fmt: skip
    return render(request, "exchange/carry_case.html", page, status=422 if request.method == "POST" else 200)


def _sound(lines):
    return bool(lines) and not any(line.wrong or line.asks for line in lines)


@needs(Permission.CASE_WORK)
def members(request, key):
    """世帯員をまとめて入れる."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="世帯員をまとめて入れる")
    lines = _grid(request, case, MEMBER_ITEMS)
    if _sound(lines):
        actions.add_members(case=case, by=request.worker, lines=lines)
        return redirect("casefile:household", case.pk)
    return _shown(request, case, MEMBER_ITEMS, lines, title="世帯員をまとめて入れる", back="casefile:household",
                  may=may_add_member(case, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def records(request, key):
    """記録をまとめて入れる."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="記録をまとめて入れる")
    lines = _grid(request, case, RECORD_ITEMS)
    if _sound(lines):
        actions.add_records(case=case, by=request.worker, lines=lines)
        return redirect("casefile:case", case.pk)
    return _shown(request, case, RECORD_ITEMS, lines, title="記録をまとめて入れる", back="casefile:case",
                  may=may_write_record(case, request.worker))  # fmt: skip
