"""Looking for a place, registering one, putting it right."""

import pytest

from tasuki.community.actions import change_place, register_place
from tasuki.community.models import Place
from tasuki.shared.decisions import Refused, Stale


def a_place(town, **more):
    with town.acting("nao") as nao:
        facts = {"name": "まちの縁側", "functions": ["ibasho"], "supported_by": "ひなた町社協", "area": town.areas[0]}
        return register_place(by=nao, **(facts | more))


def test_anybody_who_works_for_the_town_finds_a_place(town, browse, django_assert_max_num_queries):
    a_place(town)
    a_place(town, name="ひなた農園", functions=["farm"], where="ひなた町2丁目", area=town.areas[1])
    a_place(town, name="閉じたサロン", closed=True)
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/places/")
    assert "まちの縁側" in page.content.decode()
    assert "閉じたサロン" not in page.content.decode()
    for wanted in ({"function": "farm"}, {"words": "2丁目 農園"}, {"area": str(town.areas[1].pk)}):
        page = browse("admin").get("/places/", **wanted).content.decode()
        assert "ひなた農園" in page
        assert "まちの縁側" not in page
    assert "この条件の居場所はありません" in browse("sakura").get("/places/", words="ないもの").content.decode()
    assert "閉じたサロン" in browse("sakura").get("/places/", closed="on").content.decode()


def test_a_csw_registers_a_place_and_puts_it_right(town, browse):
    nao = browse("nao")
    made = nao.post("/places/new/", name="だれでも食堂", functions=["children_food"], confirmed_on="R8.11.1")
    page = nao.get(made["Location"]).content.decode()
    assert "だれでも食堂" in page
    assert "令和8年11月1日" in page
    with town.context():
        place = Place.objects.get()
    changed = nao.post(
        f"/places/{place.pk}/change/", _version=1, name="だれでも食堂 ひなた", functions=["children_food"]
    )
    assert changed.status_code == 302
    again = nao.post(f"/places/{place.pk}/change/", _version=1, name="ほかの名前")
    assert again.status_code == 409
    assert "ほかの名前" in again.content.decode()


def test_a_place_without_a_name_is_asked_for_it_and_keeps_the_rest(town, browse):
    page = browse("nao").post("/places/new/", name="", description="縁側でお茶を飲む")
    assert page.status_code == 422
    assert "「名称」を入力してください。" in page.content.decode()
    assert "縁側でお茶を飲む" in page.content.decode()


def test_a_counsellor_may_not_keep_the_register(town, browse):
    place = a_place(town)
    assert browse("sakura").get("/places/new/").status_code == 403
    assert "地域づくりにかかわる役割" in browse("sakura").get(f"/places/{place.pk}/").content.decode()
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused):
            register_place(by=sakura, name="だれかの家")
        with pytest.raises(Refused):
            change_place(place=place, by=sakura, name="だれかの家")


@pytest.mark.database
def test_nothing_is_lost_when_two_write_at_once(town):
    place = a_place(town)
    with town.acting("nao") as nao:
        change_place(place=place, by=nao, version=1, opening="毎週水曜")
        with pytest.raises(Stale):
            change_place(place=place, by=nao, version=1, opening="毎週金曜")


def test_another_municipality_does_not_find_it(town, other_town, browse):
    place = a_place(town)
    assert browse("nao", of=other_town).get(f"/places/{place.pk}/").status_code == 404
    assert "まちの縁側" not in browse("nao", of=other_town).get("/places/").content.decode()
