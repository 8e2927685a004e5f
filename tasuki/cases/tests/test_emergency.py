"""A worker opens a case because a life is in danger: for herself, for a day, on record, and somebody reviews it."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tasuki.cases.access import access_to, open_case
from tasuki.cases.actions import change_owner
from tasuki.cases.emergency import end_early, open_in_emergency, review_emergency
from tasuki.cases.models import Case, CaseEvent, CaseGrant, EmergencyOpening, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Post

WHY = "夜間に隣家から物音と叫び声の通報。持病と緊急連絡先を知る必要がある。"


@pytest.fixture
def case(town):
    """Of the 総合相談支援センター, with a record, a mother who can be named."""
    case = town.case(names=())
    mother = town.person("花村 ウメ", birth="昭和15年5月3日")
    with town.acting("sakura") as sakura:
        from tasuki.cases.actions import Member, add_member

        add_member(case=case, member=Member(mother, index_person=True), by=sakura)
        write_record(case=case, by=sakura, at=clock.now(), method="visit", text="薬を飲めていない")
    case.people = [mother]
    return case


def opened(town, case, login="midori", **how):
    """By her who has no ground of her own."""
    with town.acting(login) as worker:
        return open_in_emergency(by=worker, kind="life", reason=WHY, **(how or {"number": case.number}))


def seen(table: str) -> int:
    """Rows that the database shows, whatever the code would ask."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def test_it_opens_to_her_alone_and_for_a_day(town, case):
    opening = opened(town, case)
    assert opening.until == clock.now() + timedelta(hours=24)
    with town.acting("midori") as midori:
        access = open_case(midori, case.pk, part=Scope.RECORD).access
        assert access.whole == Scope.everything()
        assert access.grounds == [("緊急", opening.until)]
        assert SupportRecord.objects.visible_to(midori).count() == seen("cases_supportrecord") == 1
        assert Person.objects.visible_to(midori).count() == seen("people_person") == 1
        colleague = midori.agency
    with town.acting("suzuki"):
        grant = CaseGrant.objects.get(ground="emergency")
        assert (grant.agency_id, grant.held_at_id) == (None, colleague.pk)
    with clock.stopped_at(opening.until), town.acting("midori") as midori:
        assert not Case.objects.visible_to(midori).exists()
        assert seen("cases_case") == seen("people_person") == seen("cases_supportrecord") == 0
    with clock.stopped_at(opening.until - timedelta(seconds=1)), town.acting("midori") as midori:
        assert Case.objects.visible_to(midori).exists()


def test_the_hours_are_a_setting_of_the_town(town, case):
    with town.acting("suzuki") as suzuki:
        town_row = suzuki.agency.municipality
        town_row.emergency_hours = 3
        town_row.save()
    assert opened(town, case).until == clock.now() + timedelta(hours=3)


def test_by_the_whole_name_and_the_year_of_birth(town, case):
    assert opened(town, case, name="花村ウメ", birth="昭和15年").case_id == case.pk
    for wrong in ({"name": "花村", "birth": "昭和15年"}, {"name": "花村ウメ", "birth": "昭和16年"},
                  {"name": "花村ウメ", "birth": "80代"}, {"name": "花村ウメ", "birth": ""}):  # fmt: skip
        assert opened(town, case, "akira", **wrong).case_id is None
        with town.acting("suzuki"):
            EmergencyOpening.objects.filter(worker=town.workers["akira"]).update(at=clock.now() - timedelta(hours=2))


def test_of_two_persons_of_one_name_it_opens_neither(town, case):
    town.person("花村 ウメ", by="nao", birth="昭和15年8月1日")
    assert opened(town, case, name="花村ウメ", birth="昭和15年").case_id is None
    assert opened(town, case, name="花村ウメ", birth="昭和15年5月3日").case_id == case.pk


def test_an_unknown_number_leaves_the_same_row_and_opens_nothing(town, case):
    missed = opened(town, case, number="R99-9999")
    assert (missed.case_id, missed.keeper_id, missed.until) == (None, None, None)
    with town.acting("midori") as midori:
        assert not Case.objects.visible_to(midori).exists()
    with town.acting("officer") as officer:
        assert list(EmergencyOpening.objects.visible_to(officer)) == [missed]
        assert not EmergencyOpening.objects.waiting().exists()


@pytest.mark.parametrize("login", ["chair", "admin", "officer"])
def test_roles_that_see_no_case_cannot(town, case, login):
    with pytest.raises(Refused):
        opened(town, case, login)


def test_a_word_is_no_reason(town, case):
    with town.acting("midori") as midori, pytest.raises(Refused, match="20文字以上"):
        open_in_emergency(by=midori, kind="life", reason="　急ぎです　" + " " * 40, number=case.number)


