"""A record is about to tell where a protected person is: she who may know it is warned, nobody else learns anything."""

import pytest

from tasuki.cases.models import SupportRecord
from tasuki.people import actions as people
from tasuki.people.models import Person


@pytest.fixture
def case(town):
    """The mother is under protection; her address and telephone are known to 山本 さくら."""
    case = town.case()
    with town.acting("sakura") as sakura:
        home = people.start_household(by=sakura, town=town.towns[0], address="9番 かくれ荘")
        people.join_household(household=home, person=case.people[0], by=sakura)
        people.add_contact(person=case.people[0], by=sakura, kind="mobile", value="090-1111-2222")
        people.add_contact(person=case.people[0], by=sakura, kind="work", value="ひなた製パン")
        people.protect_person(person=Person.objects.get(pk=case.people[0].pk), by=sakura, note="支援措置")
    return case


def send(browse, case, text, login="sakura", **more):
    fields = {
        "at_date": "R8.11.18",
        "at_time": "09:30",
        "method": "phone",
        "worker_count": "1",
        "parties": ["person"],
        "minutes": "10分",
    }
    return browse(login).post(f"/cases/{case.pk}/records/new/", text=text, **fields, **more)


@pytest.mark.parametrize(("text", "what"), [
    ("引っ越し先は９番　かくれ荘とのこと", "住所"), ("０９０（１１１１）２２２２にかけた", "携帯電話"), ("ヒナタ製パンで働いている", "勤務先"),
])  # fmt: skip
def test_she_is_warned_and_may_keep_it_knowingly(town, case, browse, text, what):
    answer = send(browse, case, text)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"この記録に、伏せるべき住所が入っています（{what}）" in page
    assert text in page
    assert send(browse, case, text, knowingly="on").status_code == 302
    with town.acting("sakura"):
        assert SupportRecord.objects.get().text == text


def test_other_words_are_written_as_ever(case, browse):
    assert send(browse, case, "元気そうだった。電話は9時すぎに").status_code == 302


def test_a_colleague_who_is_not_named_is_not_told_that_she_guessed_right(case, browse):
    assert send(browse, case, "9番 かくれ荘、090-1111-2222", login="ken").status_code == 302
