"""The section puts the residents' pages in order; everybody else may not (住民向けページの設定)."""

import pytest

from tasuki.portal import actions, rules, texts
from tasuki.portal.enums import Language, Trouble
from tasuki.portal.models import PublicDesk, UrgentNumber
from tasuki.portal.wording import read
from tasuki.shared.decisions import Refused


@pytest.mark.parametrize("language", Language.values)
def test_every_word_is_there_in_every_language(language):
    words = read(language)
    assert list(words) == list(read("ja"))
    assert [key for key, text in words.items() if not text.strip()] == []
    for key in ("found", "confirmed", "sent_days"):
        assert words[key].replace("{n}", "").replace("{date}", "") != words[key]


def test_every_trouble_has_words():
    assert {f"trouble_{one}" for one in Trouble.values} <= set(read("ja"))


@pytest.mark.parametrize(("login", "may"), [("suzuki", True), ("admin", True), ("sakura", False), ("nao", False)])
def test_who_may_change_it(town, login, may):
    with town.acting(login) as by:
        assert bool(rules.may_change_portal(by)) is may


def test_a_proposal_never_writes_over_a_choice(town):
    with town.acting("suzuki") as by:
        agency = town.agencies["hokatsu"]
        agency.phone, agency.fields = "000", ["elderly"]
        agency.save()
        [desk] = actions.propose_desks(by=by)
        assert desk.troubles == ["care"]
        with pytest.raises(Refused):
            actions.propose_desks(by=by)
        actions.hide_desk(desk=desk, by=by)
        assert not PublicDesk.objects.exists()


def test_a_translation_grows_old_with_the_japanese(town):
    with town.acting("suzuki") as by:
        actions.write_text(by=by, subject="welcome", language="ja", text="ようこそ")
        actions.write_text(by=by, subject="welcome", language="en", text="Welcome")
        state = {language: said for language, _, said in texts.one_of("welcome", ["ja", "en", "vi"]).states}
        assert state == {"ja": "あり", "en": "あり", "vi": "ない"}
        actions.write_text(by=by, subject="welcome", language="ja", text="ようこそ、どうぞ")
        assert texts.one_of("welcome", ["ja", "en"]).old == 1


def test_the_first_number_of_its_own_keeps_the_usual_ones(town):
    with town.acting("suzuki") as by:
        actions.add_urgent_number(by=by, number="#7119", words="救急車を呼ぶか迷うとき")
        assert UrgentNumber.objects.count() == 7
        with pytest.raises(Refused):
            actions.add_urgent_number(by=by, number="110", words="警察")


def test_the_pages_of_the_settings(town, browse, django_assert_max_num_queries):
    at = browse("suzuki")
    with django_assert_max_num_queries(25):
        assert "案内する相談先" in at.get("/settings/portal/").content.decode()
    with town.acting("suzuki") as by:  # a translation of a Japanese text that is gone
        actions.write_text(by=by, subject="notice", language="en", text="Closed", japanese="お休み")
    assert "もとの日本語より古い翻訳" in at.get("/settings/portal/").content.decode()
    assert at.get("/settings/portal/texts/").status_code == 200
    assert at.post("/settings/portal/texts/ja/welcome/", text="ようこそ").status_code == 302
    assert (
        at.post("/settings/portal/desks/new/", agency=town.agencies["sogo"].pk, troubles=["money"]).status_code == 302
    )
    assert at.post("/settings/portal/desks/new/").status_code == 422
    assert at.post("/settings/portal/numbers/new/", number="#7119", words="救急か迷うとき").status_code == 302
    assert "#7119" in at.get("/settings/portal/").content.decode()
    assert browse("sakura").get("/settings/portal/").status_code == 403
