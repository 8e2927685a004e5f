"""Names of the household in free text: what is sure becomes 続柄, what is doubtful is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.meetings.names import Finder
from tasuki.people.models import Person

MOTHER = Person(family_name="花村", given_name="ウメ", family_kana="ハナムラ", given_kana="ウメ")
SON = Person(
    family_name="花村", given_name="一郎", family_kana="ハナムラ", given_kana="イチロウ", common_name="いっちゃん"
)
WOODS = Person(family_name="林", given_name="恵", family_kana="ハヤシ", given_kana="メグミ")
OLD = Person(family_name="髙﨑", given_name="𠮷男", family_kana="タカサキ", given_kana="ヨシオ")
HOME = Finder([(MOTHER, "母"), (SON, "長男"), (WOODS, "長女"), (OLD, "夫")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("花村 ウメさんは寝ている。一郎さんが出た。", "母は寝ている。長男が出た。"),
        ("花　村ウメ様", "母"),
        ("花村・ウメ", "母"),
        ("はなむら いちろう", "長男"),
        ("ｲﾁﾛｳさん", "長男"),
        ("ハナムラ　ｳﾒ", "母"),
        ("花村さんが来た", "世帯員が来た"),  # which of the two is not known
        ("花村家の話", "この世帯の話"),
        ("花村宅へ", "自宅へ"),
        ("一郎は部屋", "長男は部屋"),
        ("高崎吉男", "夫"),  # 異体字
        ("髙﨑さん", "夫"),
        ("髙\U000e0100﨑𠮷男さん", "夫"),  # IVS
        ("林さん、林 惠さん", "長女、長女"),
        ("梅の花が村に咲く", "梅の花が村に咲く"),
    ],
)  # fmt: skip
def test_what_is_sure_is_replaced(text, expected):
    assert [hit for hit in HOME.hits(text) if not hit.sure] == []
    assert HOME.masked(text) == expected


@pytest.mark.parametrize(
    ("text", "found", "proposed"),
    [
        ("森林組合", "林", False), ("小林さん", "林さん", False), ("恵まれた", "恵", False), ("林が来た", "林", False),
        ("健一郎は別人", "一郎", True), ("花村町に住む", "花村", True), ("ウメボシ", "ウメ", True),
        ("はなむらがね", "はなむら", True),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_asked(text, found, proposed):
    (hit,) = HOME.hits(text)
    assert (hit.found, hit.sure, hit.proposed) == (found, False, proposed)
    assert HOME.masked(text, set()) == text
    assert HOME.masked(text, {hit.key}) != text


def test_a_name_that_may_stand_stays():
    finder = Finder([(MOTHER, ""), (SON, "世帯員")])
    assert finder.masked("花村 ウメさんと花村 一郎さん") == "花村 ウメさんと世帯員"


@given(st.text("花村ウメ一郎林恵さんは森小様 　、\n", max_size=40))
def test_no_whole_name_is_left(text):
    masked = HOME.masked(text)
    for name in ("花村ウメ", "花村一郎", "林恵さん"):
        assert name not in masked or not any(hit.sure for hit in HOME.hits(masked))
    pieces = "".join(part for part, _ in HOME.parts(text))
    assert pieces == text
