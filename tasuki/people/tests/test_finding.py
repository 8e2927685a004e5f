"""A worker looks for somebody before registering her; what is not hers to see leaves no trace in the answers."""

import pytest

from tasuki.audit.models import Entry
from tasuki.people import actions
from tasuki.people.finding import find_people, possible_duplicates

pytestmark = pytest.mark.database


@pytest.fixture
def known(town):
    person = town.person("髙橋 梅", family_kana="タカハシ", given_kana="ウメ", common_name="うめばあ", birth="S13.5.3")
    with town.acting("sakura") as sakura:
        actions.add_contact(person=person, by=sakura, kind="home", value="03-1234-5678")
        home = actions.start_household(by=sakura, town=town.towns[1], address="1-2")
        actions.join_household(household=home, person=person, by=sakura)
    return person


SPELLINGS = [
    "高橋", "髙橋　梅", "たかはし", "ﾀｶﾊｼ ｳﾒ", "タガハシ", "うめ たかはし", "うめばあ", "03-1234-5678", "5678",
    "S13.5.3", "1938年", "昭和13年5月3日", "高橋 1938/5/3", "昭和12年頃",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_she_is_found_however_she_is_spelled(town, known, text):
    with town.acting("sakura") as sakura:
        assert [(one.person.pk, one.area) for one in find_people(sakura, text)] == [(known.pk, "第2圏域")]


@pytest.mark.parametrize("text", ["田中", "高橋 1939/5/3", "03-9999", "", "ー", "%", "　"])
def test_somebody_else_is_not(town, known, text):
    with town.acting("sakura") as sakura:
        assert find_people(sakura, text) == []


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_stranger_finds_nobody(town, known, text):
    for login in ("yoso", "admin"):
        with town.acting(login) as stranger:
            assert find_people(stranger, text) == []


def test_the_search_is_written_down_with_what_the_worker_could_see(town, known):
    with town.acting("yoso") as stranger:
        find_people(stranger, "高橋")
    with town.acting("suzuki"):
        assert Entry.objects.filter(act="search").values_list("count", flat=True).get() == 0


def test_the_number_of_a_protected_person_finds_nobody(town, known):
    with town.acting("sakura") as sakura:
        actions.protect_person(person=known, by=sakura, note="DV")
        assert find_people(sakura, "03-1234-5678") == []
        (one,) = find_people(sakura, "高橋")
        assert one.area == ""


SAME = [
    ({"family_name": "高橋", "given_name": "梅"}, ("氏名・カナが同じ",)),
    ({"family_kana": "たかはし", "given_kana": "うめ", "birth": "1938/5/3"}, ("氏名・カナが同じ", "生年月日が同じ")),
    ({"family_name": "別", "phone": "0312345678"}, ("電話番号が同じ",)),
]


@pytest.mark.parametrize(("told", "why"), SAME)
def test_a_possible_duplicate_is_shown_with_its_reason(town, known, told, why):
    with town.acting("sakura") as sakura:
        assert [(one.person.pk, one.why) for one in possible_duplicates(sakura, **told)] == [(known.pk, why)]
    with town.acting("yoso") as stranger:
        assert possible_duplicates(stranger, **told) == []


def test_the_same_name_with_another_birthday_is_another_person(town, known):
    with town.acting("sakura") as sakura:
        assert possible_duplicates(sakura, family_name="髙橋", given_name="梅", birth="S20.1.1") == []
        assert possible_duplicates(sakura) == []


def test_people_are_found_by_the_initial_of_their_reading(town, browse):
    town.person("花村 ウメ", family_kana="ハナムラ", given_kana="ウメ")
    town.person("馬場 一", family_kana="ババ", given_kana="ハジメ")
    town.person("山本 二", family_kana="ヤマモト", given_kana="ジ")
    page = browse("sakura").get("/people/find/", row="は").content.decode()
    assert page.index("花村") < page.index("馬場")
    assert "山本 二" not in page
    assert "花村" not in browse("yoso").get("/people/find/", row="は").content.decode()
    assert browse("sakura").get("/people/find/", row="x").status_code == 200
