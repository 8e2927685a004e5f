"""One round, several households: typed once, a record for each case, each count right."""

import pytest

from tasuki.casefile.rounds import RoundLine, Shared, write_round
from tasuki.cases.models import SupportRecord
from tasuki.cases.warning_actions import warn
from tasuki.outreach.actions import begin_approach
from tasuki.outreach.models import Approach, Visit
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture
def two(town):
    first = town.case()
    second = town.case(label="70代の単身の世帯", names=("空 一",))
    with town.acting("sakura") as by:
        begin_approach(case=second, by=by, person=second.people[0], ground="own_duty", ground_note="町内会から")
    return first, second


def test_each_case_gets_its_record_and_the_approach_its_visit(town, two):
    first, second = two
    with town.acting("sakura") as by:
        way = Approach.objects.get()
        shared = Shared(at=clock.now(), method="visit", text="小川とふたりで歩いて回った。", minutes=20, worker_count=2)
        lines = [RoundLine(first, text="母は畑にいた。", result="met", minutes=35),
                 RoundLine(second, text="応答なし。", result="absent", approach=way)]  # fmt: skip
        made = write_round(by=by, shared=shared, lines=lines)
        assert [(one.case_id, one.minutes, one.worker_count) for one in made] == [(first.pk, 35, 2), (second.pk, 20, 2)]
        assert made[0].text == "小川とふたりで歩いて回った。\n母は畑にいた。"
        assert "畑" not in made[1].text
        assert Visit.objects.get().met == "unmet"
        assert SupportRecord.objects.count() == 2
        calls = Shared(at=clock.now(), method="phone", text="電話で近況を聞いた。")
        write_round(by=by, shared=calls, lines=[RoundLine(first), RoundLine(second, approach=way)])
        assert Visit.objects.count() == 1  # a call is no visit


def test_all_or_none(town, two):
    first, second = two
    with town.acting("sakura") as by:
        shared = Shared(at=clock.now(), method="phone")
        with pytest.raises(Refused, match="70代の単身"):
            write_round(by=by, shared=shared, lines=[RoundLine(first, text="話した"), RoundLine(second)])
        assert not SupportRecord.objects.exists()
        with pytest.raises(Refused, match="選んで"):
            write_round(by=by, shared=shared, lines=[])
    with town.acting("yoso") as stranger, pytest.raises(Refused):
        write_round(by=stranger, shared=shared, lines=[RoundLine(first, text="見た")])


def test_the_pages_of_a_round(town, two, browse, django_assert_max_num_queries):
    first, second = two
    with town.acting("sakura") as by:
        warn(case=second, by=by, kind="visit", text="犬がいる", review_on=clock.today().replace(year=2027), told="told")
    sakura = browse("sakura")
    assert second.label in sakura.get("/rounds/new/").content.decode()
    with django_assert_max_num_queries(25):
        page = sakura.get("/rounds/new/", case=[str(first.pk), str(second.pk)]).content.decode()
    assert "犬がいる" in page
    assert "アウトリーチの訪問として数える" in page
    form = {"case": [str(first.pk), str(second.pk)], "at_date": "R8.11.18", "at_time": "09:30", "method": "visit",
            "worker_count": "2", "text": "ふたりで回った", "c0-text": "母と話す", "c0-result": "met",
            "c0-about": [str(one.pk) for one in first.people], "c1-as_visit": "on"}  # fmt: skip
    assert "会えたか・会えなかったか" in sakura.post("/rounds/new/", **form).content.decode()
    assert sakura.post("/rounds/new/", **(form | {"c1-result": "absent"})).status_code == 302
    with town.acting("sakura"):
        assert SupportRecord.objects.count() == 2
        assert Visit.objects.count() == 1
        assert SupportRecord.objects.get(case=first).told_of.count() == 2
    assert browse("yoso").get("/rounds/new/", case=str(first.pk)).status_code == 404
    assert first.label not in browse("yoso").get("/rounds/new/", whose="all").content.decode()


def test_a_round_of_many_costs_what_a_round_of_two_costs(town, two, browse, django_assert_max_num_queries):
    more = [town.case(label=f"{n}軒目", names=(f"空 {n}", f"空 {n}子")) for n in range(8)]
    with town.acting("sakura") as by:
        for case in more:
            begin_approach(case=case, by=by, person=case.people[0], ground="own_duty", ground_note="町内会から")
            warn(case=case, by=by, kind="visit", text="坂道", review_on=clock.today().replace(year=2027), told="told",
                 about=case.people[0])  # fmt: skip
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/rounds/new/", case=[str(one.pk) for one in (*two, *more)]).content.decode()
    assert page.count("坂道") == 8
    assert page.count("空 7子") == 1
