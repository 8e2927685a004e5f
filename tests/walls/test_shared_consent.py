"""One consent may carry plans of two cases: the end of one case closes nothing that the other still needs."""

import pytest

from tasuki.casefile.actions import close_case
from tasuki.cases.actions import Member, open_case
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.plans import actions as plans
from tasuki.plans.models import Plan
from tasuki.shared import clock

EVERYTHING = ["basic", "household", "assessment", "progress", "plan"]


@pytest.fixture
def two_cases(town):
    """The mother is in two cases of the same desk; each has an approved plan that rests on her one consent."""
    first = town.case()
    mother = first.people[0]
    with town.acting("sakura") as by:
        second = open_case(by=by, label="母だけのケース", members=[Member(mother, index_person=True)])
        consent = take_consent(case=first, person=mother, by=by, answer="given", asked_on=clock.today(), method="written",
                               items=EVERYTHING, agencies=[town.agencies["kikan"]])  # fmt: skip
    for case in (first, second):
        with town.acting("sakura") as by:
            role = plans.RoleLine(town.agencies["kikan"], "見守り", by_date=clock.today())
            plan = plans.draft_plan(case=case, by=by, main_person=mother, goal="安心", roles=[role])
            plans.submit_plan(plan=plan, by=by)
        with town.acting("suzuki") as by:
            plans.decide_plan(plan=Plan.objects.get(pk=plan.pk), by=by, step="decided", result="approved", body_name="会議",
                              on=clock.today())  # fmt: skip
    return first, second, mother, consent


def seen(town):
    with town.acting("akira") as akira:
        return {
            model: set(model.objects.visible_to(akira).values_list("pk", flat=True)) for model in (Case, Person, Plan)
        }


def end_of(town, case):
    with town.acting("sakura") as by:
        case = Case.objects.get(pk=case.pk)
        plan = Plan.objects.get(case=case)
        plans.evaluate_plan(plan=plan, by=by, on=clock.today(), reached="よい", verdict="end")
        close_case(case=case, by=by, reason="solved", note="よい")


def test_the_other_case_stays_open_to_the_one_with_a_role(town, two_cases):
    first, second, mother, _ = two_cases
    end_of(town, first)
    told = seen(town)
    assert (told[Case], told[Person], len(told[Plan])) == ({second.pk}, {mother.pk}, 1)


def test_the_withdrawal_closes_both(town, two_cases):
    first, _, _, consent = two_cases
    with town.acting("sakura") as by:
        withdraw_consent(case=Case.objects.get(pk=first.pk), consent=consent, by=by)
    assert seen(town) == {Case: set(), Person: set(), Plan: set()}
