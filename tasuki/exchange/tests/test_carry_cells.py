"""Cells and files as they come: dates in any writing, words of lists, nonsense; never a crash, never a wait."""

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_columns import born as read_born
from tasuki.exchange.carry_columns import by_heading, items, minutes, moment, phone, postal
from tasuki.exchange.carry_known import Reader
from tasuki.exchange.carry_lines import rows_said
from tasuki.exchange.carry_tables import (
    cells_of,
    guessed,
    heading_row,
    headings,
    pasted_table,
    read_table,
    shipped_profiles,
)
from tasuki.shared.decisions import Refused
from tasuki.shared.tables import Workbook, csv_bytes


def test_every_heading_means_an_item_and_every_profile_knows_only_items():
    assert set(by_heading().values()) == set(items())
    for profile in shipped_profiles():
        assert set(profile["columns"].values()) <= set(items()), profile["key"]
        assert profile["verified"] is False


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_born, "45748", "2025-04-01"), (read_born, "昭和１５年４月３日", "昭和１５年４月３日"), (read_born, "80代", "80代"),
        (read_born, "S15頃", "S15頃"), (phone, "859123456", "0859123456"), (phone, "090-1234-5678", "090-1234-5678"),
        (postal, "〒683-0001", "6830001"), (minutes, "1時間30分", 90), (minutes, "0:45", 45), (minutes, "４５", 45),
    ],
)  # fmt: skip
def test_cells_are_read_as_they_are_written_in_offices(town, read, text, value):
    assert read(text) == value


@pytest.mark.parametrize("text", ["R7.4.3 14:30", "令和7年4月3日 14時30分", "2025-04-03 14:30:00", "2025/4/3 14:30"])
def test_a_moment_has_a_day_and_a_time(town, text):
    assert f"{moment(text):%Y-%m-%d %H:%M}" == "2025-04-03 14:30"


def test_headings_below_a_title_and_in_merged_cells():
    table = [
        ["台帳"],
        ["世帯番号", "本人", "", "備考"],
        ["", "氏名", "ふりがな", ""],
        ["1", "森 太郎", "もり たろう", ""],
    ]
    at = heading_row(table)
    assert (at, headings(table, at)) == (2, ["世帯番号", "氏名", "ふりがな", "備考"])
    assert guessed(headings(table, at)) == ["household_no", "name", "kana", ""]
    assert (
        rows_said([["氏名", "住所"], ["森 太郎", "町1"], ["森 次郎", "〃"]], 0, ["name", "address"])[1][1]["address"]
        == "町1"
    )


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def wide() -> bytes:
    book = Workbook()
    book.sheet("x").row(0, [f"列{n}" for n in range(300)])
    return book.content()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0old", b"\xff\xfe\x00", bomb(), wide(),
     csv_bytes([["氏名"] * 300, ["森"] * 300]), b"\r\n" * 100_000, csv_bytes([["氏名"], *[["森"]] * 6000]), "氏名\r\n".encode()],
    ids=["empty", "nul", "zip", "xls", "utf16", "bomb", "wide", "wide-csv", "empty-rows", "long", "no-rows"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words_and_at_once(content):
    begun = time.perf_counter()
    with pytest.raises(Refused) as no:
        read_table(content)
    assert time.perf_counter() - begun < 8
    assert no.value.reason


CELL = st.text(st.sampled_from("森太郎あ亜0123456789.年月日SRH/-:〃 　\t\n\x00\x01\u202e𠮷か゛,=@"), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=1, max_size=8), min_size=1, max_size=6), st.randoms())
def test_any_cells_are_judged_and_none_brings_the_page_down(town, rows, random):
    keys = random.sample(list(items()), 8)
    with town.acting("ken") as by:
        said = rows_said([[items()[key].label for key in keys], *rows], 0, keys)
        for line in Reader(by).lines(said):
            assert line.wrong or line.asks or line.deeds or not line.deeds
            assert all(line.errors.values())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a"\t\n\r森 '), max_size=6), min_size=1, max_size=4), min_size=1, max_size=4
    )
)
def test_a_block_from_excel_comes_apart_as_it_was_put_together(rows):
    plain = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    block = "\n".join("\t".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in plain) + "\n"
    assert cells_of(block) == plain


def test_controls_are_kept_visible_and_never_break_the_database(town):
    with town.acting("ken") as by:
        carry = actions.bring_table(by=by, name="x", table=pasted_table("氏名\t性別\n森\x02太郎\t男\n"))
        carry = actions.map_columns(
            carry=carry, by=by, heading=0, mapping=["name", "sex"], source="x", opens_cases=True
        )
        carry = actions.mend_rows(carry=carry, by=by, cells={1: {"name": "森\x00太郎"}}, answers={})
        (line,) = Reader.of(carry, by).lines_of(carry)
        assert "制御文字" in line.errors["name"]
