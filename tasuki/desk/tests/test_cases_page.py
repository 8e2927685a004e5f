"""A worker looks through the cases she may see."""

import pytest


@pytest.fixture
def cases(town):
    return [town.case(by="sakura", label=f"世帯その{n}", names=(f"花村 {n}",)) for n in range(3)]


def test_the_list_shows_own_cases_and_filters_them(town, browse, cases):
    town.case(by="midori", label="よその世帯", names=("草野 花",))
    page = browse("sakura").get("/cases/").content.decode()
    assert all(f"世帯その{n}" in page for n in range(3))
    assert "よその世帯" not in page
    assert "世帯その0" not in browse("sakura").get("/cases/", status="closed").content.decode()
    assert "世帯その0" not in browse("ken").get("/cases/", whose="mine").content.decode()
    assert "世帯その0" in browse("ken").get("/cases/", whose="agency").content.decode()


def test_a_stranger_sees_an_empty_list_with_help(browse, cases):
    page = browse("yoso").get("/cases/").content.decode()
    assert "この条件のケースはありません" in page


def test_the_list_goes_on_where_the_page_ended(town, browse, cases, monkeypatch):
    monkeypatch.setattr("tasuki.desk.caseload.PAGE", 2)
    first = browse("sakura").get("/cases/")
    part = first.context["part"]
    second = browse("sakura").get("/cases/" + part.next_url).context["part"]
    assert len(part.cases) == 2
    assert {case.label for case in [*part.cases, *second.cases]} == {f"世帯その{n}" for n in range(3)}
    assert second.next_url == ""


def test_the_administrator_may_not_open_the_list(browse):
    assert browse("admin").get("/cases/").status_code == 403


def test_the_list_costs_few_queries(browse, cases, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        browse("sakura").get("/cases/")
