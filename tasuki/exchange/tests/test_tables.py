"""The register out as a workbook and back; tables of others read line by line, all or nothing, twice without doubles."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tasuki.community.actions import register_place
from tasuki.community.models import Place
from tasuki.exchange import actions
from tasuki.exchange.brought import CHANGE, NEW, SAME, errors_workbook
from tasuki.exchange.columns import columns, flat, headings
from tasuki.exchange.lines import Reader, rows_said, told_headings
from tasuki.exchange.models import PlaceNumber
from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import read_rows
from tasuki.shared.tables import csv_bytes

FULL = {
    "kind": "base", "kana": "マチノエンガワ", "nickname": "えんがわ", "run_by": "縁側の会", "supported_by": "ひなた町社協",
    "functions": ["salon", "cafe"], "for_whom": ["elderly", "carer"], "opening": "毎週水曜 13:00〜16:00", "fields": ["elderly"], "district": "北のほう",
    "where": "ひなた町1-2", "latitude": Decimal("35.405000"), "longitude": Decimal("133.305000"), "access": "駅から5分",
    "url": "https://example.jp/engawa", "capacity": 20, "usual_count": 8, "cost": "100円", "cost_yen": 100,
    "conditions": "どなたでも", "accessibility": ["step_free", "stairs"], "languages": ["ja_easy", "en"],
    "contact_name": "縁側 花子", "contact_phone": "0000-11-2222", "contact_public": True, "csw_part": "running",
    "public_benefit": "送迎の協力", "shares_room": True, "description": "=お茶と話\n二行目", "source": "聞きとり",
    "shown_to_public": True,
}  # fmt: skip


def rows_of(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def said(table: list[list]) -> list[dict[str, str]]:
    return rows_said(read_rows(csv_bytes(table)))


def test_every_heading_means_one_field():
    assert len({flat(column.heading) for column in columns()}) == len(columns())
    for column in columns():
        for word in (column.heading, *column.also):
            assert headings()[flat(word)] == column.field, word


def test_the_workbook_comes_back_as_it_went_out(town, other_town):
    with town.acting("nao") as by:
        register_place(by=by, name="まちの縁側", area=town.areas[0], **FULL)
        register_place(by=by, name="名前だけの所")
        content = actions.export_places(by=by)
        again = rows_said(read_rows(content))
        assert [line.deed for line in Reader().lines(again)] == [SAME, SAME]
        told = [{name: text for name, text in line.items() if name != "number"} for line in again]
    with other_town.acting("nao") as by:
        actions.import_places(by=by, said=told)
        place = Place.objects.select_related("area").get(name="まちの縁側")
        for name, value in FULL.items():
            assert getattr(place, name) == value, name
        assert place.area.name == "第1圏域"
        assert Place.objects.count() == 2
        report = actions.import_places(by=by, said=told)
        assert report.counts == {"変わりなし": "2行"}
        assert Place.objects.count() == 2


OPEN_DATA = [
    ["全国地方公共団体コード", "ID", "名称", "名称_カナ", "所在地_連結表記", "緯度", "経度", "電話番号", "利用可能曜日", "開始時間", "終了時間",
     "利用可能日時特記事項", "備考"],
    ["999997", "F0001", "みなみ公民館", "ミナミコウミンカン", "ひなた町3-1", "35.41", "133.31", "0000-22-3333", "月火水", "9:00", "17:00",
     "祝日休み", "駐車場あり"],
]  # fmt: skip


def test_open_data_is_read_by_its_headings_and_known_again_by_its_id(town):
    with town.acting("nao") as by:
        actions.import_places(by=by, said=said(OPEN_DATA))
        place = Place.objects.get(name="みなみ公民館")
        assert place.opening == "毎週月・火・水 9:00〜17:00、祝日休み"
        assert (place.contact_phone, place.contact_public) == ("0000-22-3333", False)
        assert PlaceNumber.objects.get().number == "F0001"
        renamed = [OPEN_DATA[0], [*OPEN_DATA[1][:2], "南公民館", *OPEN_DATA[1][3:]]]
        (line,) = Reader().lines(said(renamed))
        assert (line.deed, line.changed) == (CHANGE, ["name"])
        actions.import_places(by=by, said=said(renamed))
        assert [place.name for place in Place.objects.all()] == ["南公民館"]


TABLE = ["名称", "種別", "圏域", "緯度", "経度", "機能", "定員", "住民に見せる", "さいごに確かめた日"]


@pytest.mark.parametrize(("cells", "field", "words"), [
    (["", "居場所"], "name", "名称がありません"),
    (["会", "お城"], "kind", "使えるのは"),
    (["会", "", "第9圏域"], "area", "登録されていません"),
    (["会", "", "", "135.1", "35.1"], "latitude", "逆でないか"),
    (["会", "", "", "abc", "135"], "latitude", "読めません"),
    (["会", "", "", "nan", "135"], "latitude", "範囲"),
    (["会", "", "", "35.1"], "latitude", "両方"),
    (["会", "", "", "", "", "サロン、宇宙旅行"], "functions", "宇宙旅行"),
    (["会", "", "", "", "", "", "たくさん"], "capacity", "数として"),
    (["会", "", "", "", "", "", "", "たぶん"], "shown_to_public", "「はい」か「いいえ」"),
    (["会", "", "", "", "", "", "", "", "いつか"], "confirmed_on", "日付として"),
    (["会" * 121], "name", "120文字まで"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(town, cells, field, words):
    with town.acting("nao") as by:
        lines = said([TABLE, cells + [""] * (len(TABLE) - len(cells)), ["よい会", "居場所", *[""] * 7]])
        wrong, good = Reader().lines(lines)
        assert words in wrong.errors[field]
        assert good.deed == NEW
        with pytest.raises(Refused) as no:
            actions.import_places(by=by, said=lines)
        assert "1行" in no.value.reason
        assert Place.objects.count() == 0


def test_words_are_understood_in_many_spellings(town):
    with town.acting("nao") as by:
        row = [
            " まちの会 ",
            "会場",
            "第１圏域",
            "35.1",
            "135.1",
            "サロン；カフェ・お茶会、 居場所",
            "１２人",
            "○",
            "令和8年4月1日",
        ]
        (line,) = Reader().lines(said([["居場所の表"], TABLE, row]))
        assert line.errors == {}
        assert line.number == 3
        assert line.facts["functions"] == ["salon", "cafe", "ibasho"]
        assert (line.facts["kind"], line.facts["capacity"], line.facts["shown_to_public"]) == ("venue", 12, True)
        actions.import_places(by=by, said=said([TABLE, row]))
        assert Place.objects.get().confirmed_on.isoformat() == "2026-04-01"


def test_our_own_open_data_read_again_changes_nothing_but_what_it_leaves_out(town):
    with town.acting("nao") as by:
        register_place(by=by, name="まちの縁側", area=town.areas[0], **FULL)
        content = actions.publish_places(by=by, form="facilities.csv")
        (line,) = Reader().lines(rows_said(read_rows(content)))
        assert (line.errors, line.deed, line.changed) == ({}, SAME, [])


def test_a_place_is_known_again_by_its_name_and_address(town):
    with town.acting("nao") as by:
        register_place(by=by, name="まちの縁側", where="ひなた町1-2")
        register_place(by=by, name="公民館", where="北町1")
        register_place(by=by, name="公民館", where="南町1")
        table = [
            ["名称", "場所", "定員"],
            ["まちの縁側", "", "9"],
            ["公民館", "南町１", "9"],
            ["公民館", "", "9"],
            ["まちの縁側", "遠い町", "9"],
        ]
        by_name, by_both, doubtful, other = Reader().lines(said(table))
        assert (by_name.deed, by_both.deed, other.deed) == (CHANGE, CHANGE, NEW)
        assert by_both.thing.where == "南町1"
        assert "番号を書いて" in doubtful.errors["name"]


def test_the_same_place_twice_in_a_table_is_wrong(town):
    with town.acting("nao"):
        lines = Reader().lines(said([TABLE[:2], ["まちの会", "居場所"], ["まちの 会", "拠点"]]))
        assert all("二つあります" in line.errors["name"] for line in lines)


def test_a_table_without_headings_is_refused():
    for table in ([["あ", "い"], ["1", "2"]], [["名称"]], []):
        with pytest.raises(Refused):
            rows_said(table)


def test_the_error_workbook_marks_the_cells_in_red(town):
    with town.acting("nao"):
        lines = Reader().lines(said([TABLE[:3], ["会", "お城", "第9圏域"], ["よい会", "居場所", ""]]))
        content = errors_workbook("居場所・資源", lines, told_headings())
    head, wrong, good = rows_of(content)
    assert head[-1] == "直すところ"
    assert "使えるのは" in wrong[-1]
    assert good[-1] == ""
    import zipfile

    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml").decode()
    assert "FBDDD8" in styles


def test_a_table_is_read_checked_and_taken_in(browse, town, django_assert_max_num_queries):
    nao = browse("nao")
    file = SimpleUploadedFile("公共施設一覧.csv", csv_bytes(OPEN_DATA))
    answer = nao.post("/places/exchange/", table=file)
    assert answer["Location"] == "/places/exchange/check/"
    with django_assert_max_num_queries(20):
        page = nao.get("/places/exchange/check/").content.decode()
    assert "みなみ公民館" in page
    assert "登録する" in page
    assert nao.get("/places/exchange/errors.xlsx").status_code == 200
    page = nao.post("/places/exchange/check/")
    assert "取り込みました" in page.content.decode()
    assert nao.get("/places/exchange/check/").status_code == 302  # nothing waits any more
    nao.post("/places/exchange/", table=SimpleUploadedFile("x.csv", csv_bytes(OPEN_DATA)))
    assert "すべて登録されています" in nao.get("/places/exchange/check/").content.decode()


def test_a_wrong_file_is_told_in_words(browse):
    nao = browse("nao")
    page = nao.post("/places/exchange/", table=SimpleUploadedFile("x.csv", "あ,い\n1,2\n".encode()))
    assert page.status_code == 422
    assert "見出し" in page.content.decode()
    assert nao.get("/places/exchange/errors.xlsx").status_code == 404


def test_the_register_goes_out_after_a_proof(browse, town):
    with town.acting("nao") as by:
        register_place(by=by, name="まちの縁側", area=town.areas[0], **FULL)
    answer = browse("nao").get("/places/exchange/places.xlsx")
    assert answer.status_code == 200
    assert rows_of(answer.content)[1][2] == "まちの縁側"
