"""A person under protection: where she is, is read by the workers named for her and by nobody else, whatever the code asks."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tasuki.people import actions as people
from tasuki.people.models import (
    Contact,
    Household,
    Person,
    PersonGrant,
    ProtectedLook,
    ProtectionKeeper,
    SafeAddress,
)
from tasuki.people.protection import HIDDEN, address_of, whereabouts_open
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.models import Post


@pytest.fixture
def home(town):
    """A mother under protection and her son; telephone, workplace, school, address."""
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎")
    with town.acting("sakura") as sakura:
        people.add_contact(person=mother, by=sakura, kind="mobile", value="090-1111-2222")
        people.add_contact(person=mother, by=sakura, kind="work", value="ひなた製パン")
        people.add_contact(person=mother, by=sakura, kind="school", value="日向高校 定時制")
        home = people.start_household(by=sakura, town=town.towns[0], address="9番 かくれ荘", postal_code="6830001",
                                      note="裏口から入る")  # fmt: skip
        for person in (mother, son):
            people.join_household(household=home, person=person, by=sakura)
        people.protect_person(person=mother, by=sakura, note="支援措置", until=date(2027, 3, 31))
    home = reread(town, home)
    home.mother, home.son = mother, son
    return home


def reread(town, home):
    with town.acting("sakura"):
        return Household.objects.get(pk=home.pk)


def raw(sql: str, *values):
    """What the database shows to whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def everything_read() -> str:
    """Whereabouts in every table that holds them, asked without the code."""
    rows = [*raw("select value, note from people_contact"), *raw("select address, note, postal_code from people_safeaddress"),
            *raw("select address, note, postal_code from people_household")]  # fmt: skip
    return " ".join(str(cell) for row in rows for cell in row)


SECRETS = ("1111-2222", "ひなた製パン", "日向高校", "かくれ荘", "裏口", "6830001")


def test_she_who_protects_is_named_and_reads_it(town, home):
    with town.acting("sakura") as sakura:
        assert address_of(home, sakura) == "ひなた町1丁目9番 かくれ荘"
        assert whereabouts_open([home.mother.__class__.objects.get(pk=home.mother.pk)], sakura) == {home.mother.pk}
        assert all(secret in everything_read() for secret in SECRETS)


@pytest.mark.parametrize("login", ["ken", "suzuki", "midori", "officer", "admin", "chair", "yoso"])
def test_the_database_refuses_everybody_else_by_itself(town, home, login):
    with town.acting("suzuki"):  # even with every ground there is
        PersonGrant.objects.create(person=home.mother, agency=town.agencies["hokatsu"], ground="consent", scope=63,
                                   since=clock.now(), source=home.mother.pk, given_by=town.workers["sakura"])  # fmt: skip
    with town.acting(login) as worker:
        read = everything_read()
        assert not [secret for secret in SECRETS if secret in read]
        assert not SafeAddress.objects.visible_to(worker).exists()
        assert address_of(home, worker) == HIDDEN


def test_the_household_has_no_address_to_be_shown(town, home):
    assert (home.withheld, home.postal_code, home.town_id, home.address, home.note) == (True, "", None, "", "")
    assert str(home) == HIDDEN


def test_naming_opens_it_and_releasing_closes_it(town, home):
    with town.acting("sakura") as sakura:
        mother = Person.objects.get(pk=home.mother.pk)
        keeper = people.name_keeper(person=mother, worker=town.workers["ken"], by=sakura)
    with town.acting("ken") as ken:
        assert "かくれ荘" in everything_read()
        assert address_of(home, ken).endswith("かくれ荘")
    with town.acting("sakura") as sakura:
        people.release_keeper(keeper=keeper, by=sakura)
    with town.acting("ken") as ken:
        assert "かくれ荘" not in everything_read()
        assert address_of(home, ken) == HIDDEN


def test_a_naming_has_a_last_day(town, home):
    with town.acting("sakura") as sakura:
        mother = Person.objects.get(pk=home.mother.pk)
        people.name_keeper(person=mother, worker=town.workers["ken"], by=sakura, until=date(2026, 11, 20))
    for day, opens in ((date(2026, 11, 20), True), (date(2026, 11, 21), False)):
        with clock.stopped_at(clock.at(day, "00:00")), town.acting("ken") as ken:
            assert ("かくれ荘" in everything_read()) is opens
            assert (address_of(home, ken) != HIDDEN) is opens


def test_it_ends_with_the_post(town, home):
    with town.acting("suzuki"):
        post = Post.objects.get(worker=town.workers["sakura"])
        post.until = clock.today()
        post.save()
        Post.objects.create(worker=post.worker, agency=town.agencies["hokatsu"], role="counsellor", since=clock.today())
        PersonGrant.objects.create(person=home.mother, agency=town.agencies["hokatsu"], ground="consent", scope=63,
                                   since=clock.now(), source=home.mother.pk, given_by=town.workers["sakura"])  # fmt: skip
    with town.acting("sakura") as sakura:
        assert Person.objects.visible_to(sakura).filter(pk=home.mother.pk).exists()
        assert not ProtectionKeeper.objects.held_by(sakura).exists()
        assert not [secret for secret in SECRETS if secret in everything_read()]


