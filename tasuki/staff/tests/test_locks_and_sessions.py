"""Locks that no outsider can turn against her; sessions that end, are listed and ended; text that is never lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tasuki.audit.models import Entry
from tasuki.shared import clock
from tasuki.staff import totp
from tasuki.staff.machines import address_of
from tasuki.staff.models import Attempt, SignedIn
from tasuki.tenancy.models import Municipality
from tests.cast import NOW, PASSWORD
from tests.entrance import at_the_door, secret_on


@pytest.fixture
def door(town):
    with town.context():
        yield town


def elsewhere(n):
    return Client(REMOTE_ADDR=f"203.0.113.{n}")


def later(**far):
    return clock.stopped_at(NOW + timedelta(**far))


def test_after_five_wrong_passwords_the_right_one_opens_nothing(door):
    browser = Client()
    for n in range(5):
        answer = at_the_door(door, browser=browser, password=f"chigau-kotoba-{n}")[1]
        assert answer.status_code == 422
    assert "11月18日（水）10:15 まで止めています" in answer.content.decode()
    locked = at_the_door(door, browser=browser)[1]
    assert locked.status_code == 422
    assert "正しいパスワードでも入れません" in locked.content.decode()
    assert browser.get("/today/").status_code == 302
    assert "worker" not in browser.session
    with later(minutes=16):
        assert at_the_door(door, browser=browser)[1].status_code == 302
    with door.acting("officer"):
        assert Entry.objects.filter(act="refused", reason="sakura").count() == 5
        assert Entry.objects.filter(act="refused", verb="サインインを止めた").count() == 1


def test_a_lock_grows_when_it_is_run_into_again(door):
    browser, moment = Client(), NOW
    for minutes in (15, 30, 60):
        with clock.stopped_at(moment):
            for _ in range(5):
                at_the_door(door, browser=browser, password="chigau-kotoba")
            until = Attempt.objects.get(login="sakura").until
        assert until == moment + timedelta(minutes=minutes)
        moment = until


def test_outsiders_cannot_lock_her_out(door):
    hers, _ = at_the_door(door)  # she has signed in at this machine before
    for n in range(40):
        at_the_door(door, browser=elsewhere(n % 200), password="chigau-kotoba")
    assert at_the_door(door, browser=hers)[1].status_code == 302
    stranger = at_the_door(door, browser=elsewhere(201))[1]
    assert stranger.status_code == 422  # a new machine waits a moment, at most a minute
    assert "秒待ってから" in stranger.content.decode()
    with later(seconds=61):
        assert at_the_door(door, browser=elsewhere(202))[1].status_code == 302


def test_the_same_address_does_not_make_the_same_machine(door):
    hers, _ = at_the_door(door)
    for _ in range(6):
        at_the_door(door, browser=Client(), password="chigau-kotoba")  # same address, without her mark
    assert at_the_door(door, browser=hers)[1].status_code == 302


def test_a_new_password_takes_off_every_lock(door, browse):
    browser = Client()
    for _ in range(5):
        at_the_door(door, browser=browser, password="chigau-kotoba")
    address = f"/settings/workers/{door.workers['sakura'].pk}/password/"
    assert browse("admin").post(address, password="atarashii-kotoba").status_code == 302
    assert at_the_door(door, browser=browser, password="atarashii-kotoba")[1]["Location"] == "/sign-in/password/"


def test_an_unknown_log_in_is_locked_the_same(door):
    browser = Client()
    told = [at_the_door(door, "inai-hito", browser, "chigau-kotoba")[1].content.decode() for _ in range(6)]
    assert "ログイン名かパスワードが違います。" in told[0]
    assert "止めています" in told[5]


def test_a_proxy_is_believed_only_when_it_is_named(rf, settings):
    settings.TRUSTED_PROXIES = {"10.0.0.1"}
    forged = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert address_of(forged) == "192.0.2.7"
    passed = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.1, 10.0.0.1")
    assert address_of(passed) == "198.51.100.1"


def test_half_an_hour_without_a_click_ends_it_and_eight_hours_do_too(door):
    browser, _ = at_the_door(door)
    for minutes in range(25, 8 * 60, 25):
        with later(minutes=minutes):
            assert browser.get("/today/").status_code == 200
    with later(minutes=8 * 60 + 1):
        assert browser.get("/today/").status_code == 302
        assert "いったん終わりました" in browser.get("/sign-in/").content.decode()
    browser, _ = at_the_door(door)
    with later(minutes=31):
        assert browser.get("/today/").status_code == 302
    Municipality.objects.update(idle_minutes=60)
    with later(minutes=31):
        assert browser.get("/today/").status_code == 200


def test_text_sent_too_late_comes_back_after_signing_in(door):
    case, browser = door.case(), at_the_door(door)[0]
    address, text = f"/cases/{case.pk}/records/new/", "玄関先で三分。<b>「また来てもいい」</b>と言った。"
    fields = {"at_date": "2026-11-18", "at_time": "09:30", "method": "visit", "worker_count": "1", "text": text}
    key = "01890000-0000-7000-8000-000000000001"
    with later(minutes=31):
        late = browser.post(address, fields | {"_key": key})
        assert late.status_code == 401
        page = late.content.decode()
        assert "入力は消えていません" in page
        assert "玄関先" not in page  # sealed: whoever sits down next does not read it
        kept = re.search(r'name="_kept" value="([^"]+)"', page)[1]
        told = {"municipality": str(door.key), "login": "sakura", "password": PASSWORD, "_kept": kept}
        assert browser.post("/sign-in/", told | {"password": "x"}).status_code == 422
        assert browser.post("/sign-in/", told)["Location"] == "/resume/"
        back = browser.get("/resume/").content.decode()
        assert "玄関先で三分。&lt;b&gt;「また来てもいい」" in back
        assert f'action="{address}"' in back
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', back.split("このまま送る")[0]))
        assert sent["_key"] == key
        returned = browser.post(address, fields | {"_key": ""})
        assert "玄関先で三分" in returned.content.decode()  # back into the form itself
        assert browser.post(address, fields | {"_key": key}).status_code == 302


def test_somebody_else_at_the_same_machine_does_not_get_it(door):
    browser = at_the_door(door)[0]
    with later(minutes=31):
        late = browser.post("/consultations/new/", {"words": "母のことで", "_key": "x"})
        kept = re.search(r'name="_kept" value="([^"]+)"', late.content.decode())[1]
        told = {"municipality": str(door.key), "login": "midori", "password": PASSWORD, "_kept": kept}
        assert browser.post("/sign-in/", told)["Location"] == "/welcome/"
        assert browser.get("/resume/")["Location"] == "/today/"


def test_a_script_is_told_by_a_number_and_the_page_keeps_the_text(door):
    browser = at_the_door(door)[0]
    with later(minutes=31):
        answer = browser.post("/drafts/record/", {"text": "x", "_key": "x"}, headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 401
    assert "玄関" not in answer.content.decode()


def test_what_is_grave_asks_again_who_she_is(door):
    browser = at_the_door(door, "admin")[0]
    assert browser.get("/settings/workers/new/").status_code == 200
    with later(minutes=11):
        asked = browser.get("/settings/workers/new/")
        assert asked["Location"] == "/prove/?next=%2Fsettings%2Fworkers%2Fnew%2F"
        assert "本人を確かめます" in browser.get(asked["Location"]).content.decode()
        late = browser.post("/settings/workers/new/", {"name": "新井 花", "password": "himitsu-himitsu", "_key": "x"})
        assert late.status_code == 401
        kept = re.search(r'name="_kept" value="([^"]+)"', late.content.decode())[1]
        wrong = browser.post("/prove/", {"password": "chigau", "_kept": kept, "_key": clock.now().isoformat()})
        assert wrong.status_code in (409, 422)
        key = "01890000-0000-7000-8000-00000000000{}"
        wrong = browser.post("/prove/", {"password": "chigau", "_kept": kept, "_key": key.format(2)})
        assert "パスワードが違います。" in wrong.content.decode()
        right = browser.post("/prove/", {"password": PASSWORD, "_kept": kept, "_key": key.format(3)})
        assert right["Location"] == "/resume/"
        back = browser.get("/resume/").content.decode()
        assert "新井 花" in back
        assert "himitsu-himitsu" not in back  # a password is typed again
        assert browser.get("/settings/workers/new/").status_code == 200
    with later(minutes=12):
        right = {"password": PASSWORD, "next": "https://evil.example/", "_key": key.format(4)}
        assert browser.post("/prove/", right)["Location"] == "/today/"


def test_exports_ask_again(door):
    browser = at_the_door(door, "suzuki")[0]
    with later(minutes=11):
        assert browser.get("/results/yearly.xlsx")["Location"].startswith("/prove/?next=")


def test_my_sessions_are_listed_and_ended_one_by_one(door, django_assert_max_num_queries):
    here, there = at_the_door(door)[0], Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140 Edg/140")
    at_the_door(door, browser=there)
    with django_assert_max_num_queries(25):
        page = here.get("/me/account/").content.decode()
    assert "Edge／Windows" in page
    assert page.count(">この画面<") == 1
    with door.acting("sakura"):
        other = SignedIn.objects.get(browser="Edge／Windows")
    with door.acting("midori"):
        assert not SignedIn.objects.exists()
    key = "01890000-0000-7000-8000-00000000001{}"
    midori = at_the_door(door, "midori")[0]
    assert midori.post(f"/me/account/sessions/{other.pk}/end/", {"_key": key.format(0)}).status_code == 404
    assert there.get("/today/").status_code == 200
    assert here.post(f"/me/account/sessions/{other.pk}/end/", {"_key": key.format(1)}).status_code == 302
    assert there.get("/today/").status_code == 302
    assert here.get("/today/").status_code == 200
    at_the_door(door, browser=there)
    assert here.post("/me/account/sessions/end/", {"_key": key.format(2)}).status_code == 302
    assert there.get("/today/").status_code == 302


def test_changing_the_password_ends_the_others(door):
    here, there = at_the_door(door)[0], at_the_door(door)[0]
    words = "haru-no-asa-no-hikari"
    told = {"old": "chigau", "password": words, "again": words, "_key": "01890000-0000-7000-8000-000000000021"}
    assert "いまのパスワードが違います。" in here.post("/me/account/password/", told).content.decode()
    told |= {"old": PASSWORD, "_key": "01890000-0000-7000-8000-000000000022"}
    assert here.post("/me/account/password/", told)["Location"] == "/me/account/"
    assert here.get("/me/account/").status_code == 200
    assert there.get("/today/").status_code == 302


def test_signing_out_leaves_nothing(door):
    browser = at_the_door(door)[0]
    answer = browser.post("/sign-out/", {"_key": "01890000-0000-7000-8000-000000000031"})
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert browser.get("/today/").status_code == 302
    with door.acting("sakura"):
        assert SignedIn.objects.get().ended_at is not None


def test_the_session_costs_no_statement_more(door, django_assert_num_queries):
    browser = at_the_door(door)[0]
    browser.get("/me/roles/")
    with django_assert_num_queries(4) as told:
        browser.get("/me/roles/")
    assert sum("staff_" in one["sql"] for one in told.captured_queries) == 1  # posts, worker and town together
    with later(minutes=2):
        browser.get("/me/roles/")
        with door.acting("sakura"):
            assert SignedIn.objects.get().last == NOW + timedelta(minutes=2)


def test_the_rules_of_signing_in_are_the_administrators(door, browse):
    admin = browse("admin")
    told = {"second_factor": "compulsory", "idle_minutes": "15", "session_hours": "4", "fresh_minutes": "5"}
    wrong = admin.post("/settings/sign-in/", **told | {"idle_minutes": "9999"})
    assert wrong.status_code == 422
    assert admin.post("/settings/sign-in/", **told).status_code == 302
    assert Municipality.objects.get().idle_minutes == 15
    assert browse("suzuki").get("/settings/sign-in/").status_code == 403
    with door.acting("officer"):
        assert "idle_minutes: 30 → 15" in Entry.objects.get(verb="サインインの決まりを変えた").reason


def test_my_factors_and_codes(door, browse):
    sakura = browse("sakura")
    assert "二要素はまだありません" in sakura.get("/me/account/").content.decode()
    secret = secret_on(sakura.get("/me/account/factors/new/"))
    assert sakura.post("/me/account/factors/new/", code="000000").status_code == 422
    assert sakura.post("/me/account/factors/new/", code=totp.code_now(secret))["Location"] == "/me/account/codes/"
    assert "新しく作る" in sakura.get("/me/account/codes/").content.decode()
    assert len(re.findall(r"<code>", sakura.post("/me/account/codes/").content.decode())) == 10
    page = sakura.get("/me/account/").content.decode()
    assert "残り10個" in page
    for drop in re.findall(r"/me/account/factors/[0-9a-f-]+/drop/", page):
        assert sakura.post(drop).status_code == 302
    assert "二要素はまだありません" in sakura.get("/me/account/").content.decode()
