"""The whole relay of a household, from the first call to the hand-back, by five people at five browsers.

After the first household of the Yonago report: an 86-year-old mother, a son in his forties, a doubtful guardian.
"""

import re

import pytest

pytestmark = pytest.mark.journey

LABEL = "86歳の母と40代の長男の世帯（旅）"
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
    desk.pick(route="地域住民・民生委員からの連絡").type(words=WORDS, family_name="旅路", given_name="一郎", birth="昭和55年頃")
    desk.pick(topics="家族との関係", sex="男性", third_hand="")
    desk.press("受け付ける", then="受付票").reads(WORDS).checked()
    desk.press("ケースを開く").type(label=LABEL).checked()
    desk.press("ケースを開く", then=LABEL)
    case = "/cases/" + key_of(desk.path()) + "/"
    for tab in ("", "household/", "assessment/", "referrals/", "outreach/", "meetings/", "plans/"):
        desk.go(case + tab).checked()
        stranger.go(case + tab, status=404).never_reads("旅路")

    # 世帯員: the mother joins the household
    desk.go(case + "household/").press("世帯員を加える")
    desk.type(family_name="旅路", given_name="ハナ", birth="昭和15年3月3日", relation="母").pick(sex="女性").checked()
    desk.press("加える", then="旅路 ハナ")

    # つなぐシート without consent: the reason is written
    desk.go(case + "refer/").pick(to=KENKYUKAI, purpose="多機関協働として調整", consent="同意なし")
    desk.pick(persons="旅路 一郎").pick(persons="旅路 ハナ")
    desk.type(wanted="だれが中心になるか決まらないまま、それぞれが訪問している").press("送る").reads("理由")
    desk.type(ground_reason="生活の危険があり、本人たちの利益のために調整が要る（委託の範囲）").checked()
    desk.press("送る", then="つなぐシート").checked()
    sheet = desk.path()
    stranger.go(sheet, status=404)
    coordinator.go(case, status=404)

    # 受理 opens the case to the coordinator, who owns it now
    coordinator.go("/today/").checked().press(LABEL, then="受理").checked()
    coordinator.press("受理する")
    coordinator.press("受理する") if coordinator.path().endswith("accept/") else None
    coordinator.go(case).reads(LABEL).reads("自機関").checked()
    desk.go(case).reads(LABEL).reads("多機関協働").checked()
    stranger.go(case, status=404)

    # アウトリーチ before consent: an unmet visit counts
    coordinator.go(case + "outreach/").press("アウトリーチを始める")
    coordinator.pick(ground="委託").type(ground_note="委託契約の範囲で、本人の利益のため").checked()
    coordinator.press("始める").go(case + "outreach/").press("訪問を記録する")
    coordinator.pick(met="会えなかった").type(text="呼び鈴に返事はない。手紙を残す。", worker_count="2").checked()
    coordinator.press("記録する").go(case + "outreach/").press("訪問を記録する")
    coordinator.pick(met="会えた").type(text="玄関先で長男と話す。弁当の話に笑う。", worker_count="2").press("記録する")
    coordinator.go(case).reads("弁当の話に笑う").checked()

    # 支援会議 without consent: only those called to the item, only its packet
    section.go("/meetings/sittings/new/").pick(body="総合相談ワーキンググループ", form="オンライン").checked()
    section.press("招集する").checked()
    sitting = section.path()
    coordinator.go(case + "agenda/new/").page.locator("select[name=sitting]").select_option(key_of(sitting))
    coordinator.type(title="旅の世帯", to_discuss="後見の件をだれが確かめるか")
    coordinator.pick(without_consent="").type(why_without="生命・財産の危険があり、106条の6の支援会議で扱う").checked()
    coordinator.press("議題に入れる").checked()
    item = coordinator.path()
    section.go(item).checked()
    call(section, item, "あさぎり障がい者")
    freeze(coordinator, item)
    disability.go(case, status=404)
    disability.go(item).checked()
    accept(disability)
    disability.reads("後見の件をだれが確かめるか").checked()
    disability.go(case, status=404)
    stranger.go(item, status=404)
    conclude(section, item)
    coordinator.go(case).reads("会議で検討した").checked()

    # 同意: the son agrees, the mother is not asked; then the sheet, the plan, the approval
    consent(coordinator, case, "旅路 一郎")
    assess(coordinator, case)
    plan = write_plan(coordinator, case)
    decide(coordinator, section, case, plan)
    coordinator.go(case).reads("支援中").checked()
    disability.go(plan).reads("通院に同行する").checked()
    disability.go(case).reads("旅路 一郎").never_reads("旅路 ハナ")

    # 実施 → 評価 → つなぎもどし → 終結
    done(disability, plan)
    evaluate(coordinator, plan)
    coordinator.go(sheet).press("つなぎもどす").type(summary="長男が主治医と後見の件を確かめ、見守りに移れる。").checked()
    coordinator.press("つなぎもどす")
    desk.go("/today/").reads("つなぎもどし").go(sheet).press("確認する").press("確認する")
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
