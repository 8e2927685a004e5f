"""生活歴 along time: a lane for each person and a vertical list, as far as the assessment is open."""

import pytest

from tasuki.assessments.actions import begin_assessment, fill_assessment, fill_member, fix_assessment
from tasuki.casefile.life_drawing import life_sheet
from tasuki.cases import grants
from tasuki.people import actions as people
from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope

READS = Scope.EXISTENCE | Scope.IDENTITY | Scope.RECORD


@pytest.fixture
def case(town):
    case = town.case()
    mother, son = case.people
    with town.acting("sakura") as by:
        people.change_person(person=son, by=by, birth="昭和49年頃")
        sheet = begin_assessment(case=case, by=by)
        fill_member(assessment=sheet, person=mother, by=by, life_history="農家の三女\n昭和40年頃　結婚")
        fill_member(assessment=sheet, person=son, by=by, life_history="20代で発病\n令和8年11月10日　入院")
        fill_assessment(assessment=sheet, by=by, household_history="平成21年　父が死亡", version=sheet.version)
        fix_assessment(assessment=sheet, by=by)
    return case


def test_lives_stand_in_lanes_of_their_own_and_what_happened_since_in_the_lanes_of_the_case(town, case, browse):
    shown = browse("sakura").get(f"/cases/{case.pk}/lanes/").content.decode()
    life = shown[shown.index('id="life"') :]
    for words in ("昭和40年頃 結婚", "20代 発病", "平成21年 父が死亡", "令和8年11月10日 入院"):
        assert words in life, words
    assert "農家の三女" not in shown
    assert "昭和40" not in shown[: shown.index('id="life"')]  # long before the case: no year of lanes for it
    with town.acting("sakura") as by:
        drawn = browse("sakura").get(f"/cases/{case.pk}/?only=life").content.decode()
        assert by
    assert drawn.index("入院") < drawn.index("父が死亡") < drawn.index("結婚")  # the newest first
    assert "昭和40年頃" in drawn


def test_of_somebody_whose_assessment_is_closed_no_life_is_told(town, case, browse):
    mother, son = case.people
    with town.acting("sakura") as by:
        for person, scope in ((mother, READS | Scope.ASSESSMENT), (son, READS)):
            grants.admit(case=case, ground=Ground.CONSENT, scope=scope, source=person.pk, by=by,
                         agency=town.agencies["hokatsu"], persons=[person])  # fmt: skip
    for path in ("lanes/", "?only=life", "lanes/1.svg"):
        shown = browse("midori").get(f"/cases/{case.pk}/{path}").content.decode()
        assert "発病" not in shown, path
        assert "入院" not in shown, path
        assert "父が死亡" not in shown, path
    assert "結婚" in browse("midori").get(f"/cases/{case.pk}/?only=life").content.decode()


def test_nothing_written_is_explained(town, browse):
    case = town.case(label="70代の単身の世帯", names=("空 一",))
    assert "行のはじめに時期" in browse("sakura").get(f"/cases/{case.pk}/lanes/").content.decode()
    assert browse("sakura").get(f"/cases/{case.pk}/?only=life").status_code == 200
    assert life_sheet([], {}, clock.today()) == ""


def test_the_pages_of_lives_cost_little(town, case, browse, django_assert_max_num_queries):
    for path in ("lanes/", "?only=life"):
        with django_assert_max_num_queries(25):
            assert browse("sakura").get(f"/cases/{case.pk}/{path}").status_code == 200
