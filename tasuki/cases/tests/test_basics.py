"""The basics of a case and of its members are put right; somebody chosen by mistake is taken out again."""

import pytest

from tasuki.cases.actions import Member, add_member
from tasuki.cases.models import Attachment, Case, CaseEvent, CaseMember
from tasuki.cases.recording import attach, write_record
from tasuki.codes import lookup
from tasuki.people.models import Person, PersonGrant
from tasuki.shared import clock


def test_the_name_of_the_household_is_put_right(town, browse, django_assert_max_num_queries):
    case = town.case()
    path = f"/cases/{case.pk}/basics/"
    sakura = browse("sakura")
    with django_assert_max_num_queries(25):
        assert "世帯の呼び方" in sakura.get(path).content.decode()
    assert sakura.post(path, label="", topics=[]).status_code == 422
    with town.acting("sakura"):
        topic = lookup.choices("consultation_topic")[0][0]
    assert (
        sakura.post(path, label="87歳の母と長男の世帯", topics=[topic], _version=case.version)["Location"]
        == f"/cases/{case.pk}/"
    )
    with town.acting("sakura"):
        found = Case.objects.get(pk=case.pk)
        assert (found.label, found.topics) == ("87歳の母と長男の世帯", [topic])
        assert "87歳の母と長男の世帯" in CaseEvent.objects.get(kind="basics_changed").text
    assert browse("yoso").get(path).status_code == 404


def test_somebody_moves_out(town, browse):
    case = town.case()
    with town.acting("sakura"):
        member = case.members.select_related("person").order_by("order").last()
    path = f"/cases/{case.pk}/members/{member.person_id}/"
    assert "続柄" in browse("sakura").get(path).content.decode()
    assert browse("sakura").post(path, relation="長男")["Location"] == f"/cases/{case.pk}/household/"
    with town.acting("sakura"):
        member.refresh_from_db()
        assert (member.relation, member.in_household) == ("長男", False)
    assert browse("yoso").get(path).status_code == 404


@pytest.fixture
def wrong(town):
    """A case into which a namesake has come."""
    case, person = town.case(), town.person("作例 まちがえ")
    with town.acting("sakura") as sakura:
        add_member(case=case, member=Member(person=person, relation="叔父"), by=sakura)
    return case, person


def test_somebody_chosen_by_mistake_is_taken_out(town, browse, wrong):
    case, person = wrong
    path = f"/cases/{case.pk}/members/{person.pk}/out/"
    with town.acting("ken"):
        assert PersonGrant.objects.live().filter(person=person, source=case.pk).exists()
    assert browse("yoso").post(path, reason="別の人").status_code == 404
    assert browse("sakura").post(path, reason="").status_code == 422
    assert browse("sakura").post(path, reason="同じ名前の別の人だった")["Location"] == f"/cases/{case.pk}/household/"
    with town.acting("sakura"):
        assert not CaseMember.objects.filter(case=case, person=person).exists()
        assert not PersonGrant.objects.live().filter(person=person, source=case.pk).exists()
        assert Person.objects.filter(pk=person.pk).exists()  # she is registered still
        assert "同じ名前の別の人" in CaseEvent.objects.get(kind="member_out").text


def test_whoever_is_written_about_stays(town, browse, wrong):
    case, person = wrong
    with town.acting("sakura") as sakura:
        write_record(case=case, by=sakura, at=clock.now(), method="phone", text="叔父から電話", about=person)
    answer = browse("sakura").post(f"/cases/{case.pk}/members/{person.pk}/out/", reason="別の人だった")
    assert answer.status_code == 409
    assert "もうこのケースに書かれています" in answer.content.decode()


def test_a_file_of_another_household_is_taken_back(town, browse):
    case = town.case()
    with town.acting("sakura") as sakura:
        record = write_record(case=case, by=sakura, at=clock.now(), method="visit", text="書類を写した")
        file = attach(record=record, by=sakura, name="tsuchi.txt", content="通知の写し".encode())
    here, page = f"/cases/{case.pk}/attachments/{file.pk}/", f"/cases/{case.pk}/records/{record.pk}/"
    assert browse("yoso").post(here + "withdraw/", reason="x").status_code == 404
    assert browse("sakura").post(here + "withdraw/", reason="").status_code == 422
    assert browse("sakura").post(here + "withdraw/", reason="ちがう世帯の書類だった")["Location"] == page
    assert browse("sakura").get(here).status_code == 404
    told = browse("sakura").get(page).content.decode()
    assert "取り消した添付" in told
    assert "ちがう世帯の書類だった" in told
    assert "tsuchi.txt" not in told
    with town.acting("sakura"):
        assert not Attachment.objects.exists()
