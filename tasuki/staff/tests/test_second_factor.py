"""Nobody comes in with the password alone: app, recovery code, registered machine, first password."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from tasuki.audit.models import Entry
from tasuki.config import settings as product
from tasuki.shared import clock
from tasuki.staff import factors, totp
from tasuki.staff.models import Device, Factor
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.models import Municipality
from tests.cast import NOW
from tests.entrance import at_the_door, secret_on

PAGES = ("/today/", "/me/", "/cases/", "/me/account/", "/prove/", "/resume/")


@pytest.fixture
def strict(town):
    """The town as a real one is: a second factor is compulsory."""
    with town.context():
        Municipality.objects.update(second_factor="compulsory")
        yield town


def enrolled(town, login="sakura"):
    """She has registered an app; answers browser, secret and recovery codes."""
    browser, _ = at_the_door(town, login)
    secret = secret_on(browser.get("/sign-in/enrol/"))
    assert browser.post("/sign-in/enrol/", {"code": totp.code_now(secret)})["Location"] == "/sign-in/codes/"
    codes = re.findall(r"<code>([\w-]{14})</code>", browser.get("/sign-in/codes/").content.decode())
    assert len(set(codes)) == 10
    return browser, secret, codes


def closed(browser):
    """No page opens: what she has so far is no session."""
    return all(browser.get(page).status_code == 302 and browser.get(page)["Location"].startswith("/sign-in/")
               for page in PAGES)  # fmt: skip


def test_the_password_alone_opens_nothing_and_the_app_is_registered_first(strict):
    browser, answer = at_the_door(strict)
    assert answer["Location"] == "/sign-in/enrol/"
    assert closed(browser)
    page = browser.get("/sign-in/enrol/")
    assert "<svg" in page.content.decode()
    wrong = browser.post("/sign-in/enrol/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "コードが合いません" in wrong.content.decode()
    assert secret_on(wrong) == secret_on(page)  # the picture stays the same after a wrong code
    assert closed(browser)
    browser, _, _ = enrolled(strict)
    assert closed(browser)
    assert browser.post("/sign-in/codes/")["Location"] == "/welcome/"
    assert browser.get("/today/").status_code == 200


def test_a_code_opens_once_and_a_replayed_one_never(strict):
    _, secret, _ = enrolled(strict)
    browser, answer = at_the_door(strict)
    assert answer["Location"] == "/sign-in/factor/"
    assert closed(browser)
    again = browser.post("/sign-in/factor/", {"code": totp.code_now(secret)})
    assert again.status_code == 422  # the code with which the app was registered is used up
    assert "もう使われています" in again.content.decode()
    with clock.stopped_at(NOW + timedelta(seconds=30)):
        code = totp.code_now(secret)
        wide = code.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
        assert browser.post("/sign-in/factor/", {"code": wide})["Location"] == "/welcome/"
        assert browser.get("/today/").status_code == 200
        other, _ = at_the_door(strict)
        assert other.post("/sign-in/factor/", {"code": code}).status_code == 422
        assert closed(other)


def test_a_recovery_code_opens_once(strict):
    _, _, codes = enrolled(strict)
    for code, opens in ((codes[3].upper(), True), (codes[3], False), (codes[4], True)):
        browser, _ = at_the_door(strict)
        answer = browser.post("/sign-in/factor/", {"code": code})
        assert (answer.status_code == 302) is opens
        assert closed(browser) is not opens


def test_codes_rest_as_digests_and_secrets_sealed(strict):
    _, secret, codes = enrolled(strict)
    with strict.acting("sakura"):
        kept = " ".join(Factor.objects.values_list("secret", flat=True))
        assert Factor.objects.count() == 2
    assert secret not in kept
    assert not any(code.replace("-", "") in kept for code in codes)
    with strict.acting("midori"):
        assert Factor.objects.count() == 0  # the second wall: nobody reads another's factors


def test_wrong_codes_lock_as_wrong_passwords_do(strict):
    enrolled(strict)
    browser, _ = at_the_door(strict)
    for _ in range(5):
        answer = browser.post("/sign-in/factor/", {"code": "123456"})
    assert "止めています" in answer.content.decode()
    assert at_the_door(strict, browser=browser)[1].status_code == 422
    assert closed(browser)


def test_the_administrator_takes_back_what_was_lost_and_she_is_told(strict, browse):
    browser, _, _ = enrolled(strict)
    browser.post("/sign-in/codes/")
    sakura = strict.workers["sakura"]
    admin = browse("admin")
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert admin.post(f"/settings/workers/{sakura.pk}/factors/reset/").status_code == 302
        assert closed(browser)
        again, answer = at_the_door(strict)
        assert answer["Location"] == "/sign-in/enrol/"
        again.post("/sign-in/enrol/", {"code": totp.code_now(secret_on(again.get("/sign-in/enrol/")))})
        again.post("/sign-in/codes/")
        assert "二要素を取り消しました" in again.get("/today/").content.decode()
        assert "二要素を取り消しました" not in again.get("/today/").content.decode()
        assert admin.post(f"/settings/workers/{strict.workers['admin'].pk}/factors/reset/").status_code == 409
    assert browse("ken").post(f"/settings/workers/{sakura.pk}/factors/reset/").status_code == 403
    with strict.acting("officer"):
        assert Entry.objects.filter(verb="二要素を取り消した", object_ids=[sakura.pk]).count() == 1


def test_a_registered_machine_stands_for_the_factor(strict, browse):
    Municipality.objects.update(second_factor="device")
    browser, answer = at_the_door(strict)
    assert answer["Location"] == "/sign-in/device/"
    assert closed(browser)
    assert browser.post("/sign-in/device/", {"name": ""}).status_code == 422
    assert "申し出ました" in browser.post("/sign-in/device/", {"name": "窓口2番"}).content.decode()
    assert at_the_door(strict, browser=browser)[1]["Location"] == "/sign-in/device/"  # asked is not approved
    admin, device = browse("admin"), Device.objects.get()
    assert "窓口2番" in admin.get("/settings/machines/").content.decode()
    assert admin.post(f"/settings/machines/{device.pk}/approve/").status_code == 302
    assert at_the_door(strict, browser=browser)[1]["Location"] == "/welcome/"
    stolen = Client()
    stolen.cookies["tasuki_machine"] = "x" + browser.cookies["tasuki_machine"].value
    assert at_the_door(strict, browser=stolen)[1]["Location"] == "/sign-in/device/"  # an altered mark is none
    assert admin.post(f"/settings/machines/{device.pk}/end/").status_code == 302
    assert at_the_door(strict, browser=browser)[1]["Location"] == "/sign-in/device/"
    assert browse("ken").get("/settings/machines/").status_code == 403
    assert at_the_door(strict, "admin")[1]["Location"] == "/sign-in/enrol/"  # somebody has to be first


def test_a_password_given_by_others_is_changed_first(town, browse):
    sakura = town.workers["sakura"]
    given = "kanri-ga-kimeta-kotoba"
    assert browse("admin").post(f"/settings/workers/{sakura.pk}/password/", password=given).status_code == 302
    browser, answer = at_the_door(town, password=given)
    assert answer["Location"] == "/sign-in/password/"
    assert closed(browser)
    for words, told in (
        (given, "いまと同じ"), ("mijikai", "12文字以上"), ("password1234567", "よく使われる"),
        ("sakura-sakura", "似た"), ("tasuki-tasuki", "似た"), ("aaaaaaaaaaaaaa", "同じ文字ばかり"),
    ):  # fmt: skip
        page = browser.post("/sign-in/password/", {"password": words, "again": words})
        assert page.status_code == 422
        assert told in page.content.decode(), words
    words = "haru-no-asa-no-hikari"
    differs = browser.post("/sign-in/password/", {"password": words, "again": words + "x"})
    assert "二つのパスワードが違います。" in differs.content.decode()
    assert browser.post("/sign-in/password/", {"password": words, "again": words})["Location"] == "/welcome/"
    assert at_the_door(town, password=given)[1].status_code == 422
    assert at_the_door(town, password=words)[1]["Location"] == "/welcome/"


def test_passwords_rest_as_scrypt(settings):
    """The tests themselves hash cheaply; what the product does is what its settings say."""
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert make_password("x" * 12).startswith("scrypt$16384$")


def test_half_a_sign_in_ends_by_itself(strict):
    browser, _ = at_the_door(strict)
    with clock.stopped_at(NOW + timedelta(minutes=16)):
        assert browser.get("/sign-in/enrol/")["Location"] == "/sign-in/"


def test_a_factor_of_another_worker_is_not_mine(strict, browse):
    enrolled(strict, "midori")
    with acting(Context(municipality=strict.key, worker=strict.workers["midori"].pk)):
        factor = Factor.objects.first()
    sakura = browse("sakura")
    assert sakura.post(f"/me/account/factors/{factor.pk}/drop/").status_code == 404
    with strict.acting("sakura") as by:
        assert factors.use_code(by=by, code="123456") == ""
