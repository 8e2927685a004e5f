"""What goes into the tablet (持ち出す中身): of each chosen case the few facts of a visit and the forms, through `open_case`.

Where somebody lives under protection (支援措置) neither address, records nor sheet leave the house, whoever asks: a lost
tablet is just the danger the protection is for. Held-back passages of records stay in the house too, as 「伏せた記載」.
"""

from functools import partial
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.template.loader import render_to_string

from tasuki.assessments.models import Assessment
from tasuki.assessments.writing import page_of
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.cases.forms import RecordForm
from tasuki.cases.models import Case, Phrase, SupportRecord, WarningNote
from tasuki.cases.reading import access_of, persons_of
from tasuki.outreach.models import Approach
from tasuki.people.models import Contact
from tasuki.people.protection import HIDDEN, withheld_words
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.conflicts import SALT
from tasuki.staff.models import Worker
from tasuki.ui.seen import boxes

from .household import Someone, everybody
from .visit_kit_models import VisitKit, VisitKitCase
from .visit_kit_rules import settings_of

LAST_RECORDS = 3
VERB = "タブレットに持ち出した"


def contents(kit: VisitKit, request: HttpRequest) -> dict[str, Any]:
    """Everything that the tablet keeps, sealed there with the worker's own passphrase."""
    worker: Worker = request.worker  # type: ignore[attr-defined]
    rows = kit.cases.select_related("case").order_by("order")
    return {
        "kit": str(kit.pk), "worker": str(worker.pk), "name": worker.name, "device": kit.device,
        "until": int(kit.until.timestamp()), "taken": int(clock.now().timestamp()), "idle": settings_of().idle_minutes,
        "phrases": list(Phrase.objects.visible_to(worker).values("name", "text")),
        "cases": [_case(row, kit, request, worker) for row in rows],
    }  # fmt: skip


def _case(row: VisitKitCase, kit: VisitKit, request: HttpRequest, worker: Worker) -> dict[str, Any]:
    case = open_case(worker, row.case_id, part=Scope.IDENTITY, verb=VERB)
    record(Act.EXPORT, VERB, by=worker, case=case.pk, objects=[kit.pk], ground=access_of(case).ground,
           reason=kit.device)  # fmt: skip
    return {
        "id": str(case.pk), "number": case.number, "label": case.label, "facts": facts(case, worker),
        "record": record_form(case, worker, request), "assessment": sheet_form(case, worker, request, row),
    }  # fmt: skip


def facts(case: Case, worker: Worker) -> str:
    """Names, address, warnings, the last records: a part of a page."""
    people = everybody(case, worker)
    guarded = is_guarded(case, people)
    _reach(people)
    context = {
        "case": case, "people": people, "guarded": guarded, "address": _address(case, people),
        "warnings": WarningNote.objects.visible_to(worker).filter(case=case.pk, ended_on=None),
        "approaches": Approach.objects.visible_to(worker).filter(case=case.pk, ended_on=None),
        "records": [] if guarded else last_records(case), "whole": Scope.RECORD in access_of(case).whole,
    }  # fmt: skip
    return render_to_string("casefile/_away_facts.html", context)


def is_guarded(case: Case, people: list[Someone]) -> bool:
    """Somebody of the household is under protection."""
    known = any(one.person is not None and one.person.protected for one in people)
    return known or (case.household is not None and case.household.withheld)


def _address(case: Case, people: list[Someone]) -> str:
    """Where they live; never of somebody under protection, not even for those named for it."""
    if is_guarded(case, people):
        return HIDDEN
    home = any(one.member.in_household and one.person for one in people)
    return str(case.household) if case.household is not None and home else ""


def _reach(people: list[Someone]) -> None:
    """Telephone numbers of those who are not under protection."""
    known = {one.person.pk: one for one in people if one.person and not one.person.protected}
    for contact in Contact.objects.filter(person__in=list(known)).order_by("id"):
        known[contact.person_id].contacts.append(contact)
    for one in people:
        one.hidden = one.person is not None and one.person.protected


def last_records(case: Case) -> list[SupportRecord]:
    """The last three that she may read; held-back passages barred (no `passages`)."""
    rows = case.records.filter(current=True).select_related("worker", "agency", "about").order_by("-at", "-id")
    return list(access_of(case).readable(rows, Scope.RECORD, about="about")[:LAST_RECORDS])


def blank_record(case: Case, worker: Worker, posted: Any = None) -> RecordForm:
    """The form of a visit record, as the page of the house asks it."""
    whole = Scope.RECORD in access_of(case).whole
    return RecordForm(posted, people=persons_of(case, worker), whole=whole, warn=partial(withheld_words, worker=worker))


def record_form(case: Case, worker: Worker, request: HttpRequest) -> str:
    """The form to be filled away; nothing where she may not write."""
    if not access_of(case).opens(Scope.RECORD):
        return ""
    return render_to_string("casefile/_away_record.html", {"form": blank_record(case, worker)}, request)


def draft_of_sheet(case: Case, worker: Worker) -> Assessment | None:
    """The sheet that is being written now."""
    found = Assessment.objects.visible_to(worker).filter(case=case.pk, fixed_at=None).first()
    if found is not None:
        found.case = case
    return found


def sheet_form(case: Case, worker: Worker, request: HttpRequest, row: VisitKitCase) -> str:
    """The whole sheet to be filled away, with its version and what stood in it, signed, for the comparison afterwards."""
    sheet = draft_of_sheet(case, worker) if row.with_sheet and not row.withheld else None
    if sheet is None:
        return ""
    form = sheet_page(sheet, case, worker)
    seen = render_to_string("casefile/_away_sheet.html", {"page": form, "assessment": sheet}, request)
    base = signing.dumps({name: box.values for name, box in boxes(seen).items()}, salt=SALT, compress=True)
    return render_to_string("casefile/_away_sheet.html", {"page": form, "assessment": sheet, "base": base}, request)


def sheet_page(sheet: Assessment, case: Case, worker: Worker, posted: Any = None) -> Any:
    """The sheet as it is kept, without the draft at her desk."""
    worker.reads_no_drafts = True  # type: ignore[attr-defined]
    try:
        return page_of(sheet, case, worker, posted)
    finally:
        worker.reads_no_drafts = False  # type: ignore[attr-defined]
