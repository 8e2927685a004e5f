"""The pages of an import: a file comes, its columns are told, its red cells mended on the page, taken in by the queue."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tasuki.cases.models import Case, SupportRecord
from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_columns import items
from tasuki.exchange.carry_lines import rows_said
from tasuki.exchange.carry_models import Carry, CarryProfile
from tasuki.exchange.carry_tables import pasted_table, read_table
from tasuki.people.models import Person

from .carrying import as_csv, ledger
from .test_carry import brought


def send(her, content, name="台帳.csv"):
    return her.post("/carry/", table=SimpleUploadedFile(name, content))


def the_carry(town):
    with town.acting("ken"):
        return Carry.objects.get()


def test_from_the_file_to_the_cases_with_a_fault_mended_on_the_page(town, browse, django_assert_max_num_queries):
    her = browse("ken")
    table = ledger(9, faults=False)
    table[6][4] = "S20.2.30"
    columns = send(her, as_csv(table))["Location"]
    page = her.get(columns).content.decode()
    assert "対象者氏名" in page
    carry = the_carry(town)
    mapping = {f"column-{n}": key for n, key in enumerate(carry.mapping)}
    check = her.post(columns, heading="2", source="相談台帳", opens_cases="on", **mapping)["Location"]
    with django_assert_max_num_queries(25):
        page = her.get(check).content.decode()
    assert "という日はありません" in page
    assert 'aria-invalid="true"' in page
    refused = her.post(f"{check}start/")
    assert refused.status_code == 409
    assert "1行あります" in refused.content.decode()
    her.post(check, **{"c-6-birth": "S20.2.3", "c-6-name": "鈴木　和子", "row-6": "1"})
    done = her.post(f"{check}start/")["Location"]
    page = her.get(done).content.decode()
    assert "取り込みました" in page
    with town.acting("ken"):
        assert (Case.objects.count(), Person.objects.count()) == (3, 9)
    assert her.get("/carry/").content.decode().count("取り込みました") == 1
    assert "取り消せないわけ" not in her.get(f"{done}undo/").content.decode()
    her.post(f"{done}undo/")
    with town.acting("ken"):
        assert Case.objects.count() == 0


def test_the_red_workbook_says_why_and_can_be_brought_again(town, browse):
    table = ledger(6, faults=False)
    table[4][3] = "おとこ"
    with town.acting("ken") as by:
        carry = brought(by, read_table(as_csv(table)))
    content = browse("ken").get(f"/carry/{carry.pk}/errors.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][-1] == "性別：「おとこ」は使えません。男・女・その他・不明 のどれかで書いてください。"
    with town.acting("ken") as by:
        again = actions.bring_table(by=by, name="直した.xlsx", table=read_table(content))
        assert again.mapping[:-1] == carry.mapping


def test_the_blank_table_is_understood_and_its_examples_are_not_taken_in(town, browse):
    content = browse("ken").get("/carry/template.xlsx").content
    with town.acting("ken") as by:
        carry = actions.bring_table(by=by, name="ひな形.xlsx", table=read_table(content))
        assert carry.mapping == list(items())
        assert rows_said(carry.table, 0, carry.mapping) == []


def test_a_block_pasted_from_excel_is_a_table_too(town, browse):
    block = '氏名\t生年月日\t支援日\t支援内容\n森 太郎\tS20.1.1\tR7.4.1\t"一行目\n""二行目"""\n'
    assert pasted_table(block)[1][3] == '一行目\n"二行目"'
    her = browse("ken")
    assert her.post("/carry/", pasted=block).status_code == 302
    assert the_carry(town).mapping == ["name", "birth", "record_at", "record_text"]
    assert her.post("/carry/").status_code == 422


def test_whoever_opens_no_case_finds_no_page(town, browse):
    with town.acting("ken") as by:
        carry = brought(by, ledger(3, faults=False))
    for login in ("admin", "chair"):
        assert browse(login).get("/carry/").status_code == 403
    assert browse("suzuki").get(f"/carry/{carry.pk}/").status_code == 404


def test_a_profile_that_comes_with_the_product_is_taken_over_and_edited(town, browse):
    her = browse("ken")
    there = her.post("/carry/profiles/", take="hokatsu")["Location"]
    with town.acting("ken"):
        profile = CarryProfile.objects.get()
    assert not profile.verified
    wrong = her.post(there, name="包括", source="包括", columns="利用者氏名＝なまえ？")
    assert wrong.status_code == 422
    assert "「なまえ？」という項目はありません" in wrong.content.decode()
    her.post(there, name="包括", source="包括", columns="利用者氏名＝氏名\nメモ＝", verified="on")
    with town.acting("ken"):
        profile.refresh_from_db()
    assert (profile.columns, profile.verified) == ({"利用者氏名": "name", "メモ": ""}, True)
    with town.acting("ken") as by:
        table = [["利用者氏名", "メモ", "性別"], ["森 太郎", "x", "男"]]
        carry = actions.bring_table(by=by, name="x.csv", table=table)
    page = her.get(f"/carry/{carry.pk}/columns/?profile={profile.pk}").content.decode()
    assert 'value="name" selected' in page


