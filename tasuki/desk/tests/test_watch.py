"""What has to be watched over reaches those who watch: the owner's day, the case page, the officer; without names."""

from datetime import date, timedelta

import pytest

from tasuki.cases.emergency import open_in_emergency, review_emergency
from tasuki.cases.models import EmergencyOpening
from tasuki.people import actions as people
from tasuki.people.models import Person
from tasuki.shared import clock

WHY = "夜間に隣家から物音と叫び声の通報。持病と緊急連絡先を知る必要がある。"


@pytest.fixture
def case(town):
    """Of the 総合相談支援センター."""
    return town.case()


@pytest.fixture
def opening(town, case):
    """By 森 みどり of another agency."""
    with town.acting("midori") as midori:
        return open_in_emergency(by=midori, kind="life", reason=WHY, number=case.number)


def test_she_asks_by_number_and_reads_the_case(case, browse):
    midori = browse("midori")
    assert midori.get(f"/cases/{case.pk}/").status_code == 404
    assert midori.get("/emergency/").status_code == 200
    answer = midori.post("/emergency/", number=case.number, kind="life", reason=WHY, sure="on")
    assert (answer.status_code, answer["Location"]) == (302, "/emergency/")
    assert case.label in midori.get("/emergency/").content.decode()
    page = midori.get(f"/cases/{case.pk}/").content.decode()
    assert "緊急（11月19日" in page
    assert "あと24時間" in page
    assert "花村" in midori.get(f"/cases/{case.pk}/household/").content.decode()


def test_an_unknown_number_is_answered_in_the_same_words(town, case, browse):
    midori, akira = browse("midori"), browse("akira")
    one = midori.post("/emergency/", number=case.number, kind="life", reason=WHY, sure="on")
    other = akira.post("/emergency/", number="R99-9999", kind="life", reason=WHY, sure="on")
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    page = akira.get("/emergency/").content.decode()
    assert "該当するケースがあれば" in page
    assert case.label not in page
    assert "いま緊急に開いているケース</h2>" not in page


