"""Writing of talks outside the law (カンファレンス) and of 権利擁護 screening: asked, brought before a body, answered."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event, touch
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case, CaseGrant
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import rules
from .enums import Form, RightsResult
from .items import put_on_agenda
from .models import Item
from .talk_models import Conference, ConferenceSeat, RightsScreening


@transaction.atomic
def hold_conference(*, case: Case, by: Worker, at: datetime, subject: str, agencies: Iterable[Agency],
                    form: str = Form.IN_PERSON, place: str = "", minutes_long: int | None = None, others: str = "",
                    talked: str = "", decided: str = "", without_why: str = "",
                    next_on: date | None = None) -> Conference:  # fmt: skip
    """Who came together when about the case, what was said and settled; each with the ground it had on that day."""
    require(rules.may_hold_conference(case, by) & refuse_unless(at <= clock.now(), "これからの日時です。"))
    seats = {agency.pk: agency for agency in agencies} | {by.agency_id: by.agency}
    grounds = grounds_of(case, seats)
    bare = [agency.name for key, agency in seats.items() if not grounds[key]]
    said = without_why.strip() or not (bare or others.strip())
    whom = "・".join(bare or ["ほかの出席者"])
    require(refuse_unless(said, f"{whom}には、このケースが開かれていません。話した根拠を書いてください。"))
    held = Conference.objects.create(
        case=case, at=at, form=form, place=place, minutes_long=minutes_long, agency_id=by.agency_id, by_id=by.pk,
        others=others, subject=subject, talked=talked, decided=decided, without_why=without_why.strip(), next_on=next_on,
    )  # fmt: skip
    for key in seats:
        ConferenceSeat.objects.create(conference=held, agency_id=key, grounds=grounds[key])
    names = "・".join(agency.name for agency in seats.values())
    note_event(case, EventKind.CONFERRED, by=by, at=at, text=f"{subject}（{names}）\n{decided}".strip(),
               link=f"/cases/{case.pk}/meetings/")  # fmt: skip
    touch(case, at, "カンファレンス")
    record(Act.CHANGE, "カンファレンスを記録した", by=by, case=case.pk, objects=[held.pk, *seats], reason=without_why)
    return held


def grounds_of(case: Case, agencies: Iterable[Any]) -> dict[Any, list[str]]:
    """On what ground each agency may know of the case today, in words; read on behalf of all, kept with the talk."""
    found: dict[Any, list[str]] = {key: [] for key in agencies}
    with on_behalf_of_all():
        for grant in CaseGrant.objects.live().filter(case=case, agency__in=list(found)).exclude(ground=Ground.OWN):
            words = grant.get_ground_display()
            found[grant.agency_id] += [] if words in found[grant.agency_id] else [words]
    if case.owner_agency_id in found:
        found[case.owner_agency_id] = [str(Ground.OWN.label)]
    return found


@transaction.atomic
def ask_screening(*, case: Case, by: Worker, reason: str) -> RightsScreening:
    """The case is marked: somebody's rights may be violated; a body has to look at it."""
    require(rules.may_ask_screening(case, by) & refuse_unless(reason.strip(), "検討を求めるわけを書いてください。"))
    asked = RightsScreening.objects.create(
        case=case, agency_id=by.agency_id, asked_by_id=by.pk, asked_at=clock.now(), reason=reason
    )
    with on_behalf_of_all():
        case.rights_screening = True
        case.save(update_fields=["rights_screening"])
    note_event(case, EventKind.RIGHTS_MARKED, by=by, text=reason, link=f"/cases/{case.pk}/meetings/")
    record(Act.CHANGE, "権利擁護の検討を求めた", by=by, case=case.pk, objects=[asked.pk])
    return asked


@transaction.atomic
def bring_screening(*, screening: RightsScreening, by: Worker, **item: Any) -> Item:
    """Onto the agenda of a body, as any other item of the case; the two stay tied."""
    require(rules.may_bring_screening(screening, by))
    made = put_on_agenda(case=screening.case, by=by, **item)
    screening.item = made
    with on_behalf_of_all():
        screening.save(update_fields=["item"])
    return made


@transaction.atomic
def answer_screening(*, screening: RightsScreening, by: Worker, result: str, answer: str) -> RightsScreening:
    """What the body says; unless it wants to look again, the mark on the case goes."""
    require(
        rules.may_answer_screening(screening, by)
        & refuse_unless(result in RightsResult.values, "結果を選んでください。")
        & refuse_unless(answer.strip(), "答えを書いてください。")
    )
    screening.result, screening.answer = result, answer
    screening.answered_at, screening.answered_by_id = clock.now(), by.pk
    with on_behalf_of_all():
        screening.save(update_fields=["result", "answer", "answered_at", "answered_by"])
        if result == RightsResult.NONE:
            Case.objects.filter(pk=screening.case_id).update(rights_screening=False)
        text = f"{screening.get_result_display()}：{answer}"
        note_event(
            screening.case, EventKind.RIGHTS_ANSWERED, by=by, text=text, link=f"/cases/{screening.case_id}/meetings/"
        )
    record(Act.CHANGE, "権利擁護の検討に答えた", by=by, case=screening.case_id, objects=[screening.pk])
    return screening