def test_what_another_agency_calls_its_columns_is_its_own(town, browse):
    browse("ken").post("/carry/profiles/", take="hokatsu")
    with town.acting("ken"):
        profile = CarryProfile.objects.get()
    stranger = browse("yoso")
    assert "まだありません" in stranger.get("/carry/profiles/").content.decode()
    assert stranger.get(f"/carry/profiles/{profile.pk}/").status_code == 404
    assert stranger.post(f"/carry/profiles/{profile.pk}/drop/").status_code == 404
    with town.acting("yoso"):
        assert not CarryProfile.objects.exists()  # the second wall by itself


def test_members_and_records_of_a_case_are_entered_in_a_grid(town, browse):
    case, her = town.case(), browse("sakura")
    there = f"/cases/{case.pk}/carry/members/"
    assert her.get(there).status_code == 200
    wrong = her.post(there, **{"c-0-name": "花村 はな", "c-0-birth": "S20.2.30"})
    assert wrong.status_code == 422
    assert "花村 はな" in wrong.content.decode()
    her.post(
        there,
        **{"c-0-relation": "孫", "c-0-name": "花村 はな", "c-0-birth": "H30.1.1"},
        pasted="弟\t花村 次郎\nおじ\t花村 三郎",
    )
    with town.acting("sakura"):
        assert list(case.members.order_by("order").values_list("relation", flat=True))[2:] == ["孫", "弟", "おじ"]
    there = f"/cases/{case.pk}/carry/records/"
    block = "R8.11.2 10:00\t電話\t\t10\t電話した。\nR8.11.3\t訪問\t\t\t\n"
    wrong = her.post(there, pasted=block)
    assert "支援内容がありません" in wrong.content.decode()
    assert her.post(there, pasted=block.replace("\t\t\t\n", "\t\t45\t会えた。\n")).status_code == 302
    with town.acting("sakura"):
        assert [one.text for one in SupportRecord.objects.filter(case=case).order_by("at")] == [
            "電話した。",
            "会えた。",
        ]
    assert her.post(there).status_code == 422


@pytest.mark.parametrize("login", ["yoso", "admin"])
def test_the_grids_of_a_case_are_closed_to_strangers(town, browse, login):
    case = town.case()
    for what in ("members", "records"):
        assert browse(login).get(f"/cases/{case.pk}/carry/{what}/").status_code in (403, 404)


def test_two_who_mend_the_same_table_do_not_overwrite_each_other(town, browse):
    table = ledger(3, faults=False)
    table[3][3] = "おとこ"
    with town.acting("ken") as by:
        carry = brought(by, table)
    her, there = browse("ken"), f"/carry/{carry.pk}/"
    version = str(carry.version)
    assert f'name="version" value="{version}"' in her.get(there).content.decode()
    assert her.post(there, version=version, **{"c-3-sex": "男", "row-3": "1"}).status_code == 302
    late = her.post(there, version=version, **{"c-3-sex": "女", "row-3": "1"})
    assert late.status_code == 409
    assert "ほかの人が先に書きかえていました" in late.content.decode()
    assert the_carry(town).table[3][3] == "男"


def test_a_row_is_left_out_and_taken_again_and_a_table_is_thrown_away(town, browse):
    table = ledger(3, faults=False)
    table[3][3] = "おとこ"
    with town.acting("ken") as by:
        carry = brought(by, table)
    her, there = browse("ken"), f"/carry/{carry.pk}/"
    her.post(there, **{"skip-3": "1", "row-3": "1"})
    assert the_carry(town).answers == {"3": "skip"}
    assert "取り込まない行" in her.get(there, show="skipped").content.decode()
    her.post(there, **{"row-3": "1"}, pasted="T-0000\t佐藤　一郎\tさとう いちろう\t男")
    assert (the_carry(town).answers, the_carry(town).table[3][3]) == (
        {},
        "おとこ",
    )  # only boxes that are shown are pasted over
    her.post(there, **{"row-3": "1", "c-3-case_no": "x"}, pasted="T-0000\t佐藤　一郎\tさとう いちろう\t男")
    assert the_carry(town).table[3][:4] == ["T-0000", "佐藤　一郎", "さとう いちろう", "男"]
    assert her.post(f"{there}discard/").status_code == 302
    with town.acting("ken"):
        assert not Carry.objects.exists()
