"""A new worker's first day at the entrance: own password, app, passkey, and text that outlives the sign-in."""

import re
import secrets
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tasuki.staff import totp

from .person import Person

pytestmark = pytest.mark.journey
GIVEN, OWN = "kanri-ga-watashita-kotoba", "jibun-dake-no-kotoba-desu"


@pytest.fixture
def newcomer(people):
    """A worker whom the administrator has just registered; her log-in."""
    login = f"shinjin-{secrets.token_hex(3)}"
    kanri = people("y-kanri")
    kanri.go("/settings/workers/new/").checked().fits()
    kanri.type(name="新人 みつ", kana="シンジン ミツ", login=login, password=GIVEN)
    kanri.pick(agency="ひなた地域包括", role="相談員").press("保存する", "ログイン名 " + login).checked()
    return login


def at_the_entrance(person: Person, login: str, password: str) -> Person:
    person.go("/sign-in/")
    option = person.page.get_by_label("自治体").locator("option", has_text="米子").first
    person.page.get_by_label("自治体").select_option(option.get_attribute("value"))
    person.page.get_by_label("ログイン名").fill(login)
    person.page.get_by_label("パスワード").fill(password)
    return person.press("サインイン")


def first_day(person: Person, login: str) -> Person:
    """The given password is changed at once."""
    at_the_entrance(person, login, GIVEN).reads("あなたのパスワードを決める").checked()
    person.type(password="short", again="short").press("このパスワードにする", "12文字以上").checked()
    return person.type(password=OWN, again=OWN).press("このパスワードにする", "ようこそ")


def signs_out(person: Person) -> None:
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.page.locator("header.top").get_by_role("button", name="ログアウト").click()
    person.reads("サインイン")


def code_for(secret: str, step: int) -> str:
    """The code of the app, one step ahead where the one of now is used up."""
    now = int(datetime.now(UTC).timestamp())
    return totp._code(secret).generate(now + 30 * step).decode()


def test_an_app_is_registered_and_asked_for(people, newcomer):
    mitsu = people("", width=390)
    first_day(mitsu, newcomer)
    mitsu.go("/me/account/").checked().fits()
    mitsu.press("加える", "認証アプリを使う").checked().fits()
    expect(mitsu.page.locator("svg.qr")).to_be_visible()
    mitsu.page.get_by_text("読みとれないときは").click()
    secret = "".join(mitsu.page.locator("code.secret").inner_text().split())
    mitsu.type(code="000000").press("このアプリを登録する", "コードが合いません").checked()
    used = code_for(secret, 0)
    mitsu.type(code=used).press("このアプリを登録する", "復旧コード").checked()
    mitsu.press("新しく作る", "今だけです").checked().fits()
    recovery = mitsu.page.locator(".codes code").first.inner_text()
    signs_out(mitsu)
    at_the_entrance(mitsu, newcomer, OWN).reads("二つめの確かめ").checked().fits()
    mitsu.go("/today/").reads("サインイン")  # the password alone is no session
    at_the_entrance(mitsu, newcomer, OWN)
    mitsu.type(code=used).press("確かめる", "もう使われています")
    mitsu.type(code=code_for(secret, 1)).press("確かめる", "ようこそ")
    signs_out(mitsu)
    at_the_entrance(mitsu, newcomer, OWN).type(code=recovery).press("確かめる", "ようこそ")
    mitsu.go("/me/account/").reads("残り9個")


def test_a_passkey_of_the_machine_is_registered_and_asked_for(server, chromium, newcomer):
    # passkeys are bound to a name, never to a bare address
    mitsu = Person(chromium, re.sub(r"//127\.0\.0\.1", "//localhost", server.address), "", "米子", 1280)
    keys = mitsu.context.new_cdp_session(mitsu.page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
               "automaticPresenceSimulation": True}  # fmt: skip
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    first_day(mitsu, newcomer)
    mitsu.go("/me/account/factors/new/").type(name="窓口のパソコン").press("パスキーを登録する", "復旧コード").checked()
    mitsu.go("/me/account/").reads("窓口のパソコン").checked()
    signs_out(mitsu)
    at_the_entrance(mitsu, newcomer, OWN).reads("パスキーで確かめる").checked()
    mitsu.press("パスキーで確かめる", "ようこそ").checked()
    mitsu.go("/me/account/").reads("パスワードとパスキー")
    mitsu.close()


def test_text_sent_after_the_sign_in_ended_comes_back(people, newcomer):
    mitsu, elsewhere = people(""), people("")
    first_day(mitsu, newcomer)
    text = "電話で20分。「もう限界です」と泣かれた。あす10時に伺う約束。"
    mitsu.go("/consultations/new/").type(words=text)
    at_the_entrance(elsewhere, newcomer, OWN).go("/me/account/").checked().fits()
    elsewhere.press("終わらせる").reads("この画面")
    mitsu.press("受け付ける", "入力は消えていません").checked().never_reads("もう限界です")
    mitsu.page.get_by_label("ログイン名").fill(newcomer)
    mitsu.page.get_by_label("パスワード").fill(OWN)
    option = mitsu.page.get_by_label("自治体").locator("option", has_text="米子").first
    mitsu.page.get_by_label("自治体").select_option(option.get_attribute("value"))
    mitsu.press("サインイン", "入力は残っています").reads(text).checked().fits()
    mitsu.press("入力画面に戻って確かめる")
    expect(mitsu.page.locator("[name='words']")).to_have_value(text)
    mitsu.checked()


def test_the_warning_comes_before_the_end_and_one_press_goes_on(people):
    sakura = people("y-suishin")
    sakura.page.clock.install()
    sakura.go("/today/")
    notice = sakura.page.locator("[data-session-idle]")
    expect(notice).to_be_hidden()
    sakura.page.clock.fast_forward("25:20")
    expect(notice).to_contain_text("サインインが終わります")
    sakura.checked()
    notice.get_by_role("button", name="つづける").click()
    expect(notice).to_be_hidden()


def test_grave_things_ask_again_on_paper_and_screen(people):
    kanri = people("y-kanri")
    kanri.go("/prove/?next=/settings/workers/").reads("本人を確かめます").checked().fits()
    kanri.type(password="chigau-kotoba").press("確かめる", "パスワードが違います。").checked()
    for path in ("/settings/transfers/", "/settings/sign-in/", "/settings/machines/", "/me/roles/", "/me/account/"):
        kanri.go(path).checked().fits()
