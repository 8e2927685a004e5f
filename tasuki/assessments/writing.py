"""The one page on which a sheet is written: the household's part and one part per member (様式の入力)."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tasuki.cases.models import Case
from tasuki.codes.sheet_definitions import load
from tasuki.people.models import Person
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.models import Worker

from . import actions
from .answering import HOUSEHOLD, PERSON, values
from .forms import PartForm, from_draft
from .models import Assessment
from .showing import member_rows, names_of, writable_members

KIND = "assessment"


@dataclass(frozen=True)
class Step:
    """A part on the jump list: how many of its questions are answered."""

    name: str
    key: str
    done: int
    asked: int
    sections: list[tuple[str, str, bool]]  # label, anchor, whether something is written


@dataclass
class Page:
    """All parts of the page; `restored` when they come from a draft."""

    household: PartForm
    members: list[tuple[Person, str, PartForm]]
    restored: bool = False

    @property
    def forms(self) -> list[PartForm]:
        """Every form of the page."""
        return [self.household, *(form for _, _, form in self.members)]

    @property
    def steps(self) -> list["Step"]:
        """The jump list: the household, then each member, with their sections."""
        whole = [
            ("世帯全体", "h", self.household),
            *((name, person.pk.hex, form) for person, name, form in self.members),
        ]
        return [Step(name, prefix, *form.progress(), form.marks(prefix)) for name, prefix, form in whole]

    def is_valid(self) -> bool:
        """All of them, so that every error is shown at once."""
        return all([form.is_valid() for form in self.forms])


def page_of(assessment: Assessment, case: Case, worker: Worker, posted: QueryDict | None = None) -> Page:
    """The parts as sent, as left in a draft, or as kept."""
    draft = None if posted is not None else draft_of(worker, KIND, assessment.pk)
    sheet = load(assessment.sheet, assessment.sheet_version)
    rows = {row.person_id: row for row in member_rows(assessment, case)}
    names = names_of(case, worker)

    fixing = posted is not None and posted.get("act") == "fix"

    def part(per: str, prefix: str, row: Any) -> PartForm:
        more = {"sheet": sheet, "per": per, "on": assessment.made_on, "prefix": prefix, "initial": values(per, row)}
        return from_draft(draft, **more) if draft else PartForm(posted, whole=fixing, **more)

    members = [
        (one.shown, names[one.person_id], part(PERSON, f"p{one.person_id.hex}", rows.get(one.person_id)))
        for one in writable_members(case, worker)
    ]
    return Page(part(HOUSEHOLD, "h", assessment), members, draft is not None)


def keep(page: Page, assessment: Assessment, worker: Worker, *, version: int | None, fix: bool) -> None:
    """Write every part, and fix the sheet if asked; the draft is done with."""
    actions.fill_assessment(assessment=assessment, by=worker, answers=page.household.answers(), version=version)
    for person, _, form in page.members:
        actions.fill_member(assessment=assessment, person=person, by=worker, answers=form.answers())
    if fix:
        actions.fix_assessment(assessment=assessment, by=worker)
    drop_draft(by=worker, kind=KIND, about=assessment.pk)
