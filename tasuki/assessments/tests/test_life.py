"""A worker writes a 生活歴 as she always did; the lines that begin with a time become the events of a life."""

from datetime import date

import pytest

from tasuki.assessments.life import told
from tasuki.shared.calendar_jp import PartialDate

BORN = PartialDate(1974, about=True)


@pytest.mark.parametrize(
    ("line", "said", "what", "year"),
    [
        ("昭和60年頃　縫製工場に就職", "昭和60年頃", "縫製工場に就職", 1985),
        ("・平成２１年に父が死亡", "平成21年", "父が死亡", 2009),
        ("平成10年から一人暮らし", "平成10年から", "一人暮らし", 1998),
        ("昭和60年〜平成3年：菓子工場", "昭和60年〜平成3年", "菓子工場", 1985),
        ("令和元年5月 退職", "令和元年5月", "退職", 2019),
        ("H7.4 大学を中退", "H7.4", "大学を中退", 1995),
        ("2001年9月10日、事故", "2001年9月10日", "事故", 2001),
        ("令和2年のはじめ頃から通院の間があく", "令和2年のはじめ頃から", "通院の間があく", 2020),
        ("20代で発病し退職", "20代", "発病し退職", 1999),
        ("18歳のとき家を出る", "18歳", "家を出る", 1993),
    ],
)
def test_a_line_that_begins_with_its_time(line, said, what, year):
    (event,) = told(line, BORN)
    assert (event.said, event.what) == (said, what)
    assert abs(event.on.year - year) <= 1


@pytest.mark.parametrize(
    "line",
    ["", "農家の三女", "縫製の仕事を30年", "30年間勤めた", "昭和60年", "60代の女性", "三人きょうだいの末", "13月に生まれた",
     "昭和60年13月 就職", "電話 0859-00-0000", "2人で暮らす", "2000円を借りた", "S字のフック"],
)  # fmt: skip
def test_a_line_without_a_time_stays_a_text(line):
    assert told(line, BORN) == []


def test_an_age_needs_a_birth():
    assert told("20代で発病", None) == []
    assert told("20代で発病", PartialDate()) == []


def test_events_stand_in_order_of_time():
    text = "令和2年4月10日　入院\n昭和60年頃　就職。平成3年　結婚"
    events = told(text)
    assert [one.what for one in events] == ["就職", "結婚", "入院"]
    assert (events[-1].first, events[-1].last) == (date(2020, 4, 10), date(2020, 4, 10))
    assert events[0].words == "昭和60年頃　就職"
