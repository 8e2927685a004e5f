"""The register of schemes of support out as a table and back; into the open only what residents may see."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasuki.community.models import Scheme
from tasuki.community.schemes import register_scheme
from tasuki.exchange import actions, opendata, scheme_table
from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import read_rows
from tasuki.shared.tables import csv_bytes

FULL = {
    "kana": "スマイ", "given_by": "市", "summary": "=家賃の一部\n二行目", "when_words": "家賃が払えない", "topics": ["04", "02"],
    "target": "収入の少ない人", "content": "三か月", "how_to_apply": "窓口で", "to_bring": "身分のわかるもの",
    "contact": "住まいの係", "phone": "0000-11-2222", "url": "https://example.jp/sumai", "basis": "要綱", "fiscal_year": 2026,
    "source": "聞きとり", "shown_to_public": True,
}  # fmt: skip


def said(table: list[list]) -> list[dict[str, str]]:
    return scheme_table.rows_said(read_rows(csv_bytes(table)))


def test_the_workbook_comes_back_as_it_went_out(town, other_town):
    with town.acting("nao") as by:
        register_scheme(by=by, name="住まいの給付", agency=town.agencies["sogo"], **FULL)
        register_scheme(by=by, name="名前だけ", summary="概要")
        again = scheme_table.rows_said(read_rows(actions.export_schemes(by=by)))
        assert [line.deed for line in scheme_table.lines(again)] == ["same", "same"]
        next(one for one in again if one["name"] == "住まいの給付").update(content="六か月", phone="")
        assert actions.import_schemes(by=by, said=again).counts == {"直す": "1行", "変わりなし": "1行"}
        changed = Scheme.objects.get(name="住まいの給付")
        assert (changed.content, changed.phone) == ("六か月", "0000-11-2222")
    with other_town.acting("nao") as by:
        actions.import_schemes(by=by, said=again)
        assert {name: getattr(Scheme.objects.get(name="住まいの給付"), name) for name in FULL} == FULL | {
            "content": "六か月", "phone": "",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (["", "概要", ""], "name"), (["あたらしい", "", ""], "summary"), (["あたらしい", "概要", "R8.13.1"], "closes_on"),
    ],
)  # fmt: skip
def test_a_wrong_line_takes_nothing_in(town, row, field):
    with town.acting("nao") as by:
        table = said([["制度名", "概要", "受付終了日"], ["よい制度", "概要", ""], row])
        assert list(scheme_table.lines(table)[1].errors) == [field]
        with pytest.raises(Refused, match="直すところのある行が1行"):
            actions.import_schemes(by=by, said=table)
        assert not Scheme.objects.exists()


def test_a_wrong_table_of_schemes_comes_back_with_its_errors_in_red(town, browse):
    nao, errors = browse("nao"), "/schemes/exchange/errors.xlsx"
    assert nao.get(errors).status_code == 404
    table = csv_bytes([["制度名", "概要"], ["よい制度", "概要"], ["", "名前がない"]])
    nao.post("/schemes/exchange/", table=SimpleUploadedFile("表.csv", table))
    assert errors in nao.get("/schemes/exchange/check/").content.decode()
    head, good, wrong = read_rows(nao.get(errors).content)
    assert head[-1] == "直すところ"
    assert good == ["よい制度", "概要"]
    assert wrong[-1] == "制度名がありません。"


def test_a_table_of_open_data_is_read_as_it_is(town, browse):
    nao = browse("nao")
    table = csv_bytes([opendata.SCHEMES, ["1", "", "", "国", "見本県", "ひなた町", "国の給付", "概要です", "月1万円"]])
    sent = nao.post("/schemes/exchange/", table=SimpleUploadedFile("a.csv", table))
    assert sent["Location"] == "/schemes/exchange/check/"
    assert "国の給付" in nao.get("/schemes/exchange/check/").content.decode()
    assert "取り込みました" in nao.post("/schemes/exchange/check/").content.decode()
    with town.acting("nao"):
        made = Scheme.objects.get()
    assert (made.name, made.given_by, made.content, made.shown_to_public) == ("国の給付", "国", "月1万円", False)
    wrong = nao.post("/schemes/exchange/", table=SimpleUploadedFile("a.csv", csv_bytes([["なまえ"], ["x"]])))
    assert wrong.status_code == 422
    assert "「制度名」の見出し" in wrong.content.decode()
    assert browse("sakura").get("/schemes/exchange/").status_code == 403


def test_into_the_open_goes_only_what_residents_may_see(town, browse):
    with town.acting("nao") as by:
        register_scheme(by=by, name="見せる制度", **FULL)
        register_scheme(by=by, name="まだ見せない制度", summary="x")
        content = actions.publish_places(by=by, form="schemes.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert tuple(row) == opendata.SCHEMES
    assert (row["タイトル（制度名）"], row["お問い合わせ先"]) == ("見せる制度", "住まいの係　0000-11-2222")
    assert row["概要"].startswith("'=")  # never a formula
    assert browse("nao").get("/schemes/exchange/schemes.xlsx").status_code == 200
