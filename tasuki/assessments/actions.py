"""Writing of the household's sheet: begun from the last one, filled, fixed; what is fixed never changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event, update_versioned
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.codes import lookup
from tasuki.codes.sheet_definitions import Sheet, load, newest
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .answering import COLUMNS, HOUSEHOLD, PERSON, put, values
from .conditions import LIST
from .drawing import drawn
from .models import AgreedPart, Assessment, MemberAssessment, PersonCondition


@transaction.atomic
def begin_assessment(*, case: Case, by: Worker, sheet: str = "household") -> Assessment:
    """A new draft (下書き), copied from the last fixed one so that only what changed is written."""
    Case.objects.select_for_update().filter(pk=case.pk).first()
    require(rules.may_begin_assessment(case, by))
    form = newest(sheet, clock.today())
    number = Assessment.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    last = Assessment.objects.filter(case=case, sheet=sheet).exclude(fixed_at=None).order_by("-number").first()
    assessment = Assessment(
        case=case, sheet=form.key, sheet_version=form.version, number=number + 1, made_on=clock.today(),
        made_by_id=by.pk, agency_id=by.agency_id,
    )  # fmt: skip
    if last:
        _copy(form, HOUSEHOLD, last, assessment)
    assessment.save(force_insert=True)
    if last:
        _copy_members(form, last, assessment)
    record(Act.CHANGE, "アセスメントを始めた", by=by, case=case.pk, objects=[assessment.pk])
    return assessment


def _copy(form: Sheet, per: str, old: Any, new: Any) -> None:
    """Answers whose questions the version in force still asks."""
    asked, before = form.fields(per), values(per, old)
    new.answers = {key: value for key, value in old.answers.items() if key in asked}
    for key in COLUMNS[per]:
        if key in asked:
            setattr(new, key, before[key])


def _copy_members(form: Sheet, last: Assessment, assessment: Assessment) -> None:
    """The parts of all members, also of those the writer may not see: nobody is lost from the next version."""
    with on_behalf_of_all():
        parts = []
        for old in MemberAssessment.objects.filter(assessment=last):
            part = MemberAssessment(assessment=assessment, case_id=last.case_id, person_id=old.person_id,
                                    order=old.order, number=assessment.number,
                                    sheet_version=assessment.sheet_version)  # fmt: skip
            _copy(form, PERSON, old, part)
            parts.append(part)
        MemberAssessment.objects.bulk_create(parts)


@transaction.atomic
def fill_assessment(*, assessment: Assessment, by: Worker, answers: Mapping[str, Any] | None = None,
                    version: int | None = None, **columns: Any) -> Assessment:  # fmt: skip
    """Write the household's part; questions that are not given stay as they are."""
    require(rules.may_fill_assessment(assessment, by))
    form = load(assessment.sheet, assessment.sheet_version)
    with on_behalf_of_all():
        assessment.refresh_from_db(fields=["answers", *COLUMNS[HOUSEHOLD]])
    changed = put(form, HOUSEHOLD, assessment, {**(answers or {}), **columns}, assessment.made_on)
    update_versioned(assessment, version, {name: getattr(assessment, name) for name in (*changed, "answers")})
    record(Act.CHANGE, "アセスメントを書いた", by=by, case=assessment.case_id, objects=[assessment.pk])
    return assessment


@transaction.atomic
def fill_member(*, assessment: Assessment, person: Person, by: Worker, answers: Mapping[str, Any] | None = None,
                **columns: Any) -> MemberAssessment:  # fmt: skip
    """Write one member's part: what the person says beside what the worker sees."""
    require(rules.may_fill_member(assessment, person, by))
    form = load(assessment.sheet, assessment.sheet_version)
    part = MemberAssessment.objects.filter(assessment=assessment, person=person).first()
    new = part is None
    if part is None:
        order = assessment.case.members.filter(person=person).values_list("order", flat=True).first() or 0
        part = MemberAssessment(assessment=assessment, case_id=assessment.case_id, person=person, order=order,
                                number=assessment.number, sheet_version=assessment.sheet_version)  # fmt: skip
    put(form, PERSON, part, {**(answers or {}), **columns}, assessment.made_on)
    part.save(force_insert=new)
    record(
        Act.CHANGE, "世帯員のアセスメントを書いた", by=by, case=assessment.case_id, objects=[assessment.pk, person.pk]
    )
    return part


@transaction.atomic
def mark_conditions(*, case: Case, person: Person, codes: Iterable[str], by: Worker) -> list[str]:
    """What the letters in the genogram tell of somebody (ジェノグラムの記号): these, and no others."""
    require(rules.may_mark_conditions(case, person, by))
    wanted, known = set(codes), {code for code, _ in lookup.ever(LIST)}
    if wanted - known:
        raise Refused("コード表にない記号です。選びなおしてください。")
    rows = PersonCondition.objects.filter(case=case, person=person)
    kept = set(rows.values_list("code", flat=True))
    rows.exclude(code__in=wanted).delete()
    PersonCondition.objects.bulk_create(
        PersonCondition(case=case, person=person, code=code, by_id=by.pk, agency_id=by.agency_id, at=clock.now())
        for code in sorted(wanted - kept)
    )
    record(Act.CHANGE, "ジェノグラムの記号を書いた", by=by, case=case.pk, objects=[person.pk])
    return sorted(wanted)


def _keep_agreed(assessment: Assessment, parts: list[MemberAssessment], at: datetime) -> None:
    """Copies of the answers that a single item of a consent opens: health alone, money alone."""
    asked = load(assessment.sheet, assessment.sheet_version).fields(PERSON)
    for part in parts:
        by_item: dict[str, dict[str, Any]] = defaultdict(dict)
        for key, value in part.answers.items():
            if key in asked and asked[key].consent:
                by_item[asked[key].consent][key] = value
        AgreedPart.objects.bulk_create(
            AgreedPart(assessment=assessment, case_id=assessment.case_id, person_id=part.person_id, item=item,
                       sheet=assessment.sheet, sheet_version=assessment.sheet_version, number=assessment.number,
                       fixed_at=at, answers=answers)
            for item, answers in by_item.items()
        )  # fmt: skip


@transaction.atomic
def fix_assessment(*, assessment: Assessment, by: Worker) -> Assessment:
    """確定: from now on it is read, never changed; the case takes over its issues."""
    require(rules.may_fix_assessment(assessment, by))
    case, now = assessment.case, clock.now()
    drawing = drawn(case, by, note=f"第{assessment.number}回　{by.name}")
    update_versioned(assessment, None, {"genogram": drawing, "fixed_at": now})
    with on_behalf_of_all():
        parts = MemberAssessment.objects.filter(assessment=assessment)
        parts.update(fixed_at=now)
        _keep_agreed(assessment, list(parts), now)
        seen = {code for part in parts for code in part.issues_seen}
        case.issues = [code for code, _ in lookup.choices("issue", assessment.made_on) if code in seen]
        case.rights_screening = case.rights_screening or bool(assessment.answers.get("rights_check"))
        case.save(update_fields=["issues", "rights_screening"])
    text = f"世帯アセスメント 第{assessment.number}回{'：' + assessment.direction if assessment.direction else ''}"
    note_event(case, EventKind.ASSESSED, by=by, text=text, link=f"/assessments/{assessment.pk}/")
    record(Act.CHANGE, "アセスメントを確定した", by=by, case=case.pk, objects=[assessment.pk])
    return assessment
