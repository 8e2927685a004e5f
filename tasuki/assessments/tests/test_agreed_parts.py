"""Single items of a consent (健康だけ, 経済状況だけ) open just these answers of the fixed sheet, and close with the consent."""

from datetime import date

import pytest

from tasuki.assessments import actions
from tasuki.assessments.models import AgreedPart, Assessment, MemberAssessment
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.codes import lookup
from tasuki.codes.sheet_definitions import newest
from tasuki.shared import clock

ILLNESS, MONEY = "高血圧。服薬は途切れがち", 63000


def fixed(town):
    """A fixed sheet in which both members answered about health and money."""
    case = town.case()
    with town.acting("sakura") as sakura:
        sheet = actions.begin_assessment(case=case, by=sakura)
        for person in case.people:
            answers = {"illness": ILLNESS, "income_amount": MONEY, "consideration": "朝は寝ている"}
            actions.fill_member(assessment=sheet, person=person, by=sakura, complaint="眠れない", answers=answers)
        actions.fix_assessment(assessment=sheet, by=sakura)
    return case


def agree(town, case, person, items, **more):
    with town.acting("sakura") as sakura:
        return take_consent(case=case, person=person, by=sakura, answer="given", asked_on=date(2026, 11, 10),
                            method="paper", items=items, agencies=[town.agencies["hokatsu"]], **more)  # fmt: skip


def open_to(town, login):
    """(person, item) of the copies that both walls let through."""
    with town.acting(login) as worker:
        seen = {(row.person_id, row.item): row.answers for row in AgreedPart.objects.visible_to(worker)}
        assert set(seen) == set(AgreedPart.objects.values_list("person_id", "item")), "the two walls differ"
        return seen


def test_the_questions_name_items_of_the_consent_form(town):
    known = {"assessment", "basic", "household", "progress", "plan"}
    with town.context():
        items = {code for code, _ in lookup.choices("consent_item", date(2026, 11, 18))} - known
    tagged = {field.consent for field in newest("household", date(2026, 11, 18)).fields("person").values()} - {""}
    assert tagged <= items


@pytest.mark.database
def test_who_agreed_to_health_alone_shows_health_alone(town):
    case = fixed(town)
    mother, _son = case.people
    assert open_to(town, "midori") == {}
    agree(town, case, mother, ["basic", "health"])
    assert open_to(town, "midori") == {(mother.pk, "health"): {"illness": ILLNESS}}
    with town.acting("midori") as midori:
        assert not Assessment.objects.visible_to(midori).exists()
        assert not MemberAssessment.objects.exists()
    for stranger in ("akira", "yoso", "chair", "admin"):
        assert open_to(town, stranger) == {}


@pytest.mark.database
def test_a_withdrawal_and_the_last_day_close_the_item(town):
    case = fixed(town)
    mother, son = case.people
    consent = agree(town, case, mother, ["basic", "finance"])
    agree(town, case, son, ["basic", "health"], until=date(2026, 11, 30))
    assert set(open_to(town, "midori")) == {(mother.pk, "finance"), (son.pk, "health")}
    with town.acting("sakura") as sakura:
        withdraw_consent(case=case, consent=consent, by=sakura)
    assert set(open_to(town, "midori")) == {(son.pk, "health")}
    with clock.stopped_at(clock.at(date(2026, 12, 1), "00:00")):
        assert open_to(town, "midori") == {}


def test_the_page_shows_the_item_and_nothing_else(town, browse, django_assert_max_num_queries):
    case = fixed(town)
    agree(town, case, case.people[0], ["basic", "health"])
    path = f"/cases/{case.pk}/assessment/agreed/"
    assert path in browse("midori").get(f"/cases/{case.pk}/assessment/").content.decode()
    with django_assert_max_num_queries(25):
        page = browse("midori").get(path).content.decode()
    assert ILLNESS in page
    for hidden in ("63,000", "朝は寝ている", "眠れない", "一郎"):
        assert hidden not in page
    assert browse("akira").get(path).status_code == 404
    assert "開かれている項目はありません" in browse("sakura").get(path).content.decode()
