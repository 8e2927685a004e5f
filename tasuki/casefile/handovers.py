"""The sheet of a hand-over as it was made, as far as its cases may still be seen (引継ぎの用紙). Reads only."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from tasuki.cases.models import Case
from tasuki.cases.reading import NO_CASES
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.models import Agency

from .care_models import HandOver
from .promises import Promise


@dataclass(frozen=True)
class SheetLine:
    """One household of the sheet."""

    case: Case
    now_text: str
    promises: list[Promise] = field(default_factory=list)


def sheet_of(handover: HandOver, reader: Worker) -> list[SheetLine]:
    """The households in order, with the promises as they stood."""
    lines = list(handover.lines.all())
    cases = Case.objects.visible_to(reader).select_related("area").in_bulk([line.case_id for line in lines])
    return [
        SheetLine(cases[line.case_id], line.now_text, [Promise.again(one) for one in line.promises])
        for line in lines if line.case_id in cases
    ]  # fmt: skip


def staff_of(agency: Agency) -> QuerySet[Worker]:
    """Whoever works, or has worked, with cases at the agency."""
    posts = Post.objects.filter(agency=agency).exclude(role__in=NO_CASES)
    return Worker.objects.filter(pk__in=posts.values("worker"))
