"""From several cases to an issue of the neighbourhood, without naming anybody."""

import re

import pytest

from tasuki.casefile import neighbourhood
from tasuki.casefile.neighbourhood_models import IssueCase
from tasuki.casefile.neighbourhood_words import names_in
from tasuki.cases.models import CaseEvent
from tasuki.community.models import CommunityIssue
from tasuki.people import actions as people
from tasuki.shared.decisions import Refused
from tasuki.tenancy.context import Context, acting

WORDS = "親の介護と子のひきこもりが重なり、だれにも言えずにいる家がある。"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def two(town):
    """Two cases of one agency: a mother and a son, a man alone."""
    first = town.case()
    second = town.case(label="ひとり暮らしの男性", names=("森 拓",))
    with town.acting("sakura") as by:
        people.add_contact(person=first.people[0], by=by, kind="mobile", value="090-1111-2222")
    return [first, second]


def drawn(town, cases, by="sakura", **more):
    with town.acting(by) as worker:
        return neighbourhood.draw_issue(
            cases=cases, by=worker, kind="care", **{"words": WORDS, "title": "言えない家"} | more
        )


def test_an_issue_is_drawn_from_two_cases_without_naming_them(town, two):
    issue = drawn(town, two)
    assert (issue.source, issue.drawn_from) == ("cases", 0)
    with town.acting("sakura") as by:
        assert IssueCase.objects.visible_to(by).count() == 2
        assert CaseEvent.objects.filter(case=two[0], kind="drawn").count() == 1
    with town.acting("midori") as stranger:
        assert IssueCase.objects.visible_to(stranger).count() == 0
        assert IssueCase.objects.count() == 0
        assert CommunityIssue.objects.get().drawn_from == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("花村の家では介護が重い", "花村"),
        ("花 村 ウ メ の家", "花村"),
        ("森さんは相談できずにいた", "森さん"),
        ("09011112222にかけた", "09011112222"),
        ("０９０－１１１１－２２２２にかけた", "090-1111-2222"),
    ],
)
def test_names_and_numbers_of_the_cases_must_go(town, two, words, found):
    with pytest.raises(Refused, match=found):
        drawn(town, two, words=words)
    assert drawn(town, two, words="森の中の道が暗い").pk


def test_one_case_alone_would_tell_whose_it_is(town, two):
    with pytest.raises(Refused, match="もうひとつ"):
        drawn(town, two[:1])
    with pytest.raises(Refused, match="主担当"):
        drawn(town, two, by="midori")


def test_how_many_is_told_only_when_it_is_no_small_number(town, two):
    issue = drawn(town, two)
    for number in range(3, 6):
        case = town.case(label=f"世帯{number}", names=(f"見本{number} 花",))
        with town.acting("sakura") as by:
            neighbourhood.join_issue(case=case, issue=issue, by=by)
            with pytest.raises(Refused, match="もうこの課題"):
                neighbourhood.join_issue(case=case, issue=issue, by=by)
        with acting(Context(municipality=town.key)):
            assert CommunityIssue.objects.get().drawn_from == (5 if number == 5 else 0)


def test_the_names_are_those_the_worker_may_know(town, two):
    with town.acting("sakura") as by:
        assert {"花村", "ウメ", "森", "拓", "090-1111-2222"} <= set(names_in(two, by))
    with town.acting("midori") as stranger:
        assert "花村" not in names_in(two, stranger)


def test_the_pages_from_the_case_to_the_issue_and_back(browse, town, two):
    by, stranger = browse("sakura"), browse("midori")
    here = f"/cases/{two[0].pk}/neighbourhood/"
    assert stranger.get(here).status_code == 404
    assert stranger.get(here + "new/").status_code == 404
    assert "いくつかのケースから書き留める" in text(by.get(here))
    told = {"kind": "care", "title": "言えない家", "area": "", "cases": [str(two[1].pk)]}
    named = by.post(here + "new/", **told, words="花村さんの家のこと")
    assert named.status_code == 422
    assert "「花村さん」" in named.content.decode()
    assert "花村さんの家のこと" in named.content.decode()  # what was typed stays
    made = by.post(here + "new/", **told, words=WORDS)
    assert made.status_code == 302
    page = text(by.get(made.url))
    assert "いくつか（少ない数は出しません）" in page
    assert "ひとり暮らしの男性" not in page
    assert "ひとり暮らしの男性" in text(by.get(made.url + "cases/"))
    assert "あなたに開かれているケースはありません" in text(stranger.get(made.url + "cases/"))
    assert "言えない家" in text(by.get(here))
    assert by.post(here + "join/", issue="").status_code == 422


def test_the_page_asks_the_database_little(browse, two, django_assert_max_num_queries):
    by = browse("sakura")
    for address in ("", "new/", "join/"):
        with django_assert_max_num_queries(25):
            assert by.get(f"/cases/{two[0].pk}/neighbourhood/{address}").status_code == 200
