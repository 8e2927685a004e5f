"""The whole relay of a household, from the first call to the hand-back, by five people at five browsers.

After the first household of the Yonago report: an 86-year-old mother, a son in his forties, a doubtful guardian.
"""

import re
import time

import pytest

pytestmark = pytest.mark.journey

# A name nobody in the town has yet, so that the journey can be run again on the same server.
FAMILY = f"旅路{int(time.time()) % 100000}"
SON, MOTHER = f"{FAMILY} 一郎", f"{FAMILY} ハナ"
LABEL = f"86歳の母と40代の長男の世帯（{FAMILY}）"
WORDS = "「向かいの家の郵便受けがあふれている。知らない男の人が出入りしている」"
SEITO = "ひなた地域包括支援センター"
KENKYUKAI = "地域で支える仕組み研究会"
KOUKEN = "権利擁護センター かもめ"
SHOGAI = "あさぎり障がい者相談支援センター"


def key_of(path: str) -> str:
    """The key in an address."""
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)[0]


def test_a_household_is_carried_from_the_first_call_to_the_hand_back(people):
    desk, coordinator, section = people("y-hokatsu"), people("y-suishin"), people("y-shokan")
    disability, stranger = people("y-shogai"), people("y-yosono")
    before = results(section)

    # 受付: a call in under three minutes; only when, route and words are required
    desk.go("/consultations/new/").checked()
    desk.press("受け付ける").reads("入力してください").checked()
    desk.pick(route="地域住民・民生委員からの連絡").type(
        words=WORDS, family_name=FAMILY, given_name="一郎", birth="昭和55年頃"
    )
    desk.pick(topics="家族との関係", sex="男性", third_hand="")
    desk.press("受け付ける", then="受付票").reads(WORDS).checked()
    desk.press("ケースを開く").type(label=LABEL).checked()
    desk.press("ケースを開く", then=LABEL)
    case = "/cases/" + key_of(desk.path()) + "/"
    for tab in ("", "household/", "assessment/", "referrals/", "outreach/", "meetings/", "plans/"):
        desk.go(case + tab).checked()
        stranger.go(case + tab, status=404).never_reads(FAMILY)

    # 世帯員: the mother joins the household
    desk.go(case + "household/").press("世帯員を加える")
    desk.type(family_name=FAMILY, given_name="ハナ", birth="昭和15年3月3日", relation="母").pick(sex="女性").checked()
    desk.press("加える", then=MOTHER)

    # つなぐシート without consent: the reason is written
    desk.go(case + "refer/").pick(to=KENKYUKAI, purpose="多機関協働として調整", consent="同意なし")
    desk.pick(persons=SON).pick(persons=MOTHER)
    desk.type(wanted="だれが中心になるか決まらないまま、それぞれが訪問している").press("送る").reads("理由")
    desk.type(ground_reason="生活の危険があり、本人たちの利益のために調整が要る（委託の範囲）").checked()
    desk.press("送る", then="つなぐシート").checked()
    sheet = desk.path()
    stranger.go(sheet, status=404)
    coordinator.go(case, status=404)

    # 受理 opens the case to the coordinator, who owns it now; the desk keeps taking part
    coordinator.go("/today/").checked().press(LABEL, then="受ける").checked()
    coordinator.press("受ける").checked().press("受ける")
    coordinator.go(case).reads(LABEL).reads("自機関").checked()
    desk.go(case).reads("多機関協働").checked()
    stranger.go(case, status=404)

    # アウトリーチ before consent: an unmet visit counts
    coordinator.go(case + "outreach/").press("アウトリーチを始める")
    coordinator.pick(stage="関係づくり", before_consent="同意前から", ground="委託").type(
        ground_note="委託の範囲で、本人の利益のため"
    )
    coordinator.checked().press("始める")
    visit(coordinator, case, "会えなかった", "呼び鈴に返事はない。手紙を残す。")
    visit(coordinator, case, "会えた", "玄関先で長男と話す。弁当の話に笑う。")
    coordinator.go(case).reads("弁当の話に笑う").checked()

    # 支援会議 without consent: only those called to the item, only its packet
    item = to_the_conference(section, coordinator, case)
    call(section, item, SHOGAI)
    freeze(coordinator, item)
    disability.go(case, status=404)
    accept_secrecy(disability, item)
    disability.reads("後見の件をだれが確かめるか").checked().never_reads(FAMILY)
    disability.go(case, status=404)
    stranger.go(item, status=404)
    conclude(section, item, "後見の件は市が照会する。訪問は二人で続ける。")
    coordinator.go(case).reads("後見の件は市が照会する").checked()

    # 同意 by the son; the mother is not asked; the sheet of the household; the plan; its approval
    consent(coordinator, case, SON)
    assess(coordinator, case)
    plan = write_plan(coordinator, case)
    approve(coordinator, case, plan)
    coordinator.go(case).reads("支援中").checked()
    disability.go(plan).reads("通院に同行する").checked()
    disability.go(case + "household/").reads(SON).reads("非開示").never_reads(MOTHER)

    # 実施 → 評価 → つなぎもどし → 終結
    disability.go(plan).press("進みを記す").pick(status="できた").press("記録する")
    evaluate(coordinator, plan)
    coordinator.go(sheet).press("つなぎもどす").type(text="長男が主治医と後見の件を確かめ、見守りに移れる。").checked()
    coordinator.press("つなぎもどす")
    desk.go("/today/").reads("つなぎもどしを確かめる").go(sheet).press("つなぎもどしを確かめる").press(
        "つなぎもどしを確かめる"
    )
    coordinator.go(case, status=404)
    close(desk, case)
    disability.go(case, status=404)
    disability.go(plan, status=404)

    after = results(section)
    counted = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    assert counted == {
        "新規相談": 1, "相談の実人数": 1, "相談の世帯": 1, "開いたケース": 1, "つなぎ": 1, "うち受理された": 1,
        "つなぎもどし": 1, "支援会議の開催": 1, "支援会議で扱ったケース（延べ）": 1, "支援会議で扱ったケース（実）": 1,
        "重層的支援会議の開催": 1, "重層的支援会議で扱ったケース（延べ）": 1, "プラン（初回）": 1,
        "アウトリーチの対象": 1, "訪問など": 2, "訪問した職員": 4, "うち会えた": 1, "終結": 1, "他機関・他制度へ引継ぎ（つなぎもどし）": 1,
    }  # fmt: skip


