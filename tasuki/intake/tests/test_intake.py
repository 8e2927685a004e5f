"""A consultation is taken, put right, and ends; who may do what."""

from datetime import timedelta

import pytest

from tasuki.intake import actions, rules
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people import actions as people
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale


def take(by, **more):
    told = {"by": by, "at": clock.now(), "route": "phone_self", "words": "「眠れない」"}
    return actions.take_consultation(**{**told, **more})


@pytest.mark.database
def test_three_answers_are_enough_and_nobody_is_named(town):
    with town.acting("sakura") as sakura:
        consultation = take(sakura)
        assert (consultation.agency, consultation.outcome) == (town.agencies["sogo"], Outcome.OPEN)
        assert str(consultation) == "名前はまだ聞いていない"


def test_the_area_comes_from_where_the_person_lives_and_the_main_topic_is_a_topic(town):
    person = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        home = people.start_household(by=sakura, town=town.towns[1])
        people.join_household(household=home, person=person, by=sakura)
        consultation = take(sakura, person=person, topics=["03"], main_topic="12")
        assert consultation.area == town.areas[1]
        assert consultation.topics == ["03", "12"]


def test_it_is_put_right_by_the_desk_that_took_it_once_at_a_time(town):
    with town.acting("sakura") as sakura:
        consultation = take(sakura)
    with town.acting("ken") as ken:
        actions.change_consultation(consultation=consultation, by=ken, version=1, words="「眠れない。食べていない」")
        with pytest.raises(Stale):
            actions.change_consultation(consultation=consultation, by=ken, version=1, words="「もう一度」")
        assert Consultation.objects.get().words.endswith("食べていない」")
    with town.acting("midori") as midori, pytest.raises(Refused):
        actions.change_consultation(consultation=consultation, by=midori, words="よそから")


def test_it_ends_once_but_a_referred_one_may_come_back(town):
    with town.acting("sakura") as sakura:
        informed, referred = take(sakura), take(sakura)
        actions.conclude(consultation=informed, by=sakura, outcome="informed", note="窓口を案内")
        assert informed.ended_at == clock.now()
        with pytest.raises(Refused):
            actions.conclude(consultation=informed, by=sakura, outcome="referred")
        actions.conclude(consultation=referred, by=sakura, outcome="referred")
        actions.conclude(consultation=referred, by=sakura, outcome="case_opened")
        assert referred.outcome == Outcome.CASE_OPENED


DESK = [
    ("sakura", True), ("ken", True), ("suzuki", True),
    ("midori", False), ("yoso", False), ("chair", False), ("admin", False),
]  # fmt: skip


@pytest.mark.parametrize(("login", "allowed"), DESK)
def test_the_rules_of_the_desk(town, login, allowed):
    with town.acting("sakura") as sakura:
        consultation = take(sakura)
    with town.acting(login) as worker:
        assert bool(rules.may_change_consultation(consultation, worker)) is allowed
        assert bool(rules.may_conclude(consultation, worker)) is allowed
        assert bool(rules.may_take_consultation(worker)) is (login not in ("chair", "admin"))
        assert Consultation.objects.visible_to(worker).exists() is allowed


@pytest.mark.database
def test_another_desk_reads_nothing_even_without_the_first_wall(town, other_town):
    with town.acting("sakura") as sakura:
        take(sakura, at=clock.now() - timedelta(days=1))
    with town.acting("midori"):
        assert not Consultation.objects.exists()
    with other_town.acting("sakura"):
        assert not Consultation.objects.exists()
