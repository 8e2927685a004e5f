"""Sign-in by the town's own directory, OIDC and SAML, against one that really signs, and lies when it is told to."""

import html
import re

import pytest
from django.test import Client

from tasuki.audit.models import Entry
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Municipality
from tests.directory import Directory
from tests.entrance import at_the_door

BACK, METADATA = ("http://testserver/sign-in/outside/saml/" + page for page in ("back/", "metadata/"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("directory"))
    yield made
    made.close()


@pytest.fixture
def directory(keys, town, settings):
    keys.claims, keys.wrong, keys.codes = {"sub": "1", "preferred_username": "sakura", "amr": ["mfa"]}, {}, {}
    settings.SSO_FILE = keys.settings("ひなた町")
    with town.context():
        Municipality.objects.update(second_factor="compulsory")
        yield keys


def off(kind, browser=None, **told):
    """The button was pressed: browser, and the address of the directory's page."""
    browser = browser or Client()
    page = browser.post(f"/sign-in/outside/{kind}/", told)
    return browser, html.unescape(re.search(r'content="0;url=([^"]+)"', page.content.decode())[1])


def returned(browser, kind, sent):
    """The directory sends her back; what our own page passes on within the house."""
    stranger = Client()  # another site's navigation carries no cookie of ours
    how = stranger.post if kind == "saml" else stranger.get
    page = how(f"/sign-in/outside/{kind}/back/", sent)
    assert not page.cookies
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))
    return browser.post(f"/sign-in/outside/{kind}/finish/", {name: html.unescape(v) for name, v in fields.items()})


def by_oidc(directory, **told):
    browser, address = off("oidc", **told)
    return browser, returned(browser, "oidc", directory.visit(address))


def by_saml(directory, **how):
    browser, address = off("saml")
    return browser, returned(browser, "saml", directory.saml_answer(address, BACK, METADATA, **how))


def test_the_button_is_there_only_where_a_directory_is_named(directory, settings):
    assert "庁内の職員認証" in Client().get("/sign-in/").content.decode()
    settings.SSO_FILE = ""
    assert "庁内の職員認証" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/outside/oidc/").status_code == 404


@pytest.mark.parametrize("come", [by_oidc, by_saml])
def test_she_comes_in_by_the_directory_and_its_second_factor_counts(directory, come):
    browser, answer = come(directory)
    assert answer["Location"] == "/welcome/"
    assert "山本 さくら" in browser.get("/me/").content.decode()


def test_where_the_directory_asked_for_no_factor_ours_is_asked_for(directory):
    directory.claims["amr"] = ["pwd"]
    browser, answer = by_oidc(directory)
    assert answer["Location"] == "/sign-in/enrol/"
    assert browser.get("/today/").status_code == 302


def test_she_goes_on_to_the_page_she_wanted_and_to_no_other_house(directory):
    assert by_oidc(directory, next="/cases/")[1]["Location"] == "/cases/"
    assert by_oidc(directory, next="//evil.example/")[1]["Location"] == "/welcome/"


@pytest.mark.parametrize("lie", [
    {"forged": True}, {"unsigned": True}, {"aud": "somebody-else"}, {"iss": "https://elsewhere.example"},
    {"exp": 1}, {"nonce": "another"}, {"preferred_username": "inai-hito"}, {"preferred_username": ""},
    {"publishes": "https://elsewhere.example"},
])  # fmt: skip
def test_no_lie_of_a_token_opens_anything(directory, lie):
    browser, address = off("oidc")
    directory.wrong = lie
    answer = returned(browser, "oidc", directory.visit(address))
    assert answer.status_code == 403
    assert browser.get("/today/").status_code == 302
    assert Worker.objects.filter(login="inai-hito").count() == 0


@pytest.mark.parametrize("lie", [
    {"forged": True}, {"asked": "ONELOGIN_another"}, {"minutes": -20}, {"uid": "inai-hito"},
    {"altered": ("<saml:AttributeValue>sakura", "<saml:AttributeValue>admin")},
    {"altered": ("<saml:NameID>sakura", "<saml:NameID>admin")},
])  # fmt: skip
def test_no_lie_of_an_assertion_opens_anything(directory, lie):
    browser, answer = by_saml(directory, **lie)
    assert answer.status_code == 403
    assert browser.get("/today/").status_code == 302


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(directory, town):
    browser, address = off("saml")
    answer = directory.saml_answer(address, BACK, METADATA)
    assert returned(Client(), "saml", answer).status_code == 403
    assert returned(browser, "saml", answer).status_code == 302
    assert returned(browser, "saml", answer).status_code == 403
    browser, address = off("oidc")
    sent = directory.visit(address)
    assert returned(browser, "oidc", sent | {"state": "x"}).status_code == 403
    with town.acting("officer"):
        assert Entry.objects.filter(verb="庁内の職員認証で入れず").count() == 3


def test_whoever_has_left_does_not_come_in(directory):
    Worker.objects.filter(login="sakura").update(is_active=False)
    assert by_oidc(directory)[1].status_code == 403


def test_another_claim_is_compared_with_her_name_outside(directory, settings):
    settings.SSO_FILE = directory.settings("ひなた町", claim="upn", match="outside_name")
    Worker.objects.filter(login="sakura").update(outside_name="s.yamamoto@city.example")
    directory.claims["upn"] = "s.yamamoto@city.example"
    assert by_oidc(directory)[1]["Location"] == "/welcome/"


def test_a_directory_that_is_down_is_told_in_words(directory, settings):
    settings.SSO_FILE = directory.settings("ひなた町", server="http://127.0.0.1:9")
    page = Client().post("/sign-in/outside/oidc/")
    assert page.status_code == 403
    assert "庁内の職員認証では入れませんでした" in page.content.decode()


def test_a_fresh_proof_by_the_directory(directory, town):
    browser, _ = by_oidc(directory)
    assert at_the_door(town, "ken", Client())[1].status_code == 302
    browser, address = off("oidc", browser, prove="1", next="/me/account/codes/")
    assert "prompt=login" in address
    assert returned(browser, "oidc", directory.visit(address))["Location"] == "/me/account/codes/"
    browser, address = off("oidc", browser, prove="1")
    directory.claims["preferred_username"] = "ken"
    assert returned(browser, "oidc", directory.visit(address))["Location"] == "/sign-in/"


def test_what_the_directory_has_to_know_of_us(directory):
    told = Client().get("/sign-in/outside/saml/metadata/")
    assert "application/xml" in told["Content-Type"]
    assert BACK in told.content.decode()
    assert Client().get("/sign-in/outside/oidc/metadata/").status_code == 404
