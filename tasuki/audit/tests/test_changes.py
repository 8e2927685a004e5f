"""Changes are written down by the database: every row, whoever writes and however."""

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError, ProgrammingError

from tasuki.audit.models import Change, ChangedValues, Entry
from tasuki.audit.triggers import EXEMPT, noted_models
from tasuki.cases.models import Case, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people.actions import add_contact
from tasuki.people.households import relate, unrelate
from tasuki.people.models import Contact
from tasuki.shared import clock
from tasuki.shared.walls import Wall
from tasuki.tenancy.models import Area, Municipality
from tests.figures import note


def changes(table, **more):
    return list(Change.objects.filter(table_name=table, **more).order_by("number", "at", "id"))


def sql(words, values=None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.rowcount


def test_a_changed_row_tells_who_when_and_what(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        Case.objects.filter(pk=case.pk).update(label="別の呼び名", next_text="電話")
        (change,) = changes("cases_case", fields__contains=["label", "next_text"])
        assert (change.row_id, change.case_id, change.worker_id) == (case.pk, case.pk, sakura.pk)
        assert (change.agency_id, change.at) == (sakura.agency_id, clock.now())
        assert sorted(change.fields) == ["label", "next_text"]
        told = ChangedValues.objects.get(pk=change.pk)
        assert told.difference["label"] == ["86歳の母と40代の長男の世帯", "別の呼び名"]


def test_as_many_lines_as_rows_however_they_are_written(town):
    """Hammer: ORM one by one, in bulk, plain SQL, deletion."""
    with town.acting("admin"):
        before = len(changes("tenancy_area"))
        rows = [Area(key=f"k{n}", name=f"圏域{n}", order=n) for n in range(400)]
        expected = len(Area.objects.bulk_create(rows))
        expected += Area.objects.filter(key__startswith="k").update(order=7)
        for row in rows[:20]:
            row.name = "さくら"
        expected += Area.objects.bulk_update(rows[:20], ["name"])
        rows[30].order = 99
        rows[30].save()
        expected += 1
        expected += sql("update tenancy_area set name = name || '区' where key like 'k1%%'")
        expected += sql("insert into tenancy_area (id, key, name, \"order\")"
                        " select gen_random_uuid(), 'r' || n, 'SQL', n from generate_series(1, 50) n")  # fmt: skip
        expected += Area.objects.filter(key__startswith="r").delete()[0]
        expected += sql("delete from tenancy_area where key like 'k%%'")
        # 7 was one row's order already: a row that did not change is no change
        assert len(changes("tenancy_area")) - before == expected - 1
        note(f"書いた行 {expected - 1}＝記録の行 {len(changes('tenancy_area')) - before}")
        assert sql("update tenancy_area set name = name") == 3
        assert len(changes("tenancy_area")) - before == expected - 1


def test_a_row_that_is_gone_leaves_what_stood_in_it(town):
    case = town.case()
    person = case.people[0]
    with town.acting("sakura") as sakura:
        relation = relate(first=person, second=case.people[1], kind="parent", by=sakura, note="離れて暮らす")
        key = relation.pk
        unrelate(relation=relation, by=sakura)
        change = changes("people_relation", act="delete")[-1]
        assert (change.row_id, change.person_id) == (key, person.pk)
        assert ChangedValues.objects.get(pk=change.pk).difference["note"] == ["離れて暮らす", None]


def test_a_part_of_a_case_says_whose_it_is(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        made = write_record(case=case, by=sakura, at=clock.now(), method="visit", text="会えた")
        assert changes("cases_supportrecord")[-1].case_id == case.pk
        SupportRecord.objects.filter(pk=made.pk).update(current=False)
        change = changes("cases_supportrecord", act="update")[-1]
        assert (change.case_id, change.fields) == (case.pk, ["current"])


def test_values_are_read_by_the_owner_and_not_by_the_officer(town):
    case = town.case()
    with town.acting("sakura"):
        Case.objects.filter(pk=case.pk).update(label="別の呼び名")
        Case.objects.filter(pk=case.pk).update(follow_up_on=clock.today())
        told, plain = (changes("cases_case", fields=[name])[0].pk for name in ("label", "follow_up_on"))
        assert ChangedValues.objects.filter(pk__in=[told, plain]).count() == 2
    with town.acting("officer"):
        assert {told, plain} <= {one.pk for one in changes("cases_case", act="update")}
        assert list(ChangedValues.objects.filter(pk=told)) == []
        assert not ChangedValues.objects.filter(plain=False).exists()
    for stranger in ("yoso", "admin", "chair"):
        with town.acting(stranger):
            assert not Change.objects.filter(case_id=case.pk).exists()
            assert not ChangedValues.objects.exclude(case_id=None).exists()


def test_where_a_person_is_never_gets_into_the_record(town):
    person = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        contact = add_contact(person=person, by=sakura, kind="mobile", value="090-0000-0000")
        Contact.objects.filter(pk=contact.pk).update(value="090-1111-1111")
        change = changes("people_contact", act="update")[-1]
        assert "value" in change.fields
        assert ChangedValues.objects.get(pk=change.pk).difference["value"] == "*"


def test_a_password_never_gets_into_the_record(town):
    with town.acting("admin"):
        sql("update staff_worker set password = 'geheim' where login = 'ken'")
        change = changes("staff_worker", act="update")[-1]
        assert change.fields == ["password"]
        assert "geheim" not in str(list(Change.objects.values())) + str(list(ChangedValues.objects.values()))


def test_changes_and_the_deed_have_the_same_number(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        write_record(case=case, by=sakura, at=clock.now(), method="visit", text="会えた")
        deed = Entry.objects.filter(verb="支援経過を記録した").get()
        assert changes("cases_supportrecord")[-1].number == deed.number


REWRITING = [
    "update {t} set municipality_id = municipality_id", "delete from {t}", "truncate {t}",
    "alter table {t} disable trigger all", "drop table {t}",
]  # fmt: skip


@pytest.mark.parametrize("table", ["audit_entry", "audit_change", "audit_changedvalues", "audit_seal"])
@pytest.mark.parametrize("words", REWRITING)
def test_the_application_cannot_rewrite_the_record(town, table, words):
    town.case()
    with town.acting("sakura"), pytest.raises(ProgrammingError), transaction.atomic():
        sql(words.format(t=table))


@pytest.mark.parametrize("words", [
    "insert into audit_change (id, municipality_id, at, act, table_name, row_id, fields) values"
    " (gen_random_uuid(), app.municipality(), now(), 'update', 'x', gen_random_uuid(), '{}')",
    "insert into audit_changedvalues (id, municipality_id, row_id, salt, difference) values"
    " (gen_random_uuid(), app.municipality(), gen_random_uuid(), gen_random_uuid(), '{}')",
    "insert into audit_entry (id, municipality_id, number, at, act, verb) values"
    " (gen_random_uuid(), app.municipality(), 1, now(), 'look', 'x')",
    "set session_replication_role = replica",
    "drop trigger tasuki_note_update on cases_case",
    "create or replace function app.note_cases_case() returns trigger language plpgsql as 'begin return null; end'",
    "alter table cases_case disable trigger user",
    "create temporary table mine as select * from cases_case; create trigger t after insert on mine referencing new table"
    " as new_rows for each statement execute function app.note_cases_case()",
])  # fmt: skip
def test_the_application_can_neither_forge_nor_switch_off(town, words):
    with town.acting("sakura"), pytest.raises(DatabaseError), transaction.atomic():
        sql(words)


def test_the_word_for_building_a_town_means_nothing_to_the_application(town):
    case = town.case()
    with town.acting("sakura"):
        sql("set local app.building = '1'")
        Case.objects.filter(pk=case.pk).update(label="かくれて")
        assert changes("cases_case", fields=["label"])


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("table", ["audit_entry", "audit_change", "audit_changedvalues", "audit_seal"])
@pytest.mark.parametrize("words", REWRITING[:3])
def test_even_the_owner_is_refused(table, words):
    with (
        pytest.raises(ProgrammingError, match="only grows"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(words.format(t=table))


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_may_build_a_town_without_lines(town):
    def written(building):
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("select set_config('app.building', %s, true)", [building])
            key = "01a20263-ebc4-7ad0-9c1d-2ea908c316bd"
            cursor.execute("select set_config('app.municipality', %s, true)", [key])
            Municipality(id=key, code="132080", name="町").save(using="owner", force_insert=True)
            cursor.execute("select count(*) from audit_change where municipality_id = %s", [key])
            count = cursor.fetchone()[0]
            transaction.set_rollback(True, using="owner")
            return count

    assert (written(""), written("1")) == (1, 0)


def test_every_table_is_watched_or_says_why_not(db):
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text, count(*) from pg_trigger where tgname like 'tasuki_note_%'"
                       " and tgenabled = 'O' group by 1")  # fmt: skip
        watched = dict(cursor.fetchall())
    walled = {model._meta.db_table for model in apps.get_models() if isinstance(getattr(model, "wall", None), Wall)}
    assert {table for table in walled if watched.get(table) != 3} == set(EXEMPT)
    assert {model._meta.db_table for model in noted_models()} == walled - set(EXEMPT)
    assert all(EXEMPT.values())
