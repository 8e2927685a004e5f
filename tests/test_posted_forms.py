"""A form sent twice, by a double click or after 「戻る」, is kept once; nothing that was typed is lost."""

import pytest

from tasuki.intake.models import Consultation
from tasuki.shared.ids import uuid7

pytestmark = pytest.mark.database

NEW = "/consultations/new/"
CALL = {"at_date": "R8.11.18", "at_time": "9:30", "route": "resident", "words": "「郵便受けがあふれている」"}


def kept(town) -> int:
    with town.acting("suzuki"):
        return Consultation.objects.count()


def test_the_same_form_twice_is_one_consultation_and_leads_to_the_same_place(town, browse):
    sakura, key = browse("sakura"), uuid7()
    first = sakura.post(NEW, key=key, **CALL)
    again = sakura.post(NEW, key=key, **CALL)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert kept(town) == 1


def test_other_words_under_a_used_key_are_refused_and_shown_again(town, browse):
    sakura, key = browse("sakura"), uuid7()
    sakura.post(NEW, key=key, **CALL)
    refused = sakura.post(NEW, key=key, **CALL | {"words": "「戸が閉まったままだ」"})
    assert refused.status_code == 422
    assert "「戸が閉まったままだ」" in refused.content.decode()
    assert kept(town) == 1


def test_a_form_with_a_wrong_field_is_sent_again_under_its_key(town, browse):
    sakura, key = browse("sakura"), uuid7()
    assert sakura.post(NEW, key=key, **CALL | {"at_time": "ごぜん"}).status_code == 422
    assert sakura.post(NEW, key=key, **CALL).status_code == 302
    assert kept(town) == 1


def test_the_key_of_another_worker_opens_nothing(town, browse):
    key = uuid7()
    place = browse("sakura").post(NEW, key=key, **CALL)["Location"]
    answer = browse("yoso").post(NEW, key=key, **CALL)
    assert answer.status_code == 422
    assert place not in answer.content.decode()
    assert kept(town) == 1


def test_a_form_without_a_key_is_refused(town, browse):
    assert browse("sakura").client.post(NEW, CALL).status_code == 409
    assert kept(town) == 0