def results(person) -> dict[str, int]:
    """The numbers of this fiscal year by their labels, as the section reads them."""
    person.go("/results/").checked()
    rows = person.page.locator("table.results tr:has(th[scope=row])").all()
    numbers: dict[str, int] = {}
    for row in rows:
        label = row.locator("th").evaluate("e => e.firstChild.textContent").strip()
        numbers.setdefault(label, int(row.locator("td").first.evaluate("e => parseInt(e.textContent)")))
    return numbers


def visit(person, case: str, met: str, text: str) -> None:
    """A visit by two workers."""
    person.go(case + "outreach/").press("訪問を記録する")
    person.pick(met=met).type(text=text, worker_count="2").checked().press("記録する")


def to_the_conference(section, coordinator, case: str) -> str:
    """The section convenes; the coordinator puts the case on the agenda without consent. Returns the item."""
    section.go("/meetings/sittings/new/").pick(
        body="総合相談ワーキンググループ", legal_type="支援会議（社会福祉法", form="オンライン"
    )
    section.checked().press("記録する")
    sitting = section.path()
    coordinator.go(case + "agenda/new/").page.locator("select[name=sitting]").select_option(key_of(sitting))
    coordinator.pick(kind="ケースの検討").type(title="見守りの続く世帯", to_discuss="後見の件をだれが確かめるか")
    coordinator.press("議題に入れる").reads("同意")
    coordinator.pick(without_consent="").type(why_without="生命・財産の危険があり、106条の6の支援会議で扱う").checked()
    coordinator.press("議題に入れる").checked()
    return f"/meetings/items/{key_of(coordinator.path())}/"


def call(person, item: str, agency: str) -> None:
    """The host chooses who is called to this item."""
    person.go(item).checked().press("呼ぶ")
    person.page.locator("main label", has_text=agency).locator("input[type=checkbox]").first.check(force=True)
    person.checked()
    person.page.locator("main form button.primary").first.click()
    person.page.wait_for_load_state()
    person.go(item).reads(agency)


