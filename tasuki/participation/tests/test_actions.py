"""A person's way from the sheet to the place, and on."""

from datetime import date, timedelta

import pytest

from tasuki.cases.models import CaseEvent
from tasuki.community.actions import register_place
from tasuki.participation import actions
from tasuki.participation.models import Match, MatchingRule, ParticipationSheet, Receiving
from tasuki.participation.register import candidates
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


def a_place(town, name="ひなた農園", **more):
    with town.acting("nao") as nao:
        facts = {"opening": "毎週水曜 13時から16時", "functions": ["farm"], "area": town.areas[0]} | more
        return register_place(by=nao, name=name, **facts)


def a_sheet(town, case, person=None, by="sakura", **more):
    with town.acting(by) as who:
        sheet = actions.begin_sheet(case=case, person=person or case.people[1], by=who)
        facts = {"wishes": "土にさわりたい", "functions": ["farm"], "weekdays": [2], "parts": ["afternoon"],
                 "area": town.areas[0]}  # fmt: skip
        actions.fill_sheet(sheet=sheet, by=who, **facts | more)
        return actions.fix_sheet(sheet=sheet, by=who)


def picked(town, case, place, **more):
    sheet = a_sheet(town, case, **more)
    with town.acting("sakura") as sakura:
        return actions.pick_place(sheet=sheet, place=place, by=sakura, why="本人が畑を気に入った")


def agreed(town, case, place, **terms):
    match = picked(town, case, place)
    with town.acting("sakura") as sakura:
        ask = actions.ask_place(match=match, by=sakura, told="水曜の午後に畑の作業を手伝いたい方がいます。")
        actions.answer_ask(ask=ask, by=sakura, answer="yes", **terms)
        match.refresh_from_db()
    return match


def test_a_sheet_is_written_fixed_and_copied_when_renewed(town):
    case = town.case()
    sheet = a_sheet(town, case, strengths="こつこつ続ける")
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="確定したアセスメントは直せません"):
            actions.fill_sheet(sheet=sheet, by=sakura, wishes="x")
        again = actions.begin_sheet(case=case, person=case.people[1], by=sakura)
        assert (again.number, again.strengths, again.weekdays) == (2, "こつこつ続ける", [2])
        with pytest.raises(Refused, match="書きかけがあります"):
            actions.begin_sheet(case=case, person=case.people[1], by=sakura)
        other = actions.begin_sheet(case=case, person=case.people[0], by=sakura)
        with pytest.raises(Refused, match="本人のことばで"):
            actions.fix_sheet(sheet=other, by=sakura)


def test_the_place_is_asked_without_the_name(town):
    case = town.case()
    match = picked(town, case, a_place(town))
    assert match.fits[:2] == ["農園・作業", "水曜午後"]
    with town.acting("sakura") as sakura:
        for text in ("花村さんという方です", "連絡は 090-1234-5678 へ", "一郎くんが行きます"):
            with pytest.raises(Refused, match="名前や番号が入っています"):
                actions.ask_place(match=match, by=sakura, told=text)
        ask = actions.ask_place(match=match, by=sakura, told="畑の作業をしたい方がいます。")
        actions.answer_ask(ask=ask, by=sakura, answer="conditions", conditions="はじめの3回は職員と", seats=2,
                           needs=["insurance"])  # fmt: skip
        terms = Receiving.objects.get()
        assert (terms.seats, terms.needs, terms.partner_since) == (2, ["insurance"], clock.today())
        match.refresh_from_db()
        assert (match.status, match.new_partner) == ("agreed", True)


def test_a_place_that_says_no_ends_it_and_is_told_next_time(town):
    case, place = town.case(), a_place(town)
    match = picked(town, case, place)
    with town.acting("sakura") as sakura:
        ask = actions.ask_place(match=match, by=sakura, told="畑の作業をしたい方がいます。")
        actions.answer_ask(ask=ask, by=sakura, answer="no")
        match.refresh_from_db()
        assert (match.status, match.end_reason) == ("ended", "place_refused")
        best = candidates(match.sheet, sakura)[0]
        assert best.misses == ["前は「受け入れてもらえなかった」"]


