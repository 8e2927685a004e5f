"""One person registered twice becomes one, nobody sees more of any case by it, and it can be undone."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tasuki.cases.consenting import take_consent
from tasuki.cases.models import Case, CaseGrant, CaseMember, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people import actions as people
from tasuki.people.merging import merge_households, merge_persons, unmerge_households, unmerge_persons
from tasuki.people.models import (
    Consent,
    Contact,
    Household,
    HouseholdMerge,
    Person,
    PersonGrant,
    PersonMerge,
    ProtectionKeeper,
    SafeAddress,
)
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

BORN = "昭和15年5月3日"


@pytest.fixture
def two(town):
    """花村ウメ at two desks: the 総合相談 (a case, opened to 基幹 by consent) and the 包括 (a telephone number)."""
    case = town.case(names=("花村 ウメ", "花村 一郎"))
    mine = case.people[0]
    with town.acting("sakura") as sakura:
        people.change_person(person=Person.objects.get(pk=mine.pk), by=sakura, family_kana="ハナムラ", given_kana="ウメ",
                             birth=BORN)  # fmt: skip
        mine.refresh_from_db()
        write_record(case=case, by=sakura, at=clock.now(), method="visit", text="ウメの記録", about=mine)
        take_consent(case=case, person=mine, by=sakura, answer="given", asked_on=clock.today(), method="written",
                     items=["basic", "progress"], agencies=[town.agencies["kikan"]])  # fmt: skip
        PersonGrant.objects.create(person=mine, agency=town.agencies["hokatsu"], ground="referral", scope=3,
                                   since=clock.now(), source=case.pk, given_by=sakura)  # fmt: skip
    other = town.person("花村 梅", by="midori", family_kana="ハナムラ", given_kana="ウメ", birth=BORN, sex="female")
    with town.acting("midori") as midori:
        people.add_contact(person=other, by=midori, kind="mobile", value="090-3333-4444")
        people.add_contact(person=other, by=midori, kind="work", value="湊かまぼこ")
    return case, mine, other


def fresh(person):
    return Person.objects.get(pk=person.pk)


def seen_by(town, login):
    """(cases, records, persons) as the code and as the database show them."""
    with town.acting(login) as worker:
        code = (set(Case.objects.visible_to(worker).values_list("pk", flat=True)),
                set(SupportRecord.objects.visible_to(worker).values_list("pk", flat=True)),
                set(Person.objects.visible_to(worker).values_list("pk", flat=True)))  # fmt: skip
        found = []
        for table in ("cases_case", "cases_supportrecord", "people_person"):
            with connection.cursor() as cursor:
                cursor.execute(f"select id from {table}")
                found.append({row[0] for row in cursor.fetchall()})
        assert code == tuple(found), login
        return code


def test_what_hung_on_the_one_hangs_on_the_other(town, two):
    _, mine, other = two
    with town.acting("midori") as midori:
        merge = merge_persons(keep=fresh(mine), drop=fresh(other), by=midori, choices={"given_name": "drop"})
        kept = fresh(mine)
        assert (kept.full_name, kept.sex, kept.protected) == ("花村 梅", "female", False)
        assert sorted(kept.contacts.values_list("value", flat=True)) == ["090-3333-4444", "湊かまぼこ"]
        assert not Person.objects.visible_to(midori).filter(pk=other.pk).exists()
        assert PersonMerge.objects.visible_to(midori).get() == merge
    with town.acting("suzuki"):
        assert fresh(other).merged_into_id == mine.pk


def test_nobody_sees_more_of_any_case(town, two):
    _, mine, other = two
    before = {login: seen_by(town, login) for login in town.workers}
    with town.acting("midori") as midori:
        merge_persons(keep=fresh(mine), drop=fresh(other), by=midori)
    for login, (cases, records, persons) in before.items():
        now = seen_by(town, login)
        assert (now[0], now[1]) == (cases, records), login
        one = {mine.pk} if persons & {mine.pk, other.pk} else set()
        assert now[2] - ({other.pk} if login == "suzuki" else set()) == persons - {mine.pk, other.pk} | one, login


def test_grants_keep_their_own_term(town, two):
    _, mine, other = two
    with town.acting("suzuki"):
        tomorrow = clock.now() + timedelta(days=1)
        PersonGrant.objects.create(person=other, agency=town.agencies["yoso"], ground="consent", scope=3,
                                   since=clock.now(), until=tomorrow, source=other.pk, given_by=town.workers["midori"])  # fmt: skip
    with town.acting("midori") as midori:
        merge_persons(keep=fresh(mine), drop=fresh(other), by=midori)
    assert seen_by(town, "yoso")[2] == {mine.pk}
    with clock.stopped_at(tomorrow):
        assert seen_by(town, "yoso")[2] == set()


def test_a_consent_taken_back_afterwards_still_closes(town, two):
    from tasuki.cases.consenting import withdraw_consent

    case, mine, other = two
    with town.acting("midori") as midori:
        merge_persons(keep=fresh(other), drop=fresh(mine), by=midori)
    assert seen_by(town, "akira")[0] == {case.pk}
    with town.acting("sakura") as sakura:
        assert SupportRecord.objects.visible_to(sakura).get().about_id == other.pk
        assert CaseGrant.objects.get(ground="consent").person_id == other.pk
        withdraw_consent(case=case, consent=Consent.objects.get(), by=sakura)
    assert seen_by(town, "akira") == (set(), set(), set())


def test_it_can_be_undone_for_thirty_days(town, two):
    case, mine, other = two
    before = {login: seen_by(town, login) for login in town.workers}
    with town.acting("midori") as midori:
        merge = merge_persons(keep=fresh(mine), drop=fresh(other), by=midori, choices={"given_name": "drop"})
    late = clock.now() + timedelta(days=30)
    with clock.stopped_at(late), town.acting("midori") as midori, pytest.raises(Refused):
        unmerge_persons(merge=merge, by=midori)
    with town.acting("midori") as midori:
        unmerge_persons(merge=merge, by=midori)
        assert (fresh(mine).full_name, fresh(mine).birth_text) == ("花村 ウメ", BORN)
        assert Contact.objects.filter(person=other).count() == 2
        with pytest.raises(Refused):
            unmerge_persons(merge=merge, by=midori)
    assert {login: seen_by(town, login) for login in town.workers} == before
    with town.acting("sakura"):
        assert CaseMember.objects.filter(case=case, person=mine.pk).exists()


def test_two_members_of_one_case_become_one_and_two_again(town, two):
    case, mine, _ = two
    again = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        from tasuki.cases.actions import Member, add_member

        add_member(case=case, member=Member(fresh(again), relation="母"), by=sakura)
        merge = merge_persons(keep=fresh(mine), drop=fresh(again), by=sakura)
        assert sorted(case.members.values_list("person", flat=True)) == sorted(one.pk for one in case.people)
        unmerge_persons(merge=merge, by=sakura)
        assert case.members.count() == 3
        assert case.members.get(person=again.pk).relation == "母"


def test_protection_is_never_lost_and_never_shown_to_more(town, two):
    _, mine, other = two
    with town.acting("midori") as midori:
        people.protect_person(person=fresh(other), by=midori, note="支援措置", until=date(2027, 3, 31))
    with town.acting("sakura") as sakura:
        PersonGrant.objects.create(person=other, agency=sakura.agency, ground="referral", scope=3, since=clock.now(),
                                   source=other.pk, given_by=sakura)  # fmt: skip
        with pytest.raises(Refused, match="名指しされた職員だけ"):
            merge_persons(keep=fresh(mine), drop=fresh(other), by=sakura)
    with town.acting("midori") as midori:
        merge_persons(keep=fresh(mine), drop=fresh(other), by=midori)
        assert (fresh(mine).protected, fresh(mine).protected_until) == (True, date(2027, 3, 31))
        assert Contact.objects.count() == 2
    with town.acting("sakura") as sakura:
        assert not ProtectionKeeper.objects.held_by(sakura).exists()
        assert not Contact.objects.exists()


def test_where_both_are_protected_only_those_named_for_both_remain(town, two):
    _, mine, other = two
    with town.acting("suzuki"):
        PersonGrant.objects.create(person=other, agency=town.agencies["sogo"], ground="referral", scope=3,
                                   since=clock.now(), source=other.pk, given_by=town.workers["midori"])  # fmt: skip
    with town.acting("sakura") as sakura:
        people.protect_person(person=fresh(mine), by=sakura, note="支援措置")
        people.name_keeper(person=fresh(mine), worker=town.workers["midori"], by=sakura)
    with town.acting("midori") as midori:
        people.protect_person(person=fresh(other), by=midori, note="支援措置")
        merge_persons(keep=fresh(mine), drop=fresh(other), by=midori)
        assert ProtectionKeeper.objects.held_by(midori).count() == 1
        assert Contact.objects.count() == 2
    with town.acting("sakura") as sakura:
        assert not ProtectionKeeper.objects.held_by(sakura).exists()
        assert not Contact.objects.exists()


def test_who_may_not_merge(town, two):
    _, mine, other = two
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="開かれていません"):
        merge_persons(keep=Person(pk=mine.pk), drop=Person(pk=other.pk), by=sakura)
    with town.acting("suzuki") as suzuki:
        with pytest.raises(Refused, match="同じ登録"):
            merge_persons(keep=fresh(mine), drop=fresh(mine), by=suzuki)
        merge_persons(keep=fresh(mine), drop=fresh(other), by=suzuki)
        with pytest.raises(Refused, match="すでに統合された"):
            merge_persons(keep=fresh(mine), drop=fresh(other), by=suzuki)


def test_the_pages_show_candidates_side_by_side_and_merge(town, two, browse, django_assert_max_num_queries):
    _, mine, other = two
    midori = browse("midori")
    with django_assert_max_num_queries(25):
        page = midori.get("/people/duplicates/").content.decode()
    assert f"/people/{mine.pk}/merge/{other.pk}/" in page
    assert "花村 ウメ" not in browse("akira").get("/people/duplicates/").content.decode()
    address = f"/people/{mine.pk}/merge/{other.pk}/"
    page = midori.get(address).content.decode()
    assert "090-3333-4444" in page
    assert midori.post(address, given_name="drop").status_code == 422
    assert browse("sakura").get(address).status_code == 404
    assert midori.post(address, given_name="drop", sure="on").status_code == 302
    with town.acting("midori"):
        merge = PersonMerge.objects.get()
    assert "統合を取り消す" in midori.get(f"/people/{mine.pk}/").content.decode()
    assert browse("yoso").post(f"/people/merges/{merge.pk}/undo/").status_code == 404
    assert midori.post(f"/people/merges/{merge.pk}/undo/").status_code == 302
    with town.acting("midori"):
        assert fresh(other).merged_into_id is None


@pytest.fixture
def homes(town, two):
    """Two households at one address."""
    case, mine, _ = two
    son = case.people[1]
    with town.acting("sakura") as sakura:
        made = [people.start_household(by=sakura, town=town.towns[0], address="5番") for _ in range(2)]
        people.join_household(household=made[0], person=fresh(mine), by=sakura)
        people.join_household(household=made[1], person=fresh(son), by=sakura)
        people.join_household(household=made[1], person=fresh(mine), by=sakura)
        Case.objects.filter(pk=case.pk).update(household=made[1])
    return made


def test_households_become_one_and_two_again(town, two, homes):
    case, mine, _ = two
    keep, drop = homes
    with town.acting("sakura") as sakura:
        merge = merge_households(keep=keep, drop=drop, by=sakura)
        assert keep.memberships.filter(until=None).count() == 2
        assert Case.objects.get(pk=case.pk).household_id == keep.pk
        assert Household.objects.get(pk=drop.pk).merged_into_id == keep.pk
        unmerge_households(merge=merge, by=sakura)
        assert (keep.memberships.count(), drop.memberships.count()) == (1, 2)
        assert Case.objects.get(pk=case.pk).household_id == drop.pk
    with town.acting("ken") as ken:
        people.protect_person(person=fresh(mine), by=ken, note="支援措置")
    with town.acting("suzuki") as suzuki, pytest.raises(Refused):
        merge_households(keep=Household.objects.get(pk=keep.pk), drop=Household.objects.get(pk=drop.pk), by=suzuki)


def test_a_withheld_address_stays_withheld_through_the_merge_and_back(town, two, homes):
    _, mine, _ = two
    keep, drop = homes
    with town.acting("sakura") as sakura:
        people.leave_household(membership=keep.memberships.get(), by=sakura, on=clock.today())
        people.protect_person(person=fresh(mine), by=sakura, note="支援措置")
        keep, drop = Household.objects.get(pk=keep.pk), Household.objects.get(pk=drop.pk)
        assert (keep.withheld, drop.withheld) == (False, True)
        merge = merge_households(keep=keep, drop=drop, by=sakura)
    with town.acting("suzuki"):
        rows = Household.objects.filter(pk__in=[keep.pk, drop.pk])
        assert list(rows.values_list("withheld", "address")) == [(True, ""), (True, "")]
        assert "5番" not in str(HouseholdMerge.objects.values_list("before", "moved"))
    with town.acting("sakura") as sakura:
        assert sorted(str(row) for row in SafeAddress.objects.visible_to(sakura)) == ["ひなた町1丁目5番"] * 2
        unmerge_households(merge=merge, by=sakura)
        assert Household.objects.get(pk=keep.pk).address == "5番"
        assert Household.objects.get(pk=drop.pk).withheld


def test_undoing_leaves_what_was_written_since(town, two):
    _, mine, other = two
    with town.acting("midori") as midori:
        merge = merge_persons(keep=fresh(mine), drop=fresh(other), by=midori, choices={"given_name": "drop"})
        people.change_person(person=fresh(mine), by=midori, given_name="うめ", sex="other")
        people.protect_person(person=fresh(mine), by=midori, note="支援措置")
        unmerge_persons(merge=PersonMerge.objects.get(pk=merge.pk), by=midori)
        kept = fresh(mine)
        assert (kept.given_name, kept.sex, kept.protected) == ("うめ", "other", True)


def test_the_page_of_households(town, homes, browse):
    keep, drop = homes
    sakura, address = browse("sakura"), f"/households/{keep.pk}/merge/{drop.pk}/"
    assert address in sakura.get("/people/duplicates/").content.decode()
    assert sakura.get(address).status_code == 200
    assert browse("yoso").get(address).status_code == 404
    assert sakura.post(address).status_code == 422
    assert sakura.post(address, sure="on").status_code == 302
    with town.acting("sakura"):
        merge = Household.objects.get(pk=keep.pk).merges.get()
    assert sakura.post(f"/households/merges/{merge.pk}/undo/").status_code == 302
