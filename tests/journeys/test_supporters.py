"""A supporter with a telephone tells what she noticed; a desk answers and makes it a consultation (見守りの旅)."""

import io
import re
import secrets

import pytest
from PIL import Image

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


def picture() -> bytes:
    """A small photo, as a telephone sends it."""
    memory = io.BytesIO()
    Image.new("RGB", (320, 240), "steelblue").save(memory, "PNG")
    return memory.getvalue()


def test_a_photo_and_news_of_a_closed_case_reach_its_last_team_only(people, telephone):
    """Five taps, two short texts and a photo; who brings the news to the last team learns nothing of the case."""
    where, words = f"橋のそばの家 {secrets.token_hex(3)}", f"夜、家の前に立っておられた {secrets.token_hex(3)}"
    csw, desk, section = people("y-csw"), people("y-csw", width=390), people("y-shokan")
    last, stranger = people("y-hokatsu"), people("y-yosono")
    own = register(csw, f"旅野 みる{secrets.token_hex(2)}")
    assert csw.page.locator(".qr-box svg, .qr-box img").count() == 1

    telephone.go(own).page.locator("a.way.first").click()
    telephone.pick(worry="早めに見てほしい", kind="姿を見かけない", wants_contact="連絡がほしい")
    telephone.type(where=where, words=words)
    photo = {"name": "ie.png", "mimeType": "image/png", "buffer": picture()}
    telephone.page.locator("input[name=photo]").set_input_files(photo)
    telephone.page.locator("button.big").click()
    telephone.reads("届きました").checked().fits()

    desk.go("/concerns/").page.get_by_role("link", name=where).click()
    desk.reads(words).checked().fits()
    shown = desk.page.locator("img.evidence")
    shown.scroll_into_view_if_needed()
    desk.page.wait_for_function("document.querySelector('img.evidence').naturalWidth > 0")
    concern = desk.path()
    stranger.go(concern, status=404)

    section.go(concern).press("終結したケースの担当へ知らせる").checked().fits()
    section.page.locator("#find").fill("仮名 フミ")
    section.press("さがす").reads("仮名 フミ").checked().press(
        "この人のこととして知らせる", "ここには出ません"
    ).checked()
    last.go("/leads/").reads(words).checked().fits()
    for other in (desk, stranger):
        other.go("/leads/").never_reads(words)
    telephone.go(own).never_reads(words).never_reads("仮名")
