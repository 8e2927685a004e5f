"""Nobody dropped: the first desk is suggested, cases change hands in one act, what is late or unled is seen."""

import secrets

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_the_first_desk_is_suggested_at_intake_with_every_desks_load(people):
    desk = people("y-kurashi")
    desk.go("/consultations/new/")
    desk.page.locator("main [name='route']").first.check(force=True)
    desk.type(words="「父の介護と、息子の仕事と、家賃のことで、どこから話せばいいか」")
    for box in desk.page.locator("main [name='topics']").all()[:3]:
        box.check(force=True)
    desk.press("受け付ける", "初動の窓口").checked()
    desk.reads("地域で支える仕組み研究会")
    desk.press("混み具合を見て決める", "続いているケース").checked().fits()
    desk.press("この窓口に決める", "つなぐシート").checked()


def test_a_leaving_workers_cases_go_in_one_act_and_the_sheet_is_confirmed(people):
    leaving, staying = people("y-suishin2"), people("y-suishin")
    # a household of her own, so that there is one to hand over whatever was handed over before
    family = f"渡野{secrets.token_hex(3)}"
    label = f"40代の単身の世帯（{family}）"
    leaving.go("/consultations/new/").pick(route="本人が来所").type(
        words="「続けて話を聞いてほしい」", family_name=family, given_name="渉"
    )
    leaving.press("受け付ける", "受付票").press("ケースを開く").type(label=label).press("ケースを開く", label)
    leaving.go("/caseload/").checked().fits()
    leaving.page.locator("main a[href^='/caseload/hand-over/']", has_text="手本 いずみ").first.click()
    leaving.reads("ケースを引き継ぐ").checked().fits()
    leaving.pick(everybody="空想 ゆき")
    leaving.press("まとめて引き継ぐ", "引継ぎの用紙").reads(label).checked().fits()
    sheet = leaving.path()
    staying.go("/today/").reads("引継ぎを確かめる")
    staying.go(sheet).reads(label).press("読んで引き受けました", "確かめた").checked()


def test_what_might_be_dropped_is_on_one_page(people):
    section = people("y-shokan")
    section.go("/overseen/").checked().fits().reads("調整する人がいない")
    section.reads("権利擁護の検討待ち").reads("相談支援包括化推進員")
    section.go("/settings/first-response/").checked().fits().reads("ためし")
    section.press("過去の相談でためす", "決まりがあてはまるもの").checked().fits()


def test_a_watch_that_is_late_is_looked_after_and_the_next_day_is_set(people):
    desk = people("y-kurashi", width=390)
    household = "封筒を開けられない60代の単身の世帯（架空）"
    desk.go("/outreach/watch/").checked().fits()
    row = desk.page.locator("main tr", has_text=household).first
    if "まだ見ていない" in row.inner_text():  # looked after once, it is late again only when days have passed
        desk.reads("過ぎています")
        people("y-shokan").go("/overseen/").reads("見守りの日がすぎている").checked().fits()
    row.get_by_role("link", name=household).click()
    desk.press("見守りを記録する", "ようす").checked().fits()
    desk.type(text="灯りがついていた。声は元気。").press("見守りを記録する", "見た日").checked()
    desk.go("/outreach/watch/")
    expect(desk.page.locator("main tr", has_text=household).first).to_contain_text("あと30日")


def test_news_of_a_closed_case_reaches_its_last_team_and_tells_the_bringer_nothing(people):
    words = f"「夜、家の前に立っておられた」と近所の方から {secrets.token_hex(3)}"
    section, last = people("y-shokan"), people("y-hokatsu")
    section.go("/consultations/new/").pick(route="地域住民・民生委員からの連絡").type(words=words, find="仮名 フミ")
    section.press("さがす").reads("仮名 フミ").pick(person="仮名 フミ").press("受け付ける", "受付票")
    section.press("前に支えた機関へ知らせる").checked().fits()
    section.type(words=words).press("知らせる", "ここには出ません").checked()

    last.go("/today/").reads("終結後の知らせ").checked()
    last.go("/leads/").reads(words).checked().fits()
    last.page.locator("main li", has_text=words).get_by_role("link").first.click()
    last.reads(words).checked().fits()
    last.page.get_by_label("ようすを見る").check(force=True)
    last.press("受けとめる", "受けとめ").checked()
