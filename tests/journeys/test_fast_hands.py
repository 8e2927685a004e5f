"""A day of quick hands: a call taken by keys alone, one visit for two households, a word to a colleague, a warning first.

The strokes of the call are counted as a practised user types them: Japanese by its romaji, two keys more for each piece
that is converted. Time after the keystroke-level model: 0.28 s a key, 1.35 s of thinking at each question.
"""

import re
import secrets

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
KEY, THINK = 0.28, 1.35
ONE = "あいうえおゃゅょっー、。「」"


def romaji(reading: str) -> int:
    """Keys for a reading: か 2, きゃ 3, っ 1, ん 2."""
    return sum(1 if letter in ONE else 2 for letter in reading)


class Hands:
    """A keyboard whose strokes are counted; no mouse."""

    def __init__(self, person):
        self.page, self.keys, self.thoughts = person.page, 0, 0
        self.ime = person.context.new_cdp_session(person.page)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += len(key.split("+")) if "+" in key else 1

    def next(self, times=1):
        """To the next question: one thought, and Ctrl+. as often as needed."""
        self.thoughts += 1
        for _ in range(times):
            self.press("Control+.")

    def say(self, *pieces):
        """(reading, as it is converted): the composition as an input method makes it."""
        for reading, text in pieces:
            for end in range(1, len(reading) + 1):
                self.ime.send(
                    "Input.imeSetComposition", {"selectionStart": end, "selectionEnd": end, "text": reading[:end]}
                )
            self.ime.send(
                "Input.imeSetComposition", {"selectionStart": len(text), "selectionEnd": len(text), "text": text}
            )
            self.ime.send("Input.insertText", {"text": text})
            self.keys += romaji(reading) + 2

    def figures(self, text):
        self.page.keyboard.type(text)
        self.keys += len(text)

    @property
    def seconds(self):
        return self.keys * KEY + self.thoughts * THINK


CALL = [("ちちのかいごで", "父の介護で"), ("しごとを", "仕事を"), ("やすんでいて、", "休んでいて、"), ("やちんが", "家賃が"),
        ("はらえるか", "払えるか"), ("ふあんです。", "不安です。"), ("どこに", "どこに"), ("そうだんすれば", "相談すれば"),
        ("よいのか", "よいのか"), ("わからなくて。", "わからなくて。")]  # fmt: skip


def test_a_call_is_taken_by_keys_alone_within_three_minutes(people, capsys):
    desk = people("y-kurashi")
    desk.go("/today/")
    hands = Hands(desk)
    hands.press("g", "p")
    desk.page.wait_for_url(re.compile(r"/consultations/new/.route=phone_self$"))
    expect(desk.page.locator("main [name='words']")).to_be_focused()
    hands.thoughts += 1
    hands.say(*CALL)
    hands.next()  # 相談の内容: the second and the third of the list
    hands.press("Tab", "Space", "Tab", "Space")
    hands.next()
    hands.press("ArrowDown", "ArrowDown")
    hands.next()
    hands.press("ArrowDown", "ArrowDown", "ArrowDown")
    focus = desk.page.evaluate("document.activeElement.name")
    assert focus == "urgency"
    hands.next(4)  # past 本人をさがす, 本人, だれのことか; the closed part opens by itself
    assert desk.page.evaluate("document.activeElement.name") == "family_name"
    hands.say(("かりはし", "仮橋"))
    hands.next()
    given = "".join(
        secrets.choice("あいうえおかきくけこさしすせそたちつてと") for _ in range(4)
    )  # nobody in the town yet
    hands.say((given, given))
    assert desk.page.locator("main [name='family_kana']").input_value() == "カリハシ"
    assert len(desk.page.locator("main [name='given_kana']").input_value()) == 4
    hands.next(4)  # the readings are there already; past the date of birth to the telephone
    assert desk.page.evaluate("document.activeElement.name") == "phone"
    hands.figures("000-1234-" + "".join(secrets.choice("0123456789") for _ in range(4)))
    hands.thoughts += 1
    hands.press("Control+Enter")
    desk.page.wait_for_url(re.compile(r"/consultations/[0-9a-f-]{36}/$"))
    desk.reads("父の介護で仕事を休んでいて").checked()
    with capsys.disabled():
        print(f"\n電話の受付：{hands.keys}打鍵、考える {hands.thoughts}回、見積り {hands.seconds:.0f}秒")
    assert hands.seconds < 180


def test_enter_that_ends_a_conversion_sends_nothing_and_ctrl_s_keeps_the_draft(people):
    desk = people("y-kurashi")
    desk.go("/consultations/new/?route=phone_self")
    hands = Hands(desk)
    hands.ime.send("Input.imeSetComposition", {"selectionStart": 2, "selectionEnd": 2, "text": "かり"})
    desk.page.keyboard.press("Enter")
    assert desk.path().startswith("/consultations/new/")
    hands.say(("したがき", "下書き"))
    hands.press("Control+s")
    desk.reads("下書きを保存しました")
    hands.page.locator("h1").click()
    hands.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("キーの一覧")
    desk.checked()
    hands.press("Escape", "/")
    expect(desk.page.locator("#q")).to_be_focused()
    desk.go("/consultations/new/").press("下書きを捨てて、はじめから書く")


