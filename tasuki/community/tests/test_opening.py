"""What people say of their opening days, and the days of November 2026 that they mean (3日・23日は祝日)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.community.opening import Day, Days, Hours, Opening, Rule, parse
from tasuki.community.opening_days import EVERY, LAST, OBON, OFFICE, YEAR_END

FIRST, LAST_DAY = date(2026, 11, 1), date(2026, 11, 30)
SAID = [
    ("常設", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30", ""),
    (
        "常設 10:00〜16:00",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30",
        "10:00〜16:00",
    ),
    ("常設（月〜金 10:00〜16:00）", "2 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 27 30", "10:00〜16:00"),
    ("常設、日曜・祝日休み", "2 4 5 6 7 9 10 11 12 13 14 16 17 18 19 20 21 24 25 26 27 28 30", ""),
    ("平日", "2 4 5 6 9 10 11 12 13 16 17 18 19 20 24 25 26 27 30", ""),
    ("平日 8:30〜17:15", "2 4 5 6 9 10 11 12 13 16 17 18 19 20 24 25 26 27 30", "8:30〜17:15"),
    ("平日10時から15時", "2 4 5 6 9 10 11 12 13 16 17 18 19 20 24 25 26 27 30", "10:00〜15:00"),
    ("平日（祝日・年末年始を除く）8:30〜17:15", "2 4 5 6 9 10 11 12 13 16 17 18 19 20 24 25 26 27 30", "8:30〜17:15"),
    ("毎日", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30", ""),
    ("毎日（第3水曜を除く）", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 19 20 21 22 23 24 25 26 27 28 29 30", ""),
    ("年中無休 24時間", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30", "終日"),
    ("毎週水", "4 11 18 25", ""),
    ("毎週水曜日", "4 11 18 25", ""),
    ("毎週水曜 13時から16時", "4 11 18 25", "13:00〜16:00"),
    ("毎週水曜日の午後", "4 11 18 25", "午後"),
    ("毎週火・木", "3 5 10 12 17 19 24 26", ""),
    ("毎週火、木", "3 5 10 12 17 19 24 26", ""),
    ("毎週月曜と木曜 10:00〜12:00", "2 5 9 12 16 19 23 26 30", "10:00〜12:00"),
    ("月・水・金 10:00〜12:00", "2 4 6 9 11 13 16 18 20 23 25 27 30", "10:00〜12:00"),
    ("月水金", "2 4 6 9 11 13 16 18 20 23 25 27 30", ""),
    ("月〜金", "2 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 27 30", ""),
    ("月曜から金曜 9時〜17時", "2 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 27 30", "9:00〜17:00"),
    ("火曜〜土曜（祝日を除く）10:00〜16:00", "4 5 6 7 10 11 12 13 14 17 18 19 20 21 24 25 26 27 28", "10:00〜16:00"),
    (
        "月〜土 9:30〜17:00、日曜・祝日休み",
        "2 4 5 6 7 9 10 11 12 13 14 16 17 18 19 20 21 24 25 26 27 28 30",
        "9:30〜17:00",
    ),
    ("土日", "1 7 8 14 15 21 22 28 29", ""),
    ("土日祝", "1 3 7 8 14 15 21 22 23 28 29", ""),
    ("土・日・祝日 11:00〜15:00", "1 3 7 8 14 15 21 22 23 28 29", "11:00〜15:00"),
    ("土日祝休み 10時〜17時", "2 4 5 6 9 10 11 12 13 16 17 18 19 20 24 25 26 27 30", "10:00〜17:00"),
    ("第1・3月曜", "2 16", ""),
    ("第１・第３月曜日", "2 16", ""),
    ("第1、第3土曜", "7 21", ""),
    ("第一・第三日曜日", "1 15", ""),
    ("第2土", "14", ""),
    ("第2土曜 10:00〜12:00", "14", "10:00〜12:00"),
    ("毎月第2土曜日 午前10時〜正午", "14", "10:00〜12:00"),
    ("毎月第4木曜 13時半〜15時半", "26", "13:30〜15:30"),
    ("第1月曜・第3水曜 10:00〜12:00", "2 18", "10:00〜12:00"),
    ("第1月曜 10:00〜12:00、第3水曜 13:00〜15:00", "2 18", "10:00〜12:00"),
    ("第2・4火曜（祝日を除く）", "10 24", ""),
    ("第1・3火曜、祝日休み", "17", ""),
    ("最終金曜 18:00〜20:00", "27", "18:00〜20:00"),
    ("第4・最終日曜", "22 29", ""),
    ("毎月15日", "15", ""),
    ("毎月1日・15日", "1 15", ""),
    ("5のつく日", "5 15 25", ""),
    ("偶数月の第2土曜", "", ""),
    ("奇数月の第2土曜", "14", ""),
    ("第2土曜（奇数月）", "14", ""),
    ("1月・5月・11月の第3日曜", "15", ""),
    ("4〜10月は毎週土曜", "", ""),
    ("11月〜2月は毎週土曜", "7 14 21 28", ""),
    ("8月休み、毎週土曜", "7 14 21 28", ""),
    ("月2回（第1・3土曜）", "7 21", ""),
    ("月2回 第2・4木曜 13:30〜15:30", "12 26", "13:30〜15:30"),
    ("月1回 第3水曜", "18", ""),
    ("週1回（水）", "4 11 18 25", ""),
    ("週1回 金曜日 13時〜", "6 13 20 27", "13:00〜"),
    ("週3回 月・水・金", "2 4 6 9 11 13 16 18 20 23 25 27 30", ""),
    ("隔週水曜（令和8年11月4日から）", "4 18", ""),
    ("令和8年11月13日から隔週金曜", "13 27", ""),
    ("毎週木曜、令和8年11月15日から", "19 26", ""),
    ("毎週月曜 10-12時・13-15時", "2 9 16 23 30", "10:00〜12:00・13:00〜15:00"),
    ("毎週月曜10:00〜12:00、13:00〜15:00", "2 9 16 23 30", "10:00〜12:00・13:00〜15:00"),
    ("月・水 10:00〜12:00、金 13:00〜15:00", "2 4 6 9 11 13 16 18 20 23 25 27 30", "10:00〜12:00"),
    ("毎週火・木、第2土 10:00〜12:00", "3 5 10 12 14 17 19 24 26", "10:00〜12:00"),
    (
        "10:00〜17:00、月曜休館（祝日の場合は翌日休み）",
        "1 3 4 5 6 7 8 10 11 12 13 14 15 17 18 19 20 21 22 23 25 26 27 28 29",
        "10:00〜17:00",
    ),
    (
        "定休日：水曜 10:00〜18:00",
        "1 2 3 5 6 7 8 9 10 12 13 14 15 16 17 19 20 21 22 23 24 26 27 28 29 30",
        "10:00〜18:00",
    ),
    ("休館日は月曜・祝日", "1 4 5 6 7 8 10 11 12 13 14 15 17 18 19 20 21 22 24 25 26 27 28 29", ""),
    ("毎週木曜（第5週を除く）", "5 12 19 26", ""),
    ("毎週水曜、要予約", "4 11 18 25", ""),
    ("毎週金曜 17時〜20時 予約不要", "6 13 20 27", "17:00〜20:00"),
    ("11月22日（日）13:00〜15:00", "22", "13:00〜15:00"),
    ("年末年始を除く毎週火曜", "3 10 17 24", ""),
    ("毎週日曜（11/20〜11/30は休み）", "1 8 15", ""),
    ("毎週水曜ごろ雨天中止", "4 11 18 25", ""),
]
# What cannot be put into a calendar, and the reason that is shown.
NOT_PLACED = [
    ("月2回", "「月2回」の曜日が書かれていません"),
    ("月1回程度", "「月1回」の曜日が書かれていません"),
    ("週1回", "「週1回」の曜日が書かれていません"),
    ("月2回 土曜", "「月2回」の何週目かが書かれていません"),
    ("年4回", "「年4回」の曜日が書かれていません"),
    ("隔週水曜", "「隔週」がどの週からかが書かれていません（例：隔週水曜 令和8年4月1日から）"),
    ("隔月第2土曜", "「隔月」がどの月かが書かれていません（例：偶数月）"),
    ("不定期", "不定期です"),
    ("随時", "不定期です"),
    ("要予約", "曜日や日にちが書かれていません"),
    ("午後", "曜日や日にちが書かれていません"),
    ("13:00〜16:00", "曜日や日にちが書かれていません"),
    ("毎週水曜以外", "読み取れないことばがあります：以外"),
    ("毎週水曜（夏休みを除く）", "読み取れないことばがあります：夏休みを除く"),
    ("学校のある日", "読み取れないことばがあります：ある日"),
    ("木工教室の日", "読み取れないことばがあります：木工教室"),
    ("偶数月", "読み取れないことばがあります：偶数月"),
    ("お問い合わせください", "不定期です"),
]
WORDS = [
    "常設", "平日", "毎週", "毎週水", "火・木", "第1・3", "月曜", "土曜", "日", "月2回", "週1回", "年4回", "隔週", "隔月",
    "偶数月", "奇数月", "4月", "8月", "4〜10月", "祝日", "祝日を除く", "年末年始休み", "お盆", "を除く", "休み", "休館日",
    "定休日:", "10:00〜15:00", "13時〜", "午後", "午前10時〜正午", "要予約", "不定期", "予約不要", "土日祝", "毎日", "最終",
    "15日", "5のつく日", "令和8年4月1日から", "、", "・", "／", "(", ")", "は", "の", "雨天中止", "夏", "「x」", "と",
    "第5週", "祝日の場合は翌日", "12/29〜1/3", "24時間", "終日", "9時", "1", "月",
]  # fmt: skip


def days_of(text: str) -> list[Day]:
    return parse(text).days(FIRST, LAST_DAY)


@pytest.mark.parametrize(("said", "days", "hours"), SAID, ids=[one[0] for one in SAID])
def test_what_people_say_means_these_days(said, days, hours):
    found = days_of(said)
    assert parse(said).why_not == ""
    assert " ".join(str(day.on.day) for day in found) == days
    assert not found or str(found[0]) == hours


@pytest.mark.parametrize(("said", "reason"), NOT_PLACED, ids=[one[0] for one in NOT_PLACED])
def test_what_cannot_be_placed_says_why(said, reason):
    opening = parse(said)
    assert reason in opening.why_not
    assert days_of(said) == []
    assert parse(str(opening)) == opening


def test_words_that_are_not_understood_are_kept():
    opening = parse("毎週水曜 13時〜 雨天中止")
    assert opening.unread == ("雨天中止",)
    assert str(opening) == "毎週水曜 13:00〜、「雨天中止」"
    assert len(days_of("毎週水曜 雨天中止")) == 4
    assert parse("") == Opening()
    assert parse("").why_not == ""


def test_the_year_end_and_august_are_closed():
    over_new_year = parse("毎週月曜、年末年始休み").days(date(2026, 12, 21), date(2027, 1, 11))
    assert [day.on.day for day in over_new_year] == [21, 28, 4, 11]
    assert parse("毎週水曜（8月は休み）").days(date(2026, 8, 1), date(2026, 8, 31)) == []
    obon = parse("毎週木曜、お盆休み").days(date(2026, 8, 1), date(2026, 8, 31))
    assert [day.on.day for day in obon] == [6, 20, 27]


def test_several_hours_of_one_day_come_together():
    (day,) = parse("第2土曜 10:00〜12:00、毎週土曜 14:00〜16:00").days(date(2026, 11, 14), date(2026, 11, 14))
    assert str(day) == "10:00〜12:00・14:00〜16:00"


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from(["", " ", "、"]))
def test_the_one_notation_of_anything_said_is_read_as_the_same(words, between):
    opening = parse(between.join(words))
    assert parse(str(opening)) == opening


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_no_text_is_too_strange_to_be_read(text):
    opening = parse(text)
    assert parse(str(opening)).why_not == opening.why_not or opening.unread
    opening.days(FIRST, LAST_DAY)


minutes = st.integers(0, 47).map(lambda half: half * 30)
hours = st.tuples(minutes, minutes).filter(lambda two: two[0] < two[1]).map(lambda two: Hours(*two))
months = st.frozensets(st.integers(1, 12), max_size=4)
weekly = st.builds(Days, weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=6), months=months)
by_order = st.builds(
    Days, weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=3), months=months,
    nths=st.frozensets(st.sampled_from([1, 2, 3, 4, 5, LAST]), min_size=1, max_size=3),
)  # fmt: skip
by_date = st.builds(Days, dates=st.frozensets(st.integers(1, 31), min_size=1, max_size=3), months=months)
plain = st.sampled_from([Days(weekdays=OFFICE, workdays=True), Days(weekdays=EVERY), Days(holidays=True)])
rules = st.builds(
    Rule, days=st.one_of(weekly, by_order, by_date, plain), hours=st.lists(hours, max_size=2, unique=True).map(tuple)
)
closings = st.one_of(
    st.sampled_from([Days(holidays=True), Days(span=YEAR_END), Days(span=OBON), Days(months=frozenset({8}))]),
    st.builds(Days, weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=2)),
)
openings = st.builds(
    Opening, rules=st.lists(rules, min_size=1, max_size=3, unique=True).map(tuple),
    closed=st.lists(closings, max_size=3, unique=True).map(tuple), standing=st.booleans(), moved=st.booleans(),
    booking=st.sampled_from(["", "要予約", "予約不要"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(openings)
def test_every_structure_is_read_back_from_its_notation(opening):
    assert parse(str(opening)) == opening, str(opening)
