"""Actions of taking along (持ち出し): chosen, put into the tablet, returned or stopped; what was written comes in once."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tasuki.assessments.actions import begin_assessment, fill_assessment, fill_member
from tasuki.assessments.models import Assessment
from tasuki.assessments.rules import may_begin_assessment
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case, SupportRecord
from tasuki.cases.reading import versions_of
from tasuki.cases.recording import attach, write_record
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import visit_kit_rules as rules
from .enums import KitEnd, KitItemKind
from .visit_kit_models import AwaySettings, VisitKit, VisitKitCase, VisitKitItem


@transaction.atomic
def change_away(*, by: Worker, **numbers: Any) -> AwaySettings:
    """Whether it is used, for how long, how many at once."""
    require(rules.may_change_away(by))
    settings, _ = AwaySettings.objects.update_or_create(municipality=by.agency.municipality, defaults=numbers)
    record(Act.CHANGE, "持ち出しの決まりを変えた", by=by, objects=[settings.pk])
    return settings


@transaction.atomic
def make_kit(*, cases: Collection[Case], device: str, by: Worker, sheets: Iterable[UUID] = ()) -> VisitKit:
    """Today's visits are chosen; nothing has left the house yet. A sheet to be filled is begun."""
    require(rules.may_make_kit(cases, by))
    now, settings, wanted = clock.now(), rules.settings_of(), set(sheets)
    kit = VisitKit.objects.create(
        worker_id=by.pk, agency_id=by.agency_id, device=device, made_at=now, size=len(cases),
        until=now + timedelta(days=settings.days),
    )  # fmt: skip
    for order, case in enumerate(cases):
        with_sheet = case.pk in wanted and not _withheld(case) and _sheet_of(case, by)
        VisitKitCase.objects.create(kit=kit, case=case, order=order, with_sheet=with_sheet, withheld=_withheld(case))
    record(Act.CHANGE, "持ち出しをえらんだ", by=by, objects=[kit.pk, *(case.pk for case in cases)], count=len(cases),
           reason=device)  # fmt: skip
    return kit


def _withheld(case: Case) -> bool:
    """Somebody under protection lives there: neither the address nor the sheet leaves the house."""
    return case.household is not None and case.household.withheld


def _sheet_of(case: Case, by: Worker) -> bool:
    """A draft to write into: there is one, or one may be begun."""
    if Assessment.objects.filter(case=case.pk, fixed_at=None).exists():
        return True
    if not may_begin_assessment(case, by):
        return False
    begin_assessment(case=case, by=by)
    return True


@transaction.atomic
def take_kit(*, kit: VisitKit, by: Worker) -> VisitKit:
    """It goes into the tablet; each case of it is written down by whoever opens it for that."""
    require(rules.may_take_kit(kit, by))
    kit.taken_at = clock.now()
    kit.save(update_fields=["taken_at"])
    record(Act.CHANGE, "タブレットに入れた", by=by, objects=[kit.pk], count=kit.size, reason=kit.device)
    return kit


@transaction.atomic
def return_kit(*, kit: VisitKit, by: Worker) -> VisitKit:
    """The tablet has erased what it had."""
    require(rules.may_return_kit(kit, by))
    return _end(kit, by, KitEnd.RETURNED, "", wiped=True)


@transaction.atomic
def stop_kit(*, kit: VisitKit, by: Worker, reason: str) -> VisitKit:
    """Lost, stolen, or not needed: at its next contact the tablet erases everything, sent or not."""
    require(rules.may_stop_kit(kit, by))
    return _end(kit, by, KitEnd.STOPPED, reason, wiped=kit.taken_at is None)


def _end(kit: VisitKit, by: Worker, how: KitEnd, reason: str, *, wiped: bool) -> VisitKit:
    kit.ended_at, kit.ended_by_id, kit.how, kit.reason = clock.now(), by.pk, how, reason
    kit.wiped_at = kit.ended_at if wiped else None
    kit.save(update_fields=["ended_at", "ended_by", "how", "reason", "wiped_at"])
    record(Act.CHANGE, f"持ち出しを{how.label}", by=by, objects=[kit.pk], reason=reason or kit.device)
    return kit


@transaction.atomic
def confirm_wiped(*, kit: VisitKit, by: Worker) -> VisitKit:
    """The tablet of a stopped kit was heard of again, and is empty."""
    require(rules.may_confirm_wiped(kit, by))
    if kit.wiped_at is None:
        kit.wiped_at = clock.now()
        kit.save(update_fields=["wiped_at"])
        record(Act.CHANGE, "タブレットの控えが消えた", by=by, objects=[kit.pk], reason=kit.device)
    return kit


@transaction.atomic
def receive_record(*, kit: VisitKit, case: Case, key: UUID, by: Worker, **told: Any) -> VisitKitItem:
    """A visit record written away becomes one here, once for the tablet's key."""
    if before := came_in(kit, key):
        return before
    require(rules.may_receive_record(kit, case, by))
    written = write_record(case=case, by=by, **told)
    return _keep(kit, case, key, KitItemKind.RECORD, by, record_id=written.pk)


@transaction.atomic
def receive_file(*, kit: VisitKit, case: Case, key: UUID, onto: UUID | None, by: Worker, name: str,
                 content: bytes) -> VisitKitItem:  # fmt: skip
    """A photo taken away goes with its record, once for the tablet's key; `onto` is the key under which that came in."""
    if before := came_in(kit, key):
        return before
    written = record_under(kit, case, onto)
    require(rules.may_receive_file(kit, case, written, by))
    assert written is not None
    attach(record=written, by=by, name=name, content=content)
    return _keep(kit, case, key, KitItemKind.FILE, by, record_id=written.pk)


def record_under(kit: VisitKit, case: Case, key: UUID | None) -> SupportRecord | None:
    """The record that came in under this key, in its newest version: a colleague may have corrected it meanwhile."""
    rows = VisitKitItem.objects.filter(kit=kit.pk, case=case.pk, kind=KitItemKind.RECORD)
    item = rows.filter(key=key).select_related("record").first() if key else None
    if item is None or item.record is None:
        return None
    newest = versions_of(item.record)[0]
    newest.case = case
    return newest


@transaction.atomic
def receive_sheet(*, kit: VisitKit, case: Case, key: UUID, sheet: Assessment, version: int | None, by: Worker,
                  answers: dict[str, Any], members: Iterable[tuple[Person, dict[str, Any]]]) -> VisitKitItem:  # fmt: skip
    """The sheet filled away goes into the draft; `Stale` when a colleague has written in it meanwhile."""
    if before := came_in(kit, key):
        return before
    require(rules.may_receive_sheet(kit, case, sheet, by))
    fill_assessment(assessment=sheet, by=by, answers=answers, version=version)
    for person, told in members:
        fill_member(assessment=sheet, person=person, by=by, answers=told)
    return _keep(kit, case, key, KitItemKind.SHEET, by)


def came_in(kit: VisitKit, key: UUID) -> VisitKitItem | None:
    """What came in under this key before."""
    return VisitKitItem.objects.filter(kit=kit.pk, key=key).first()


def _keep(kit: VisitKit, case: Case, key: UUID, kind: KitItemKind, by: Worker, **more: Any) -> VisitKitItem:
    item = VisitKitItem.objects.create(kit=kit, case=case, key=key, kind=kind, at=clock.now(), **more)
    record(Act.CHANGE, "訪問先で書いたものを受け取った", by=by, case=case.pk, objects=[item.pk], reason=kit.device)
    return item