def test_from_visit_to_steady_with_the_role_growing(town):
    case, place = town.case(), a_place(town)
    match = agreed(town, case, place)
    today = clock.today()
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="名前を伝えてよいか"):
            actions.advance_match(match=match, status="visit", by=sakura)
        with pytest.raises(Refused, match="いまの段階からは"):
            actions.advance_match(match=match, status="steady", by=sakura, told_on=today)
        actions.advance_match(match=match, status="visit", by=sakura, told_on=today)
        actions.advance_match(match=match, status="trial", by=sakura)
        assert match.person_next_on == match.place_next_on == today + timedelta(days=14)
        actions.advance_match(match=match, status="settled", by=sakura)
        for part_in in ("helper", "organiser"):
            actions.change_role(match=match, part_in=part_in, by=sakura)
        assert [step.part_in for step in match.steps.all()][-2:] == ["helper", "organiser"]
        kept = actions.follow_up_match(match=match, side="place", by=sakura, how="there", going="well",
                                       helped="仕事の分け方を一緒に考えた")  # fmt: skip
        assert (kept.going, match.place_next_on) == ("well", today + timedelta(days=30))
        actions.advance_match(match=match, status="steady", by=sakura)
        assert (match.person_next_on, match.steady_on) == (None, today)
        terms = Receiving.objects.get()
        assert (terms.now_count, terms.ever_count) == (1, 1)
        actions.end_match(match=match, by=sakura, reason="moved_on")
        terms.refresh_from_db()
        assert (terms.now_count, terms.ever_count) == (0, 1)
        with pytest.raises(Refused, match="おわったつながりです"):
            actions.follow_up_match(match=match, side="person", by=sakura, how="meet", going="well")
        told = CaseEvent.objects.filter(case=case, kind__startswith="match").count()
    assert told == 11


def test_who_stays_away_is_asked_again_soon(town):
    match = agreed(town, town.case(), a_place(town))
    with town.acting("sakura") as sakura:
        actions.advance_match(match=match, status="trial", by=sakura, told_on=clock.today())
        actions.follow_up_match(match=match, side="person", by=sakura, how="missed")
        assert match.person_next_on == clock.today() + timedelta(days=14)
        with pytest.raises(Refused, match="ようすを選んで"):
            actions.follow_up_match(match=match, side="person", by=sakura, how="phone")


def test_no_place_fits_so_a_development_begins_without_a_name(town):
    case = town.case(by="nao")
    sheet = a_sheet(town, case, by="nao")
    with town.acting("nao") as nao:
        with pytest.raises(Refused, match="名前や番号"):
            actions.declare_no_match(sheet=sheet, by=nao, title="農園", wanted="花村さんの畑")
        made = actions.declare_no_match(sheet=sheet, by=nao, title="冬も通える農園", wanted="冬の午後にできる農作業")
        assert made.project.wishes.get().words == "冬の午後にできる農作業"
    with town.acting("yoso") as yoso:
        assert not type(made).objects.visible_to(yoso).exists()
        assert not type(made).objects.exists()


def test_what_is_not_open_is_not_to_be_written(town):
    case = town.case()
    sheet = a_sheet(town, case)
    match = picked(town, town.case(names=("星野 けい", "星野 あお")), a_place(town))
    with town.acting("yoso") as yoso:
        assert not ParticipationSheet.objects.exists()
        assert not Match.objects.visible_to(yoso).exists()
        for act in (
            lambda: actions.begin_sheet(case=case, person=case.people[0], by=yoso),
            lambda: actions.pick_place(sheet=sheet, place=match.place, by=yoso),
            lambda: actions.ask_place(match=match, by=yoso, told="x"),
            lambda: actions.end_match(match=match, by=yoso, reason="other"),
            lambda: actions.change_matching(by=yoso, weights={"walk": (0, False)}),
        ):
            with pytest.raises(Refused):
                act()


def test_the_town_changes_how_much_a_rule_counts(town):
    sheet = a_sheet(town, town.case(), walk_minutes=10)
    a_place(town, "遠い農園", area=town.areas[1])
    a_place(town, "近い集まり", functions=["salon"])
    with town.acting("suzuki") as suzuki:
        assert [one.place.name for one in candidates(sheet, suzuki)] == ["遠い農園", "近い集まり"]
        actions.change_matching(by=suzuki, weights={"functions": (0, False), "walk": (10, False)})
        assert [one.place.name for one in candidates(sheet, suzuki)] == ["近い集まり", "遠い農園"]
        actions.change_matching(by=suzuki, weights={"functions": (10, True), "walk": (8, False)})
        assert candidates(sheet, suzuki)[-1].ruled_out == ["農園・作業ではない"]
        assert MatchingRule.objects.count() == 2


def test_a_place_is_chosen_once_and_not_when_closed(town):
    case, place = town.case(), a_place(town)
    match = picked(town, case, place)
    shut = a_place(town, "閉じた所", closed=True, closed_on=date(2026, 1, 1))
    with town.acting("sakura") as sakura:
        for one, why in ((place, "もう候補か参加先"), (shut, "閉じている")):
            with pytest.raises(Refused, match=why):
                actions.pick_place(sheet=match.sheet, place=one, by=sakura)
