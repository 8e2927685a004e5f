"""News about somebody whose case is closed (終結後の知らせ): brought by any desk, answered by the team that had it."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.models import Case, CaseMember
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .actions import reopen_case
from .care_models import Lead
from .enums import LeadAnswer


@transaction.atomic
def bring_lead(
    *, by: Worker, words: str, consultation: Consultation | None = None, person: Person | None = None
) -> None:
    """News about somebody reaches the team that supported her before; whoever brings it learns nothing of that.

    Looked for on behalf of all, because the bringer may not know that there was a case; nothing is returned.
    """
    whom = person.pk if person else consultation.person_id if consultation else None
    require(
        rules.may_bring_lead(by, consultation)
        & refuse_unless(whom, "だれのことかがわかっているときだけ、知らせられます。")
    )
    assert whom is not None
    with on_behalf_of_all():
        found = CaseMember.objects.filter(person=whom, case__status=Status.CLOSED).select_related("case")
        newest = {one.case.owner_agency_id: one.case for one in found.order_by("case__closed_on", "case__id")}
        for agency, case in newest.items():
            running = case.continued_by.exclude(status=Status.CLOSED).exists()
            if (
                running
                or Lead.objects.filter(case=case, consultation=consultation, words=words, answered_at=None).exists()
            ):
                continue
            lead = Lead.objects.create(
                case=case, person_id=whom, agency_id=agency, consultation=consultation, from_agency_id=by.agency_id,
                brought_by_id=by.pk, at=clock.now(), words=words,
            )  # fmt: skip
            note_event(case, EventKind.LEAD_CAME, by=by, text=words, link=f"/leads/{lead.pk}/")
    record(Act.CHANGE, "前に支えた機関へ知らせた", by=by, objects=[whom])


@transaction.atomic
def answer_lead(*, lead: Lead, by: Worker, answer: str, note: str = "") -> Lead:
    """What the last team makes of it; 「再開した」 opens a new case that goes on from the old one."""
    require(rules.may_answer_lead(lead, by) & refuse_unless(answer in LeadAnswer.values, "受けとめを選んでください。"))
    case = Case.objects.get(pk=lead.case_id)
    if answer == LeadAnswer.REOPENED:
        lead.next_case = reopen_case(case=case, by=by, reason=note or lead.words or "終結後の知らせ")
    lead.answer, lead.note, lead.answered_at, lead.answered_by_id = answer, note, clock.now(), by.pk
    lead.save(update_fields=["answer", "note", "answered_at", "answered_by", "next_case"])
    text = f"{lead.get_answer_display()}{'：' + note if note else ''}"
    note_event(case, EventKind.LEAD_ANSWERED, by=by, text=text, link=f"/leads/{lead.pk}/")
    record(Act.CHANGE, "終結後の知らせを受けとめた", by=by, case=case.pk, objects=[lead.pk, case.pk])
    return lead
