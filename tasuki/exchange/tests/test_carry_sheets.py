"""Workbooks as offices keep them: several sheets, merged cells, hidden rows, formulas, days as numbers, blocks that are pasted."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_columns import born, moment, past_day
from tasuki.exchange.carry_known import Reader
from tasuki.exchange.carry_tables import cells_of, pasted_table, proposed, read_file, read_table
from tasuki.shared.decisions import Refused

HEAD = ["ケース番号", "氏名", "生年月日", "開始日", "電話"]


def office_book() -> Workbook:
    """A cover, the ledger below its title with the number of the household merged over its members, a list of words."""
    book = Workbook()
    cover = book.active
    cover.title = "表紙"
    cover["B3"] = "相談台帳（令和8年度）"
    sheet = book.create_sheet("台帳")
    sheet["B1"] = "相談台帳"
    sheet.merge_cells("B1:F1")
    for column, head in enumerate(HEAD, start=2):
        sheet.cell(3, column, head)
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    rows = [("7", "花村 ウメ", date(1940, 4, 3), "R7.6.2", 859000001), (None, "花村 一郎", None, None, "０９０－１１１１－２２２２"),
            (None, "花村 次郎", None, None, None), ("8", "森 花", "昭和２０年１月２日", None, None)]  # fmt: skip
    for at, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
    sheet["D5"].number_format = "[$-411]ge.m.d"
    sheet.merge_cells("B5:B7")
    sheet["D6"] = "=DATE(1970,1,1)"  # written by a program that does not reckon
    sheet.row_dimensions[7].hidden = True
    words = book.create_sheet("使えることば")
    words["A1"], words["B1"] = "性別", "続柄"
    book.create_sheet("作業用").sheet_state = "hidden"
    return book


def content(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheet_with_the_headings_is_proposed_and_its_merged_cells_speak_for_all_their_rows():
    sheets = read_file(content(office_book()))
    assert [(one.name, bool(one.why)) for one in sheets] == [("表紙", True), ("台帳", False), ("使えることば", True)]
    assert proposed(sheets) == 1
    ledger = sheets[1]
    assert [row[0] for row in ledger.rows[4:]] == ["7", "7", "7", "8"]
    assert (ledger.hidden, ledger.unreckoned) == ([7], ["D6"])
    assert ledger.rows[4][2] == "1940-04-03"


def test_the_worker_chooses_another_sheet_and_leaves_out_what_excel_hides(town, browse):
    book = office_book()
    second = book.create_sheet("もうひとつの台帳")
    for row in (["氏名", "生年月日"], ["林 一", "S30.1.1"]):
        second.append(row)
    her = browse("ken")
    file = io.BytesIO(content(book))
    file.name = "台帳.xlsx"
    there = her.post("/carry/", table=file)["Location"]
    page = her.get(there).content.decode()
    assert "シート（4枚）" in page
    assert "もうひとつの台帳（2行）" in page
    assert "Excel の画面に見えていない行が 1行" in page
    assert "D6" in page
    assert "林 一" in her.get(there, sheet="3", of="1", heading="3").content.decode()
    key = there.split("/")[2]
    told = {"heading": "3", "sheet": "1", "source": "台帳", "opens_cases": "on", "skips_hidden": "on",
            **{f"column-{n}": item for n, item in enumerate(("case_no", "name", "birth", "opened_on", "phone"))}}  # fmt: skip
    assert her.post(there, **told).status_code == 302
    with town.acting("ken") as by:
        carry = actions.Carry.objects.get(pk=key)
        lines = Reader.of(carry, by).lines_of(carry)
        assert [(line.full_name, line.skipped) for line in lines] == [
            ("花村 ウメ", False), ("花村 一郎", False), ("花村 次郎", True), ("森 花", False),
        ]  # fmt: skip
        assert len({line.group for line in lines}) == 2
    other = told | {
        "sheet": "3",
        "heading": "0",
        "column-0": "name",
        "column-1": "birth",
        "column-2": "",
        "column-3": "",
        "column-4": "",
    }
    assert her.post(there, **other).status_code == 302
    with town.acting("ken") as by:
        carry = actions.Carry.objects.get(pk=key)
        assert [line.full_name for line in Reader.of(carry, by).lines_of(carry)] == ["林 一"]


def test_a_sheet_that_is_too_long_does_not_hold_up_the_others():
    book = Workbook()
    book.active.title = "台帳"
    for row in (["氏名"], ["森 花"]):
        book.active.append(row)
    long = book.create_sheet("長い")
    for _ in range(5100):
        long.append(["x"])
    sheets = read_file(content(book))
    assert [bool(one.why) for one in sheets] == [False, True]
    assert read_table(content(book)) == [["氏名"], ["森 花"]]
    only = Workbook()
    with pytest.raises(Refused, match="見出しの下に行がありません"):
        read_file(content(only))


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        *((born, text, text) for text in ("Ｓ１５．４．３", "昭和15年4月3日", "S15/4/3", "s15-4-3", "昭15.4.3", "㍼15.4.3", "1940.4.3", "昭和15年4月3日生", "昭和十五年四月三日", "S15.4.3（86歳）", "大正元年12月1日", "T1.12.1")),
        *((past_day, text, date(2025, 4, 3)) for text in ("R7.4.3", "令和7年4月3日", "令7.4.3", "㋿7.4.3", "R07/04/03", "７．４．３", "R7.4.3(木)", "令和７年４月３日（木）", "2025/04/03", "2025年4月3日", "20250403", "45750", "45750.0", "2025-04-03T00:00:00", "2025-04-03 00:00:00", "2025.4.3 ")),
        *((moment, text, datetime(2025, 4, 3, 14, 30)) for text in ("R7.4.3 14:30", "R7.4.3　14時30分", "R7.4.3 午後2時30分", "R7.4.3 午後2:30", "R7.4.3(木) 14:30", "2025/4/3 14：30", "2025-04-03T14:30:00", "45750.604166666664", "R7.4.3 14:30〜15:00")),
        *((moment, text, datetime(2025, 4, 3, 9, 0)) for text in ("R7.4.3 9時", "R7.4.3 AM9:00", "R7.4.3 午前9時")),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written(town, read, text, value):
    found = read(text)
    if read is born:
        from tasuki.shared.partial_date import parse_partial_date

        known = parse_partial_date(found)
        assert (known.year, known.month, known.day) in ((1940, 4, 3), (1912, 12, 1))
    else:
        assert (found.replace(tzinfo=None) if isinstance(found, datetime) else found) == value


@pytest.mark.parametrize(
    ("block", "cells"),
    [
        ("氏名\t内容\r\n森 花\t\"一行目\n二行目\"\r\n", [["氏名", "内容"], ["森 花", "一行目\n二行目"]]),
        ("氏名\t内容\n森 花\t\"「\"\"はい\"\"」\tと\"\n", [["氏名", "内容"], ["森 花", "「\"はい\"」\tと"]]),
        ("氏名\t内容\n森 花\t5\" の管\n林 一\tx\n", [["氏名", "内容"], ["森 花", "5\" の管"], ["林 一", "x"]]),
        ("氏名\t内容\n森 花\t\"はじめだけ\n林 一\tx\n", [["氏名", "内容"], ["森 花", "\"はじめだけ"], ["林 一", "x"]]),
        ("氏名\t内容\r森 花\t\r", [["氏名", "内容"], ["森 花", ""]]),
    ],
)  # fmt: skip
def test_a_pasted_block_keeps_lines_and_quotes_in_their_cells(block, cells):
    assert cells_of(block) == cells
    assert pasted_table(block) == cells


def test_the_end_of_a_visit_tells_how_long_it_took(town):
    with town.acting("ken") as by:
        table = [
            ["ケース番号", "氏名", "対応日", "対応内容"],
            ["1", "森 花", "R7.4.3 午後2:30〜3時15分", "訪問した。"],
            ["1", "", "R7.4.4", "電話した。"],
        ]
        carry = actions.bring_table(by=by, name="x", table=table)
        first, second = Reader.of(carry, by).lines_of(carry)
        assert (first.facts["minutes"], second.facts.get("minutes")) == (45, None)
