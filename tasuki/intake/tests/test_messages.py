"""What residents write: at its desk only, answered, passed on, taken in one step (住民からのことば)."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from tasuki.intake import messages_actions as actions
from tasuki.intake import rules
from tasuki.intake.messages_enums import MessageState
from tasuki.intake.messages_models import ResidentMessage
from tasuki.intake.models import Consultation
from tasuki.shared.decisions import Refused
from tasuki.staff.acting import acting_as


def write(
    town, desk="sogo", words="家賃が払えません", number="482-917", digest="d", trouble="money", key=None, machine="m"
):
    """As the portal does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select outside.write_message(%s, %s, %s, %s, 'vi', %s, null, %s, '', '090-0000-0000', %s, %s, %s)",
            [
                town.key,
                key or uuid4(),
                number,
                digest,
                trouble,
                words,
                town.agencies[desk].pk,
                date(2026, 11, 20),
                machine,
            ],
        )
        return cursor.fetchone()[0]


def read(town, number="482-917", digest="d"):
    with connection.cursor() as cursor:
        cursor.execute("select state, answers from outside.read_answer(%s, %s, %s)", [town.key, number, digest])
        state, answers = cursor.fetchone()
        return state, json.loads(answers)


def message(town, login="sakura"):
    with town.acting(login) as worker:
        return ResidentMessage.objects.visible_to(worker).first()


def test_it_comes_to_its_desk_and_the_section_and_to_nobody_else(town):
    assert write(town) == "482-917"
    assert [bool(message(town, login)) for login in ("sakura", "suzuki", "midori", "chair", "admin")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_second_wall_hides_it_too(town):
    write(town)
    with town.acting("midori"):
        assert ResidentMessage.objects.count() == 0


def test_sent_twice_is_received_once(town):
    key = uuid4()
    assert write(town, key=key) == write(town, key=key, number="111-111")
    with town.acting("suzuki"):
        assert ResidentMessage.objects.count() == 1


def test_who_writes_too_often_is_told_and_others_are_not(town):
    for n in range(5):
        assert write(town, number=f"100-00{n}")
    assert write(town, number="100-009") == ""
    assert write(town, number="100-010", machine="another") == "100-010"


def test_the_answer_is_read_with_number_and_word_only(town):
    write(town)
    found = message(town)
    with town.acting("sakura") as worker:
        actions.answer_message(message=found, by=worker, text="いっしょに考えましょう。")
    assert read(town)[0] == "answered"
    assert read(town)[1][0]["text"] == "いっしょに考えましょう。"
    assert read(town, digest="x") == ("wrong", [])
    assert read(town, number="000-000") == ("wrong", [])


def test_guessing_the_word_is_locked_for_a_while(town):
    write(town)
    for _ in range(5):
        read(town, digest="x")
    assert read(town)[0] == "locked"


def test_one_step_to_a_consultation(town):
    write(town)
    found = message(town)
    with town.acting("sakura") as worker:
        made = actions.take_message(message=found, by=worker)
    assert (made.route, made.words, made.caller_contact) == ("portal", "家賃が払えません", "090-0000-0000")
    assert read(town)[0] == "taken"
    with town.acting("sakura") as worker, pytest.raises(Refused):
        actions.take_message(message=found, by=worker)


def test_passed_on_it_is_at_the_other_desk_alone(town):
    write(town)
    found = message(town)
    with town.acting("sakura") as worker:
        actions.pass_message(message=found, by=worker, agency=town.agencies["hokatsu"])
    assert message(town) is None
    assert message(town, "midori").state == MessageState.NEW


@pytest.mark.parametrize(
    ("state", "answer", "onward", "take", "close"),
    [
        ("new", 1, 1, 1, 1),
        ("seen", 1, 1, 1, 1),
        ("answered", 1, 1, 1, 1),
        ("taken", 1, 0, 0, 0),
        ("closed", 1, 0, 0, 0),
    ],
)
def test_rules_by_state(town, state, answer, onward, take, close):
    found = ResidentMessage(agency=town.agencies["sogo"], state=state)
    with acting_as(town.workers["sakura"]) as worker:
        decisions = [getattr(rules, f"may_{act}_message")(found, worker) for act in ("answer", "pass", "take", "close")]
    assert [bool(one) for one in decisions] == [bool(n) for n in (answer, onward, take, close)]
    with acting_as(town.workers["midori"]) as worker:
        assert not rules.may_answer_message(found, worker)


def test_the_desk_reads_answers_and_takes_it(town, browse, django_assert_max_num_queries):
    write(town)
    key = message(town).pk
    at = browse("sakura")
    with django_assert_max_num_queries(25):
        assert "お金・生活費" in at.get("/messages/").content.decode()
    page = at.get(f"/messages/{key}/").content.decode()
    assert "家賃が払えません" in page
    assert "ベトナム語" in page
    assert at.post(f"/messages/{key}/answer/", text="").status_code == 422
    assert at.post(f"/messages/{key}/answer/", text="読みました。").status_code == 302
    answer = at.post(f"/messages/{key}/take/")
    with town.acting("sakura"):
        assert answer["Location"] == f"/consultations/{Consultation.objects.get().pk}/"
    assert browse("midori").get(f"/messages/{key}/").status_code == 404
    assert "住民からのことば" in at.get("/consultations/").content.decode()


def test_it_waits_on_the_page_of_the_day(town, browse):
    write(town)
    assert "住民からのことば" in browse("sakura").get("/today/").content.decode()
