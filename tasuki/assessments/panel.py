"""アセスメント on the case page."""

from itertools import pairwise
from typing import Any

from tasuki.cases.models import Case
from tasuki.cases.panels import Panel
from tasuki.cases.reading import access_of
from tasuki.codes.sheet_definitions import load
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from . import rules
from .models import Assessment, MemberAssessment
from .showing import member_part, names_of, parts_of


def panel(case: Case, worker: Worker) -> Panel:
    """The newest fixed version, the versions, the draft; for a reader of single persons, their newest parts."""
    access = access_of(case)
    rows = Assessment.objects.visible_to(worker).filter(case=case)
    versions = list(rows.select_related("made_by", "agency").order_by("-number"))
    fixed = [one for one in versions if one.fixed_at]
    parts = parts_of(fixed[0], case, worker) if fixed else _persons_only(case, worker) if not versions else []
    earlier = {one.number: before.number for one, before in pairwise(fixed)}
    context: dict[str, Any] = {
        "latest": fixed[0] if fixed else None, "parts": parts,
        "draft": next((one for one in versions if not one.fixed_at), None),
        "versions": [(one, earlier.get(one.number)) for one in fixed],
        "may_begin": rules.may_begin_assessment(case, worker, access), "whole": access.covers(Scope.ASSESSMENT, None),
    }  # fmt: skip
    return Panel("assessments/_panel.html", context, count=len(fixed) or None)


def _persons_only(case: Case, worker: Worker) -> list[Any]:
    """The newest fixed part of each person who is open to the reader, without the household's."""
    rows = MemberAssessment.objects.visible_to(worker).filter(case=case).exclude(fixed_at=None)
    open_rows = list(rows.order_by("person", "-number").distinct("person"))
    if not open_rows:
        return []
    # The household's row is closed to this reader; each part tells its version itself.
    names = names_of(case, worker)
    return [member_part(load("household", row.sheet_version), row, names) for row in open_rows]
