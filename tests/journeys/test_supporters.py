"""A supporter with a telephone tells what she noticed; a desk answers and makes it a consultation (見守りの旅)."""

import re
import secrets

import pytest

from .person import Person

pytestmark = pytest.mark.journey


def register(csw: Person, name: str) -> str:
    """Registered, with a letter in her hand; the path of her own page."""
    csw.go("/supporters/new/").checked().fits()
    csw.type(name=name, phone="000-0000-0999").pick(area="第4圏域", contact_agreed="窓口から連絡してよい")
    csw.press("保存する", "研修の受講とバッジ").checked()
    csw.press("研修の受講を記録する").pick(training="はちまるサポーター講習").type(on="R8.4.1").press(
        "保存する", "講習"
    )
    csw.press("バッジを渡す").pick(badge="はちまるサポーター").press("保存する", "渡してある").checked()
    csw.press("手紙をつくる", "一度だけ出ます").checked().fits()
    found = re.search(r"/s/[\w-]{20,}/", csw.page.locator("code").inner_text())
    assert found
    return found.group(0)


def test_what_a_supporter_notices_becomes_a_consultation(people, telephone):
    name, where = f"旅野 まもる{secrets.token_hex(2)}", f"橋のたもとの家 {secrets.token_hex(3)}"
    csw = people("y-csw")
    own = register(csw, name)

    telephone.go(own).reads(name).checked().fits()
    telephone.page.locator("a.way.first").click()
    telephone.reads("119").checked().fits()
    telephone.pick(worry="早めに見てほしい", kind="姿を見かけない").type(where=where, words="雨戸が三日しまったまま")
    telephone.page.locator("button.big").click()
    telephone.reads("届きました").checked().fits()

    desk = people("y-csw", width=390)
    desk.go("/today/").reads("気になること")
    desk.go("/concerns/").checked().fits()
    desk.page.get_by_role("link", name=where).click()
    desk.reads(name).checked().fits()
    desk.pick(status="受け取りました").press("返事をする", "返事を出しました").checked()
    telephone.go(own).reads("受け取りました").never_reads("雨戸が三日")

    desk.press("相談にする").checked().fits()
    desk.press("相談にする", "相談にしました").reads(where).checked().fits()
    telephone.go(own).reads("対応しています")

    stranger = people("y-yosono")
    stranger.go("/concerns/").never_reads(where)


def test_a_visit_is_asked_and_told_of(people, telephone):
    csw = people("y-csw")
    csw.go("/supporters/new/").type(name=f"訪野 ふみ{secrets.token_hex(2)}")
    csw.pick(area="第4圏域", contact_agreed="窓口から連絡してよい").press("保存する")
    name = csw.page.locator("h1").inner_text()
    csw.press("研修の受講を記録する").pick(training="訪問協力員養成研修").type(on="R8.4.1").press("保存する")
    csw.press("バッジを渡す").pick(badge="訪問協力員").press("保存する").press("手紙をつくる")
    found = re.search(r"/s/[\w-]{20,}/", csw.page.locator("code").inner_text())
    csw.go("/visiting/new/").checked().fits()
    csw.type(called="うた", meeting="公民館の前").pick(area="第4圏域").press(
        "訪問サービスの申込みを受ける", "申込みを受けました"
    )
    csw.press("訪問する人を決める").reads("同じ圏域").pick(supporter=name).checked().press("訪問する人を決める", name)
    csw.press("訪問を頼む").type(at_date="R10.4.3", at_time="14:00").pick(supporter=name).press(
        "訪問を頼む", "訪問を頼みました"
    )
    csw.checked().fits()

    telephone.go(found.group(0)).never_reads("うた")
    telephone.page.locator("a[href*='/turn/']").first.click()
    telephone.never_reads("うた").checked().fits()
    telephone.page.locator("button.big").click()
    telephone.go(found.group(0)).reads("うた")