def household(worker, family, words):
    """A case of one's own, from a consultation."""
    worker.go("/consultations/new/").pick(route="本人が来所").type(words=words, family_name=family, given_name="渉")
    worker.press("受け付ける", "受付票").press("ケースを開く").type(label=f"60代の単身の世帯（{family}）")
    worker.press("ケースを開く", f"60代の単身の世帯（{family}）")
    return worker.path()


def test_a_day_with_a_phrase_one_visit_for_two_a_warning_and_a_word_to_a_colleague(people):
    csw, colleague = people("y-suishin"), people("y-suishin2")
    mark = secrets.token_hex(3)
    first, second = (
        household(csw, f"甲{mark}", "「話を聞いてほしい」"),
        household(csw, f"乙{mark}", "「見に来てほしい」"),
    )

    # a phrase of her own, put in by ;; while a call is written down
    csw.go("/me/phrases/new/").type(name=f"き{mark}", text="〔日付〕、電話で近況をたずねた。〔本人〕の声は明るい。")
    csw.press("保存する", f";;き{mark}").checked().fits()
    csw.go(f"{first}records/new/").pick(method="電話")
    csw.page.locator("main [name='text']").click()
    csw.page.keyboard.type(f";;き{mark}")
    expect(csw.page.locator("main [name='text']")).to_have_value(re.compile(r"月.+日、電話で近況を"))
    csw.page.keyboard.type("ご本人")  # the next mark stands selected
    csw.checked().press("記録する", "ご本人の声は明るい")

    # before the visit: what whoever goes there must know
    csw.go(f"{second}warnings/").checked().fits().press("注意事項を書く", "見直す日")
    csw.pick(kind="訪問するときの注意", told="本人に伝えた").type(
        text=f"犬がいる。門の外から電話する。{mark}"
    ).checked()
    csw.press("書く", "門の外から電話する").checked().fits()

    # one round, two households, typed once
    csw.go("/today/").press("まとめて記録する", "記録するケース").checked().fits()
    for mine in (f"甲{mark}", f"乙{mark}"):
        csw.page.get_by_label(re.compile(mine)).check(force=True)
    csw.press("選んだケースを書く", "2件をまとめて記録する").reads("門の外から電話する").checked().fits()
    csw.type(text=f"午後、歩いて回った。{mark}", **{"c0-text": "留守。", "c1-text": "門で立ち話。"})
    csw.press("それぞれに記録する", "2件のケースに、それぞれ記録しました")
    told = {csw.go(case).page.locator("#timeline-lines").inner_text() for case in (first, second)}
    assert all(f"午後、歩いて回った。{mark}" in lines for lines in told)
    assert sum("留守。" in lines for lines in told) == sum("門で立ち話。" in lines for lines in told) == 1

    # a word to a colleague, who reads it and answers
    csw.go(f"{second}comments/").press("コメントを書く", "だれに")
    csw.page.locator("main [name='text']").click()
    csw.page.keyboard.type("@手本")
    csw.page.get_by_role("button", name="@手本 いずみ").click()
    csw.page.keyboard.type(f"次はいっしょに。{mark}")
    csw.checked().fits().press("コメントする", f"次はいっしょに。{mark}")
    colleague.go("/today/").reads(f"次はいっしょに。{mark}").checked()
    colleague.page.locator("main li", has_text=mark).get_by_role("link").first.click()
    colleague.press("読んだ", "@手本 いずみ　読んだ").checked().fits()
    colleague.page.locator("main a", has_text="返事を書く").first.click()
    colleague.type(text=f"行きます。{mark}").press("返事する", f"行きます。{mark}")
    csw.go("/today/").reads(f"行きます。{mark}").checked()
    people("y-yosono").go(f"{second}comments/", status=404).never_reads(mark)


def test_a_list_as_one_wants_it_is_kept_and_found_first(people):
    worker, name = people("y-hokatsu2"), f"番号順{secrets.token_hex(2)}"
    worker.go("/cases/?sort=number").checked().fits()
    worker.page.locator("summary", has_text="列を選ぶ").click()
    worker.page.get_by_label("ケース番号", exact=True).check()
    worker.press("この列にする").page.locator("main thead").get_by_text("ケース番号").wait_for()
    worker.page.locator("summary", has_text="この見え方を保存する").click()
    worker.type(name=name).page.get_by_label("はじめに開く一覧にする").check()
    worker.checked().press("保存する", f"「{name}」として保存しました").checked().fits()
    worker.go("/cases/").page.locator("main thead").get_by_text("ケース番号").wait_for()
    worker.press(f"「{name}」を消す", f"「{name}」を消しました")