def test_who_may_name(town, home):
    with town.acting("ken") as ken, pytest.raises(Refused, match="名指しできるのは"):
        people.name_keeper(person=Person.objects.get(pk=home.mother.pk), worker=ken, by=ken)
    with town.acting("suzuki") as suzuki:
        people.name_keeper(person=Person.objects.get(pk=home.mother.pk), worker=town.workers["ken"], by=suzuki)
        with pytest.raises(Refused, match="いまケースを扱う配属がありません"):
            people.name_keeper(person=Person.objects.get(pk=home.mother.pk), worker=town.workers["admin"], by=suzuki)


def test_the_last_one_named_stays(town, home):
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="最後のひとり"):
        people.release_keeper(keeper=ProtectionKeeper.objects.get(), by=sakura)


def test_the_worker_in_charge_of_a_running_case_is_named_too(town):
    case = town.case()
    with town.acting("suzuki") as suzuki:
        people.protect_person(person=Person.objects.get(pk=case.people[0].pk), by=suzuki, note="支援措置")
    with town.acting("sakura") as sakura:
        assert ProtectionKeeper.objects.held_by(sakura).count() == 1


def test_the_address_is_put_right_where_only_the_named_read_it(town, home):
    with town.acting("sakura") as sakura:
        people.change_household(
            household=home, by=sakura, town=town.towns[1], address="3番", postal_code="6830002", note=""
        )
        assert address_of(home, sakura) == "ひなた町2丁目3番"
    assert (reread(town, home).address, reread(town, home).town_id) == ("", None)
    with town.acting("ken") as ken, pytest.raises(Refused):
        people.change_household(household=home, by=ken, address="4番", postal_code="", note="")


def test_the_past_day_ends_nothing_only_the_act_does(town, home):
    with clock.stopped_at(clock.now() + timedelta(days=900)):
        with town.acting("ken"):
            assert "かくれ荘" not in everything_read()
        with town.acting("sakura") as sakura:
            people.protect_person(person=Person.objects.get(pk=home.mother.pk), by=sakura, note="終わった", on=False)
        with town.acting("ken") as ken:
            home = Household.objects.get(pk=home.pk)
            assert (home.withheld, home.address, home.note) == (False, "9番 かくれ荘", "裏口から入る")
            assert not SafeAddress.objects.visible_to(ken).exists()
            assert Contact.objects.count() == 3


def test_only_those_named_lift_it(town, home):
    with town.acting("ken") as ken, pytest.raises(Refused, match="名指しされた職員だけ"):
        people.protect_person(person=Person.objects.get(pk=home.mother.pk), by=ken, note="", on=False)


def test_moving_out_takes_the_secret_with_her(town, home):
    with town.acting("sakura") as sakura:
        new = people.start_household(by=sakura, town=town.towns[2], address="7番")
        old = home.memberships.get(person=home.mother.pk)
        people.leave_household(membership=old, by=sakura, on=clock.today())
        people.join_household(household=new, person=Person.objects.get(pk=home.mother.pk), by=sakura)
    assert not reread(town, home).withheld
    assert reread(town, new).withheld


def test_each_look_is_told_to_those_who_watch(town, home, browse):
    with town.acting("sakura") as sakura:
        people.name_keeper(person=Person.objects.get(pk=home.mother.pk), worker=town.workers["ken"], by=sakura)
    page = browse("ken").get(f"/people/{home.mother.pk}/").content.decode()
    assert "090-1111-2222" in page
    assert "かくれ荘" in page
    for login, told in (("officer", 1), ("sakura", 1), ("suzuki", 1), ("ken", 1), ("midori", 0), ("admin", 0)):
        with town.acting(login) as worker:
            assert ProtectedLook.objects.visible_to(worker).count() == told, login
            assert raw("select count(*) from people_protectedlook") == [(told,)], login
    with town.acting("officer"):
        look = ProtectedLook.objects.get()
        assert (look.worker.name, look.place) == ("小川 健", "人の登録")


def test_a_look_that_shows_nothing_is_no_alarm(town, home, browse):
    page = browse("ken").get(f"/people/{home.mother.pk}/").content.decode()
    assert not [secret for secret in SECRETS if secret in page]
    assert "非開示（支援措置）" in page
    with town.acting("officer"):
        assert not ProtectedLook.objects.exists()


def test_the_son_page_shows_his_address_to_the_named_and_alarms_for_the_mother(town, home, browse):
    assert "かくれ荘" in browse("sakura").get(f"/people/{home.son.pk}/").content.decode()
    with town.acting("officer"):
        assert ProtectedLook.objects.get().person_id == home.mother.pk
    assert "かくれ荘" not in browse("ken").get(f"/people/{home.son.pk}/").content.decode()


def test_a_worker_names_another_on_the_page(town, home, browse):
    with town.acting("suzuki"):
        post = Post.objects.get(worker=town.workers["ken"])
    sakura = browse("sakura")
    assert sakura.get(f"/people/{home.mother.pk}/keepers/new/").status_code == 200
    assert sakura.post(f"/people/{home.mother.pk}/keepers/new/", post="").status_code == 422
    assert sakura.post(f"/people/{home.mother.pk}/keepers/new/", post=str(post.pk)).status_code == 302
    assert "小川 健" in sakura.get(f"/people/{home.mother.pk}/").content.decode()
    with town.acting("sakura"):
        keeper = ProtectionKeeper.objects.get(worker=town.workers["ken"])
    assert browse("yoso").post(f"/people/{home.mother.pk}/keepers/{keeper.pk}/release/").status_code == 404
    assert sakura.post(f"/people/{home.mother.pk}/keepers/{keeper.pk}/release/").status_code == 302
    with town.acting("ken") as ken:
        assert not ProtectionKeeper.objects.held_by(ken).exists()
