"""A household that agreed, and its plan: what the tests of plans and meetings begin with."""

from datetime import date

from tasuki.cases.consenting import take_consent
from tasuki.people.enums import ConsentAnswer
from tasuki.plans import actions as plans
from tasuki.plans.actions import PersonLine, RoleLine


def agree(town, case, person, agencies=("hokatsu", "kikan"), by="sakura", **more):
    """The person agrees, to these agencies, to everything a plan needs."""
    with town.acting(by) as worker:
        return take_consent(
            case=case, person=person, by=worker, answer=ConsentAnswer.GIVEN, asked_on=date(2026, 11, 10),
            method="paper", items=more.pop("items", ("basic", "assessment", "plan")),
            agencies=[town.agencies[key] for key in agencies], **more,
        )  # fmt: skip


def draft(town, case, persons=None, by="sakura", **more):
    """A plan with a role by date for 包括 and one for 基幹 when its time comes."""
    mother, son = case.people
    lines = [PersonLine(person) for person in (persons if persons is not None else [mother, son])]
    with town.acting(by) as worker:
        return plans.draft_plan(
            case=case, by=worker, main_person=mother, goal="家で、二人で年を越す", persons=lines,
            wishes="このまま家にいたい",
            roles=[
                RoleLine(town.agencies["hokatsu"], "配食の手配", by_date=date(2026, 12, 10), about=mother),
                RoleLine(town.agencies["kikan"], "受診に付きそう", trigger="長男が受診したいと言ったら", about=son),
            ],
            **more,
        )  # fmt: skip


def approved(town, agencies=("hokatsu", "kikan")):
    """A case with an approved plan; everybody has agreed to the agencies."""
    case = town.case(by="sakura")
    case.consents = [agree(town, case, person, agencies) for person in case.people]
    plan = draft(town, case)
    with town.acting("sakura") as sakura:
        plans.submit_plan(plan=plan, by=sakura)
    with town.acting("suzuki") as suzuki:
        plans.decide_plan(plan=plan, by=suzuki, step="decided", result="approved", body_name="重層的支援会議",
                          on=date(2026, 11, 18))  # fmt: skip
    return case, plan
