"""A person under protection: nobody learns the address through somebody else of the household."""

from tasuki.people import actions as people
from tasuki.people.finding import find_people
from tasuki.people.models import Household, Person
from tasuki.people.protection import address_open


def test_the_household_is_withheld_from_readers_who_may_not_know_the_protected_person(town):
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        home = people.start_household(by=sakura, town=town.towns[0], address="9番")
        people.join_household(household=home, person=mother, by=sakura)
        people.join_household(household=home, person=son, by=sakura)
        people.protect_person(person=mother, by=sakura, note="支援措置 令和9年3月まで")
        home = Household.objects.get(pk=home.pk)
        assert home.withheld
        assert address_open(home, sakura)
    with town.acting("ken") as ken:
        assert not address_open(home, ken)
        assert {one.area for one in find_people(ken, "花村")} == {""}
    with town.acting("sakura") as sakura:
        people.protect_person(person=Person.objects.get(pk=mother.pk), by=sakura, note="期限が来た", on=False)
        assert not Household.objects.get(pk=home.pk).withheld
