"""A worker holds back what a neighbour told, tells the person what was shared, and answers a request, by browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

OWNER, COLLEAGUE, PARTNER = "y-suishin", "y-shokan", "y-hokatsu"
HOUSEHOLD = "86歳の母と40代の長男の世帯（架空）"
SECRET = "角の家の妹さんの話では借金がある"


def case_of(person) -> str:
    """By its name: which case stands first in the list depends on what was written last."""
    link = person.go("/cases/").page.locator("main a", has_text=HOUSEHOLD).first.get_attribute("href")
    assert re.fullmatch(r"/cases/[0-9a-f-]{36}/", link)
    return link


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_held_back_is_seen_by_the_owner_and_not_by_the_partner(people, width):
    owner = people(OWNER, width=width)
    case = case_of(owner)
    owner.go(case + "records/new/").pick(method="電話").type(text="母から電話。" + SECRET)
    area = owner.page.locator("textarea[name=text]")
    area.evaluate("(e, n) => { e.focus(); e.setSelectionRange(6, 6 + n) }", len(SECRET))
    owner.page.locator("p.hold button", has_text="第三者").first.click()
    expect(area).to_have_value(f"母から電話。［第三者］{SECRET}［／］")
    owner.checked().fits().press("記録する", then=SECRET)
    owner.checked().fits()
    owner.go(f"/search/?q={SECRET[:6]}").never_reads(SECRET)
    partner = people(PARTNER, width=width)
    partner.go(case).reads("母から電話。").reads("■■■■").never_reads(SECRET)


def decide_everything(owner) -> None:
    """Every line that waits is left out, with its reason."""
    waiting = owner.page.locator("#lines li", has=owner.page.locator(".chip", has_text="判断が必要"))
    while waiting.count():
        line = waiting.first
        line.get_by_label("載せない", exact=True).check(force=True)
        line.locator("select[name=reason]").select_option("secrecy")
        line.get_by_role("button", name="この行の判断を残す").click()
        owner.page.wait_for_load_state()


def give_everything(owner) -> None:
    """Every file and picture that waits is given."""
    waiting = owner.page.locator("#enclosures section", has=owner.page.locator(".chip", has_text="まだ決めていません"))
    while waiting.count():
        waiting.first.get_by_role("button", name="この扱いにする").click()
        owner.page.wait_for_load_state()


def test_the_letter_and_the_answer_to_a_request(people):
    owner = people(OWNER, width=1280)
    case = case_of(owner)
    owner.go(case + "disclosure/").checked().fits()
    owner.page.locator("#letters a").first.click()
    owner.page.wait_for_load_state()
    owner.checked().fits().reads("手紙の見本")
    decide_everything(owner)
    owner.checked().press("手紙を作る", then="提R")
    with owner.page.expect_download() as got:
        owner.page.locator("#papers a").first.click()
    assert got.value.suggested_filename.endswith(".pdf")

    owner.go(case + "disclosure/").page.locator("select[name=person]").select_option(index=1)
    owner.press("記載を集める", then="伏せるところを検討中")
    owner.checked().fits()
    page = owner.page.url
    give_everything(owner)
    owner.go(page.removeprefix(owner.address) + "holds/").checked().fits().reads("知らせてくれた人を守るため")
    owner.page.goto(page)
    owner.press("確認に出す", then="ふたり目の確認を待っている")
    colleague = people(COLLEAGUE, width=1280)
    colleague.page.goto(page)
    colleague.checked().press("確認した（渡してよい）", then="渡すのを待っている")
    owner.page.goto(page)
    owner.press("書類を作って渡す", then="開R").checked()
    owner.go("/disclosures/").checked().fits().reads("提供の記録")


@pytest.mark.parametrize("path", ["looks/", "looks/?only=unusual", "disclosure/"])
def test_the_pages_fit_a_telephone(people, path):
    owner = people(OWNER, width=390)
    owner.go(case_of(owner) + path).checked().fits()
