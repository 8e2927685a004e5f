"""What a sheet calls a column is one: of the model of its room, or of what stands beside it."""

import pytest
from django.core.exceptions import FieldDoesNotExist

from tasuki.assessments.models import Assessment, MemberAssessment
from tasuki.codes.sheet_definitions import parse, shipped
from tasuki.intake.models import Consultation
from tasuki.meetings.models import Item
from tasuki.participation.models import ParticipationSheet
from tasuki.people.models import Consent
from tasuki.plans.models import Plan, PlanEvaluation
from tasuki.referrals.models import Referral

MODELS = {
    ("intake", "one"): Consultation, ("household", "household"): Assessment, ("household", "person"): MemberAssessment,
    ("referral", "one"): Referral, ("plan", "one"): Plan, ("evaluation", "one"): PlanEvaluation, ("consent", "one"): Consent,
    ("packet", "one"): Item, ("participation", "one"): ParticipationSheet,
}  # fmt: skip


@pytest.mark.parametrize(("sheet", "per"), MODELS)
def test_every_column_of_a_sheet_is_there(sheet, per):
    model, lost = MODELS[sheet, per], []
    names = {one.get_accessor_name() for one in model._meta.related_objects}
    for raw in shipped()[sheet]:
        for key, field in parse(raw).fields(per).items():
            if not field.column or field.where or key in names:
                continue
            try:
                model._meta.get_field(key)
            except FieldDoesNotExist:
                lost.append(key)
    assert lost == []


@pytest.mark.parametrize(("sheet", "per"), MODELS)
def test_every_row_tells_its_version_and_keeps_its_answers(sheet, per):
    fields = {field.name for field in MODELS[sheet, per]._meta.local_concrete_fields}
    assert {"sheet_version", "answers"} <= fields
