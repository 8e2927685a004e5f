"""Phrases: one's own, the agency's, and nobody else's."""

import pytest

from tasuki.cases.models import Phrase
from tasuki.cases.phrases import drop_phrase, keep_phrase
from tasuki.shared.decisions import Refused


def test_ones_own_is_ones_own_and_the_agencys_is_everybodys_there(town):
    with town.acting("sakura") as by:
        keep_phrase(by=by, name="ふざい", text="応答なし。")
        keep_phrase(by=by, name="どうせき", text="同席した。", whole=True)
    with town.acting("ken") as ken:
        assert [one.name for one in Phrase.objects.visible_to(ken)] == ["どうせき"]
        assert [one.name for one in Phrase.objects.all()] == ["どうせき"]
        keep_phrase(by=ken, phrase=Phrase.objects.get(), name="どうせき", text="窓口に同席した。", whole=True)
    with town.acting("midori"):
        assert not Phrase.objects.exists()
    with town.acting("sakura") as by:
        mine = Phrase.objects.get(name="ふざい")
        assert Phrase.objects.get(name="どうせき").text == "窓口に同席した。"
    with town.acting("ken") as ken, pytest.raises(Refused, match="自分の"):
        drop_phrase(phrase=mine, by=ken)
    with town.acting("chair") as chair, pytest.raises(Refused, match="役割"):
        keep_phrase(by=chair, name="x", text="x")


def test_the_pages_of_phrases(town, browse, django_assert_max_num_queries):
    sakura = browse("sakura")
    assert "定型文はまだありません" in sakura.get("/me/phrases/").content.decode()
    form = {"name": "ふざい", "text": "〔時刻〕に訪ねたが応答なし。", "whole": "on"}
    assert sakura.post("/me/phrases/new/", **form, order="10").status_code == 302
    assert sakura.post("/me/phrases/new/", **(form | {"text": ""})).status_code == 422
    with django_assert_max_num_queries(25):
        assert ";;ふざい" in sakura.get("/me/phrases/").content.decode()
    told = browse("ken").get("/me/phrases/choice/").json()
    assert told == {"phrases": [{"name": "ふざい", "text": "〔時刻〕に訪ねたが応答なし。"}]}
    assert browse("midori").get("/me/phrases/choice/").json() == {"phrases": []}
    with town.acting("sakura"):
        one = Phrase.objects.get()
    assert browse("midori").get(f"/me/phrases/{one.pk}/").status_code == 404
    assert sakura.post(f"/me/phrases/{one.pk}/", **(form | {"whole": ""})).status_code == 302
    assert browse("ken").get(f"/me/phrases/{one.pk}/").status_code == 404
    assert sakura.post(f"/me/phrases/{one.pk}/drop/").status_code == 302
    assert browse("chair").get("/me/phrases/").status_code == 200
    assert browse("chair").get("/me/phrases/new/").status_code == 403
