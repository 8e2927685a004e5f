"""Neighbours: activities approved and a statement printed; food in and out; a small trouble taken, done and thanked."""

import re
import time

import pytest

pytestmark = pytest.mark.journey

MARK = str(int(time.time()) % 100000)
HELPER = f"手本 みなみ{MARK}"
ASKER = f"旅野{MARK}"
FOOD = f"見本の米{MARK}"
KITCHEN = f"旅の食堂{MARK}"


def key_of(path: str) -> str:
    """The key in an address."""
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)[0]


def test_a_small_trouble_is_taken_by_a_neighbour_who_earns_points(people):
    desk, csw, phone = people("c-life", "調布"), people("c-csw1", "調布"), people("c-csw1", "調布", 390)
    stranger = people("c-yosono", "調布")

    # 協力員を登録する
    csw.go("/supporters/new/").type(name=HELPER, kana="テホン ミナミ").pick(offers="電球", area="第1圏域")
    csw.pick(contact_agreed="").press("保存する", then=HELPER)
    helper = "/supporters/" + key_of(csw.path()) + "/"

    # 窓口で聞く: 名前はみんなが読む欄に書けない
    desk.go("/neighbourly/").checked().press("受ける").checked()
    desk.pick(kind="電球", area="第1圏域", keeper="地域福祉コーディネーター事業")
    desk.type(words=f"{ASKER}さんの台所の電球", name=f"{ASKER} すず", address="けやき台一丁目 旅の家").press("受ける")
    desk.reads("頼んだ人がわかる書き方です").checked()
    desk.type(words="台所の電球が切れた。脚立はある。").press("受ける", then="確かめまち").checked()
    request = desk.path()
    stranger.go(request, status=404)

    # 調整する人が確かめ、電話で頼み、済んだら記録する
    csw.go("/today/").reads("ちょっと困った").checked()
    csw.go(request).press("確かめた。手伝う人をさがす").checked().press(
        "確かめた。手伝う人をさがす", then="手伝う人をさがしている"
    )
    csw.press("手伝う人を選んで頼む").pick(supporter=HELPER).checked().press(
        "手伝う人を選んで頼む", then="手をあげた人がいる"
    )
    csw.press("この人に頼む").press("この人に頼む", then="頼んだ").checked()
    yesterday = time.strftime("%Y/%m/%d", time.localtime(time.time() - 86400))
    csw.press("済んだと記録する").type(on=yesterday, begin="10:00", minutes="30").press(
        "済んだと記録する", then="済んだ"
    )
    desk.go(request).press("お礼を伝える").type(words="夜が明るくなりました。").press(
        "お礼を伝える", then="お礼を伝えた"
    ).checked()

    # 活動がたまり、まとめて承認し、明細を出す
    csw.go("/points/").reads(HELPER).checked()
    csw.press("印をつけた活動を承認する", then="承認まちの活動はありません")
    csw.go(helper + "points/").reads("100").reads("ちょっと困ったの手助け").checked()
    paper = csw.context.request.get(csw.address + helper + "points/paper/")
    assert paper.body().startswith(b"%PDF")
    csw.press("使う").type(points="101").pick(use="寄付").press("ポイントを使う").reads(
        "残りは100ポイントです。"
    ).checked()
    phone.go(helper + "points/").fits().checked().go("/points/").fits().go(request).fits().checked()
    stranger.go(helper + "points/", status=403)


def test_food_comes_in_and_goes_to_a_kitchen(people):
    csw, phone = people("c-csw1", "調布"), people("c-csw1", "調布", 390)
    csw.go("/places/new/").type(name=KITCHEN).press("保存する", then=KITCHEN)
    csw.go("/food/").checked().press("受け取る").checked()
    csw.pick(place=KITCHEN, **{"l0-kind": "米", "l0-unit": "袋"}).type(**{"l0-name": FOOD})
    csw.press("受け取ったと記録する").reads("入力してください").checked()
    soon = time.strftime("%Y/%m/%d", time.localtime(time.time() + 5 * 86400))
    csw.type(**{"l0-quantity": "10", "l0-best_before": soon}).press("受け取ったと記録する", then=FOOD)
    csw.go(f"/food/?soon=on&words={FOOD}").reads("5日後").checked()

    shelf = csw.page.locator("main td a").first.get_attribute("href")
    csw.go(f"/food/out/?place={key_of(shelf)}").reads(FOOD).checked()
    box = csw.page.locator(f"main tr:has-text('{FOOD}') input").first
    box.fill("11")
    csw.type(recipient="旅の相談窓口").press("記録する").reads("残りは10袋です。").checked()
    csw.page.locator(f"main tr:has-text('{FOOD}') input").first.fill("4")
    csw.press("記録する")
    csw.go(f"/food/?words={FOOD}").reads("6袋")
    csw.go("/food/book/").reads("旅の相談窓口").checked()
    csw.go("/food/year/").reads("旅の相談窓口").checked()
    for page in (
        "/food/",
        "/food/in/",
        f"/food/out/?place={key_of(shelf)}",
        "/food/book/",
        "/food/year/",
        "/food/donors/",
    ):
        phone.go(page).fits().checked()
