"""A worker registers people, puts them right, protects them; others see only what is theirs to see."""

from datetime import date

import pytest

from tasuki.people import actions, rules
from tasuki.people.models import Contact, Household, Membership, Person, PersonGrant, Relation
from tasuki.people.protection import whereabouts_open
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale


def test_an_age_told_today_is_still_right_in_four_years(town):
    mother = town.person("花村 ウメ", birth="80代")
    son = town.person("花村 一郎", birth="昭和55年頃")
    with town.acting("sakura"):
        mother = Person.objects.get(pk=mother.pk)
        assert mother.age().label == "80代"
        with clock.stopped_at(clock.at(date(2030, 11, 18))):
            assert (mother.age().low, mother.age().high) == (84, 93)
        assert son.birth.format() == "昭和55年頃"


def test_a_person_is_put_right_and_found_by_the_new_name(town):
    person = town.person("花村 梅")
    with town.acting("sakura") as sakura:
        actions.change_person(person=person, by=sakura, version=1, family_name="髙橋", birth="S13.5.3")
        assert (person.version, person.birth_year, person.search_key) == (2, 1938, "高橋梅")
        with pytest.raises(Stale):
            actions.change_person(person=person, by=sakura, version=1, given_name="うめ")
        actions.change_person(person=person, by=sakura, died_on=date(2026, 11, 1))
        assert Person.objects.get(pk=person.pk).deceased


def test_a_stranger_may_change_nothing(town):
    person = town.person("花村 梅")
    other = town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        home = actions.start_household(by=sakura)
        row = actions.join_household(household=home, person=person, by=sakura)
        contact = actions.add_contact(person=person, by=sakura, kind="home", value="03-1111-2222")
        told = {"answer": "given", "asked_on": date(2026, 11, 18), "method": "oral"}
        consent = actions.ask_consent(person=person, by=sakura, **told)
        tie = actions.relate(first=person, second=other, kind="parent", by=sakura)
        allowed = [
            rules.may_change_person(person, sakura), rules.may_add_contact(person, sakura),
            rules.may_withdraw(consent, sakura),
            rules.may_change_contact(contact, sakura), rules.may_change_household(home, sakura),
            rules.may_change_membership(row, sakura), rules.may_leave_household(row, sakura),
            rules.may_protect_person(person, sakura), rules.may_ask_consent(person, sakura),
            rules.may_unrelate(tie, sakura), rules.may_relate(person, other, sakura),
            rules.may_register_person(sakura), rules.may_start_household(sakura),
        ]  # fmt: skip
        assert all(allowed)
        assert rules.may_join_household(home, person, sakura).reason == "すでにこの世帯の世帯員です。"
        assert rules.may_relate(person, person, sakura).reason
    for login in ("yoso", "admin", "chair"):
        with town.acting(login) as stranger:
            refused = [
                rules.may_change_person(person, stranger), rules.may_add_contact(person, stranger),
                rules.may_change_contact(contact, stranger), rules.may_change_household(home, stranger),
                rules.may_change_membership(row, stranger), rules.may_leave_household(row, stranger),
                rules.may_protect_person(person, stranger), rules.may_ask_consent(person, stranger),
                rules.may_withdraw(consent, stranger), rules.may_relate(person, other, stranger),
                rules.may_join_household(home, other, stranger), rules.may_unrelate(tie, stranger),
            ]  # fmt: skip
            assert not any(refused)
    with town.acting("yoso") as stranger, pytest.raises(Refused):
        actions.change_person(person=person, by=stranger, family_name="別")
    with town.acting("chair") as chair, pytest.raises(Refused):
        actions.register_person(by=chair, family_name="別")


@pytest.mark.database
def test_a_household_has_its_area_from_the_town_and_members_over_time(town):
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        home = actions.start_household(by=sakura, town=town.towns[2], address="1-2")
        assert home.area == town.areas[2]
        actions.join_household(household=home, person=mother, by=sakura, relation="母", head=True)
        row = actions.join_household(household=home, person=son, by=sakura, relation="長男", key_person=True)
        actions.change_membership(membership=row, by=sakura, relation="長男", main_carer=True)
        actions.leave_household(membership=row, by=sakura, on=date(2026, 10, 1))
        with pytest.raises(Refused):
            actions.leave_household(membership=row, by=sakura, on=date(2026, 10, 2))
        again = actions.join_household(household=home, person=son, by=sakura, since=date(2026, 11, 1))
        assert Membership.objects.filter(household=home, until=None).count() == 2
        actions.change_household(household=home, by=sakura, version=1, town=town.towns[0], address="9")
        assert Household.objects.get(pk=home.pk).area == town.areas[0]
        assert again.until is None


def test_a_telephone_is_kept_with_the_note_not_to_ring_it(town):
    person = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        contact = actions.add_contact(person=person, by=sakura, kind="home", value="（03）1234－5678")
        told = {"kind": "home", "value": "03-1234-5679", "do_not_use": True, "note": "弟が出る"}
        actions.change_contact(contact=contact, by=sakura, **told)
        assert Contact.objects.get().digits == "0312345679"
        assert Contact.objects.get().do_not_use


def test_a_refused_consent_is_kept_and_opens_nothing(town):
    person = town.person("花村 ウメ")
    told = {"asked_on": date(2026, 11, 18), "method": "oral", "items": ["basic"]}
    told["agencies"] = [town.agencies["hokatsu"]]
    with town.acting("sakura") as sakura:
        refused = actions.ask_consent(person=person, by=sakura, answer="refused", words="「今日はいい」", **told)
        given = actions.ask_consent(person=person, by=sakura, answer="given", **told)
        assert (refused.items, refused.agencies.count()) == ([], 0)
        assert (given.items, given.agencies.count()) == (["basic"], 1)
        with pytest.raises(Refused):
            actions.withdraw(consent=refused, by=sakura)
        actions.withdraw(consent=given, by=sakura, note="電話で")
        assert given.withdrawn_at is not None
        with pytest.raises(Refused):
            actions.withdraw(consent=given, by=sakura)


def test_a_tie_drawn_twice_is_one_and_one_drawn_wrongly_goes(town):
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        actions.relate(first=mother, second=son, kind="parent", by=sakura)
        tie = actions.relate(first=mother, second=son, kind="parent", by=sakura, order=1)
        assert Relation.objects.get().order == 1
        actions.unrelate(relation=tie, by=sakura)
        assert not Relation.objects.exists()


@pytest.mark.database
def test_under_protection_only_those_in_charge_see_where_somebody_lives(town):
    case = town.case(by="sakura")
    mother, son = case.people
    with town.acting("sakura") as sakura:
        actions.protect_person(person=mother, by=sakura, note="長男に住所を知らせない（R9.3まで）")
        assert whereabouts_open([mother, son], sakura) == {mother.pk, son.pk}
        assert rules.may_add_contact(mother, sakura)
    with town.acting("ken") as ken:
        mother = Person.objects.get(pk=mother.pk)
        assert whereabouts_open([mother, son], ken) == {son.pk}
        assert not rules.may_add_contact(mother, ken)
        with pytest.raises(Refused):
            actions.protect_person(person=mother, by=ken, note="終わり", on=False)


def test_before_there_is_a_case_whoever_registered_her_sees_it(town):
    person = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        actions.protect_person(person=person, by=sakura, note="DV")
        assert whereabouts_open([person], sakura) == {person.pk}
        assert PersonGrant.objects.filter(person=person).count() == 1
    with town.acting("ken") as ken:
        assert whereabouts_open([person], ken) == set()
