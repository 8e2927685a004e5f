"""Days are read as workers type them and shown as they say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.shared import calendar_jp as cal

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1868, 1, 25), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("R7.4.1", date(2025, 4, 1)),
        ("r7.4.1", date(2025, 4, 1)),
        ("R070401", date(2025, 4, 1)),
        ("Ｒ７．４．１", date(2025, 4, 1)),
        ("令和7年4月1日", date(2025, 4, 1)),
        ("令和７年４月１日（火）", date(2025, 4, 1)),
        ("令和 7 年 4 月 1 日", date(2025, 4, 1)),
        ("令7.4.1", date(2025, 4, 1)),
        ("㋿7年4月1日", date(2025, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和元.5.1", date(2019, 5, 1)),
        ("平成31年9月1日", date(2019, 9, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和六十三年十二月五日", date(1988, 12, 5)),
        ("二〇二六年四月一日", date(2026, 4, 1)),
        ("S15/1/2", date(1940, 1, 2)),
        ("T14-12-31", date(1925, 12, 31)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("2026-4-1", date(2026, 4, 1)),
        ("2026/04/01", date(2026, 4, 1)),
        ("2026年4月1日", date(2026, 4, 1)),
        ("西暦2026年4月1日", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("２０２６ー４ー１", date(2026, 4, 1)),
        ("7/4/1", date(2025, 4, 1)),
        ("8.11.22", date(2026, 11, 22)),
        ("10/3/31", date(2028, 3, 31)),
        ("令和8年2月28日土曜日", date(2026, 2, 28)),
    ],
)
def test_dates_are_read_in_every_usual_spelling(typed: str, day: date) -> None:
    assert cal.parse_date(typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "入力してください"),
        ("あした", "読めません"),
        ("R7.4", "読めません"),
        ("令和7年2月30日", "という日はありません"),
        ("2026-13-1", "という日はありません"),
        ("60/1/1", "どの元号か分かりません"),
        ("26/4/1", "どの元号か分かりません"),
        ("0202/1/1", "たしかめてください"),
        ("R0.1.1", "読めません"),
        ("20260401123", "読めません"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cal.parse_date(typed, today=TODAY)


@given(DAYS)
def test_every_written_day_is_read_back(day: date) -> None:
    for written in (cal.wareki(day), cal.wareki_plain(day), cal.wareki_short(day), day.isoformat()):
        assert cal.parse_date(written, today=TODAY) == day


@given(st.text(max_size=20))
def test_any_text_gives_a_day_or_a_refusal(text: str) -> None:
    for read in (cal.parse_date, cal.parse_partial_date):
        try:
            read(text, today=TODAY)
        except ValueError as refusal:
            said = str(refusal)
            assert any("\u3040" <= c <= "\u9fff" for c in said)


@pytest.mark.parametrize(
    ("typed", "label", "words"),
    [
        ("昭和13年5月3日", "88歳", "昭和13年5月3日"),
        ("S15.12.1", "85歳", "昭和15年12月1日"),
        ("昭和13年5月", "88歳", "昭和13年5月"),
        ("S13.5", "88歳", "昭和13年5月"),
        ("昭和13年", "87〜88歳", "昭和13年"),
        ("1938", "87〜88歳", "昭和13年"),
        ("1938-99-99", "87〜88歳", "昭和13年"),
        ("1938-00-00", "87〜88歳", "昭和13年"),
        ("昭和13年（月日不詳）", "87〜88歳", "昭和13年"),
        ("昭和13年生まれ", "87〜88歳", "昭和13年"),
        ("昭和13年頃", "88歳くらい", "昭和13年頃"),
        ("約昭和13年", "88歳くらい", "昭和13年頃"),
        ("昭和64年", "36〜37歳", "昭和64年"),
        ("平成元年", "36〜37歳", "平成元年"),
        ("80代", "80代", "80代（令和8年11月22日現在）"),
        ("８０歳代", "80代", "８０歳代（令和8年11月22日現在）"),
        ("80代前半", "80〜84歳", "80代前半（令和8年11月22日現在）"),
        ("86歳", "86歳", "86歳（令和8年11月22日現在）"),
        ("", "年齢不明", "不明"),
        ("不明", "年齢不明", "不明"),
        ("9999-99-99", "年齢不明", "不明"),
        ("？", "年齢不明", "不明"),
    ],
)
def test_a_birthday_known_in_part_gives_an_age_in_words(typed: str, label: str, words: str) -> None:
    known = cal.parse_partial_date(typed, today=TODAY)
    assert known.text == typed
    assert known.age_at(TODAY).label == label
    assert known.format() == words


def test_a_partial_date_keeps_what_is_known_and_its_span() -> None:
    known = cal.parse_partial_date("昭和13年5月", today=TODAY)
    assert (known.year, known.month, known.day, known.about) == (1938, 5, None, False)
    assert (known.earliest, known.latest) == (date(1938, 5, 1), date(1938, 5, 31))
    about = cal.parse_partial_date("昭和13年頃", today=TODAY)
    assert about.about
    assert (about.earliest, about.latest) == (date(1936, 1, 1), date(1940, 12, 31))
    band = cal.parse_partial_date("80代", today=TODAY)
    assert (band.earliest, band.latest) == (date(1936, 11, 23), date(1946, 11, 22))
    assert cal.parse_partial_date("", today=TODAY).is_unknown


def test_an_age_band_grows_older_with_the_years() -> None:
    band = cal.parse_partial_date("80代", today=TODAY)
    assert band.age_at(date(2028, 11, 22)).label == "82〜91歳"


@pytest.mark.parametrize("typed", ["高齢", "13年", "昭和13年13月", "150歳", "昭和0年"])
def test_a_partial_date_that_makes_no_sense_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="「"):
        cal.parse_partial_date(typed, today=TODAY)


def test_ages_change_on_the_birthday() -> None:
    assert cal.age_on(date(1940, 11, 23), TODAY) == 85
    assert cal.age_on(date(1940, 11, 22), TODAY) == 86
    assert cal.age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert cal.age_on(date(2004, 2, 29), date(2026, 3, 1)) == 22


def test_days_are_written_as_people_say_them() -> None:
    assert cal.wareki(TODAY) == "令和8年11月22日（日）"
    assert cal.wareki_plain(date(2019, 5, 1)) == "令和元年5月1日"
    assert cal.wareki_plain(date(2019, 4, 30)) == "平成31年4月30日"
    assert cal.wareki_plain(date(1860, 1, 1)) == "1860年1月1日"
    assert cal.wareki_short(TODAY) == "R8.11.22"
    assert cal.month_day(TODAY) == "11月22日（日）"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 5), "1月5日（月）"),
        (date(2027, 1, 12), "1月12日（火）"),  # in seven weeks: no year is needed
        (date(2027, 6, 1), "令和9年6月1日（火）"),
        (date(2020, 10, 31), "令和2年10月31日（土）"),
        (date(2025, 11, 20), "令和7年11月20日（木）"),  # the same week a year ago
    ],
)
def test_the_year_is_said_where_it_is_not_plain(day: date, said: str) -> None:
    assert cal.said(day, TODAY) == said


def test_moments_are_shown_on_the_clock_in_japan() -> None:
    assert cal.day_time(datetime(2026, 11, 22, 5, 0, tzinfo=UTC)) == "11月22日（日）14:00"
    assert cal.day_time(datetime(2026, 11, 21, 16, 5, tzinfo=UTC)) == "11月22日（日）01:05"
    assert cal.wareki_time(datetime(2026, 11, 21, 16, 5, tzinfo=UTC)) == "令和8年11月22日（日）01:05"
    assert cal.day_time(datetime(2026, 11, 22, 14, 0)) == "11月22日（日）14:00"
    assert cal.wareki_short(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == "R8.4.1"
    assert cal.fiscal_year(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == 2026


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "きょう"),
        (date(2026, 11, 21), "きのう"),
        (date(2026, 11, 18), "4日前"),
        (date(2026, 10, 22), "31日前"),
        (date(2026, 9, 22), "2か月前"),
        (date(2025, 11, 23), "11か月前"),
        (date(2025, 11, 22), "1年前"),
        (date(2026, 11, 23), "あす"),
        (date(2026, 11, 25), "3日後"),
        (date(2027, 1, 31), "2か月後"),
    ],
)
def test_distance_is_said_in_plain_words(day: date, said: str) -> None:
    assert cal.ago(day, TODAY) == said


def test_the_fiscal_year_begins_in_april() -> None:
    assert cal.fiscal_year(date(2027, 3, 31)) == 2026
    assert cal.fiscal_year(date(2027, 4, 1)) == 2027
    assert cal.fiscal_year_range(2026) == (date(2026, 4, 1), date(2027, 4, 1))
    months = cal.fiscal_months(2026)
    assert [m.month for m in months] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert months[-1] == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("year", "label"),
    [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")],
)
def test_fiscal_years_are_named_by_era(year: int, label: str) -> None:
    assert cal.fiscal_year_label(year) == label


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # 土曜日
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 9, 22), False),  # 国民の休日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
    ],
)
def test_offices_close_on_weekends_holidays_and_new_year(day: date, opened: bool) -> None:
    assert cal.is_business_day(day) is opened


def test_deadlines_count_business_days_from_the_next_day() -> None:
    assert cal.add_business_days(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert cal.add_business_days(date(2026, 12, 25), 3) == date(2027, 1, 5)
    assert cal.add_business_days(date(2026, 11, 24), -1) == date(2026, 11, 20)
    assert cal.add_business_days(date(2026, 11, 21), 0) == date(2026, 11, 24)
    closed = {date(2026, 11, 24)}
    assert cal.add_business_days(date(2026, 11, 20), 1, closed) == date(2026, 11, 25)
    assert cal.business_days_between(date(2026, 12, 25), date(2027, 1, 6)) == 4


@given(st.dates(date(2020, 1, 1), date(2028, 12, 31)), st.integers(1, 30))
def test_counting_there_and_back_agrees(day: date, n: int) -> None:
    there = cal.add_business_days(day, n)
    assert cal.business_days_between(day, there) == n
    assert cal.business_days_between(there, day) == -n
    assert cal.is_business_day(there)


@settings(deadline=None)  # the first look into a year reads its holidays
@given(st.dates(date(2015, 1, 1), date(2031, 1, 1)), st.integers(0, 1500), st.lists(st.integers(0, 1500), max_size=4))
def test_business_days_over_years_are_those_counted_one_by_one(first: date, days: int, shut: list[int]) -> None:
    last, closed = first + timedelta(days=days), [first + timedelta(days=n) for n in shut]
    one_by_one = sum(cal.is_business_day(first + timedelta(days=n), closed) for n in range(1, days + 1))
    assert cal.business_days_between(first, last, closed) == one_by_one
