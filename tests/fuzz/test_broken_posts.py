"""Posts that are broken before any form sees them: half a body, wrong codes, too much of everything; and our error pages."""

import re
from io import BytesIO

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from tasuki.config import urls as house
from tasuki.shared.ids import uuid7
from tasuki.staff.doors import unguarded

pytestmark = pytest.mark.database
TEXT = "玄関先で話した。「また来てもいい」"


@pytest.fixture
def form(town):
    return f"/cases/{town.case().pk}/records/new/"


@pytest.fixture
def sakura(browse):
    """Signed in; what fails is answered, not raised."""
    somebody = browse("sakura")
    somebody.client.raise_request_exception = False
    return somebody


def is_ours(answer, *words: str) -> bool:
    """A page in Japanese in our look that says what to do next and shows nothing of the inside."""
    body = answer.content.decode()
    inside = re.search(
        r"Traceback|File \"|django\.|Django|psycopg|Exception|DEBUG|SELECT |/work/|/tasuki/[a-z]+\.py", body
    )
    return "<h1>" in body and 'lang="ja"' in body and not inside and all(word in body for word in words)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"--x\r\n" * 50, "multipart/form-data; boundary=x"),
        (b"abc", "multipart/form-data"),
        (b"abc", "multipart/form-data; boundary=\xff"),
        (b"\xff\xfe\x00" * 100, "application/x-www-form-urlencoded"),
        (b"text=%ED%A0%80%00%FF&_key=%ED", "application/x-www-form-urlencoded"),
        (b'{"text": [[[[', "application/json"),
        (b"text=a", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"text=a", "application/x-www-form-urlencoded; charset=klingon"),
        (b"", "text/plain"),
        (b"&".join(b"a%d=1" % n for n in range(3500)), "application/x-www-form-urlencoded"),
        (b"text=" + b"a" * (12 * 1024 * 1024 + 1), "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_post_is_told_in_japanese_and_writes_nothing(town, sakura, form, body, kind):
    answer = sakura.client.generic("POST", form, body, content_type=kind)
    assert answer.status_code in (400, 403, 409, 413, 422), answer.status_code
    assert is_ours(answer)


def test_a_lone_surrogate_and_other_broken_bytes_are_replaced_before_they_are_kept(town, sakura, form):
    """What is no UTF-8 becomes U+FFFD while it is read: seen by the worker, never a broken row."""
    key = str(uuid7()).encode()
    body = b"_key=" + key + b"&at_date=R8.11.18&at_time=09%3A30&method=visit&worker_count=1&text=a%ED%A0%80b"
    answer = sakura.client.post(form, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert "a\ufffd" in sakura.get(answer["Location"]).content.decode()


def test_more_than_twelve_megabytes_are_not_even_read(sakura, form):
    file = BytesIO(b"a" * (13 * 1024 * 1024))
    file.name = "a.txt"
    answer = sakura.post(form, file=file)
    assert answer.status_code == 413
    assert is_ours(answer, "12MB", "何も記録されていません")


@pytest.mark.parametrize("address", ["/today/%00", "/search/?q=%00", "/search/?q=a%00b"])
def test_an_address_with_nul_is_told_in_japanese(sakura, address):
    answer = sakura.client.get(address)
    assert answer.status_code == 400
    assert is_ours(answer, "アドレスが欠けていないか")


def test_a_foreign_host_is_told_in_japanese(sakura):
    answer = sakura.client.get("/today/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert is_ours(answer)


def test_an_address_that_only_takes_forms_is_told_in_japanese(town, sakura, form):
    answer = sakura.client.get(f"{form}drop/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert is_ours(answer, "画面のボタンから")


def test_an_unknown_address_is_told_in_japanese(sakura):
    for client in (sakura.client, Client()):
        answer = client.get("/nowhere/")
        assert answer.status_code == 404
        assert is_ours(answer, "見つかりません")


def test_a_form_without_its_token_shows_what_was_typed(town, form, browse):
    somebody = browse("sakura")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = somebody.client.cookies
    answer = strict.post(form, {"text": TEXT, "password": "himitsu-himitsu"})
    assert answer.status_code == 403
    assert is_ours(answer, TEXT, "まだ何も記録されていません")
    assert "himitsu" not in answer.content.decode()


@unguarded("only in this test")
def failing(request, how):
    if how == "late":
        late = OperationalError("canceling statement: 山本さくら")
        late.__cause__ = type("Late", (Exception,), {"sqlstate": "57014"})()
        raise late
    raise {"database": OperationalError("no connection: 山本さくら"), "fault": ValueError("山本さくら")}[how]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("how", "status", "words"), [
    ("database", 503, "データベースが休んでいる"), ("late", 503, "時間がかかりすぎた"), ("fault", 500, "こちらの不具合です"),
])  # fmt: skip
def test_our_own_fault_is_told_in_japanese_without_the_inside(sakura, how, status, words):
    answer = sakura.client.get(f"/fail/{how}/")
    assert answer.status_code == status
    assert is_ours(answer, words, "記録")
    assert "山本" not in answer.content.decode()


urlpatterns = [path("fail/<slug:how>/", failing), *house.urlpatterns]
handler400, handler500 = house.handler400, house.handler500
