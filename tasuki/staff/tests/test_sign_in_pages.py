"""A worker signs in, looks at what her role may do, and changes her post."""

from datetime import date

import pytest
from django.test import Client

from tasuki.staff.actions import assign
from tasuki.staff.second_factor import unsafe, unsafe_towns
from tasuki.tenancy.models import Municipality
from tests.cast import PASSWORD


@pytest.fixture
def entrance(town):
    with town.context():
        yield {"municipality": str(town.key), "login": "sakura", "password": PASSWORD}


def test_she_signs_in_and_a_wrong_password_is_told_without_saying_which(entrance):
    browser = Client()
    page = browser.get("/sign-in/").content.decode()
    assert "たすき" in page
    wrong = browser.post("/sign-in/", {**entrance, "password": "x"})
    assert wrong.status_code == 422
    assert "ログイン名かパスワードが違います。" in wrong.content.decode()
    assert 'value="sakura"' in wrong.content.decode()
    assert browser.post("/sign-in/?next=/me/", entrance)["Location"] == "/me/"
    assert browser.post("/sign-in/?next=https://evil.example/", entrance)["Location"] == "/welcome/"


def test_a_town_without_second_factor_is_called_a_demo(entrance):
    assert "見本の町です" in Client().get("/sign-in/").content.decode()
    assert unsafe(Municipality.objects.get()) in unsafe_towns()
    assert "必ず求める" in unsafe(Municipality.objects.get())
    Municipality.objects.update(second_factor="compulsory")
    assert unsafe(Municipality.objects.get()) == ""
    assert not any(sentence.startswith("ひなた町") for sentence in unsafe_towns())


def test_her_page_shows_posts_and_all_roles(browse, town, django_assert_max_num_queries):
    sakura = browse("sakura")
    with django_assert_max_num_queries(25):
        page = sakura.get("/me/").content.decode()
    for text in ("総合相談支援センター", "相談を受ける"):
        assert text in page
    roles = sakura.get("/me/roles/").content.decode()
    for text in ("管理者", "ケースは一件も見えません", "緊急時にケースを開く", "わたし"):
        assert text in roles
    with town.context():
        told = {"worker": town.workers["sakura"], "agency": town.agencies["shakyo"], "role": "csw"}
        second = assign(since=date(2026, 4, 1), **told)
    assert "この配属で働く" in sakura.get("/me/").content.decode()
    assert sakura.post("/me/", post=str(second.pk))["Location"] == "/today/"
    assert "地域福祉コーディネーター" in sakura.get("/me/").content.decode().split("<h1>")[1][:200]
