"""The end of records: listed in April, proposed by the section, approved by the officer, destroyed once; never silently."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tasuki.audit.models import Entry
from tasuki.casefile import visit_kit_actions as away
from tasuki.casefile.actions import close_case, reopen_case
from tasuki.casefile.models import VisitKit
from tasuki.cases.models import Case
from tasuki.cases.recording import write_record
from tasuki.intake.actions import conclude, take_consultation
from tasuki.intake.concerns_actions import take_from_concern
from tasuki.jobs import actions, destruction, rules
from tasuki.jobs.due import due
from tasuki.jobs.enums import JobKind, ListState
from tasuki.jobs.models import DestructionLine, DestructionList, DestructionRecord, Job, RetentionHold, YearCount
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.supporters import concerns, outside
from tasuki.supporters.actions import register_supporter
from tasuki.supporters.models import Concern
from tasuki.tenancy.context import on_behalf_of_all

THEN = datetime(2020, 9, 3, 10, 0, tzinfo=clock.JAPAN)
CANARY = "金糸雀の声がした"


class Ticks:
    """A progress that only counts."""

    def at(self, done, total, step=""):
        self.done, self.total = done, total


def old_case(town, closed=THEN, label="むかしの世帯", names=("古田 古", "古田 太")):
    """Opened and closed years ago, with something written in it."""
    with clock.stopped_at(closed):
        case = town.case(label=label, names=names)
        with town.acting("sakura") as by:
            write_record(case=case, by=by, at=clock.now(), method="phone", text=CANARY)
            close_case(case=case, by=by, reason="solved", note="おちついた")
    return case


def listed(town, login="suzuki"):
    with town.acting(login) as by:
        return actions.make_list(by=by)


def approved(town, made):
    with town.acting("suzuki") as by:
        made = actions.propose_destruction(list=made, by=by)
    with town.acting("officer") as by:
        return actions.approve_destruction(list=made, by=by)


def carried_out(town, made):
    with town.acting("officer") as by:
        return destruction.carry_out(DestructionList.objects.get(pk=made.pk), by, Ticks())


def everything(town, word):
    """Tables of the municipality in which the word stands anywhere, read as the owner."""
    with connection.cursor() as cursor, town.acting("officer"), on_behalf_of_all():
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{word}%"])
            found += [table] if cursor.fetchone()[0] else []
    return found


@pytest.mark.parametrize(("closed", "over"), [
    (date(2021, 3, 31), date(2026, 4, 1)),
    (date(2021, 4, 1), date(2027, 4, 1)),
    (date(2020, 12, 28), date(2026, 4, 1)),
    (date(2020, 2, 29), date(2025, 4, 1)),
])  # fmt: skip
def test_the_term_begins_on_the_first_of_april_after_the_end(town, closed, over):
    with connection.cursor() as cursor:
        cursor.execute("select app.term_over(%s, 5)", [closed])
        assert cursor.fetchone()[0] == over


def test_only_what_is_over_is_listed(town):
    old, fresh = old_case(town), old_case(town, clock.at(date(2022, 5, 1)), names=("新田 一",))
    with clock.stopped_at(THEN), town.acting("sakura") as by:
        words = take_consultation(by=by, at=THEN, route="phone_self", words="道をきかれた")
        conclude(consultation=words, by=by, outcome="informed")
        take_consultation(by=by, at=THEN, route="phone_self", words="まだ対応中")
    made = listed(town)
    with town.acting("suzuki"):
        lines = {line.target: line for line in made.lines.all()}
    assert set(lines) == {old.pk, words.pk}
    assert (lines[old.pk].ended_on, lines[old.pk].due_on) == (date(2020, 9, 3), date(2026, 4, 1))
    assert fresh.pk not in lines


def test_a_reopened_case_waits_for_the_end_of_what_continues_it(town):
    case = old_case(town)
    with clock.stopped_at(clock.at(date(2020, 11, 10))), town.acting("sakura") as by:
        going_on = reopen_case(case=Case.objects.get(pk=case.pk), by=by, reason="また困った")
    assert listed(town) is None
    with clock.stopped_at(clock.at(date(2021, 2, 1))), town.acting("sakura") as by:
        close_case(case=going_on, by=by, reason="solved", note="")
    made = listed(town)
    with town.acting("suzuki"):
        assert {(line.target, line.due_on) for line in made.lines.all()} == {
            (case.pk, date(2026, 4, 1)), (going_on.pk, date(2026, 4, 1)),
        }  # fmt: skip
    carried_out(town, approved(town, made))
    with town.acting("suzuki"):
        assert not Case.objects.filter(pk__in=[case.pk, going_on.pk]).exists()


def test_the_longest_term_of_its_parts_decides(town):
    old_case(town)
    with town.acting("suzuki") as by:
        actions.set_term(by=by, record_class="case", years=10, basis="文書管理規程", verified=True)
    assert listed(town) is None


def test_two_people_decide(town):
    old_case(town)
    made = listed(town)
    with town.acting("officer") as officer:
        assert not rules.may_propose_destruction(made, officer)
        with pytest.raises(Refused):
            actions.approve_destruction(list=made, by=officer)
    with town.acting("suzuki") as by:
        proposed = actions.propose_destruction(list=made, by=by)
        with pytest.raises(Refused, match="二人"):
            actions.approve_destruction(list=proposed, by=by)
        with pytest.raises(Stale):
            actions.propose_destruction(list=made, by=by)
    with town.acting("sakura") as by:
        assert not rules.may_approve_destruction(proposed, by)
    with town.acting("officer") as by:
        assert actions.approve_destruction(list=proposed, by=by).state == ListState.APPROVED
        assert Job.objects.visible_to(by).get().kind == JobKind.DESTRUCTION


@transaction.atomic
def tried(deed, line):
    """As the application's role, past all our rules."""
    with connection.cursor() as cursor:
        cursor.execute(deed)
        cursor.execute("select app.destroy_line(%s)", [line.pk])


