"""Nobody dropped: the first desk is suggested, cases change hands in one act, what is late or unled is seen."""

import pytest

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
    leaving.go("/caseload/").checked().fits()
    leaving.page.locator("main a[href^='/caseload/hand-over/']", has_text="手本 いずみ").first.click()
    leaving.reads("ケースを引き継ぐ").checked().fits()
    leaving.pick(everybody="空想 ゆき")
    leaving.press("まとめて引き継ぐ", "引継ぎの用紙").checked().fits()
    sheet = leaving.path()
    staying.go("/today/").reads("引継ぎを確かめる")
    staying.go(sheet).press("読んで引き受けました", "確かめた").checked()


def test_what_might_be_dropped_is_on_one_page(people):
    section = people("y-shokan")
    section.go("/overseen/").checked().fits().reads("調整する人がいない")
    section.reads("権利擁護の検討待ち").reads("見守りの日がすぎている").reads("相談支援包括化推進員")
    section.go("/settings/first-response/").checked().fits().reads("ためし")
    section.press("過去の相談でためす", "決まりがあてはまるもの").checked().fits()


def test_a_watch_that_is_late_is_looked_after_and_the_next_day_is_set(people):
    desk = people("y-kurashi", width=390)
    desk.go("/outreach/watch/").checked().fits().reads("過ぎています")
    desk.page.get_by_role("link", name="封筒を開けられない60代の単身の世帯（架空）").first.click()
    desk.press("見守りを記録する", "ようす").checked().fits()
    desk.type(text="灯りがついていた。声は元気。").press("見守りを記録する", "見た日").checked()


def test_news_of_a_closed_case_reaches_its_last_team(people):
    last = people("y-hokatsu")
    last.go("/today/").reads("終結後の知らせ").checked()
    last.go("/leads/").checked().fits()
    last.page.locator("main a[href^='/leads/']").first.click()
    last.reads("夜、家の前に立っておられた").checked().fits()
    last.page.get_by_label("ようすを見る").check(force=True)
    last.press("受けとめる", "受けとめ").checked()
