"""Names and words are found however they were typed; what is kept stays as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.shared import kana


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("﨑山", "崎山"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("德永", "徳永"),
        ("𠮷田", "吉田"),
        ("嶋﨑", "島崎"),
        ("櫻井", "桜井"),
        ("廣澤", "広沢"),
        ("佐々木", "佐佐木"),
        ("葛\U000e0100城", "葛城"),
        ("神\ufe00田", "神田"),
        ("やまだ　はなこ", "ﾔﾏﾀﾞ ﾊﾅｺ"),
        ("ヤマサキ", "やまざき"),
        ("ハットリ", "はつとり"),
        ("コーノ", "コノ"),
        ("ローサ・マリア", "ﾛｰｻ-ﾏﾘｱ"),
        ("キヱ", "きえ"),
        ("シヲリ", "しおり"),
        ("龍ヶ崎", "竜ケ崎"),
        ("Maria Santos", "ＭＡＲＩＡ　ｓａｎｔｏｓ"),
        ("が", "か\u3099"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert kana.fold_name(one) == kana.fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("山田", "山口"), ("ヤマダ", "山田"), ("カズ", "カイ"), ("大坂", "大阪")])
def test_different_names_stay_apart_and_no_reading_is_guessed(one: str, other: str) -> None:
    assert kana.fold_name(one) != kana.fold_name(other)


@given(st.text(max_size=30))
def test_folding_a_folded_key_changes_nothing_in_search(text: str) -> None:
    folded = kana.fold_text(text)
    assert "\n" not in folded
    assert "  " not in folded


def test_there_are_enough_variants_and_none_is_listed_twice() -> None:
    letters = [c for word in kana.VARIANTS.split() for c in word]
    assert len(kana.VARIANTS.split()) >= 80
    assert len(letters) == len(set(letters))


def test_record_text_is_found_in_any_script() -> None:
    assert kana.fold_text("ひきこもり") == kana.fold_text("ヒキコモリ") == kana.fold_text("ﾋｷｺﾓﾘ")
    assert kana.fold_text("ＤＶの相談\n\n　髙橋さん") == kana.fold_text("dvノ相談 高橋サン")
    assert kana.fold_text("かき") != kana.fold_text("かぎ")
    assert kana.fold_text("ビル") != kana.fold_text("ビール")


def test_bigrams_are_pairs_within_words() -> None:
    assert kana.bigrams("ひきこもり DV 母") == ["ヒキ", "キコ", "コモ", "モリ", "dv", "母"]
    assert kana.bigrams("ははは") == ["ハハ"]
    assert kana.bigrams("　") == []


def test_a_reading_is_kept_in_full_width_katakana() -> None:
    assert kana.katakana("やまだ　はなこ") == "ヤマダ ハナコ"
    assert kana.katakana("ﾔﾏﾀﾞ ﾊﾅｺ") == "ヤマダ ハナコ"
    assert kana.is_katakana("ヤマダ ハナコ")
    assert kana.is_katakana("ローサ・マリア")
    assert not kana.is_katakana("山田")
    assert not kana.is_katakana("")


@pytest.mark.parametrize(
    ("reading", "letters"),
    [("ヤマダ ハナコ", "Y.H."), ("ふじた　ちえ", "F.C."), ("Maria Santos", "M.S."), ("山田", ""), ("", "")],
)
def test_initials_come_from_the_reading_only(reading: str, letters: str) -> None:
    assert kana.initials(reading) == letters


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("(03)5253-5111", "0352535111"),
        ("０９０－９９９９－９９９９", "09099999999"),
        ("+81 (03)5253-5111", "0352535111"),
        ("+81-90-9999-9999", "09099999999"),
        ("03-5253-5111 内線12", "0352535111"),
        ("03-5253-5111 / 090-1234-5678", "0352535111"),
        ("なし", ""),
    ],
)
def test_telephones_are_found_by_digits(typed: str, digits: str) -> None:
    assert kana.phone_digits(typed) == digits


@pytest.mark.parametrize("text", ["𠮷田", "葛\U000e0100城", "👨\u200d👩\u200d👧❤\ufe0f", "神\ufa19", "a\tb\nc", ""])
def test_rare_characters_are_kept(text: str) -> None:
    assert kana.clean_text(text) == text


def test_line_ends_and_split_voice_marks_are_made_one() -> None:
    assert kana.clean_text("a\r\nb\rc") == "a\nb\nc"
    assert kana.clean_text("か\u3099") == "が"


@pytest.mark.parametrize(
    "text", ["a\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\ufffe", "\U0001ffff"]
)
def test_characters_that_disguise_or_break_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="使えない文字"):
        kana.clean_text(text)
