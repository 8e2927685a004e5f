"""What the pages of this room are given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from tasuki.cases.forms import restored
from tasuki.codes.sheet_answers import read
from tasuki.codes.sheet_comparing import MOST, Beside, chosen_of, others_of, part
from tasuki.community.issues_enums import ProjectState
from tasuki.community.models import DevelopmentProject, Place
from tasuki.shared.calendar_jp import wareki_short
from tasuki.staff.models import Worker

from . import rules
from .forms import SheetForm
from .matching import Candidate
from .models import ParticipationSheet, Receiving
from .wording import conditions, told_of

FIRST, ON_A_PAGE = 10, 60


@dataclass
class Shown:
    """The ranked list, a part at a time: the first ten at length, then the rest, then those that are ruled out."""

    best: list[Candidate]
    rest: list[Candidate]
    out: list[Candidate]
    count: int
    pager: dict[str, str]
    words: str = ""

    @classmethod
    def of(cls, found: list[Candidate], page: str, words: str) -> "Shown":
        """The part that is asked for; `words` looks for a name, so that no place is out of reach."""
        count = len(found)
        if words:
            found = [one for one in found if words in one.place.name]
        number, pager = part_of_list(page, "?" + urlencode({"words": words}))
        first = (number - 1) * ON_A_PAGE
        part = found[first : first + ON_A_PAGE]
        fits = [one for one in part if not one.ruled_out]
        best = fits[:FIRST] if number == 1 else []
        out = [one for one in part if one.ruled_out]
        return cls(best, fits[len(best) :], out, count, pager(len(found) > first + ON_A_PAGE), words)


def part_of_list(said: str, link: str) -> tuple[int, Callable[[bool], dict[str, str]]]:
    """The number of the page asked for, and what makes its pager."""
    page = min(int(said), 1000) if said.isdecimal() and 0 < len(said) < 6 and int(said) else 1

    def pager(more: bool) -> dict[str, str]:
        return {
            "next_url": f"{link}&page={page + 1}" if more else "", "first_url": f"{link}&page=1" if page > 1 else "",
            "label": "",
        }  # fmt: skip

    return page, pager


def form_of(request: Any, sheet: ParticipationSheet, draft: Any) -> SheetForm:
    """The form as sent, as left in a draft, or as the sheet stands."""
    initial = {name: getattr(sheet, name) for name in SheetForm.base_fields}
    more: dict[str, Any] = {"sheet_version": sheet.sheet_version, "answers": sheet.answers}
    if request.method == "POST":
        return SheetForm(request.POST, initial=initial, whole="fix" in request.POST, **more)
    if draft:
        return restored(SheetForm, draft, initial=initial, **more)  # type: ignore[return-value]
    begun = {name: value.pk if isinstance(value, Model) else value for name, value in initial.items()}
    return SheetForm(initial=begun, **more)


def open_projects(worker: Worker) -> QuerySet[DevelopmentProject]:
    """Developments that are still looked for or under way."""
    over = [ProjectState.BORN, ProjectState.STOPPED]
    return DevelopmentProject.objects.visible_to(worker).exclude(state__in=over).order_by("title")


def terms_of(place: Place) -> Receiving:
    """The place's terms; an empty row where nobody has asked yet."""
    return Receiving.objects.filter(place=place).select_related("known_by").first() or Receiving(place=place)


def page_of(sheet: ParticipationSheet, worker: Worker) -> dict[str, Any]:
    """What the page of a sheet shows beside its form."""
    access = sheet.case.access  # type: ignore[attr-defined]
    return {
        "sheet": sheet, "case": sheet.case, "conditions": conditions(sheet), "read": read("participation", sheet),
        "before": sheet.replaces_id, "decision": rules.may_fill_sheet(sheet, worker, access),
        "may_pick": rules.may_pick_place(sheet, worker, access=access),
    }  # fmt: skip


def beside(sheet: ParticipationSheet, worker: Worker, said: str) -> Beside | None:
    """The sheet beside the one before of the same person, or beside the one that was asked for."""
    rows = ParticipationSheet.objects.visible_to(worker).filter(case=sheet.case_id, person=sheet.person_id)
    earlier = list(rows.filter(number__lt=sheet.number).order_by("-number")[:MOST])
    chosen = chosen_of(earlier, said)
    if chosen is None:
        return None

    def named(one: ParticipationSheet) -> str:
        return f"第{one.number}回 {wareki_short(one.made_on)}"

    told = part("参加支援アセスメント", told_of(chosen), told_of(sheet))
    return Beside(named(chosen), named(sheet), [told], others_of(earlier, chosen, named))
