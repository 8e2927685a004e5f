"""From the draft to the end: what each act does, and who is refused."""

from datetime import date, timedelta

import pytest

from tasuki.cases.consenting import withdraw_consent
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.models import Case, CaseEvent, CaseGrant
from tasuki.people.models import Person
from tasuki.plans import actions
from tasuki.plans.enums import PlanStatus, RoleStatus
from tasuki.plans.models import Plan, PlanPerson, PlanRole
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.sharing.enums import Ground, Scope

from .scenes import agree, approved, draft


def seen(town, login, model=Plan):
    with town.acting(login) as worker:
        first = set(model.objects.visible_to(worker).values_list("pk", flat=True))
        assert first == set(model.objects.values_list("pk", flat=True)), "the two walls differ"
        return first


def plan_grants(town):
    with town.acting("suzuki"):
        return CaseGrant.objects.live().filter(ground=Ground.PLAN)


def test_a_worker_drafts_a_plan_after_the_fact_and_the_case_is_in_planning(town):
    case = town.case()
    plan = draft(town, case, support_began_on=date(2026, 10, 1))
    assert plan.after_the_fact
    assert plan.is_first
    assert (plan.number, plan.status) == (1, PlanStatus.DRAFT)
    with town.acting("sakura"):
        case.refresh_from_db()
        assert case.status == Status.PLANNING
        assert [r.status for r in plan.roles.all()] == [RoleStatus.WAITING, RoleStatus.WHEN]
        assert CaseEvent.objects.filter(kind=EventKind.PLAN_DRAFTED, case=case).count() == 1


def test_a_stranger_drafts_nothing(town):
    case = town.case()
    with town.acting("midori") as midori, pytest.raises(Refused):
        actions.draft_plan(case=case, by=midori, main_person=case.people[0], goal="目標")


def test_two_workers_at_once_do_not_overwrite_each_other(town):
    plan = draft(town, town.case())
    with town.acting("sakura") as sakura:
        actions.change_plan(plan=plan, by=sakura, version=1, goal="先に")
        with pytest.raises(Stale):
            actions.change_plan(plan=plan, by=sakura, version=1, goal="あとから")
        with pytest.raises(TypeError):
            actions.change_plan(plan=plan, by=sakura, status="approved")


def test_a_plan_waits_for_the_consent_of_each_of_its_persons(town):
    case = town.case()
    mother, _son = case.people
    agree(town, case, mother)
    plan = draft(town, case)
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="花村 一郎さんの、いま有効な同意"):
            actions.submit_plan(plan=plan, by=sakura)
        actions.change_plan(plan=plan, by=sakura, persons=[actions.PersonLine(mother)])
        actions.submit_plan(plan=plan, by=sakura)
        assert plan.status == PlanStatus.SUBMITTED
        with pytest.raises(Refused, match="再プラン"):
            actions.change_plan(plan=plan, by=sakura, goal="変える")


def test_an_agency_to_which_nobody_agreed_cannot_have_a_role(town):
    case = town.case()
    for person in case.people:
        agree(town, case, person, agencies=["hokatsu"])
    plan = draft(town, case)
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="基幹相談支援センターは、どの人の同意"):
        actions.submit_plan(plan=plan, by=sakura)


def test_a_consent_given_later_carries_the_plan(town):
    case = town.case()
    plan = draft(town, case)
    consents = [agree(town, case, person) for person in case.people]
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
        assert {line.consent_id for line in plan.persons.all()} == {consent.pk for consent in consents}


@pytest.mark.database
def test_examined_by_one_body_sent_back_by_the_other_changed_and_approved(town):
    case = town.case()
    for person in case.people:
        agree(town, case, person)
    plan = draft(town, case)
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
    day = date(2026, 11, 18)
    with town.acting("chair") as chair:
        actions.decide_plan(plan=plan, by=chair, step="examined", result="approved", body_name="部会", on=day)
        assert plan.status == PlanStatus.EXAMINED
        with pytest.raises(Refused, match="理由"):
            actions.decide_plan(plan=plan, by=chair, step="decided", result="sent_back", body_name="本会議", on=day)
        actions.decide_plan(
            plan=plan,
            by=chair,
            step="decided",
            result="sent_back",
            body_name="本会議",
            on=day,
            note="目標を本人のことばで",
        )
    assert plan_grants(town).count() == 0
    with town.acting("sakura") as sakura:
        actions.change_plan(plan=plan, by=sakura, goal="正月は家で雑煮を食べたい")
        actions.submit_plan(plan=plan, by=sakura)
        with pytest.raises(Refused):
            actions.decide_plan(plan=plan, by=sakura, step="decided", result="approved", body_name="本会議", on=day)
    with town.acting("chair") as chair:
        actions.decide_plan(plan=plan, by=chair, step="decided", result="approved", body_name="本会議", on=day)
    with town.acting("sakura"):
        case.refresh_from_db()
        assert (plan.status, plan.decided_on, case.status) == (PlanStatus.APPROVED, day, Status.SUPPORTING)
        kinds = list(CaseEvent.objects.filter(case=case).values_list("kind", flat=True))
        assert {EventKind.PLAN_SUBMITTED, EventKind.PLAN_SENT_BACK, EventKind.PLAN_APPROVED} <= set(kinds)


def test_approval_opens_the_plan_to_the_agencies_with_a_role_only(town):
    _case, plan = approved(town)
    assert seen(town, "midori") == seen(town, "akira") == {plan.pk}
    assert seen(town, "yoso") == seen(town, "nao") == seen(town, "admin") == set()
    assert seen(town, "yoso", PlanRole) == seen(town, "yoso", PlanPerson) == set()
    with town.acting("suzuki"):
        grants = plan_grants(town)
        assert {Scope(g.scope) for g in grants} == {Scope.EXISTENCE | Scope.IDENTITY | Scope.ASSESSMENT | Scope.PLAN}
        assert grants.count() == 4