def test_the_database_destroys_nothing_that_two_people_have_not_approved(town):
    old_case(town)
    made = listed(town)
    with town.acting("suzuki"):
        line = made.lines.get()
        for deed in ("select 1", "update jobs_destructionlist set state = 'approved'",
                     "update jobs_destructionlist set state = 'approved', proposed_by_id = (select app.worker()),"
                     " approved_by_id = (select app.worker())"):  # fmt: skip
            with pytest.raises(DatabaseError, match="not approved by two"):
                tried(deed, line)


def test_a_destroyed_case_is_gone_from_everywhere_and_the_record_of_it_tells_nothing(town):
    case = old_case(town)
    keep = town.case(names=("今井 いま",))
    assert everything(town, CANARY)
    made = listed(town)
    assert "1件を廃棄し" in carried_out(town, approved(town, made))
    assert everything(town, CANARY) == []
    assert everything(town, "古田") == []
    with town.acting("suzuki"):
        assert not Person.objects.filter(pk__in=[one.pk for one in case.people]).exists()
        assert Case.objects.filter(pk=keep.pk).exists()
        told = DestructionRecord.objects.get()
        assert (told.targets, told.numbers, told.proposed_by, told.approved_by) == (
            1,
            [case.number],
            "鈴木 一",
            "守田 ひろ",
        )
        assert told.rows == DestructionLine.objects.get(target=case.pk).rows > 10
        assert Entry.objects.filter(verb="保存期間の終わった記録を廃棄した", object_ids=[case.pk]).count() == 1
        assert DestructionList.objects.get().state == ListState.DONE
    assert carried_out(town, made) == "もう済んでいます。"


def test_somebody_known_from_another_case_stays(town):
    case = old_case(town)
    with town.acting("sakura") as by:
        from tasuki.cases.actions import Member, open_case

        open_case(by=by, label="いまの世帯", members=[Member(case.people[0], index_person=True)])
    carried_out(town, approved(town, listed(town)))
    with town.acting("suzuki"):
        assert [one.family_name for one in Person.objects.filter(pk__in=[p.pk for p in case.people])] == ["古田"]


def test_a_hold_keeps_a_record_even_after_the_approval(town):
    first, second = old_case(town), old_case(town, label="ふたつめ", names=("北 一",))
    with town.acting("suzuki") as by:
        actions.hold_case(by=by, case=first, reason="訴訟のため")
    made = listed(town)
    with town.acting("suzuki"):
        assert {line.target: line.left_out for line in made.lines.all()} == {first.pk: True, second.pk: False}
    made = approved(town, made)
    with town.acting("officer") as by:
        actions.hold_record(
            by=by, record_class="case", target=second.pk, number=second.number, reason="開示請求があった"
        )
    assert carried_out(town, made) == "0件を廃棄し、2件を残しました。"
    with town.acting("suzuki") as by:
        assert Case.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
        for hold in RetentionHold.objects.visible_to(by):
            actions.end_hold(hold=hold, by=by)
    assert "2件を廃棄" in carried_out(town, approved(town, listed(town)))


