"""A morning's visits on a tablet: written in a house without a line, sent once, compared, erased when she leaves.

The line is really cut (the browser's network is off, its service worker's too); what lies on the tablet is read raw.
"""

import base64
import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

FAMILY = f"金糸{int(time.time()) % 100000}"
HOUSES = [f"70代の単身の世帯（{FAMILY}・{place}）" for place in ("坂の上", "川べり")]
WORD = "あさひ坂のねこ2匹"
SAID = f"「{FAMILY}の家では、まだ誰にも言っていない」"
PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/"
    "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="
)
WISH = "この家で、猫と暮らしつづけたい"

# Every byte that lies in the browser's databases and files of this origin, as far as a page can read it.
STORED = """async () => {
  const told = [JSON.stringify(localStorage)];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
      const bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder().decode(value) : value && typeof value === 'object' ? Object.values(value).map(bytes).join(' ') : String(value);
      told.push(...rows.map(bytes));
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const kept = await caches.open(name);
    for (const asked of await kept.keys()) told.push(asked.url, await (await kept.match(asked)).text());
  }
  return told.join('\\n');
}"""
ROWS = """async () => {
  let rows = 0;
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of base.objectStoreNames) rows += await new Promise((done) => { const asked = base.transaction(store).objectStore(store).count(); asked.onsuccess = () => done(asked.result); });
    base.close();
  }
  return rows;
}"""


def key_of(path: str) -> str:
    """The key in an address."""
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)[0]


def a_case(person, label: str, given: str) -> str:
    """From a consultation to a case; its address."""
    person.go("/consultations/new/").pick(route="本人が来所").type(
        words="「足が痛い」", family_name=FAMILY, given_name=given
    )
    person.press("受け付ける", then="受付票").press("ケースを開く").type(label=label).press("ケースを開く", then=label)
    return "/cases/" + key_of(person.path()) + "/"


def unlock(person, word: str = WORD) -> None:
    """合言葉で開く."""
    person.page.locator("#away-word").fill(word)
    person.page.get_by_role("button", name="開く", exact=True).click()


