"""Consent of one person: what it opens, to whom, and that its withdrawal closes at once."""

from datetime import timedelta

import pytest

from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.cases.models import Case, CaseGrant
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Scope
from tasuki.sharing.rules import CONSENT_ITEMS, agreed


def ask(town, case, person, **more):
    with town.acting("sakura") as sakura:
        told = {"answer": "given", "items": ["basic", "plan"], "agencies": [town.agencies["kikan"]]} | more
        return take_consent(case=case, person=person, by=sakura, asked_on=clock.today(), method="written", **told)


def seen(town, login="akira"):
    with town.acting(login):
        return Case.objects.count(), set(Person.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("items", "scope"),
    [
        ([], Scope(0)),
        (["basic"], Scope.EXISTENCE | Scope.IDENTITY),
        (["progress"], Scope.RECORD),
        (["plan", "health", "finance"], Scope.PLAN),
        (["of our own town"], Scope(0)),
    ],
)
def test_what_the_items_mean(items, scope):
    assert agreed(items) == scope


def test_what_opens_something_is_a_shipped_item(town):
    from tasuki.codes.lookup import choices

    with town.acting("sakura"):
        assert {code for code, _ in choices("consent_item")} >= set(CONSENT_ITEMS)


@pytest.mark.database
def test_a_yes_opens_this_person_and_no_other(town):
    case = town.case()
    mother, son = case.people
    ask(town, case, son)
    assert seen(town) == (1, {son.pk})
    with town.acting("akira"):
        assert CaseGrant.objects.get().parts == Scope.EXISTENCE | Scope.IDENTITY | Scope.PLAN
    assert mother.pk not in seen(town)[1]


@pytest.mark.parametrize("answer", ["refused", "undecided"])
def test_a_no_opens_nothing_and_is_kept(town, answer):
    case = town.case()
    consent = ask(town, case, case.people[1], answer=answer, words="いまは話したくない")
    assert seen(town) == (0, set())
    assert (consent.answer, consent.words) == (answer, "いまは話したくない")


@pytest.mark.database
def test_withdrawal_closes_with_the_next_look(town):
    case = town.case()
    consent = ask(town, case, case.people[1])
    with town.acting("sakura") as sakura:
        withdraw_consent(case=case, consent=consent, by=sakura, note="電話で申し出")
    assert seen(town) == (0, set())
    with town.acting("sakura") as sakura, pytest.raises(Refused):
        withdraw_consent(case=case, consent=consent, by=sakura)


def test_a_consent_is_over_the_day_after_its_last_day(town):
    case = town.case()
    ask(town, case, case.people[1], until=clock.today() + timedelta(days=1))
    with clock.stopped_at(clock.at(clock.today() + timedelta(days=1), "23:59")):
        assert seen(town)[0] == 1
    with clock.stopped_at(clock.at(clock.today() + timedelta(days=2), "00:00")):
        assert seen(town)[0] == 0


def test_somebody_outside_the_case_is_not_asked_in_it(town):
    case, stranger = town.case(), town.person("よその 人")
    with pytest.raises(Refused, match="世帯員ではありません"):
        ask(town, case, stranger)


def test_the_form_asks_one_person_and_tells_what_is_missing(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    path = f"/cases/{case.pk}/persons/{case.people[1].pk}/consent/"
    with django_assert_max_num_queries(25):
        assert "花村 一郎" in sakura.get(path).content.decode()
    answered = {"answer": "given", "asked_on": "R8.11.18", "method": "oral", "words": "包括さんになら"}
    wrong = sakura.post(path, agencies=[str(town.agencies["kikan"].pk)], **answered)
    assert wrong.status_code == 422
    assert "包括さんになら" in wrong.content.decode()
    right = sakura.post(path, items=["basic"], agencies=[str(town.agencies["kikan"].pk)], **answered)
    assert right["Location"] == f"/cases/{case.pk}/household/"
    assert seen(town)[0] == 1
    with town.acting("sakura"):
        consent = case.people[1].consents.get()
    back = f"/cases/{case.pk}/consents/{consent.pk}/withdraw/"
    assert browse("yoso").get(path).status_code == browse("yoso").get(back).status_code == 404
    assert browse("akira").get(f"/cases/{case.pk}/persons/{case.people[0].pk}/consent/").status_code == 404
    assert sakura.post(back, note="電話で申し出").status_code == 302
    assert seen(town)[0] == 0
    assert sakura.post(back, note="もう一度").status_code == 409