def freeze(person, item: str) -> None:
    """The submitting side chooses the papers and freezes them."""
    person.go(item).press("資料を選ぶ").pick(names="続柄").checked().press("この資料で確定する")
    person.go(item).reads("確定").checked()


def accept_secrecy(person, item: str) -> None:
    """The duty in words, once for every item to which her agency was called; then the packet."""
    person.go("/meetings/").checked()
    links = [link.get_attribute("href") for link in person.page.locator("main a[href*='/secrecy/']").all()]
    for link in links:
        person.go(link).reads("106条の6").checked().pick(accepted="").press("守秘を誓って開く")
    person.go(item)


def conclude(person, item: str, decision: str, plan_result: str = "") -> None:
    """What was said, what was decided; then the sitting was held, the papers are collected."""
    person.go(item).press("結論を記す").type(discussion="それぞれの把握を持ち寄った。", decision=decision)
    if plan_result:
        person.pick(plan_result=plan_result)
    person.checked().press("結論を記す")
    person.go(item).reads(decision).checked()
    sitting = person.page.locator("nav.crumbs a[href*='/sittings/']").get_attribute("href")
    person.go(sitting).checked().press("開催を記す").checked().press("記録する")
    person.go(item).press("議題を終えて回収する")


def consent(person, case: str, name: str) -> None:
    """The person agrees, in his words, to named agencies and items."""
    person.go(case + "household/")
    card = person.page.locator("section, article").filter(has_text=name).filter(has_text="同意をたずねる").last
    card.get_by_role("link", name="同意をたずねる").first.click()
    person.page.wait_for_load_state()
    person.reads(name).pick(answer="同意した", method="書面")
    for item in ("基本情報", "アセスメント", "プラン"):
        person.pick(items=item)
    person.pick(agencies=SHOGAI).type(words="「母さんのことは、ぼくが聞く」", purpose="後見のことを確かめる").checked()
    person.page.locator("main form button.primary").first.click()
    person.page.wait_for_load_state()
    person.go(case + "household/").reads("同意あり").checked()


def assess(person, case: str) -> None:
    """The sheet of the household, fixed."""
    person.go(case + "assessment/").press("アセスメントを始める")
    if person.path().endswith("begin/"):
        person.press("始める")
    person.checked().press("確定する").go(case + "assessment/").reads("第1回").checked()


def write_plan(person, case: str) -> str:
    """Goal in his words; who does what by when, or when something happens. Returns the plan."""
    person.go(case + "plans/new/").pick(main_person=SON)
    person.page.locator("main label", has_text=SON).locator("input[type=checkbox]").first.check(force=True)
    person.type(
        goal="「お金がどこにあるか、自分で分かっていたい」", role0_what="通院に同行する", role0_by_date="R9.2.1"
    )
    person.pick(role0_agency=SHOGAI, role1_agency=KENKYUKAI)
    person.type(role1_what="連絡をまとめる", role1_trigger="母が入院したとき").checked().press("プランを記録する")
    plan = person.path()
    person.checked().press("会議に出す")
    return plan


def approve(person, case: str, plan: str) -> None:
    """In the 重層的支援会議 that the coordinating agency hosts."""
    person.go("/meetings/sittings/new/").pick(body="重層的支援会議", legal_type="重層的支援会議", form="対面").press(
        "記録する"
    )
    sitting = person.path()
    person.go(case + "agenda/new/").page.locator("select[name=sitting]").select_option(key_of(sitting))
    person.pick(kind="プランの審査", plan="第1回").type(title="プラン第1回", to_discuss="役割の分担が適切か")
    person.checked().press("議題に入れる")
    item = f"/meetings/items/{key_of(person.path())}/"
    freeze(person, item)
    conclude(person, item, "適切と認める。", "適切・承認")
    person.go(plan).reads("承認").checked()


def evaluate(person, plan: str) -> None:
    """It need not be solved to end."""
    person.go(plan).press("評価する").type(reached="通帳のありかを本人が確かめた。", persons_voice="「安心した」")
    person.pick(verdict="終結").checked().press("記録する")


def close(person, case: str) -> None:
    """終結 with reason, summary and a date to look again."""
    person.go(case).press("終結する").pick(reason="つなぎもどし").type(note="包括の見守りに戻す。").checked()
    person.press("終結する").go(case).reads("終結").checked()
