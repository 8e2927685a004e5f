"""What goes out as a table is text where it is text: nothing is calculated by the spreadsheet that opens it."""

import csv
import datetime
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tasuki.shared.tables import Workbook, csv_bytes, harmless

NASTY = st.one_of(
    st.text(max_size=30).filter(lambda text: "\r" not in text and "\x00" not in text),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", " ", "　", "\t", "\u200b", "\ufeff", "\u00a0", "\n"]),
        st.sampled_from("=+-@＝＋－＠−﹢﹣﹦﹫"),
        st.sampled_from(["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "SUM(A1)", "5", "山"]),
    ),
)
TRIGGERS = "=+-@＝＋－＠−﹢﹣﹦﹫\t\r"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("　＝SUM(A1)", "'　＝SUM(A1)"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-2+3", "'-2+3"),
        ("−ない", "'−ない"),
        ("090-1234-5678", "090-1234-5678"),
        ("-5", "-5"),
        ("+3.25", "+3.25"),
        ("-1,234", "-1,234"),
        ("12%", "12%"),
        ("山本 さくら", "山本 さくら"),
        ("ー（長音）", "ー（長音）"),
        ("", ""),
    ],
)
def test_only_what_would_be_calculated_is_marked(text: Any, kept: Any) -> None:
    """ASVS 1.2.10"""
    assert harmless(text) == kept


@given(st.lists(st.lists(NASTY, min_size=1, max_size=4), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_cell_of_a_csv_begins_a_formula_and_all_text_comes_back(rows: Any) -> None:
    read = list(csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline="")))
    for row, again in zip(rows, read, strict=True):
        for cell, told in zip(row, again, strict=True):
            assert told in (cell, f"'{cell}")
            bare = told.strip().lstrip("\u200b\ufeff")
            plain = bare.replace(",", "").lstrip("+-").replace(".", "").rstrip("%").isdecimal()
            assert (
                plain
                or not told[:1]
                or (told[0] not in TRIGGERS and (not bare or bare[0] not in TRIGGERS))
                or told[0] == "'"
            )


@given(st.lists(NASTY.filter(lambda text: text.isprintable() and text), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_cell_of_a_workbook_is_a_formula_and_all_text_comes_back(cells: Any) -> None:
    book = Workbook()
    book.sheet("一").row(0, cells)
    content = book.content()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "externalLink" in name]
    told = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert told[0] == cells


def test_numbers_days_and_long_texts() -> None:
    book = Workbook()
    book.sheet("表[1]:*?/'").row(0, [5, 1.5, datetime.date(2026, 4, 1), None, "あ" * 40_000, True], "cell")
    read: Any = CalamineWorkbook.from_filelike(io.BytesIO(book.content())).get_sheet_by_index(0).to_python()[0]
    assert (read[0], read[1], read[2]) == (5, 1.5, datetime.date(2026, 4, 1))
    assert len(read[4]) < 32_767
    assert read[4].endswith("ここまで）")


def test_a_letter_that_shift_jis_does_not_know_is_a_geta() -> None:
    assert csv_bytes([["𠮷野", None, 3]], coding="cp932").decode("cp932") == "〓野,,3\r\n"
