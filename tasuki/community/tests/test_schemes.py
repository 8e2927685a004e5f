"""Schemes of support: found by a trouble in plain words, confirmed each year, nothing lost when two write."""

from datetime import timedelta

import pytest

from tasuki.community import schemes, schemes_reading
from tasuki.community.models import Scheme
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale

RENT = {
    "summary": "家賃の一部を三か月出します。", "topics": ["04", "02"],
    "when_words": "家賃を払えない、仕事をやめた、住むところを失いそう", "target": "収入の少ない人",
}  # fmt: skip


@pytest.fixture
def three(town):
    """Rent, school, a loan."""
    with town.acting("nao") as by:
        schemes.register_scheme(by=by, name="住まいの給付", **RENT)
        schemes.register_scheme(
            by=by, name="学用品の援助", summary="学校のお金を助けます。", when_words="給食費が払えない、制服が買えない",
            topics=["11"],
        )  # fmt: skip
        schemes.register_scheme(by=by, name="暮らしの貸付", kana="クラシノカシツケ", summary="少しのお金を貸します。",
                                when_words="電気を止められそう、財布をなくした", topics=["03"])  # fmt: skip
    return town


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("家賃が払えない", ["住まいの給付"]),
        ("給食費", ["学用品の援助"]),
        ("制服を買うお金がない", ["学用品の援助"]),
        ("電気が止められる", ["暮らしの貸付"]),
        ("くらしのかしつけ", ["暮らしの貸付"]),
        ("貸付", ["暮らしの貸付"]),
        ("犬の散歩", []),
        ("", ["住まいの給付", "学用品の援助", "暮らしの貸付"]),
    ],
)
def test_a_trouble_in_plain_words_finds_its_scheme(three, said, found):
    with three.acting("sakura"):
        assert sorted(one.name for one in schemes_reading.best_first(Scheme.objects.all(), said)) == sorted(found)


def test_any_desk_reads_and_those_who_keep_the_register_write(three, browse, django_assert_max_num_queries):
    desk, keeper = browse("sakura"), browse("nao")
    with django_assert_max_num_queries(20):
        page = desk.get("/schemes/?words=家賃が払えない").content.decode()
    assert "住まいの給付" in page
    assert "学用品の援助" not in page
    assert desk.get("/schemes/new/").status_code == 403
    wrong = keeper.post("/schemes/new/", name="X", summary="x", opens_on="R8.4.1", closes_on="R8.3.1")
    assert wrong.status_code == 422
    assert "受付終了日が、受付開始日より前" in wrong.content.decode()
    made = keeper.post("/schemes/new/", name="ごみ出し支援", summary="戸口まで取りに行きます。", topics=["01"])
    assert made.status_code == 302
    assert "戸口まで取りに行きます" in keeper.get(made["Location"]).content.decode()
    assert keeper.post("/schemes/new/", name="ごみ出し支援", summary="二つめ").status_code == 409


def test_nothing_is_lost_when_two_write(three, browse):
    with three.acting("nao") as by:
        found = Scheme.objects.get(name="住まいの給付")
        schemes.change_scheme(scheme=found, by=by, version=1, target="だれでも")
        with pytest.raises(Stale):
            schemes.change_scheme(scheme=found, by=by, version=1, target="二人目")
    assert browse("nao").get(f"/schemes/{found.pk}/change/").status_code == 200


def test_after_a_year_it_is_to_be_confirmed_again(three, browse):
    nao = browse("nao")
    with three.acting("nao") as by:
        found = schemes.confirm_scheme(scheme=Scheme.objects.get(name="住まいの給付"), by=by)
        old = clock.today() - timedelta(days=500)
        schemes.confirm_scheme(scheme=Scheme.objects.get(name="暮らしの貸付"), by=by, on=old)
    page = nao.get("/schemes/?old=on").content.decode()
    assert "暮らしの貸付" in page
    assert "住まいの給付" not in page
    with three.acting("nao"):
        loan = Scheme.objects.get(name="暮らしの貸付")
    assert nao.post(f"/schemes/{loan.pk}/confirm/").status_code == 302
    assert "暮らしの貸付" not in nao.get("/schemes/?old=on").content.decode()
    assert found.confirmed_by_id


def test_an_ended_scheme_leaves_the_list_and_may_come_back(three, browse):
    nao = browse("nao")
    with three.acting("nao") as by:
        found = Scheme.objects.get(name="学用品の援助")
        schemes.change_scheme(scheme=found, by=by, shown_to_public=True)
    assert nao.post(f"/schemes/{found.pk}/end/", why="年度で終わり").status_code == 302
    assert "学用品の援助" not in nao.get("/schemes/").content.decode()
    with three.acting("nao") as by:
        found.refresh_from_db()
        assert not found.shown_to_public
        with pytest.raises(Refused):
            schemes.confirm_scheme(scheme=found, by=by)
    assert nao.post(f"/schemes/{found.pk}/resume/").status_code == 302
    assert "学用品の援助" in nao.get("/schemes/").content.decode()


def test_another_town_knows_nothing_of_it(three, other_town, browse):
    with three.acting("nao"):
        found = Scheme.objects.get(name="住まいの給付")
    stranger = browse("sakura", of=other_town)
    assert stranger.get(f"/schemes/{found.pk}/").status_code == 404
    assert "住まいの給付" not in stranger.get("/schemes/").content.decode()