def test_five_times_an_hour(town, case):
    for number in range(5):
        opened(town, case, number=f"R1-{number}")
    with pytest.raises(Refused, match="1時間に5回まで"):
        opened(town, case)
    with clock.stopped_at(clock.now() + timedelta(hours=1, seconds=1)):
        assert opened(town, case).case_id


def test_her_own_case_needs_no_emergency(town, case):
    with pytest.raises(Refused, match="すでにあなたに開かれています"):
        opened(town, case, "ken")


def test_it_ends_with_her_post_and_does_not_go_with_her(town, case):
    opened(town, case)
    with town.acting("suzuki"):
        post = Post.objects.get(worker=town.workers["midori"])
        post.until = date(2026, 11, 18)
        post.save()
        Post.objects.create(
            worker=post.worker, agency=town.agencies["kikan"], role="counsellor", since=date(2026, 11, 18)
        )
    with town.acting("midori") as midori:
        assert midori.agency == town.agencies["kikan"]
        assert not Case.objects.visible_to(midori).exists()
        assert access_to(case, midori) is None
        assert seen("cases_case") == seen("people_person") == seen("cases_supportrecord") == 0


def test_it_ends_when_her_new_role_sees_no_cases(town, case):
    opened(town, case)
    with town.acting("suzuki"):
        Post.objects.filter(worker=town.workers["midori"]).update(role="chair")
    with town.acting("midori"):
        assert seen("cases_case") == seen("people_person") == 0


def test_she_can_close_it_early(town, case):
    opening = opened(town, case)
    with town.acting("midori") as midori:
        end_early(opening=opening, by=midori)
        assert not Case.objects.visible_to(midori).exists()
        assert seen("cases_case") == 0
        with pytest.raises(Refused, match="もう閉じています"):
            end_early(opening=opening, by=midori)
    with town.acting("ken") as ken, pytest.raises(Refused):
        end_early(opening=opening, by=ken)


def test_the_owner_reads_it_in_the_timeline_and_on_the_list(town, case):
    opening = opened(town, case)
    with town.acting("sakura") as sakura:
        assert CaseEvent.objects.visible_to(sakura).filter(kind="emergency").exists()
        assert list(EmergencyOpening.objects.visible_to(sakura).waiting()) == [opening]
    with town.acting("akira") as akira:
        assert not EmergencyOpening.objects.visible_to(akira).exists()
        assert seen("cases_emergencyopening") == 0


@pytest.mark.parametrize(("login", "may"), [
    ("sakura", True), ("ken", True), ("suzuki", True), ("officer", True), ("midori", False), ("akira", False),
    ("chair", False), ("admin", False),
])  # fmt: skip
def test_somebody_other_than_she_who_opened_reviews_it(town, case, login, may):
    opening = opened(town, case)
    with town.acting(login) as worker:
        if not may:
            with pytest.raises(Refused):
                review_emergency(opening=opening, by=worker, verdict="fit", note="")
            return
        review_emergency(opening=opening, by=worker, verdict="watch", note="来週もう一度確かめる")
        assert EmergencyOpening.objects.waiting().count() == 1
        review_emergency(opening=opening, by=worker, verdict="fit", note="通報記録と合う")
        assert not EmergencyOpening.objects.waiting().exists()
        with pytest.raises(Refused, match="もう確かめられています"):
            review_emergency(opening=opening, by=worker, verdict="unfit", note="")


def test_the_officer_reads_no_name_and_no_case(town, case):
    opened(town, case)
    with town.acting("officer") as officer:
        assert EmergencyOpening.objects.visible_to(officer).get().number == case.number
        assert seen("cases_case") == seen("people_person") == seen("cases_caseevent") == 0


def test_it_goes_to_the_new_owner_when_the_case_does(town, case):
    opened(town, case)
    with town.acting("sakura") as sakura:
        change_owner(case, agency=town.agencies["kikan"], worker=town.workers["akira"], by=sakura)
        assert not EmergencyOpening.objects.visible_to(sakura).exists()
    with town.acting("akira") as akira:
        assert EmergencyOpening.objects.visible_to(akira).waiting().exists()


def test_another_town_is_told_nothing(town, other_town, case):
    opened(town, case)
    with other_town.acting("officer") as officer:
        assert not EmergencyOpening.objects.visible_to(officer).exists()
    missed = open_from(other_town, case.number)
    assert missed.case_id is None


def open_from(town, number):
    """Asked for in another town."""
    with town.acting("midori") as midori:
        return open_in_emergency(by=midori, kind="life", reason=WHY, number=number)
