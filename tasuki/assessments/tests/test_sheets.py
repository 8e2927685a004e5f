"""The household's sheet: drafted, filled, fixed, copied into the next version."""

from datetime import date

import pytest

from tasuki.assessments import actions
from tasuki.assessments.models import Assessment, MemberAssessment
from tasuki.cases.grants import admit
from tasuki.cases.models import Case, CaseEvent
from tasuki.codes.sheet_definitions import load, newest
from tasuki.shared.decisions import Refused, Stale
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


def begin(town, case, by="sakura"):
    with town.acting(by) as worker:
        return actions.begin_assessment(case=case, by=worker)


def test_the_sheet_is_data_and_mirrors_what_reports_read():
    sheet = newest("household", date(2026, 11, 18))
    assert sheet.version == "2026-04"
    assert {"household_type", "strengths", "wishes", "direction", "screening_on", "screening_result"} <= set(
        sheet.fields("household")
    )
    assert {"issues_told", "issues_seen", "complaint", "view", "strengths", "life_history"} <= set(
        sheet.fields("person")
    )
    with pytest.raises(LookupError):
        load("household", "../../secrets")
    with pytest.raises(LookupError):
        newest("household", date(2019, 1, 1))


@pytest.mark.database
def test_a_draft_is_filled_fixed_and_never_changed(town):
    case = town.case()
    mother, son = case.people
    sheet = begin(town, case)
    with town.acting("sakura") as sakura:
        actions.fill_assessment(assessment=sheet, by=sakura, direction="関係を先に", answers={
            "household_type": "elder_parent_child", "household_income": 131000, "rights_check": True,
            "screening_on": "2026-11-18",
        })  # fmt: skip
        actions.fill_member(
            assessment=sheet,
            person=mother,
            by=sakura,
            issues_seen=["judgement", "illness"],
            complaint="「困っていない」",
        )
        actions.fill_member(assessment=sheet, person=son, by=sakura, issues_told=["poverty"], issues_seen=["illness"])
        actions.fix_assessment(assessment=sheet, by=sakura)
        sheet = Assessment.objects.get()
        assert (sheet.household_type, sheet.screening_on) == ("elder_parent_child", date(2026, 11, 18))
        assert sheet.answers == {"household_income": 131000, "rights_check": True}
        assert sheet.genogram.startswith("<svg")
        case = Case.objects.get()
        assert case.issues == ["illness", "judgement"]
        assert case.rights_screening
        assert CaseEvent.objects.filter(kind="assessed").get().text == "世帯アセスメント 第1回：関係を先に"
        with pytest.raises(Refused, match="確定した"):
            actions.fill_assessment(assessment=sheet, by=sakura, wishes="書きなおし")
        with pytest.raises(Refused, match="確定した"):
            actions.fill_member(assessment=sheet, person=son, by=sakura, wishes="書きなおし")


def test_answers_are_checked_against_the_sheet(town):
    sheet = begin(town, town.case())
    with town.acting("sakura") as sakura:
        for wrong in (
            {"colour": "red"},
            {"household_type": "castle"},
            {"household_income": -1},
            {"benefits": ["gold"]},
        ):
            with pytest.raises(Refused):
                actions.fill_assessment(assessment=sheet, by=sakura, answers=wrong)


def test_the_next_version_begins_with_the_last_also_for_a_member_the_writer_may_not_see(town):
    case = town.case()
    son = case.people[1]
    sheet = begin(town, case)
    with town.acting("sakura") as sakura:
        actions.fill_assessment(assessment=sheet, by=sakura, strengths="近所づきあい", answers={"housing": "owned"})
        actions.fill_member(assessment=sheet, person=son, by=sakura, view="働く力がある")
        with pytest.raises(Refused, match="書きかけ"):
            actions.begin_assessment(case=case, by=sakura)
        actions.fix_assessment(assessment=sheet, by=sakura)
        second = actions.begin_assessment(case=case, by=sakura)
        assert (second.number, second.strengths, second.answers) == (2, "近所づきあい", {"housing": "owned"})
        assert MemberAssessment.objects.get(assessment=second).view == "働く力がある"
        actions.fill_assessment(assessment=second, by=sakura, answers={"housing": ""})
        assert Assessment.objects.get(number=1).answers == {"housing": "owned"}
        assert Assessment.objects.get(number=2).answers == {}


def test_two_who_write_at_once_do_not_overwrite_each_other(town):
    sheet = begin(town, town.case())
    with town.acting("sakura") as sakura:
        actions.fill_assessment(assessment=sheet, by=sakura, wishes="一人目", version=1)
        with pytest.raises(Stale):
            actions.fill_assessment(assessment=sheet, by=sakura, wishes="二人目", version=1)


def test_whoever_has_one_person_reads_that_part_only_and_writes_nothing(town):
    case = town.case()
    mother, son = case.people
    sheet = begin(town, case)
    with town.acting("sakura") as sakura:
        for person in (mother, son):
            actions.fill_member(assessment=sheet, person=person, by=sakura, view="見立て")
        actions.fix_assessment(assessment=sheet, by=sakura)
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.ASSESSMENT, source=uuid7(), by=sakura,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    with town.acting("midori") as midori:
        assert not Assessment.objects.exists()
        assert [part.person_id for part in MemberAssessment.objects.all()] == [mother.pk]
        with pytest.raises(Refused):
            actions.begin_assessment(case=case, by=midori)
    with town.acting("yoso"):
        assert not MemberAssessment.objects.exists()
