"""The database refuses by itself: the ORM asked for everything, row-level security returns what the grants allow."""

import pytest
from django.db import connection, connections

from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind
from tasuki.cases.grants import admit, revoke
from tasuki.cases.models import Case, CaseEvent, CaseMember
from tasuki.people.models import Person
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope
from tasuki.sharing.holes import holes
from tasuki.tenancy.context import NOBODY, acting

pytestmark = pytest.mark.database


def seen(town, login, model=Case):
    with town.acting(login):
        return set(model.objects.values_list("pk", flat=True))


def test_the_wall_has_no_holes(db):
    assert holes(connection) == []


def test_the_owner_sees_the_case_and_a_stranger_sees_nothing(town):
    case = town.case(by="sakura")
    assert seen(town, "sakura") == {case.pk}
    assert seen(town, "ken") == {case.pk}
    assert seen(town, "yoso") == set()
    assert seen(town, "yoso", Person) == set()
    assert seen(town, "yoso", CaseMember) == set()
    assert seen(town, "yoso", CaseEvent) == set()


def test_the_section_sees_all_and_the_administrator_none(town):
    case = town.case(by="sakura")
    assert seen(town, "suzuki") == {case.pk}
    assert seen(town, "admin") == set()
    assert seen(town, "chair") == seen(town, "chair", Person) == set()


def test_without_a_context_there_are_no_rows(town):
    town.case(by="sakura")
    with acting(NOBODY):
        assert Case.objects.count() == 0
        assert Person.objects.count() == 0


def test_another_municipality_sees_nothing(town, other_town):
    town.case(by="sakura")
    assert seen(other_town, "sakura") == set()
    assert seen(other_town, "suzuki") == set()


def test_a_grant_for_one_person_opens_that_person_only_until_it_ends(town):
    case = town.case(by="sakura")
    mother, son = case.people
    source = uuid7()
    with town.acting("sakura") as sakura:
        note_event(case, EventKind.RECORDED, by=sakura, text="世帯のこと")
        about_mother = note_event(case, EventKind.RECORDED, by=sakura, text="母のこと", about=mother)
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.RECORD, source=source,
              by=sakura, agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    assert seen(town, "midori") == {case.pk}
    assert seen(town, "midori", Person) == {mother.pk}
    assert seen(town, "midori", CaseEvent) == {about_mother.pk}
    with town.acting("sakura") as sakura:
        revoke(source=source)
    assert seen(town, "midori") == seen(town, "midori", Person) == seen(town, "midori", CaseEvent) == set()
    assert son.pk in seen(town, "sakura", Person)


def test_the_owner_of_the_tables_is_not_the_application(db):
    with connections["default"].cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("tasuki_app", False, False)
