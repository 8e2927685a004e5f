"""What residents see, through the role and the settings of their own process (住民向けページ)."""

import re

import pytest

from tasuki.intake.messages_models import ResidentMessage
from tasuki.portal.enums import Language

PAGES = ("", "desks/", "desks/money/", "desks/violence/", "places/", "days/", "poster/", "write/", "answer/")
BASE = "/999997/"


@pytest.mark.parametrize("language", Language.values)
def test_every_page_is_light_and_in_its_language(outside, language):
    with outside.browser() as browser:
        for page in (*PAGES, f"places/{outside.shown.pk}/"):
            answer = browser.get(f"{BASE}{language}/{page}")
            text = answer.content.decode()
            assert answer.status_code == 200, page
            assert len(answer.content) < 60_000, page
            assert f'<html lang="{Language(language).tag}">' in text
            assert not answer.cookies, page
            assert "default-src 'none'" in answer["Content-Security-Policy"]
            assert "<script>" not in text
            assert " style=" not in text
            assert not re.search(r"{\w+\|", text), "a reading that was not drawn"


def test_desks_by_trouble_with_telephone_and_open_now(outside):
    with outside.browser() as browser:
        page = browser.get(f"{BASE}ja/desks/care/").content.decode()
    assert "地域包括支援センター 第3" in page
    assert 'href="tel:0001113333"' in page
    assert "いま開いています" in page  # Wednesday, ten o'clock


def test_only_places_shown_to_the_public_and_contacts_that_may_be_told(outside):
    with outside.browser() as browser:
        page = browser.get(f"{BASE}ja/places/?day=wed").content.decode()
        assert "ひなたサロン" in page
        assert "ひみつの部屋" not in page
        assert "ひなたサロン" not in browser.get(f"{BASE}ja/places/?day=fri").content.decode()
        one = browser.get(f"{BASE}ja/places/{outside.shown.pk}/").content.decode()
        assert "000-999-8888" not in one
        assert browser.get(f"{BASE}ja/places/{outside.hidden.pk}/").status_code == 404


def test_a_translation_says_when_it_is_older_than_the_japanese(outside):
    with outside.browser() as browser:
        assert "Có thể cũ hơn" not in browser.get(f"{BASE}vi/").content.decode()
    with outside.within() as town, town.acting("suzuki") as by:
        from tasuki.portal import actions

        actions.write_text(by=by, subject="welcome", language="ja", text="ようこそ。新しくなりました。")
    with outside.browser() as browser:
        page = browser.get(f"{BASE}vi/").content.decode()
    assert "Chào mừng." in page
    assert "Có thể cũ hơn" in page


def test_a_resident_writes_and_reads_the_answer(outside):
    with outside.browser() as browser:
        form = browser.get(f"{BASE}easy/write/").content.decode()
        mark = re.search(r'name="mark" value="([^"]+)"', form)[1]
        told = {
            "mark": mark,
            "words": "おかねが ありません。",
            "trouble": "money",
            "area": "",
            "name": "",
            "contact": "",
        }
        sent = browser.post(f"{BASE}easy/write/", told).content.decode()
        again = browser.post(f"{BASE}easy/write/", told).content.decode()
    assert sent == again
    number, word = re.findall(r"<dd>([^<]+)", sent)[:2]
    with outside.within() as town, town.acting("suzuki") as by:
        [message] = ResidentMessage.objects.filter(number=number)
        assert (message.words, message.agency) == ("おかねが ありません。", town.agencies["fukushi"])
        from tasuki.intake.messages_actions import answer_message

        answer_message(message=message, by=by, text="いっしょに かんがえます。")
    with outside.browser() as browser:
        page = browser.post(f"{BASE}easy/answer/", {"number": number.replace("-", ""), "word": word})
        assert "いっしょに かんがえます。" in page.content.decode()
        assert browser.post(f"{BASE}easy/answer/", {"number": number, "word": "うそ"}).status_code == 422


def test_an_empty_form_keeps_what_was_typed_and_says_so_in_her_language(outside):
    with outside.browser() as browser:
        answer = browser.post(f"{BASE}en/write/", {"mark": "x", "words": "", "name": "Maria"})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.content.decode()
    assert "Maria" in answer.content.decode()


def test_pages_are_kept_for_seconds_and_known_by_their_tag(outside):
    with outside.browser() as browser:
        first = browser.get(f"{BASE}ja/")
        assert first["Cache-Control"] == "public, max-age=10"
        assert browser.get(f"{BASE}ja/", headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert browser.get(f"{BASE}ja/write/")["Cache-Control"] == "no-store"


def test_strangers_and_unknown_towns(outside):
    with outside.browser() as browser:
        for path in ("/000000/ja/", f"{BASE}xx/", "/s/unknown/", "/p/unknown/", "/cases/", "/sign-in/"):
            assert browser.get(path).status_code == 404, path
        assert browser.get("/999997/leave/")["Location"].startswith("https://")
        assert browser.get("/999997/", headers={"Accept-Language": "vi-VN,vi;q=0.9"})["Location"] == "/999997/vi/"