@pytest.mark.parametrize(("wrong", "said"), [
    ({"reason": "急ぎです"}, "20文字以上"), ({"sure": ""}, "直ちに知らされ"), ({"number": ""}, "ケース番号か、氏名と生まれた年"),
    ({"number": "", "name": "花村 ウメ"}, "生まれた年を"), ({"kind": ""}, "何の危険か"),
])  # fmt: skip
def test_what_is_missing_is_told_and_the_text_stays(case, browse, wrong, said):
    fields = {"number": case.number, "kind": "life", "reason": WHY, "sure": "on"} | wrong
    answer = browse("midori").post("/emergency/", **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fields["reason"] in answer.content.decode()


@pytest.mark.parametrize("login", ["chair", "admin", "officer"])
def test_roles_without_cases_find_no_such_page(browse, login):
    assert browse(login).get("/emergency/").status_code == 403


def test_the_owner_is_told_on_the_day_and_on_the_case(town, case, opening, browse):
    for login in ("sakura", "ken", "suzuki"):
        page = browse(login).get("/today/").content.decode()
        assert f"{case.number} を確かめる" in page, login
        assert "森 みどり" in page
    assert "このケースを緊急に開きました" in browse("sakura").get(f"/cases/{case.pk}/").content.decode()
    for login in ("midori", "akira", "chair"):
        assert "緊急に開かれたケース" not in browse(login).get("/today/").content.decode(), login


def test_the_owner_reviews_it_and_it_leaves_the_list(town, case, opening, browse):
    sakura, path = browse("sakura"), f"/emergency/{opening.pk}/"
    assert WHY in sakura.get(path).content.decode()
    assert sakura.post(path, verdict="unfit", note="").status_code == 422
    assert sakura.post(path, verdict="fit", note="通報記録と合う").status_code == 302
    assert "緊急に開かれたケース" not in sakura.get("/today/").content.decode()
    assert sakura.post(path, verdict="fit", note="").status_code == 409


def test_she_who_opened_cannot_review_and_strangers_find_nothing(opening, browse):
    path = f"/emergency/{opening.pk}/"
    assert "開いた本人は確かめられません" in browse("midori").get(path).content.decode()
    assert browse("midori").post(path, verdict="fit", note="").status_code == 409
    for login in ("akira", "chair", "admin"):
        assert browse(login).get(path).status_code == 404


def test_she_closes_it_herself(town, case, opening, browse):
    midori = browse("midori")
    assert browse("ken").post(f"/emergency/{opening.pk}/end/").status_code == 409
    assert midori.post(f"/emergency/{opening.pk}/end/").status_code == 302
    assert midori.get(f"/cases/{case.pk}/").status_code == 404


def test_the_officer_sees_number_and_worker_and_no_name(town, case, opening, browse, django_assert_max_num_queries):
    officer = browse("officer")
    with django_assert_max_num_queries(15):
        page = officer.get("/officer/").content.decode()
    assert case.number in page
    assert "森 みどり" in page
    assert "花村" not in page
    assert case.label not in page
    assert WHY not in page
    assert WHY in officer.get(f"/emergency/{opening.pk}/").content.decode()
    assert officer.get(f"/cases/{case.pk}/").status_code == 403
    assert officer.post(f"/emergency/{opening.pk}/", verdict="watch", note="来月また見る").status_code == 302
    assert "経過観察" in officer.get("/officer/").content.decode()
    assert f"{case.number} を確かめる" in officer.get("/today/").content.decode()
    assert browse("sakura").get("/officer/").status_code == 403


def test_after_seven_days_it_is_red(town, case, opening, browse):
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        assert "期限すぎ" in browse("officer").get("/officer/").content.decode()
        assert "期限すぎ" in browse("sakura").get("/today/").content.decode()


def test_the_empty_page_says_what_it_is_for(town, browse):
    page = browse("officer").get("/officer/").content.decode()
    assert "確かめ待ちはありません" in page
    assert "名指しされた職員だけ" in page


def test_an_asking_that_found_nothing_is_told_to_the_officer(town, browse):
    browse("akira").post("/emergency/", number="R99-9999", kind="body", reason=WHY, sure="on")
    assert "R99-9999" in browse("officer").get("/officer/").content.decode()


def test_the_end_of_a_measure_is_told_a_month_before_and_after(town, case, browse):
    with town.acting("sakura") as sakura:
        person = Person.objects.get(pk=case.people[0].pk)
        people.protect_person(person=person, by=sakura, note="支援措置", until=date(2027, 3, 31))
    sakura = browse("sakura")
    assert "支援措置（DV等）</h2>" not in sakura.get("/today/").content.decode()
    with clock.stopped_at(clock.at(date(2027, 3, 2))):
        assert "まで</strong>" in sakura.get("/today/").content.decode()
    with clock.stopped_at(clock.at(date(2027, 4, 1))):
        assert "期間がすぎています" in sakura.get("/today/").content.decode()
        assert "期間がすぎています" not in browse("ken").get("/today/").content.decode()


def test_a_look_at_a_protected_person_is_told_to_the_others(town, case, browse):
    with town.acting("sakura") as sakura:
        person = Person.objects.get(pk=case.people[0].pk)
        people.protect_person(person=person, by=sakura, note="支援措置")
        people.name_keeper(person=Person.objects.get(pk=person.pk), worker=town.workers["ken"], by=sakura)
    browse("ken").get(f"/cases/{case.pk}/household/")
    assert "小川 健さんが住所・連絡先を見ました" in browse("sakura").get("/today/").content.decode()
    page = browse("officer").get("/officer/").content.decode()
    assert "小川 健" in page
    assert case.number in page
    assert "花村" not in page


def test_the_way_in_is_on_the_search_and_on_the_list(town, browse):
    assert "/emergency/" in browse("midori").get("/search/", q="どこにもいない人").content.decode()
    assert "/emergency/" in browse("midori").get("/cases/").content.decode()


def test_a_review_by_another_town_is_impossible(town, other_town, opening):
    with other_town.acting("officer") as officer:
        assert not EmergencyOpening.objects.visible_to(officer).exists()
    with town.acting("officer") as officer:
        review_emergency(opening=opening, by=officer, verdict="fit", note="")
