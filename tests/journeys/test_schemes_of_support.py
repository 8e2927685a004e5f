"""A desk finds a scheme by the words of who came, a resident reads it in やさしい日本語; the map of many places on one sheet."""

import io
import re
import secrets

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.journey

PORTAL = "/312029"


def test_a_scheme_is_registered_found_in_plain_words_and_read_by_a_resident(people, telephone):
    name = f"旅の見本手当 {secrets.token_hex(3)}"
    section, desk, phone = people("y-shokan"), people("y-kurashi"), people("y-kurashi", width=390)

    section.go("/schemes/").checked().fits().press("支援制度を登録する").checked().fits()
    section.type(name=name, summary="めがねを買うお金を出します。", when_words="めがねが割れた、見えなくて困る")
    section.pick(topics="病気や健康", shown_to_public="住民向け").type(closes_on="R8.1.1", opens_on="R8.4.1")
    section.press("登録する").reads("受付開始日より前").checked()
    section.type(closes_on="", opens_on="").press("登録する", then=name).checked().fits()
    section.press("きょう確かめた", then="きょう確かめたと記録しました").checked()

    desk.go("/schemes/").type(words="めがねが割れて見えない").press("探す").reads(name).checked()
    desk.page.get_by_role("link", name=name).click()
    desk.reads("めがねを買うお金").checked()
    for page in ("/schemes/", "/schemes/?words=家賃が払えない", desk.path()):
        phone.go(page).checked().fits()
    assert phone.page.get_by_role("button", name="きょう確かめた").is_disabled()

    section.go("/settings/portal/texts/").page.locator("tr", has_text=name).get_by_role("link", name="やさしい").click()
    section.type(text="めがねを かう おかねが もらえます。").press("保存する")
    telephone.go(f"{PORTAL}/easy/").fits().checked()
    telephone.page.locator(f"a[href='{PORTAL}/easy/schemes/']").click()
    telephone.page.wait_for_timeout(11_000)  # what residents see is kept for ten seconds
    telephone.go(f"{PORTAL}/easy/schemes/?trouble=illness").reads("めがねを かう").fits().checked()
    telephone.page.get_by_role("link", name=name).click()
    telephone.reads("めがねを かう おかねが もらえます。").fits().checked()
    telephone.go(f"{PORTAL}/easy/desks/illness/").reads(name).fits().checked()


def test_an_issue_led_to_a_group_is_known_there(people):
    csw = people("y-csw")
    csw.go("/issues/").press("先の備えを話す場がない").press("つながった先を書く").checked().fits()
    csw.pick(kind="住民の活動", group="夜の自習室").press("つなぐ", then="夜の自習室").checked()
    csw.page.locator("main").get_by_role("link", name=re.compile("夜の自習室")).first.click()
    csw.reads("もとになった地域の課題").reads("先の備えを話す場がない").checked().fits()


def test_forty_places_and_more_are_on_one_sheet_with_the_map(people):
    csw = people("c-csw3", "調布")
    csw.go("/places/map/").checked().fits()
    assert csw.page.locator(".map-list li").count() >= 40
    printed = PdfReader(io.BytesIO(csw.page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
