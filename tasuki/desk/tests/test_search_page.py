"""A worker uses the one search box."""

import pytest

from tasuki.cases.recording import write_record
from tasuki.shared import clock

pytestmark = pytest.mark.database


@pytest.fixture
def case(town):
    case = town.case(by="sakura", names=("髙﨑 ウメ", "髙﨑 一郎"))
    with town.acting("sakura") as sakura:
        write_record(
            case=case,
            by=sakura,
            at=clock.now(),
            method="visit",
            text="玄関先で長男と話す。借金があるらしい。",
            parties=["family"],
        )
    return case


@pytest.mark.parametrize("words", ["高崎", "たかさき", "借金", "長男"])
def test_names_and_words_are_found(town, browse, case, words):
    page = browse("sakura").get("/search/", q=words).content.decode()
    assert (case.label in page) == (words != "たかさき")  # 読みは登録されていない


def test_the_number_of_a_case_is_found(browse, case):
    assert case.label in browse("ken").get("/search/", q=case.number.lower()).content.decode()


@pytest.mark.parametrize("words", ["高崎", "借金", "R8-0001", "花"])
def test_a_stranger_finds_nothing(browse, case, words):
    page = browse("yoso").get("/search/", q=words).content.decode()
    assert "見つかりませんでした" in page
    assert case.label not in page


def test_the_search_costs_few_queries(browse, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        browse("sakura").get("/search/", q="借金")
