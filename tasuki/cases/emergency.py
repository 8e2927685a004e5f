"""Emergency (緊急): a worker opens, by her own act and with her reason, a case she cannot see; it is told and reviewed.

Whether there is such a case is told only by opening it: an asking that finds nothing, or not one thing only, leaves the
same row, the same page and the same entry in the record.
"""

from datetime import timedelta

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.models import Person
from tasuki.people.search import person_keys
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.shared.kana import fold_name
from tasuki.shared.partial_date import parse_partial_date
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import grants, rules
from .access import access_to
from .actions import note_event
from .emergency_models import EmergencyOpening
from .enums import EmergencyKind, EmergencyVerdict, EventKind
from .models import Case


@transaction.atomic
def open_in_emergency(*, by: Worker, kind: str, reason: str, number: str = "", name: str = "",
                      birth: str = "") -> EmergencyOpening:  # fmt: skip
    """Open the case of this number, or of the one person of this name and birth, to herself for some hours."""
    require(rules.may_open_in_emergency(by, reason))
    with on_behalf_of_all():
        case = _case_of(_folded(number)) if number.strip() else _case_about(name, birth)
    if case is not None:
        access = access_to(case, by)
        require(refuse_unless(access is None or access.whole != Scope.everything(), rules.OPEN_ALREADY))
    now = clock.now()
    opening = EmergencyOpening.objects.create(
        case_id=case.pk if case else None, number=case.number if case else _folded(number)[:20],
        keeper_id=case.owner_agency_id if case else None, worker_id=by.pk, agency_id=by.agency_id, kind=EmergencyKind(kind),
        reason=reason.strip(), at=now,
        until=now + timedelta(hours=by.agency.municipality.emergency_hours) if case else None,
    )  # fmt: skip
    if case is not None:
        _admit(case, opening, by)
    record(Act.EMERGENCY, "緊急に開くことを求めた", by=by, case=case.pk if case else None, objects=[opening.pk],
           ground=Ground.EMERGENCY.label,
           reason=f"{opening.get_kind_display()}：{opening.reason}（求めたもの：{number or f'{name} {birth}'}）",
           count=1 if case else 0)  # fmt: skip
    return opening


def _admit(case: Case, opening: EmergencyOpening, by: Worker) -> None:
    """To her alone, not to her agency; the owner reads it in the timeline and on every page of the case."""
    grants.admit(case=case, ground=Ground.EMERGENCY, scope=Scope.everything(), source=opening.pk, by=by, worker=by,
                 until=opening.until, reason=opening.reason)  # fmt: skip
    note_event(
        case, EventKind.EMERGENCY, by=by, text=f"{opening.get_kind_display()}の危険", link=opening.get_absolute_url()
    )


def _folded(number: str) -> str:
    """As the search box reads a number."""
    return number.strip().upper().replace("ー", "-").replace("－", "-").replace("−", "-")


def _case_of(number: str) -> Case | None:
    return Case.objects.filter(number=number).select_related("owner_agency").first()


def _case_about(name: str, birth: str) -> Case | None:
    """The newest case of the one person of this name (or reading) and birth; None for nobody, and for more than one."""
    key, born = fold_name(name), parse_partial_date(birth)
    if not key or born.year is None or born.about:
        return None
    rows = Person.objects.filter(pk__in=person_keys(name), birth_year=born.year, merged_into=None)
    rows = rows.filter(birth_month=born.month) if born.month else rows
    rows = rows.filter(birth_day=born.day) if born.day else rows
    same = [one.pk for one in rows if key in one.search_key.split("\n")]
    if len(same) != 1:
        return None
    cases = Case.objects.filter(members__person=same[0]).select_related("owner_agency")
    return cases.running().order_by("-opened_on", "-id").first() or cases.order_by("-opened_on", "-id").first()


@transaction.atomic
def end_early(*, opening: EmergencyOpening, by: Worker) -> EmergencyOpening:
    """She needs it no longer: closed with this transaction."""
    require(rules.may_end_early(opening, by))
    opening.ended_at = clock.now()
    opening.save(update_fields=["ended_at"])
    grants.revoke(source=opening.pk)
    record(Act.EMERGENCY, "緊急の閲覧を早く閉じた", by=by, case=opening.case_id, objects=[opening.pk])
    return opening


@transaction.atomic
def review_emergency(*, opening: EmergencyOpening, by: Worker, verdict: str, note: str = "") -> EmergencyOpening:
    """Somebody other than she who opened says whether it was right, and what follows (確かめ)."""
    require(rules.may_review_emergency(opening, by))
    opening.verdict, opening.review_note = EmergencyVerdict(verdict), note
    opening.reviewed_at, opening.reviewed_by_id = clock.now(), by.pk
    opening.save(update_fields=["verdict", "review_note", "reviewed_at", "reviewed_by"])
    with on_behalf_of_all():
        case = Case.objects.get(emergencies=opening.pk)
    note_event(case, EventKind.EMERGENCY_REVIEWED, by=by, text=opening.get_verdict_display(),
               link=opening.get_absolute_url())  # fmt: skip
    record(Act.EMERGENCY, "緊急の閲覧を確かめた", by=by, case=opening.case_id, objects=[opening.pk],
           reason=f"{opening.get_verdict_display()}：{note}")  # fmt: skip
    return opening
