"""A form is received once (二重送信の防止): the same key again gives the same answer, never a second record.

Every form of the house: tests/fuzz/test_received_once.py.
"""

from uuid import uuid4

import pytest

from tasuki.audit.models import PostedForm
from tasuki.cases.models import SupportRecord

pytestmark = pytest.mark.database

TEXT = "玄関先で話した。「また来てもいい」"


@pytest.fixture
def form(town):
    """What the form of a new record sends, and its address."""
    case = town.case()
    fields = {"at_date": "2026-11-18", "at_time": "09:30", "method": "visit", "worker_count": "1", "text": TEXT}
    return f"/cases/{case.pk}/records/new/", fields


def written(town, text: str = TEXT) -> int:
    with town.acting("sakura"):
        return SupportRecord.objects.filter(text=text).count()


def test_the_same_form_twice_is_one_record_and_the_same_answer(town, browse, form):
    address, fields = form
    sakura, key = browse("sakura"), uuid4()
    answers = [sakura.post(address, key=key, **fields) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert answers[0]["Location"] == address.removesuffix("records/new/")
    assert written(town) == 1


def test_another_key_is_another_record(town, browse, form):
    address, fields = form
    sakura = browse("sakura")
    for _ in range(2):
        assert sakura.post(address, **fields).status_code == 302
    assert written(town) == 2


@pytest.mark.parametrize("change", [{"text": "別のことを書いた。"}, {"minutes": "20"}, {"fellow_workers": "小川 健"}])
def test_the_same_key_with_other_content_is_refused_and_what_was_typed_is_shown(town, browse, form, change):
    address, fields = form
    sakura, key = browse("sakura"), uuid4()
    assert sakura.post(address, key=key, **fields).status_code == 302
    again = sakura.post(address, key=key, **{**fields, **change})
    assert again.status_code == 422
    body = again.content.decode()
    assert "この画面はすでに送られています" in body
    assert {**fields, **change}["text"] in body
    assert written(town) == 1
    assert written(town, "別のことを書いた。") == 0


def test_the_same_key_at_another_address_is_refused(town, browse, form):
    address, fields = form
    sakura, key = browse("sakura"), uuid4()
    assert sakura.post(address, key=key, **fields).status_code == 302
    other = f"/cases/{town.case(label='ほかの世帯', names=('別野 花',)).pk}/records/new/"
    assert sakura.post(other, key=key, **fields).status_code == 422
    assert written(town) == 1


def test_another_worker_with_the_same_key_neither_repeats_nor_learns_anything(town, browse, form):
    address, fields = form
    key = uuid4()
    assert browse("sakura").post(address, key=key, **fields).status_code == 302
    suzuki = browse("suzuki").post(address, key=key, **fields)
    assert suzuki.status_code == 422
    assert "Location" not in suzuki
    assert written(town) == 1


def test_a_form_with_a_wrong_field_may_be_sent_again_with_its_key(town, browse, form):
    address, fields = form
    sakura, key = browse("sakura"), uuid4()
    wrong = sakura.post(address, key=key, **{**fields, "at_date": "2027-01-01"})
    assert wrong.status_code == 422
    assert TEXT in wrong.content.decode()
    assert written(town) == 0
    assert sakura.post(address, key=key, **fields).status_code == 302
    assert sakura.post(address, key=key, **fields).status_code == 302
    assert written(town) == 1


def test_a_refused_form_may_be_sent_again_with_its_key(town, browse, form):
    """409 leaves nothing behind, the key neither."""
    address, _ = form
    now, key = address.replace("records/new/", "now/"), uuid4()
    sakura = browse("sakura")
    stale = sakura.post(now, key=key, _version="99", text="様子を見る")
    assert stale.status_code == 409
    with town.acting("sakura"):
        assert not PostedForm.objects.filter(key=key).exists()
    assert sakura.post(now, key=key, text="様子を見る").status_code == 302


@pytest.mark.parametrize("key", ["", "1", "ではない"])
def test_a_form_without_a_key_is_not_received(town, browse, form, key):
    address, fields = form
    answer = browse("sakura").client.post(address, {"_key": key, **fields})
    assert answer.status_code == 409
    assert TEXT in answer.content.decode()
    assert written(town) == 0
