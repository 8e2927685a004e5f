"""The yearly 人事異動: a table is read, looked through line by line, carried out as a whole, and once."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tasuki.desk.day import gather
from tasuki.shared import clock
from tasuki.shared.sheets import read_rows
from tasuki.shared.tables import Workbook
from tasuki.staff.models import Post, Worker
from tasuki.staff.transfer_lines import HEADINGS
from tasuki.staff.transfers import apply_transfers
from tests.cast import NOW, PASSWORD
from tests.entrance import at_the_door

HERE, CHECK = "/settings/transfers/", "/settings/transfers/check/"


def table(*rows, headings=None):
    book = Workbook()
    sheet = book.sheet("異動")
    sheet.row(0, ["令和9年4月 人事異動"])
    sheet.row(2, headings or list(HEADINGS.values()))
    for line, row in enumerate(rows, start=3):
        sheet.row(line, row)
    return SimpleUploadedFile("異動.xlsx", book.content())


MOVES = (
    ("sakura", "山本 さくら", "", "総合相談支援センター", "相談員", "", None, date(2027, 3, 31)),
    ("sakura", "", "", "ひなた町社会福祉協議会", "CSW", "主任", date(2027, 4, 1), None),
    ("akira", "石田　明", "", "基幹相談支援センター", "相談員", "", "", "R9.3.31"),
    ("shinjin", "新人 みつ", "シンジン ミツ", "基幹相談支援センター", "相談員", "", "令和9年4月1日", ""),
    ("ken", "小川 健", "", "総合相談支援センター", "相談支援包括化推進員", "", "2020-04-01", ""),
)


def test_the_table_is_looked_through_and_carried_out_once(town, browse, django_assert_max_num_queries):
    admin = browse("admin")
    assert "ひな形を受けとる" in admin.get(HERE).content.decode()
    assert admin.post(HERE, table=table(*MOVES))["Location"] == CHECK
    with django_assert_max_num_queries(25):
        page = admin.get(CHECK).content.decode()
    for text in (
        "5行を読みました",
        "配属を終える",
        "配属を加える",
        "職員を登録",
        "変わりなし",
        "退職・転出",
        "4月1日（木）から",
    ):
        assert text in page
    assert page.count("退職・転出") == 1  # さくら goes on elsewhere
    with town.context():
        assert not Worker.objects.filter(login="shinjin").exists()
    done = admin.post(CHECK).content.decode()
    assert "はじめのパスワード" in done
    assert "石田 明" in done
    with town.context():
        before = list(Post.objects.order_by("pk").values_list("pk", "until", "title"))
        assert Worker.objects.get(login="shinjin").must_change
    admin.post(HERE, table=table(*MOVES))
    again = admin.post(CHECK).content.decode()
    assert "変わりなし" in again
    assert "職員を登録" not in again
    with town.context():
        assert list(Post.objects.order_by("pk").values_list("pk", "until", "title")) == before


def test_who_leaves_is_out_on_the_day_and_her_cases_are_seen(town, browse):
    case = town.case(by="akira")
    with town.acting("admin") as by:
        leaving = {"row": "2", "login": "akira", "agency": "kikan", "role": "相談員", "until": "2026-11-30"}
        apply_transfers(by=by, said=[leaving])
    with town.context():
        browser = at_the_door(town, "akira")[0]
        with clock.stopped_at(NOW.replace(month=11, day=30, hour=23)):
            browser = at_the_door(town, "akira", browser)[0]
            assert browser.get("/today/").status_code == 200
            with clock.stopped_at(NOW.replace(month=12, day=1, hour=0, minute=0)):
                assert browser.get("/today/").status_code == 302  # half-open: the day after is out
                assert at_the_door(town, "akira", Client())[1].status_code == 422
    with clock.stopped_at(NOW + timedelta(days=20)), town.acting("suzuki") as section:
        assert case in gather(section).unheld


@pytest.mark.parametrize(("row", "told"), [
    (("ken", "", "", "どこにもない課", "相談員", "", date(2027, 4, 1), None), "機関「どこにもない課」が登録されていません。"),
    (("ken", "", "", "よその相談室", "部長", "", date(2027, 4, 1), None), "役割「部長」はありません。"),
    (("ken", "山本 さくら", "", "よその相談室", "相談員", "", date(2027, 4, 1), None), "別の氏名（小川 健）"),
    (("ken", "", "", "総合相談支援センター", "相談支援包括化推進員", "", date(2027, 4, 1), None), "同じ配属と重なっています。"),
    (("ken", "", "", "よその相談室", "相談員", "", date(2027, 4, 1), date(2027, 3, 1)), "終了が開始より前です。"),
    (("ken", "", "", "よその相談室", "相談員", "", "いつか", None), "日付として読めません"),
    (("dareka", "", "", "よその相談室", "相談員", "", None, None), "新しい職員です。"),
    (("ken", "", "", "よその相談室", "相談員", "", None, date(2027, 3, 31)), "終える配属が見つかりません。"),
    (("admin", "", "", "市 福祉政策課", "管理者", "", None, date(2027, 3, 31)), "いま自分が使っている配属は終えられません。"),
])  # fmt: skip
def test_a_wrong_line_stands_at_its_row_and_nothing_is_done(town, browse, row, told):
    admin = browse("admin")
    good = ("sakura", "", "", "よその相談室", "相談員", "", date(2027, 4, 1), None)
    admin.post(HERE, table=table(good, row))
    page = admin.get(CHECK).content.decode()
    assert told in page
    assert "直すところのある行が1行あります。" in page
    with town.context():
        before = Post.objects.count()
    assert admin.post(CHECK).status_code == 409
    with town.context():
        assert Post.objects.count() == before


def test_a_table_without_headings_and_a_bomb_are_refused_in_words(town, browse):
    admin = browse("admin")
    for file, told in (
        (table(headings=("何か",)), "見出しのある行が見つかりません"),
        (SimpleUploadedFile("x.xlsx", b"PK\x03\x04" + b"0" * 100), "こわれているか"),
        (table(), "見出しの下に行がありません。"),
    ):
        page = admin.post(HERE, table=file)
        assert page.status_code == 422
        assert told in page.content.decode()
    assert admin.post(HERE).status_code == 422
    assert browse("suzuki").get(HERE).status_code == 403


def test_the_template_holds_everybody_and_changes_nothing(town, browse):
    answer = browse("admin").get("/settings/transfers/template.xlsx")
    rows = read_rows(answer.content)
    assert rows[0] == list(HEADINGS.values())
    assert len(rows) == 1 + len(town.workers)
    admin = browse("admin")
    admin.post(HERE, table=SimpleUploadedFile("そのまま.xlsx", answer.content))
    assert admin.get(CHECK).content.decode().count("変わりなし") == len(town.workers)


def test_first_passwords_open_only_to_be_changed(town, browse):
    admin = browse("admin")
    new = ("shinjin", "新人 みつ", "", "基幹相談支援センター", "相談員", "", date(2026, 11, 1), None)
    admin.post(HERE, table=table(new))
    password = re.search(r"<code>([\w-]{14})</code>", admin.post(CHECK).content.decode())[1]
    assert password != PASSWORD
    with town.context():
        assert at_the_door(town, "shinjin", password=password)[1]["Location"] == "/sign-in/password/"
