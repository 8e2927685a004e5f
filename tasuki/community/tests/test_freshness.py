"""The register stays fresh: a place answers by its link, anybody suggests, one list accepts field by field."""

import re
from datetime import timedelta

import pytest

from tasuki.community.actions import confirm_by_link, register_place, settle_suggestion, suggest_change
from tasuki.community.freshness import (
    ask_place_to_check,
    check_of,
    differences,
    end_check,
    settle_unchanged,
    withdraw_suggestion,
)
from tasuki.community.models import Place, PlaceCheck, Suggestion
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale


def a_place(town, **more):
    with town.acting("nao") as nao:
        return register_place(by=nao, **({"name": "まちの縁側", "opening": "毎週水曜", "cost": "無料"} | more))


def test_a_place_answers_by_its_own_link(town):
    place = a_place(town)
    with town.acting("nao") as nao:
        token = ask_place_to_check(place=place, by=nao)
        assert token not in PlaceCheck.objects.get().digest
    with town.context():
        assert check_of("not-this-one") is None
        assert check_of(token).place == place
        answer = confirm_by_link(
            token=token, changes={"opening": "毎週金曜", "cost": "無料", "version": 99}, words="引っ越しました"
        )
        assert answer.changes == {"opening": {"old": "毎週水曜", "new": "毎週金曜"}}
        assert Place.objects.get().opening == "毎週水曜"  # nothing holds before a worker has looked
        with pytest.raises(Refused, match="使えなくなって"):
            confirm_by_link(token=token)
    with town.acting("nao") as nao:
        settle_suggestion(suggestion=answer, by=nao, taken=["opening"])
        place.refresh_from_db()
        assert (place.opening, place.confirmed_on, place.confirmed_how) == ("毎週金曜", clock.today(), "link")


def test_a_link_ends(town):
    place = a_place(town)
    with town.acting("nao") as nao:
        first = ask_place_to_check(place=place, by=nao)
        second = ask_place_to_check(place=place, by=nao)
        assert check_of(first) is None
        with clock.stopped_at(clock.now() + timedelta(days=61)):
            assert check_of(second) is None
        end_check(check=check_of(second), by=nao)
        assert check_of(second) is None


def test_all_answers_without_a_change_are_settled_at_once(town):
    places = [a_place(town, name=f"縁側{n}") for n in range(3)]
    with town.acting("nao") as nao:
        tokens = [ask_place_to_check(place=place, by=nao) for place in places]
        for token, words in zip(tokens, ("", "", "電話が変わるかも"), strict=True):
            confirm_by_link(token=token, words=words)
        assert settle_unchanged(by=nao) == 2
        assert Place.objects.filter(confirmed_on=clock.today()).count() == 2
        assert Suggestion.objects.filter(state="waiting").count() == 1


def test_what_a_worker_noticed_is_taken_field_by_field(town):
    place = a_place(town)
    with town.acting("sakura") as sakura:
        made = suggest_change(
            place=place, by=sakura, changes={"opening": "毎週木曜", "cost": "100円"}, words="行ってみた"
        )
        with pytest.raises(Refused, match="一つは"):
            suggest_change(place=place, by=sakura, changes={"cost": "無料"})
        with pytest.raises(Refused):
            settle_suggestion(suggestion=made, by=sakura)
    with town.acting("nao") as nao:
        with pytest.raises(Refused, match="提案した人だけ"):
            withdraw_suggestion(suggestion=made, by=nao)
        stale = Suggestion.objects.get()
        settle_suggestion(suggestion=made, by=nao, taken=["cost"], note="電話で聞いた")
        place.refresh_from_db()
        assert (place.opening, place.cost, place.confirmed_on) == ("毎週水曜", "100円", None)
        assert made.changes["opening"]["taken"] is False
        with pytest.raises(Stale):
            settle_suggestion(suggestion=stale, by=nao)


def test_only_what_a_place_may_say_is_heard(town):
    place = a_place(town)
    heard = differences(place, {"name": "新しい名前", "shown_to_public": True, "confirmed_on": "2026-01-01", "id": "x"})
    assert set(heard) == {"name"}


def test_the_pages_from_the_link_to_the_list(town, browse, django_assert_max_num_queries):
    place = a_place(town)
    nao = browse("nao")
    page = nao.post(f"/places/{place.pk}/check/").content.decode()
    token = re.search(r"/p/([\w-]+)/", page)[1]
    with town.context():
        confirm_by_link(token=token, changes={"cost": "200円"})
    assert browse("sakura").post(f"/places/{place.pk}/suggest/", opening="隔週水曜", cost="無料").status_code == 302
    with django_assert_max_num_queries(25):
        page = nao.get("/suggestions/").content.decode()
    for words in ("場所からの返事", "200円", "職員の気づき", "隔週水曜", "暦に出せません", "開いている日を取り入れる"):
        assert words in page, words
    with town.context():
        answer = Suggestion.objects.get(check_link__isnull=False)
    assert nao.post(f"/suggestions/{answer.pk}/settle/", taken="cost").status_code == 302
    assert "場所から返事があった" in nao.get(f"/places/{place.pk}/").content.decode()
    assert "取り入れた" in nao.get("/suggestions/", done="1").content.decode()
    again = nao.post(f"/suggestions/{answer.pk}/settle/", taken="cost")
    assert again.status_code == 409
    assert browse("sakura").post(f"/suggestions/{answer.pk}/settle/").status_code == 403
