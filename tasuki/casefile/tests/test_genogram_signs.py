"""A worker writes the letters of the genogram (認 … ひ): drawn, said in words, seen only where the assessment is open."""

import pytest

from tasuki.assessments.actions import mark_conditions
from tasuki.assessments.conditions import LIST, letters_of
from tasuki.assessments.models import PersonCondition
from tasuki.assessments.rules import may_mark_conditions
from tasuki.casefile.actions import close_case
from tasuki.cases import grants
from tasuki.codes.lookup import forget
from tasuki.codes.models import Code
from tasuki.people import actions as people
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Ground, Scope

KNOWN = Scope.EXISTENCE | Scope.IDENTITY


@pytest.fixture
def case(town):
    case = town.case()
    with town.acting("sakura") as by:
        people.relate(first=case.people[0], second=case.people[1], kind="parent", by=by, order=1)
    return case


def test_a_letter_is_ticked_and_stands_in_the_drawing_its_legend_and_its_words(town, case, browse):
    page, mother = browse("sakura"), case.people[0]
    address = f"/cases/{case.pk}/genogram/"
    assert f'href="signs/{mother.pk}/"' in page.get(address).content.decode()
    form = page.get(f"{address}signs/{mother.pk}/").content.decode()
    assert "認：認知症" in form
    assert page.post(f"{address}signs/{mother.pk}/", codes=["dementia", "care_needed"]).status_code == 302
    shown = page.get(address).content.decode()
    assert ">認</text>" in shown
    assert ">介</text>" in shown
    assert "左半分の塗り：病気・障害" in shown
    assert "認知症・要介護・要支援" in shown  # in words
    assert ">認</text>" in page.get(f"/cases/{case.pk}/household/").content.decode()
    assert ">認</text>" in page.get(f"{address}picture.svg").content.decode()
    page.post(f"{address}signs/{mother.pk}/", codes=["dementia"])
    assert ">介</text>" not in page.get(address).content.decode()


def test_somebody_new_is_added_with_her_letters(town, case, browse):
    form = {"beside": str(case.people[1].pk), "part": "child", "descent": "parent", "common_name": "孫の子",
            "sex": "female", "conditions": ["developmental"]}  # fmt: skip
    assert browse("sakura").post(f"/cases/{case.pk}/genogram/add/", **form).status_code == 302
    assert ">発</text>" in browse("sakura").get(f"/cases/{case.pk}/genogram/").content.decode()


def test_only_readers_of_her_assessment_see_her_letters(town, case, browse):
    mother, son = case.people
    with town.acting("sakura") as by:
        mark_conditions(case=case, person=mother, codes=["dementia"], by=by)
        mark_conditions(case=case, person=son, codes=["withdrawn"], by=by)
        for person, scope in ((mother, KNOWN | Scope.ASSESSMENT), (son, KNOWN)):
            grants.admit(case=case, ground=Ground.CONSENT, scope=scope, source=person.pk, by=by,
                         agency=town.agencies["hokatsu"], persons=[person])  # fmt: skip
    with town.acting("midori") as reader:
        assert letters_of(case, reader) == {mother.pk: ("認：認知症",)}
        assert [one.code for one in PersonCondition.objects.visible_to(reader)] == ["dementia"]
        assert [one.code for one in PersonCondition.objects.all()] == ["dementia"]  # the second wall
    page = browse("midori")
    for path in ("genogram/", "genogram/picture.svg", "household/", "print/"):
        shown = page.get(f"/cases/{case.pk}/{path}").content.decode()
        assert ">認</text>" in shown, path
        assert "ひきこもり</text>" not in shown, path
    assert page.get(f"/cases/{case.pk}/genogram/signs/{son.pk}/").status_code == 200
    assert page.post(f"/cases/{case.pk}/genogram/signs/{son.pk}/", codes=["mental"]).status_code == 409
    assert browse("yoso").get(f"/cases/{case.pk}/genogram/signs/{mother.pk}/").status_code == 404


def test_a_closed_case_and_a_letter_that_no_list_knows_are_refused(town, case):
    mother = case.people[0]
    with town.acting("sakura") as by:
        with pytest.raises(Refused, match="コード表にない"):
            mark_conditions(case=case, person=mother, codes=["nonsense"], by=by)
        close_case(case=case, by=by, reason="moved", note="転居")
        assert not may_mark_conditions(case, mother, by)


def test_a_municipality_says_its_own_letter(town, case, browse):
    mother = case.people[0]
    with town.acting("sakura") as by:
        Code.objects.create(list=LIST, code="dialysis", label="透：透析", order=200, own=True)
        forget()
        mark_conditions(case=case, person=mother, codes=["dialysis"], by=by)
    shown = browse("sakura").get(f"/cases/{case.pk}/genogram/").content.decode()
    assert ">透</text>" in shown
    assert "透析</text>" in shown


def test_the_page_of_the_letters_costs_little(town, case, browse, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        assert browse("sakura").get(f"/cases/{case.pk}/genogram/signs/{case.people[0].pk}/").status_code == 200