def test_two_visits_without_a_line(people):
    csw, colleague = people("y-suishin"), people("y-suishin2")
    page = csw.page
    cases = [a_case(csw, label, given) for label, given in zip(HOUSES, ("一", "二"), strict=True)]
    csw.go("/me/phrases/new/").type(name=f"げ{FAMILY}", text=f"〔日付〕、{FAMILY}の玄関で会った。").press("保存する")

    # 朝: 二件をえらび、一件はアセスメントも
    csw.go("/away/visits/").reads(HOUSES[0]).checked().type(device="タブレット7")
    first, second = (key_of(case) for case in cases)
    for name in (f"go-{first}", f"sheet-{first}", f"go-{second}"):
        page.locator(f"main [name='{name}']").check()
    csw.press("えらんで端末に入れる画面へ", then="合言葉").checked().fits()
    page.locator("#away-first").fill("12345678")
    page.locator("#away-second").fill("12345678")
    csw.press("この端末に入れる", then="数字だけの合言葉")
    page.locator("#away-first").fill(WORD)
    page.locator("#away-second").fill(WORD)
    page.get_by_role("button", name="この端末に入れる").click()
    page.wait_for_url("**/away/")
    expect(page.locator("#away-word")).to_be_visible()
    csw.checked().fits()

    # 線が切れた家で: 読みなおしても開き、書ける
    csw.context.set_offline(True)
    page.reload()
    csw.reads("つながっていません（書けます）")
    expect(page.locator("#away-word")).to_be_visible()
    unlock(csw, "まちがい")
    csw.reads("あと4回です").checked()
    unlock(csw)
    csw.reads(HOUSES[0]).reads(HOUSES[1]).checked().fits()
    page.get_by_role("button", name=HOUSES[1]).click()
    csw.reads("世帯の人").checked()
    page.get_by_role("button", name="訪問の記録を書く").click()
    csw.checked().fits()
    csw.pick(method="訪問").type(text=SAID)
    csw.reads("この端末に保存しました")
    page.locator("main [name=view]").press_sequentially(f";;げ{FAMILY}")  # 定型文は端末の中にある
    view = page.locator("main [name=view]")
    expect(view).to_have_value(re.compile(f"^[0-9]+月[0-9]+日、{FAMILY}の玄関で会った。$"))
    opener = {"name": "坂の上の玄関.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
    page.locator("#away-file").set_input_files([opener, {"name": "動画.mp4", "mimeType": "video/mp4", "buffer": b"0"}])
    csw.reads("坂の上の玄関.jpg　1KB").reads("「動画.mp4」は入れられません").checked().fits()
    page.reload()  # 書いている途中で電源が落ちた
    unlock(csw)
    csw.reads("書きかけ")
    page.get_by_role("button", name="続きを書く").click()
    expect(page.locator("main [name=text]")).to_have_value(SAID)
    expect(view).to_have_value(re.compile("の玄関で会った。$"))
    csw.reads("坂の上の玄関.jpg")
    page.get_by_role("button", name="書きおえる").click()
    csw.reads("まだ送っていません")
    page.get_by_role("button", name=HOUSES[0]).click()
    page.get_by_role("button", name="アセスメントを書く").click()
    csw.checked().fits()
    for box in page.locator("main textarea").all():
        box.fill(f"{FAMILY}：聞きとったこと")
    csw.type(**{"h-wishes": WISH})
    for box in page.locator("main [type=checkbox]").all()[:12]:
        box.check(force=True)
    page.get_by_role("button", name="書きおえる").click()
    csw.reads("アセスメント").checked()
    page.get_by_role("button", name="まとめて送る").click()
    csw.reads("まだつながりません")

    # 端末にあるものを、そのまま読む: 何も読めない
    stored = page.evaluate(STORED)
    assert "tasuki-away" in str(page.evaluate("indexedDB.databases()"))
    for word in (FAMILY, "坂の上", "川べり", WISH, SAID, WORD, "足が痛い", "JFIF"):
        assert word not in stored

    # そのあいだに、同じ機関の人がアセスメントを書いた
    colleague.go(f"{cases[0]}assessment/edit/").type(**{"h-wishes": "施設の話も聞いてみたい"})
    colleague.press("下書きを保存する", then="保存しました")

    # 机で: 二度押しても、途中で読みなおしても、一度だけ届く
    csw.context.set_offline(False)
    page.get_by_role("button", name="まとめて送る").dblclick()
    csw.reads("送信済み").reads("食い違い").checked()
    page.reload()
    unlock(csw)
    page.get_by_role("button", name="まとめて送る").click()
    csw.reads("食い違い")
    colleague.go(cases[1]).reads(SAID)
    assert colleague.page.get_by_text(SAID).count() == 1
    colleague.reads("添付あり").page.locator("main a[href*='/records/']:not([href*='new'])").first.click()
    assert colleague.page.get_by_role("link", name="坂の上の玄関.jpg", exact=True).count() == 1

    # 食い違いは、わたし・ほかの人・開いたとき を並べて、えらぶ
    csw.checked()
    page.get_by_role("button", name="見くらべてえらぶ").click()
    csw.reads("ほかの人が先に書きかえていました").reads(WISH).reads("施設の話も聞いてみたい").checked().fits()
    page.get_by_role("button", name="すべてあなたの入力にする").click()
    page.wait_for_url("**/away/")
    unlock(csw)
    page.get_by_role("button", name="まとめて送る").click()
    csw.reads("全部送りました").checked()
    colleague.go(f"{cases[0]}assessment/edit/")
    expect(colleague.page.locator("main [name='h-wishes']")).to_have_value(WISH)

    # 送っていないものがあればサインアウトの前に知らせ、出たあとは何も残らない
    page.get_by_role("button", name=HOUSES[1]).click()
    page.get_by_role("button", name="訪問の記録を書く").click()
    csw.type(text="書きかけのまま").reads("この端末に保存しました")
    csw.go("/away/kits/").reads("タブレット7").checked().fits()
    page.get_by_role("button", name="ログアウト").first.click()
    csw.reads("まだ送っていないものが 1 件あります")
    page.get_by_role("button", name="消してサインアウトする").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(ROWS) == 0
    assert page.evaluate("localStorage.length") == 0
    csw.go("/away/")
    expect(page.locator("[data-room=none]")).to_be_visible()
    csw.checked()


def test_a_lost_tablet_is_stopped_and_erases_itself(people):
    csw, section = people("y-suishin", width=390), people("y-shokan")
    page, label = csw.page, f"80代の夫婦の世帯（{FAMILY}）"
    case = a_case(csw, label, "三")
    csw.go("/away/visits/").checked().fits().type(device="タブレット9")
    page.locator(f"main [name='go-{key_of(case)}']").check()
    csw.press("えらんで端末に入れる画面へ", then="合言葉").checked().fits()
    page.locator("#away-first").fill(WORD)
    page.locator("#away-second").fill(WORD)
    page.get_by_role("button", name="この端末に入れる").click()
    page.wait_for_url("**/away/")
    expect(page.locator("#away-word")).to_be_visible()
    csw.checked().fits()
    unlock(csw)
    page.get_by_role("button", name=label).click()
    page.get_by_role("button", name="訪問の記録を書く").click()
    csw.checked().fits()
    assert page.evaluate(ROWS) > 0

    csw.pick(method="電話").type(text="戸口で声をかけた")
    csw.reads("この端末に保存しました")
    page.get_by_role("button", name="書きおえる").click()
    csw.reads("まだ送っていません")

    section.go("/away/kits/").reads("タブレット9").never_reads(label).checked()
    section.page.locator("tr", has_text="タブレット9").get_by_role("link", name="止める").first.click()
    section.type(reason="バスに置き忘れた").checked().press("止める", then="控えは全部消えます")

    csw.context.clear_cookies()  # 拾った人は、サインインしていない
    page.reload()
    csw.reads("控えを全部消しました").checked()
    assert page.evaluate(ROWS) == 0


def test_it_forgets_by_itself(people):
    """Five wrong passphrases, and days: what was taken along goes first, what was written a few days later."""
    csw, label = people("y-suishin"), f"60代の兄弟の世帯（{FAMILY}）"
    page = csw.page
    case = a_case(csw, label, "四")

    def taken(device: str) -> None:
        csw.go("/away/visits/").type(device=device)
        page.locator(f"main [name='go-{key_of(case)}']").check()
        csw.press("えらんで端末に入れる画面へ", then="合言葉")
        page.locator("#away-first").fill(WORD)
        page.locator("#away-second").fill(WORD)
        page.get_by_role("button", name="この端末に入れる").click()
        page.wait_for_url("**/away/")

    taken("タブレット4")
    csw.context.set_offline(True)
    for left in (4, 3, 2, 1):
        unlock(csw, "まちがい")
        csw.reads(f"あと{left}回です")
    unlock(csw, "まちがい")
    csw.reads("控えを全部消しました").checked()
    assert page.evaluate(ROWS) == 0
    csw.context.set_offline(False)

    taken("タブレット5")
    unlock(csw)
    page.get_by_role("button", name=label).click()
    page.get_by_role("button", name="訪問の記録を書く").click()
    page.get_by_role("button", name="書きおえる").click()
    csw.reads("「内容」がまだです").checked().type(text="玄関で話した")
    csw.reads("この端末に保存しました")
    page.get_by_role("button", name="書きおえる").click()
    csw.reads("まだ送っていません")
    csw.context.clear_cookies()  # サインインが終わっていた
    page.get_by_role("button", name="まとめて送る").click()
    csw.reads("サインインが終わっています").checked()
    expect(page.get_by_role("link", name="サインインして送る")).to_be_visible()

    # 開いたままでも、さわらないでいると閉じる
    page.clock.install()
    page.clock.fast_forward("06:00")
    expect(page.locator("#away-word")).to_be_visible(timeout=20_000)

    csw.context.set_offline(True)
    page.clock.set_fixed_time(time.time() + 2 * 86_400)
    page.reload()
    unlock(csw)
    csw.reads("世帯の控えは消えました").reads("まだ送っていません").checked()
    page.clock.set_fixed_time(time.time() + 6 * 86_400)
    page.reload()
    csw.reads("期限が過ぎたので")
    expect(page.locator("[data-room=none]")).to_be_visible()
    assert page.evaluate(ROWS) == 0