def test_a_case_reopened_after_the_approval_stays(town):
    case = old_case(town)
    made = approved(town, listed(town))
    with town.acting("sakura") as by:
        reopen_case(case=Case.objects.get(pk=case.pk), by=by, reason="また困った")
    assert carried_out(town, made) == "0件を廃棄し、1件を残しました。"
    with town.acting("suzuki"):
        assert "再開" in DestructionLine.objects.get().why
        assert Case.objects.filter(pk=case.pk).exists()


def test_an_interrupted_destruction_goes_on_where_it_stopped(town):
    for number in range(3):
        old_case(town, label=f"{number}", names=(f"東 {number}",))
    made = approved(town, listed(town))

    class Broken(Ticks):
        def at(self, done, total, step=""):
            if done == 2:
                raise ConnectionError("電源が落ちた")

    with town.acting("officer") as by, pytest.raises(ConnectionError):
        destruction.carry_out(made, by, Broken())
    with town.acting("officer"):
        assert DestructionLine.objects.exclude(destroyed_at=None).count() == 2
    assert carried_out(town, made) == "3件を廃棄し、0件を残しました。"
    with town.acting("officer"):
        assert Entry.objects.filter(verb="保存期間の終わった記録を廃棄した").count() == 3


def test_the_results_of_the_years_are_kept_before_the_records_go(town):
    old_case(town)
    carried_out(town, approved(town, listed(town)))
    with town.acting("suzuki"):
        kept = {(row.year, row.indicator): row.number for row in YearCount.objects.exclude(indicator="")}
    assert any(year == 2020 for year, _ in kept)


def test_another_town_neither_lists_nor_destroys_ours(town, other_town):
    old_case(town)
    assert listed(other_town) is None
    made = approved(town, listed(town))
    with town.acting("suzuki"):
        line = made.lines.get()
    with (
        other_town.acting("officer"),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select app.destroy_line(%s)", [line.pk])


def test_what_is_over_is_asked_in_one_query(town, django_assert_num_queries):
    old_case(town)
    with town.acting("suzuki"), on_behalf_of_all(), django_assert_num_queries(2):
        assert len(due(town.key, clock.today())) == 1


def test_what_supporters_and_residents_told_and_old_kits_end_too(town):
    """Without a consultation they are listed by themselves; what became one waits for it; a visit that alarmed stays."""
    with clock.stopped_at(THEN):
        with town.acting("suzuki") as by:
            away.change_away(by=by, in_use=True, days=1, most=8, idle_minutes=5)
        case = town.case(names=("今井 いま",))
        with town.acting("sakura") as by:
            kit = away.make_kit(by=by, cases=[case], device="タブレット")
            away.return_kit(kit=kit, by=by)
        with town.acting("nao") as by:
            watcher = register_supporter(by=by, name="見本 まもる", phone="000-0000-0001", contact_agreed=True,
                                         area=town.areas[0])  # fmt: skip
        with town.context():
            told = [outside.report_concern(supporter=watcher, kind="unseen", worry="soon", where="公園の前", words=f"{CANARY}{n}")
                    for n in range(3)]  # fmt: skip
        with town.acting("suzuki") as by:
            done, waiting, asked = (Concern.objects.get(pk=one.pk) for one in told)
            concerns.answer_concern(concern=done, by=by, status="done")
            take_from_concern(concern=asked, by=by)
            concerns.answer_concern(concern=Concern.objects.get(pk=asked.pk), by=by, status="done")
    made = listed(town)
    with town.acting("suzuki"):
        assert {(line.record_class, line.target) for line in made.lines.all()} == {
            ("concern", done.pk), ("kit", kit.pk),
        }  # fmt: skip
        assert made.lines.get(record_class="kit").due_on == date(2024, 4, 1)
    assert "2件を廃棄" in carried_out(town, approved(town, made))
    with town.acting("suzuki"):
        assert set(Concern.objects.values_list("pk", flat=True)) == {waiting.pk, asked.pk}
        assert not VisitKit.objects.exists()
        assert Case.objects.filter(pk=case.pk).exists()
        record = DestructionRecord.objects.get()
        assert set(record.counts) == {"相談にならなかった気になること", "持ち出しの記録（タブレット）"}
    with town.context(), on_behalf_of_all():
        assert f"{CANARY}0" not in "".join(Concern.objects.values_list("words", flat=True))
    assert everything(town, f"{CANARY}0") == []
