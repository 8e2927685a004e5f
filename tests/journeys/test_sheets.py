"""A municipality's own sheet: copied, changed beside its preview, put in force, sent, read; the older one as before."""

import secrets

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

OLDER = "家族としての相談にのってください。"


def test_the_administrators_new_question_reaches_the_receiver_and_the_older_sheet_reads_as_before(people):
    tag = secrets.token_hex(2)
    question, wish = f"地区担当の民生委員児童委員{tag}", f"お願いしたいこと{tag}"
    office = people("c-kanri", town="調布")
    office.go("/settings/sheets/").checked().fits().reads("つなぐシート")
    office.page.get_by_role("link", name="つなぐシート", exact=True).click()
    office.reads("使っている").checked().fits()
    office.page.get_by_role("button", name="写して直す").first.click()
    office.reads("つなぐシートの下書き").checked().fits()
    draft = office.path().split("#")[0]

    office.page.locator("#tell").get_by_role("link", name="項目を加える").click()
    office.reads("「つたえること」に項目を加える").checked().fits()
    office.type(label=question, help="地区がわかるときだけ").press("保存する", f"加えた：{question}")
    office.page.locator("#tell tr", has_text="お願いしたいこと").get_by_role("link", name="直す").click()
    office.type(label=wish).press("保存する", f"→ {wish}").checked()
    office.page.locator("main tr", has_text=question).get_by_role("button", name="上へ").click()
    office.page.wait_for_load_state()
    expect(office.page.locator("aside")).to_contain_text(question)
    office.go(draft + "force/").reads(f"加えた：{question}").checked().fits()
    office.press("この日から使う", "使っている").checked()

    desk = people("c-life", town="調布")
    desk.go("/referrals/").page.get_by_role("link", name="夫が仕事に").first.click()
    desk.reads(OLDER).reads("お願いしたいこと").never_reads(question)
    older = desk.path()
    case = desk.page.locator("main a[href^='/cases/']").first.get_attribute("href")
    desk.go(f"{case}refer/").reads(question).reads(wish).checked().fits()
    desk.pick(to="ここあ", consent="同意なし")
    for box in desk.page.locator("main [name='persons']").all():
        box.check(force=True)
    desk.type(ground_reason="命の心配があるため", wanted=f"会ってください{tag}")
    desk.page.get_by_label(question).fill(f"第2地区　例山さん{tag}")
    desk.press("送る")
    if "/sign-in" in desk.path() or desk.page.get_by_label("パスワード").count():
        desk.page.get_by_label("パスワード").fill("tasuki-no-mihon")
        desk.page.locator("main button[type=submit]").first.click()
        desk.page.wait_for_load_state()
    desk.reads(f"例山さん{tag}").reads(wish).checked().fits()
    sent = desk.path()

    receiver = people("c-kokoa", town="調布", width=390)
    receiver.go(sent).reads(question).reads(f"例山さん{tag}").reads(wish).checked().fits()
    desk.go(older).reads(OLDER).never_reads(question).never_reads(wish)
