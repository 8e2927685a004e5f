"""A ledger of another system is brought in: columns found, faults shown in their cells, mended, taken in once, taken back."""

import time
from datetime import timedelta

import pytest
from django.db import connection

from tasuki.audit.models import Entry
from tasuki.cases.actions import change_status
from tasuki.cases.enums import Status
from tasuki.cases.models import Case, CaseEvent, CaseMember, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_known import Reader
from tasuki.exchange.carry_models import Carried, Carry, CarryProfile
from tasuki.exchange.carry_tables import read_table
from tasuki.exchange.carry_undoing import holding, undo_carry
from tasuki.exchange.carry_writing import carry_in
from tasuki.people.models import Household, Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

from .carrying import FAULTS, as_csv, ledger


def brought(by, table, *, source="相談台帳", opens_cases=True) -> Carry:
    carry = actions.bring_table(by=by, name="台帳.csv", table=table)
    return actions.map_columns(
        carry=carry, by=by, heading=carry.heading_row, mapping=carry.mapping, source=source, opens_cases=opens_cases
    )


def lines(carry, by):
    return Reader.of(carry, by).lines_of(carry)


@pytest.mark.parametrize("coding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_whatever_coding_and_its_headings_are_found_below_the_title(town, coding):
    with town.acting("ken") as by:
        carry = actions.bring_table(by=by, name="台帳.csv", table=read_table(as_csv(ledger(6, faults=False), coding)))
        assert carry.heading_row == 2
        assert carry.mapping == ["case_no", "name", "kana", "sex", "birth", "relation", "address", "phone", "opened_on",
                                 "consult_words", "record_at", "method", "record_text"]  # fmt: skip


def taken_in_once(town, rows: int) -> int:
    """A ledger with twenty faults mended and taken in, a second time nothing; how many statements it took."""
    with town.acting("ken") as by:
        carry = brought(by, read_table(as_csv(ledger(rows))))
        begun = time.perf_counter()
        found = lines(carry, by)
        judged = time.perf_counter() - begun
        wrong = {line.at - 3: set(line.errors) for line in found if line.wrong}
        assert wrong == {at: {item} for at, _, _, item, _ in FAULTS}
        with pytest.raises(Refused, match="20行"):
            carry_in(carry=carry, by=by)
        assert not Case.objects.exists()
        cells = {at + 3: {item: right} for at, _, _, item, right in FAULTS}
        carry = actions.mend_rows(carry=carry, by=by, cells=cells, answers={})
        assert not [line.errors for line in lines(carry, by) if line.wrong]
        begun, worked, asked = time.perf_counter(), time.process_time(), []
        with connection.execute_wrapper(lambda execute, *told: asked.append(1) or execute(*told)):
            carry = carry_in(carry=carry, by=by)
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        print(f"judged in {judged:.1f} s, taken in in {took:.1f} s, {worked:.1f} s of work, {len(asked):,} statements")
        homes = -(-rows // 3)
        assert carry.counts == {"ケース": homes, "人": rows, "世帯": homes, "相談": homes, "支援経過記録": homes}
        assert carry.table == []
        again = brought(by, read_table(as_csv(ledger(rows))))
        again = actions.mend_rows(carry=again, by=by, cells=cells, answers={})
        assert not any(line.deeds for line in lines(again, by))
        with pytest.raises(Refused, match="取り込むものがありません"):
            carry_in(carry=again, by=by)
        assert (Person.objects.count(), Case.objects.count(), SupportRecord.objects.count()) == (rows, homes, homes)
    return len(asked)


def test_rows_with_twenty_faults_are_mended_and_taken_in_once(town):
    """A thousand of them: tests/database/test_a_thousand_rows.py, and in the browser."""
    assert taken_in_once(town, 75) < 25 * 75


def test_what_came_in_is_a_case_of_the_importers_agency_with_its_household_and_says_where_from(town):
    with town.acting("ken") as by:
        carry_in(carry=brought(by, read_table(as_csv(ledger(3, faults=False)))), by=by)
        case = Case.objects.get()
        assert case.owner_agency_id == by.agency_id
        assert str(case.opened_on) == "2025-06-02"
        assert [(one.relation, one.index_person) for one in case.members.all()] == [
            ("本人", True),
            ("妻", False),
            ("長男", False),
        ]
        assert case.area == town.areas[0]
        assert case.household.memberships.count() == 3
        assert str(case.household) == "ひなた町1丁目0-1"
        assert case.opened_from.words == "生活のことで困っている（0）"
        opened = CaseEvent.objects.get(case=case, kind="opened")
        assert "相談台帳（台帳.csv）から取り込み（4行目、もとの番号 t-0000）" in opened.text
        record = SupportRecord.objects.get(case=case)
        assert record.text == "自宅を訪ね、話を聞いた。\n次回は書類を見る。（0）"
        assert case.last_contact_at == record.at
        assert "世帯" in case.label


PEOPLE = [["氏名", "フリガナ", "生年月日", "住所"], ["花村 ウメ", "ハナムラ ウメ", "S15.4.3", "ひなた町1丁目5"]]


def test_somebody_registered_is_asked_about_and_a_person_behind_a_wall_is_not_betrayed(town):
    known = town.person("花村 うめ", family_kana="ハナムラ", given_kana="ウメ", birth="S15.4.3")
    hidden = town.person("花村 ウメ", by="yoso", family_kana="ハナムラ", given_kana="ウメ", birth="S15.4.3")
    town.person("花村 ウメ", family_kana="ハナムラ", given_kana="ウメ", birth="S16.4.3")  # another day: another person
    with town.acting("ken") as by:
        carry = brought(by, PEOPLE)
        (line,) = lines(carry, by)
        assert [one.person.pk for one in line.same] == [known.pk] != [hidden.pk]
        assert "生年月日が同じ" in line.same[0].why
        with pytest.raises(Refused, match="同じ人かどうか"):
            carry_in(carry=carry, by=by)
        carry = actions.mend_rows(carry=carry, by=by, cells={}, answers={line.at: str(hidden.pk)})
        assert lines(carry, by)[0].asks  # a key that was not offered is no answer
        carry = actions.mend_rows(carry=carry, by=by, cells={}, answers={line.at: str(known.pk)})
        carry_in(carry=carry, by=by)
        assert Case.objects.get().members.get().person_id == known.pk
        assert Person.objects.count() == 2


def test_people_and_households_alone(town):
    table = [
        ["世帯番号", "続柄", "氏名", "同居・別居"],
        ["7", "世帯主", "森 太郎", "同居"],
        ["7", "長男", "森 次郎", "別居"],
    ]
    with town.acting("ken") as by:
        carry_in(carry=brought(by, table, opens_cases=False), by=by)
        assert (Person.objects.count(), Household.objects.count(), Case.objects.count()) == (2, 1, 0)
        assert Household.objects.get().memberships.get().head


def test_records_come_later_under_the_number_of_the_case(town):
    with town.acting("ken") as by:
        carry_in(carry=brought(by, read_table(as_csv(ledger(6, faults=False)))), by=by)
        table = [["ケース番号", "支援日", "対応方法", "支援内容"], ["T-0001", "R7.7.1", "電話", "電話で様子を聞いた。"],
                 ["T-9999", "R7.7.1", "電話", "だれのことか。"]]  # fmt: skip
        carry = brought(by, table)
        assert [bool(line.wrong) for line in lines(carry, by)] == [False, True]
        carry = actions.mend_rows(carry=carry, by=by, cells={}, answers={2: "skip"})
        carry = carry_in(carry=carry, by=by)
        assert carry.counts == {"支援経過記録": 1}
        assert SupportRecord.objects.filter(text="電話で様子を聞いた。").get().case.members.count() == 3
        undo_carry(carry=carry, by=by)
        connection.check_constraints()
        assert SupportRecord.objects.count() == 2


def test_an_import_is_taken_back_unless_something_was_built_on_it(town):
    before = town.person("前 から", family_kana="マエ")
    with town.acting("ken") as by:
        first = carry_in(carry=brought(by, read_table(as_csv(ledger(6, faults=False)))), by=by)
        case = Case.objects.first()
        record = write_record(case=case, by=by, at=clock.now(), method="phone", text="あとから書いた")
        assert holding(first) == [("支援経過記録", 1)]
        with pytest.raises(Refused, match="書かれたもの"):
            undo_carry(carry=first, by=by)
        SupportRecord.objects.filter(pk=record.pk).delete()
        assert holding(first) == []
        undo_carry(carry=first, by=by)
        connection.check_constraints()  # nothing is left that points to what went
        assert list(Person.objects.values_list("pk", flat=True)) == [before.pk]
        for model in (Case, Household, SupportRecord, CaseMember, CaseEvent, Carried):
            assert not model.objects.exists(), model
        again = carry_in(carry=brought(by, read_table(as_csv(ledger(6, faults=False)))), by=by)
        assert again.counts["ケース"] == 2


def test_the_columns_are_remembered_for_the_next_table_with_these_headings(town):
    odd = [["よび名", "うまれ"], ["森 太郎", "S20.1.1"]]
    with town.acting("ken") as by:
        carry = actions.bring_table(by=by, name="a.csv", table=odd)
        assert carry.mapping == ["", ""]
        actions.map_columns(carry=carry, by=by, heading=0, mapping=["name", "birth"], source="台帳", opens_cases=False)
        assert CarryProfile.objects.get().columns == {"よび名": "name", "うまれ": "birth"}
    with town.acting("suzuki") as by:
        other = actions.bring_table(by=by, name="b.csv", table=[["うまれ", "よび名"], ["S20.1.1", "森 太郎"]])
        assert (other.mapping, other.source, other.opens_cases) == (["birth", "name"], "台帳", False)
        assert not Carry.objects.visible_to(town.workers["admin"].take_post(town.workers["admin"].posts.get())).exists()


@pytest.mark.parametrize("login", ["admin", "chair", "officer"])
def test_who_opens_no_case_brings_no_table(town, login):
    with town.acting(login) as by, pytest.raises(Refused):
        actions.bring_table(by=by, name="a.csv", table=PEOPLE)


@pytest.mark.parametrize("login", ["sakura", "ken", "suzuki"])
def test_whoever_opens_cases_brings_the_ledger_of_her_own_agency(town, login):
    with town.acting(login) as by:
        carry_in(carry=brought(by, PEOPLE), by=by)
        assert Case.objects.get().owner_agency_id == by.agency_id


def test_another_agency_does_not_see_the_table(town):
    with town.acting("ken") as by:
        carry = brought(by, PEOPLE)
        pk = carry.pk
    with town.acting("yoso") as by:
        assert not Carry.objects.filter(pk=pk).exists()  # the second wall


def test_a_table_that_nobody_takes_in_is_thrown_away_after_a_month(town):
    with town.acting("ken") as by:
        old, done = brought(by, PEOPLE), carry_in(carry=brought(by, PEOPLE, source="別の台帳"), by=by)
        Carry.objects.filter(pk__in=[old.pk, done.pk]).update(at=clock.now() - timedelta(days=31))
        new = brought(by, PEOPLE)
    with town.acting("suzuki"):
        assert actions.forget_tables() == 1
        assert set(Carry.objects.values_list("pk", flat=True)) == {done.pk, new.pk}


def test_a_case_of_others_by_its_number_is_as_unknown_as_one_that_is_not_there(town):
    hidden, own = town.case(by="yoso"), town.case()
    rows = [[number, "R7.7.1", "話を聞いた。"] for number in (hidden.number, "R1-9999", own.number)]
    with town.acting("ken") as by:
        found = lines(brought(by, [["ケース番号", "支援日", "支援内容"], *rows]), by)
        assert found[0].errors == found[1].errors == {"case_no": "支援経過はケースに付きます。ケースが見つかりません。"}
        assert found[2].deeds == ["支援経過"]


def test_members_join_only_a_case_of_ones_own_agency(town):
    case = town.case(by="midori")
    with town.acting("suzuki") as by:  # sees all cases, may add to all that run
        (line,) = lines(brought(by, [["ケース番号", "氏名"], [case.number, "森 太郎"]]), by)
        assert line.deeds == ["人を登録", "世帯員に加える"]
    with town.acting("midori") as by:
        change_status(case=case, status=Status.CLOSED, by=by)
    with town.acting("suzuki") as by:
        (line,) = lines(brought(by, [["ケース番号", "氏名"], [case.number, "森 太郎"]]), by)
        assert "終結したケース" in line.errors["case_no"]


def test_the_record_of_changes_says_where_a_case_came_from(town):
    with town.acting("ken") as by:
        carry_in(carry=brought(by, ledger(3, faults=False)), by=by)
        key = Case.objects.get().pk
    with town.acting("officer"):
        told = Entry.objects.filter(case_id=key, verb="表から取り込んだ").get()
        assert told.reason == "相談台帳（台帳.csv）から取り込み"


def test_the_worker_of_the_source_takes_charge_if_she_works_here(town):
    table = [["氏名", "担当"], ["森 太郎", "山本さくら"], ["林 花子", "いない人"], ["原 次郎", ""]]
    with town.acting("ken") as by:
        found = lines(brought(by, table), by)
        assert "この機関の職員にいません" in found[1].errors["worker"]
        carry = brought(by, [table[0], table[1], table[3]])
        carry_in(carry=carry, by=by)
        assert set(Case.objects.values_list("worker__name", flat=True)) == {"山本 さくら", "小川 健"}
