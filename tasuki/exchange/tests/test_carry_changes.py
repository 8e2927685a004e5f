"""A ledger brought a second time: what it says otherwise stands side by side, is taken only where chosen, and goes back."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from tasuki.audit.models import Entry
from tasuki.cases.models import Case, CaseEvent, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.exchange import carry_actions as actions
from tasuki.exchange.carry_models import CarryChange
from tasuki.exchange.carry_tables import read_table
from tasuki.exchange.carry_undoing import undo_carry, undo_rest
from tasuki.exchange.carry_writing import carry_in
from tasuki.people.actions import change_person, protect_person
from tasuki.people.models import Contact, Household, Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

from .carrying import as_csv, ledger
from .test_carry import brought, lines

HEAD = [
    "ケース番号",
    "対象者番号",
    "氏名",
    "フリガナ",
    "生年月日",
    "住所",
    "電話",
    "担当",
    "開始日",
    "記録番号",
    "支援日",
    "支援内容",
]
ROW = [
    "12",
    "A-1",
    "花村 ウメ",
    "ハナムラ ウメ",
    "S15.4.3",
    "ひなた町1丁目5",
    "0859-00-0001",
    "",
    "R7.6.2",
    "K1",
    "R7.6.3",
    "訪問した。",
]
SON = ["12", "A-2", "花村 一郎", "", "S45頃", "", "", "", "", "", "", ""]


def changed(**cells: str) -> list[list[str]]:
    """The same two rows, the first with other words."""
    return [HEAD, [cells.get(head, text) for head, text in zip(HEAD, ROW, strict=True)], SON]


def first(by) -> None:
    carry_in(carry=brought(by, changed()), by=by)


def again(by, **cells: str):
    carry = brought(by, changed(**cells))
    return carry, lines(carry, by)[0]


def taken(by, carry):
    return actions.answer_all(carry=carry, by=by, answers=actions.taking(lines(carry, by), True))


@pytest.mark.parametrize(
    ("head", "text", "before", "after"),
    [
        ("氏名", "花邑 ウメ", "花村 ウメ", "花邑 ウメ"), ("フリガナ", "はなむら うめこ", "ハナムラ ウメ", "ハナムラ ウメコ"),
        ("生年月日", "S15.4.30", "S15.4.3", "S15.4.30"), ("電話", "090-1111-2222", "0859-00-0001", "090-1111-2222（加えます）"),
        ("住所", "ひなた町2丁目8", "ひなた町1丁目5", "ひなた町2丁目8"), ("支援内容", "訪問した。留守。", "訪問した。", "訪問した。留守。"),
    ],
)  # fmt: skip
def test_what_a_known_row_says_otherwise_stands_beside_the_registration(town, head, text, before, after):
    with town.acting("ken") as by:
        first(by)
        carry, line = again(by, **{head: text})
        assert [(one.label, one.before, one.after, one.takes) for one in line.differences] == [
            (head, before, after, True)
        ]
        assert not line.deeds  # nothing is chosen: the registration stays
        with pytest.raises(Refused, match="取り込むものがありません"):
            carry_in(carry=carry, by=by)
        carry = carry_in(carry=taken(by, carry), by=by)
        assert carry.counts == {"登録を直した": 1}
        assert not lines(brought(by, changed(**{head: text})), by)[0].differences
        undo_carry(carry=carry, by=by)
        assert not lines(brought(by, changed()), by)[0].differences
        assert carry.changed.count() == 0


@pytest.mark.parametrize(
    "cells",
    [{"生年月日": "昭和15年4月3日"}, {"氏名": "花村　ウメ"}, {"電話": "０８５９（００）０００１"}, {"住所": ""}, {"生年月日": "", "電話": ""},
     {"フリガナ": "はなむら うめ"}, {"支援日": "2025/6/3"}, {"住所": "ひなた町１丁目５"}],
)  # fmt: skip
def test_another_spelling_or_an_empty_cell_says_nothing_else(town, cells):
    with town.acting("ken") as by:
        first(by)
        assert again(by, **cells)[1].differences == []


def test_what_only_its_own_page_changes_is_shown_and_not_taken(town):
    with town.acting("ken") as by:
        first(by)
        carry, line = again(by, 担当=by.name, 開始日="R7.6.5")
        assert [(one.key, one.takes) for one in line.differences] == [("opened_on", False)]
        assert not lines(taken(by, carry), by)[0].deeds


def test_a_change_is_on_record_and_goes_back_unless_somebody_wrote_since(town):
    with town.acting("ken") as by:
        first(by)
        carry, _ = again(by, 生年月日="S15.4.30", 支援内容="訪問した。留守。")
        carry = carry_in(carry=taken(by, carry), by=by)
        person = Person.objects.get(family_name="花村", given_name="ウメ")
        assert (person.birth_text, person.version) == ("S15.4.30", 2)
        assert Entry.objects.filter(verb="人の登録を変えた", object_ids__contains=[person.pk]).count() == 1
        assert [one.text for one in SupportRecord.objects.filter(current=True)] == ["訪問した。留守。"]
        change_person(person=person, by=by, birth="S15.5.1")
        done = undo_carry(carry=carry, by=by)
        assert Person.objects.get(pk=person.pk).birth_text == "S15.5.1"
        assert done.counts["もとに戻した"] == 1
        assert done.counts["そのあとに直されていたので、そのまま"] == 1
        kept = SupportRecord.objects.order_by("written_at", "id").values_list("text", flat=True)
        assert list(kept) == ["訪問した。", "訪問した。留守。", "訪問した。"]  # versions stay: nothing is written over


def test_where_somebody_under_protection_is_reached_is_neither_compared_nor_shown(town):
    with town.acting("ken") as by:
        first(by)
        person = Person.objects.get(given_name="ウメ")
        protect_person(person=person, by=by, note="DV")
    with town.acting("suzuki") as colleague:
        town_wide = Person.objects.visible_to(colleague).filter(pk=person.pk)
        assert town_wide.exists()
    with town.acting("ken") as by:
        from tasuki.people.models import ProtectionKeeper

        ProtectionKeeper.objects.all().delete()
        _, line = again(by, 電話="090-1111-2222", 住所="ひなた町2丁目8")
        assert [one.key for one in line.differences] == []


def test_rows_of_one_household_with_two_addresses_move_nobody(town):
    with town.acting("ken") as by:
        first(by)
        table = changed(住所="ひなた町2丁目8")
        table[2] = [*SON[:5], "ひなた町3丁目1", *SON[6:]]
        line = lines(brought(by, table), by)[0]
        assert [(one.key, one.takes) for one in line.differences] == [("address", False)]


def counted() -> dict[str, int]:
    """How many rows every table of the municipality holds, but the records that only grow and the imports themselves."""
    left = {"audit", "exchange", "django", "tenancy"}
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in left and model._meta.managed:
            with connection.cursor() as cursor:
                cursor.execute(f'select count(*) from "{model._meta.db_table}"')
                found[model._meta.db_table] = cursor.fetchone()[0]
    return found


def test_taken_back_nothing_is_left_even_in_a_case_that_was_there_before(town):
    with town.acting("ken") as by:
        first(by)
        case = Case.objects.get()
        before, contact = counted(), (case.last_contact_at, case.last_contact_text)
        table = [["ケース番号", "氏名", "続柄", "住所", "相談日", "相談内容", "支援日", "支援内容"],
                 ["12", "花村 さき", "孫", "ひなた町1丁目5", "R7.7.1", "学校のこと", "R7.7.2", "電話した。"]]  # fmt: skip
        carry = carry_in(carry=brought(by, table), by=by)
        assert CaseEvent.objects.filter(case=case).count() == 4
        undo_carry(carry=carry, by=by)
        assert {name: n for name, n in counted().items() if before[name] != n} == {}
        case = Case.objects.get()
        assert (case.last_contact_at, case.last_contact_text) == contact


def test_the_same_words_in_two_rows_come_in_once(town):
    with town.acting("ken") as by:
        table = [["ケース番号", "氏名", "相談日", "相談内容", "支援日", "支援内容"],
                 ["9", "森 花", "R7.7.1", "家のこと", "R7.7.2", "電話した。"], ["9", "森 空", "R7.7.1", "家のこと", "R7.7.2", "電話した。"]]  # fmt: skip
        carry = carry_in(carry=brought(by, table), by=by)
        assert carry.counts == {"ケース": 1, "人": 2, "世帯": 1, "相談": 1, "支援経過記録": 1}


def test_what_stood_before_is_forgotten_after_a_month(town):
    with town.acting("ken") as by:
        first(by)
        carry, _ = again(by, 生年月日="S15.4.30")
        carry = carry_in(carry=taken(by, carry), by=by)
        assert CarryChange.objects.count() == 1
    with clock.stopped_at(clock.now() + timedelta(days=31)), town.acting("ken") as by:
        actions.forget_tables()
        assert CarryChange.objects.count() == 0
        undo_carry(carry=carry, by=by)
        assert Person.objects.get(given_name="ウメ").birth_text == "S15.4.30"


def test_she_chooses_on_the_page(town, browse, django_assert_max_num_queries):
    with town.acting("ken") as by:
        first(by)
        carry, _ = again(by, 生年月日="S15.4.30", 電話="090-1111-2222")
    her = browse("ken")
    with django_assert_max_num_queries(25):
        page = her.get(f"/carry/{carry.pk}/?show=changed").content.decode()
    assert "登録済み・内容がちがう行" in page
    assert "S15.4.30" in page
    assert "0859-00-0001" in page
    at = carry.heading_row + 1
    her.post(f"/carry/{carry.pk}/?show=changed", **{f"told-{at}": "1", f"take-{at}-birth": "1", "version": "2"})
    assert "いま1行で" in her.get(f"/carry/{carry.pk}/?show=changed").content.decode()
    her.post(f"/carry/{carry.pk}/answer/", answer="keep")
    assert "いま0行で" in her.get(f"/carry/{carry.pk}/?show=changed").content.decode()
    her.post(f"/carry/{carry.pk}/answer/", answer="take")
    her.post(f"/carry/{carry.pk}/start/")
    with town.acting("ken"):
        person = Person.objects.get(given_name="ウメ")
        assert person.birth_text == "S15.4.30"
        assert Contact.objects.filter(person=person).count() == 2
        assert Household.objects.count() == 1
    page = her.get(f"/carry/{carry.pk}/undo/").content.decode()
    assert "もとに戻るもの" in page
    assert "残るもの" in page
    her.post(f"/carry/{carry.pk}/undo/")
    with town.acting("ken"):
        assert Person.objects.get(given_name="ウメ").birth_text == "S15.4.3"
        assert Contact.objects.filter(person=person).count() == 1


def test_a_record_written_in_the_case_since_holds_the_whole_import(town):
    with town.acting("ken") as by:
        first(by)
        carry = brought(by, changed()).__class__.objects.filter(state="done").get()
        write_record(case=Case.objects.get(), by=by, at=clock.now(), method="phone", text="その後")
        with pytest.raises(Refused, match="取り消せません"):
            undo_carry(carry=carry, by=by)


def test_what_has_gone_on_stays_whole_and_the_rest_is_taken_back(town, browse):
    with town.acting("ken") as by:
        carry = carry_in(carry=brought(by, read_table(as_csv(ledger(9, faults=False)))), by=by)
        on = Case.objects.order_by("number").first()
        write_record(case=on, by=by, at=clock.now(), method="phone", text="その後")
    her = browse("ken")
    assert "続きのあるものを残して" in her.get(f"/carry/{carry.pk}/undo/").content.decode()
    her.post(f"/carry/{carry.pk}/undo/", rest="1")
    with town.acting("ken") as by:
        assert (Case.objects.get().pk, Person.objects.count(), Household.objects.count()) == (on.pk, 3, 1)
        assert SupportRecord.objects.filter(case=on).count() == 2
        carry.refresh_from_db()
        assert carry.state == "done"
        assert carry.counts["ケース"] == 1
        again_in = brought(by, read_table(as_csv(ledger(9, faults=False))))
        assert [bool(line.deeds) for line in lines(again_in, by)] == [False] * 3 + [True] * 6
        with pytest.raises(Refused, match="すべてに続き"):
            undo_rest(carry=carry, by=by)