def test_each_person_opens_the_plan_to_the_agencies_that_person_named(town):
    case = town.case()
    mother, son = case.people
    agree(town, case, mother, agencies=["hokatsu"], items=("basic", "plan"))
    agree(town, case, son, agencies=["kikan"], until=date(2026, 12, 31))
    plan = draft(town, case, period_to=date(2027, 3, 31))
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
    with town.acting("suzuki") as suzuki:
        actions.decide_plan(
            plan=plan, by=suzuki, step="decided", result="approved", body_name="会議", on=date(2026, 11, 18)
        )
        grants = {grant.person_id: grant for grant in plan_grants(town)}
        assert Scope.ASSESSMENT not in grants[mother.pk].parts
        assert grants[mother.pk].until == clock.at(date(2027, 4, 1), "00:00")
        assert grants[son.pk].until == clock.at(date(2027, 1, 1), "00:00")
    assert seen(town, "midori") == seen(town, "akira") == {plan.pk}
    with town.acting("akira") as akira:
        assert set(Person.objects.visible_to(akira)) == {son}
        assert [line.person_id for line in PlanPerson.objects.filter(plan=plan)] == [son.pk]


def test_an_agency_marks_its_own_role_when_that_time_has_come(town):
    case, plan = approved(town)
    with town.acting("akira") as akira:
        own = plan.roles.get(agency=akira.agency_id)
        other = plan.roles.exclude(agency=akira.agency_id).get()
        actions.update_role(role=own, by=akira, status=RoleStatus.DOING, note="通院先を見つけた")
        with pytest.raises(Refused):
            actions.update_role(role=other, by=akira, status=RoleStatus.DONE)
    with town.acting("midori") as midori:
        actions.update_role(role=plan.roles.get(agency=midori.agency_id), by=midori, status=RoleStatus.DONE)
    with town.acting("sakura"):
        texts = CaseEvent.objects.filter(case=case, kind=EventKind.PLAN_STEP).values_list("text", flat=True)
        assert any("そのときが来た（長男が受診したいと言ったら）" in text for text in texts)
        done = PlanRole.objects.get(agency=town.agencies["hokatsu"])
        assert (done.status, done.done_on) == (RoleStatus.DONE, clock.today())


def test_withdrawal_closes_everything_that_the_consent_carried(town):
    case, plan = approved(town)
    mother, son = case.people
    with town.acting("sakura") as sakura:
        withdraw_consent(case=case, consent=case.consents[0], by=sakura, note="やめたい")
    with town.acting("midori") as midori:
        assert set(Person.objects.visible_to(midori)) == {son}
        assert [line.person_id for line in PlanPerson.objects.filter(plan=plan)] == [son.pk]
    with town.acting("sakura") as sakura:
        withdraw_consent(case=case, consent=case.consents[1], by=sakura, note="母がやめるなら")
    for model in (Plan, Case, Person, PlanRole):
        assert seen(town, "midori", model) == seen(town, "akira", model) == set()
    with town.acting("sakura") as sakura:
        line = plan.persons.get(person=mother)
        with pytest.raises(Refused):
            actions.rest_on_consent(line=line, by=sakura)
    agree(town, case, mother, agencies=["hokatsu"])
    with town.acting("sakura") as sakura:
        actions.rest_on_consent(line=plan.persons.get(person=mother), by=sakura)
    assert seen(town, "midori") == {plan.pk}
    assert seen(town, "akira") == set()


def test_evaluated_renewed_and_ended_the_new_plan_stays_open(town):
    case, plan = approved(town)
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="評価"):
            actions.end_plan(plan=plan, by=sakura, on=clock.today())
        with pytest.raises(Refused, match="評価してから"):
            actions.draft_plan(case=case, by=sakura, main_person=case.people[0], goal="次", replaces=plan)
        actions.evaluate_plan(
            plan=plan, by=sakura, on=clock.today(), reached="食事はとれている", verdict="replan", changes=["health"]
        )
    again = draft(town, case, replaces=plan)
    assert (again.number, again.is_first) == (2, False)
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=again, by=sakura)
    with town.acting("suzuki") as suzuki:
        actions.decide_plan(
            plan=again, by=suzuki, step="decided", result="approved", body_name="会議", on=date(2026, 11, 18)
        )
        plan.refresh_from_db()
        assert plan.status == PlanStatus.ENDED
        assert plan_grants(town).count() == 4
    assert again.pk in seen(town, "midori")
    with town.acting("sakura") as sakura:
        actions.evaluate_plan(plan=again, by=sakura, on=clock.today(), reached="見守りへ", verdict="end")
        actions.end_plan(plan=again, by=sakura, on=clock.today())
    assert plan_grants(town).count() == 0
    with town.acting("suzuki"):
        assert CaseGrant.objects.live().filter(ground=Ground.CONSENT).exists()


def test_the_end_of_the_term_closes_the_plan_by_itself(town):
    case = town.case()
    for person in case.people:
        agree(town, case, person, items=("basic",))
    plan = draft(town, case, period_to=date(2026, 11, 30))
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
    with town.acting("suzuki") as suzuki:
        actions.decide_plan(
            plan=plan, by=suzuki, step="decided", result="approved", body_name="会議", on=date(2026, 11, 18)
        )
    with clock.stopped_at(clock.at(date(2026, 11, 30), "23:59")):
        assert seen(town, "midori") == {plan.pk}
    with clock.stopped_at(clock.at(date(2026, 11, 30) + timedelta(days=1), "00:00")):
        assert seen(town, "midori") == set()
