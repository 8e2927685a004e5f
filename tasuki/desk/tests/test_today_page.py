"""A worker opens her day."""

import pytest

from tasuki.cases.actions import set_now
from tasuki.cases.models import Case
from tasuki.shared import clock


@pytest.mark.parametrize("login", ["sakura", "nao", "ken", "suzuki", "chair", "admin", "yoso"])
@pytest.mark.database
def test_every_role_has_a_day(browse, login):
    page = browse(login).get("/today/")
    assert page.status_code == 200
    assert "令和8年11月18日" in page.content.decode()


def test_next_step_stands_in_the_day_of_the_worker_who_is_to_take_it(town, browse):
    case = town.case(by="sakura")
    with town.acting("sakura") as sakura:
        set_now(
            case=case,
            by=sakura,
            text="母は検査を断っている",
            next_text="二人で訪問",
            next_on=clock.today(),
            next_worker=sakura,
        )
    assert "二人で訪問" in browse("sakura").get("/today/").content.decode()
    assert "二人で訪問" not in browse("yoso").get("/today/").content.decode()


def test_a_case_without_contact_is_shown_to_the_owner_and_not_to_a_stranger(town, browse):
    case = town.case(by="sakura", label="長く会えていない世帯")
    with town.acting("sakura"):
        Case.objects.filter(pk=case.pk).update(last_contact_at=clock.at(clock.today().replace(month=9)))
    assert "しばらく接触のない" in (page := browse("ken").get("/today/").content.decode())
    assert "長く会えていない世帯" in page
    assert "長く会えていない世帯" not in browse("yoso").get("/today/").content.decode()


def test_a_case_whose_worker_has_left_is_shown_as_held_by_nobody(town, browse):
    town.case(by="sakura", label="担当が去った世帯")
    with town.context():
        town.workers["sakura"].posts.update(until=clock.today())
    page = browse("ken").get("/today/").content.decode()
    assert "担当のいないケース" in page
    assert "担当が去った世帯" in page


def test_the_day_costs_few_queries(town, browse, django_assert_max_num_queries):
    for number in range(5):
        town.case(by="sakura", label=f"世帯{number}", names=(f"花村 {number}",))
    browser = browse("sakura")
    browser.get("/today/")
    with django_assert_max_num_queries(25):
        browser.get("/today/")
