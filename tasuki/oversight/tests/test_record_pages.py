"""The officer follows the record; others read what is theirs."""

import time
from datetime import date

import pytest
from django.db import connection

from tasuki.audit import chain
from tasuki.audit.models import Change, Entry
from tasuki.cases.actions import set_now
from tasuki.cases.consenting import take_consent
from tasuki.cases.models import Case
from tasuki.oversight import monthly
from tasuki.shared import clock

PAGES = ["/audit/", "/audit/changes/", "/audit/seals/", "/audit/report/", "/audit/export/"]


@pytest.fixture
def looked(town, browse):
    """A case that its worker opened, changed, and a stranger tried to open."""
    case = town.case()
    assert browse("sakura").get(f"/cases/{case.pk}/").status_code == 200
    assert browse("yoso").get(f"/cases/{case.pk}/").status_code == 404
    with town.acting("sakura") as sakura:
        set_now(
            case=case,
            by=sakura,
            text="母は落ち着いている",
            next_text="電話",
            next_on=date(2026, 11, 20),
            next_worker=sakura,
        )
    return case


def body(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_who_whose_what_why_when(looked, browse):
    page = body(browse("officer").get("/audit/"))
    for word in (
        "山本 さくら",
        looked.number,
        "ケースを開いた",
        "自機関",
        "見られないもの・ないもの",
        "「いま」を書いた",
    ):
        assert word in page, word
    for word in ("花村", looked.label, "落ち着いている"):
        assert word not in page, word


@pytest.mark.parametrize(("asked", "there", "not_there"), [
    ({"worker": "さくら"}, "ケースを開いた", "見られないもの"),
    ({"worker": "いない人"}, "この条件の記録はありません", "ケースを開いた"),
    ({"act": "refused"}, "見られないもの", "ケースを開いた"),
    ({"since": "R8.11.18", "until": "R8.11.18"}, "ケースを開いた", "この条件の記録はありません"),
    ({"until": "R8.11.17"}, "この条件の記録はありません", "ケースを開いた"),
    ({"number": "R8-9999"}, "この条件の記録はありません", "ケースを開いた"),
])  # fmt: skip
def test_asking_the_record(looked, browse, asked, there, not_there):
    page = body(browse("officer").get("/audit/", **asked))
    assert there in page
    assert not_there not in page


def test_asking_by_case_number(looked, town, browse):
    other = town.case(label="ほかの世帯", names=("別野 花",))
    browse("sakura").get(f"/cases/{other.pk}/")
    page = body(browse("officer").get("/audit/", number=looked.number))
    assert looked.number in page
    assert other.number not in page


def test_a_wrong_date_is_told_and_kept(looked, browse):
    answer = browse("officer").get("/audit/", since="きのう")
    assert answer.status_code == 422
    assert "きのう" in answer.content.decode()


def test_reading_the_record_is_on_record(looked, town, browse):
    browse("officer").get("/audit/", worker="さくら")
    with town.acting("officer") as officer:
        line = Entry.objects.filter(worker_id=officer.pk).get()
        assert (line.act, line.verb, line.reason) == ("look", "記録を見た（閲覧と操作）", "職員 さくら")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("login", ["sakura", "suzuki", "admin", "chair"])
def test_the_pages_are_the_officers(town, browse, address, login):
    assert browse(login).get(address).status_code == 403


@pytest.mark.parametrize("address", [*PAGES, "/me/looks/"])
def test_pages_ask_the_database_little(looked, browse, address, django_assert_max_num_queries):
    officer = browse("officer")
    with django_assert_max_num_queries(25):
        assert officer.get(address).status_code in (200, 302)


def test_the_officer_sees_which_fields_changed_and_not_what_stood_there(looked, town, browse):
    with town.acting("officer"):
        change = Change.objects.filter(table_name="cases_case", act="update", fields__contains=["now_text"]).latest(
            "id"
        )
    page = body(browse("officer").get(f"/audit/changes/{change.pk}/"))
    assert Case._meta.get_field("now_text").verbose_name in page
    assert "落ち着いている" not in page
    assert "値は主担当の機関が見られます" in page
    page = body(browse("sakura").get(f"/audit/changes/{change.pk}/"))
    assert "母は落ち着いている" in page
    assert "「いま」を書いた" in page  # the deed of which it was a part
    for stranger in ("yoso", "admin", "midori"):
        assert browse(stranger).get(f"/audit/changes/{change.pk}/").status_code == 404


def test_a_deed_shows_what_it_changed(looked, town, browse):
    with town.acting("officer"):
        deed = Entry.objects.filter(verb="「いま」を書いた").get()
    page = body(browse("officer").get(f"/audit/entries/{deed.pk}/"))
    assert "この操作で変わったもの" in page
    assert "ケースの経緯" in page or "ケース" in page
    assert browse("yoso").get(f"/audit/entries/{deed.pk}/").status_code == 404


def test_changed_rows_by_thing(looked, browse):
    page = body(browse("officer").get("/audit/changes/", table="cases_case", act="update"))
    assert looked.number in page
    assert "この条件の変更はありません" in body(browse("officer").get("/audit/changes/", table="meetings_body"))


def test_everybody_sees_her_own_looks_and_nobody_elses(looked, browse):
    mine = body(browse("sakura").get("/me/looks/"))
    assert "ケースを開いた" in mine
    assert looked.number in mine
    other = body(browse("yoso").get("/me/looks/"))
    assert "見られないもの・ないもの" in other
    assert looked.number not in other
    assert "山本" not in other


def test_a_case_opened_on_a_ground_is_named_while_the_ground_lasts(town, browse):
    case = town.case()
    with town.acting("sakura") as sakura:
        take_consent(case=case, person=case.people[0], by=sakura, answer="given", asked_on=clock.today(), method="written",
                     items=["basic", "progress"], agencies=[town.agencies["kikan"]], purpose="支援")  # fmt: skip
    akira = browse("akira")
    assert akira.get(f"/cases/{case.pk}/").status_code == 200
    assert case.number in body(akira.get("/me/looks/"))


def test_another_town_sees_nothing_of_it(looked, other_town, browse):
    page = body(browse("officer", of=other_town).get("/audit/", until="R8.12.1"))
    assert "さくら" not in page
    assert looked.number not in page


def test_taking_it_out_asks_for_the_purpose(looked, town, browse):
    officer = browse("officer")
    page = officer.get("/audit/export/", act="look")
    if page.status_code == 302:
        pytest.skip("asks for a fresh sign-in first")
    assert officer.post("/audit/export/?act=look", purpose="", kind="csv").status_code == 422
    answer = officer.post("/audit/export/?act=look", purpose="11月の点検", kind="csv")
    text = answer.content.decode("utf-8-sig")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert looked.number in text
    assert "「いま」を書いた" not in text
    with town.acting("officer"):
        line = Entry.objects.filter(act="export").get()
        assert (line.reason, line.count) == ("11月の点検", text.count("\n") - 1)
    assert officer.post("/audit/export/", purpose="点検", kind="xlsx").content[:2] == b"PK"


def test_the_seals_and_their_head(town, looked, browse):
    assert "まだ封印はありません" in body(browse("officer").get("/audit/seals/"))
    with town.acting("officer"), connection.cursor() as cursor:
        # the lines of the test are not committed, so nothing has settled; a seal is written as it would be
        head = "0123456789abcdef" * 4
        cursor.execute(
            chain.SEAL, [looked.pk, str(town.key), 1, time.time_ns() // 1000, 0, 5, 3, 2, "d" * 64, chain.FIRST, head]
        )
    page = body(browse("officer").get("/audit/seals/"))
    assert "01234567" in page
    assert "まだ一度も確かめていません" in page


def test_the_monthly_report_counts(looked, town, browse):
    page = body(browse("officer").get("/audit/report/", month="2026-11"))
    assert "令和8年11月" in page
    assert "?month=2026-10" in page
    with town.acting("officer") as officer:
        found = monthly.report(officer, date(2026, 11, 1))
        acts = {label: (number, people) for label, number, people in found.acts}
        assert acts["拒否"] == (1, 1)
        assert acts["閲覧"] == (Entry.objects.filter(act="look").count(), 2)
        assert found.changes == Change.objects.count()
    assert "この月の閲覧はありません" in body(browse("officer").get("/audit/report/", month="2026-10"))
    assert browse("officer").get("/audit/report/", month="いつか").status_code == 200


@pytest.mark.parametrize(("month", "before", "after"), [
    (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1)), (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
])  # fmt: skip
def test_months_follow_each_other(month, before, after):
    assert (monthly.before(month), monthly.after(month)) == (before, after)
