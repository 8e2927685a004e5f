"""訪問サービス: applied for, a trained visitor chosen, visits asked, an alarm, cover; the visitor sees only what she needs."""

from datetime import date, timedelta

import pytest

from tasuki.outreach import visiting
from tasuki.outreach.models import VisitService
from tasuki.outreach.visiting_reading import candidates
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.supporters import actions, outside, outside_reading
from tasuki.supporters.models import Concern, VisitTurn
from tasuki.supporters.today import turns as box


@pytest.fixture
def visitors(town):
    """Two trained visitors of the 社協 (the second in the same 圏域), and one without the badge."""
    with town.acting("suzuki") as by:
        actions.set_badge_rule(by=by, badge="visitor", training="visiting")
    made = []
    with town.acting("nao") as by:
        for name, area, trained in (("訪問 いち", 1, True), ("訪問 に", 0, True), ("まだ さん", 0, False)):
            one = actions.register_supporter(
                by=by, name=name, kana=name, area=town.areas[area], offers=["visit"], contact_agreed=True
            )
            if trained:
                actions.note_training(supporter=one, by=by, training="visiting", on=date(2026, 9, 1))
                actions.give_badge(supporter=one, by=by, badge="visitor")
            made.append(one)
    return made


@pytest.fixture
def service(town, visitors):
    with town.acting("nao") as by:
        return visiting.apply_visiting(
            by=by, called="ウメ", area=town.areas[0], meeting="集会所の前", care="右の耳が遠い"
        )


def test_the_nearest_trained_visitor_stands_first_with_reasons(town, visitors, service):
    with town.acting("nao") as by:
        found = candidates(service, by)
        assert [one.supporter.name for one in found] == ["訪問 に", "訪問 いち"]
        assert "同じ圏域" in found[0].reasons
        assert "圏域が違う" in found[1].misses
        with pytest.raises(Refused, match="バッジ"):
            visiting.choose_visitor(service=service, supporter=visitors[2], by=by)


def asked(town, service, visitor):
    with town.acting("nao") as by:
        chosen = visiting.choose_visitor(service=service, supporter=visitor, by=by)
        return visiting.plan_visit(service=chosen, by=by, at=clock.now() + timedelta(days=1))


def test_name_and_place_are_told_after_she_accepts(town, visitors, service):
    turn = asked(town, service, visitors[1])
    with town.acting("suzuki"):
        before = repr(outside_reading.home(visitors[1]))
        assert "ウメ" not in before
        assert "集会所" not in before
        outside.accept_turn(turn=turn)
        after = outside_reading.home(visitors[1]).turns[0]
        assert (after.called, after.meeting) == ("ウメ", "集会所の前")
        assert "右の耳" not in repr(after)


def test_an_alarm_is_at_the_desk_at_once(town, visitors, service):
    turn = asked(town, service, visitors[1])
    with town.acting("nao"):
        turn = outside.accept_turn(turn=VisitTurn.objects.get(pk=turn.pk))
        with pytest.raises(Refused, match="時刻になってから"):
            outside.report_turn(turn=turn, found="well")
        with clock.stopped_at(turn.at + timedelta(minutes=40)):
            done = outside.report_turn(turn=turn, found="unwell", words="顔色が悪い")
        alarm = Concern.objects.get()
    assert (done.status, done.alarm_id, alarm.worry) == ("done", alarm.pk, "now")
    assert alarm.agency_id == town.agencies["shakyo"].pk
    assert "ウメ" in alarm.where


def test_when_she_cannot_somebody_covers(town, visitors, service):
    turn = asked(town, service, visitors[1])
    with town.acting("nao") as by:
        outside.decline_turn(turn=VisitTurn.objects.get(pk=turn.pk))
        assert box(by).entries[0].chip == "代わりの人を"
        visiting.plan_visit(service=VisitService.objects.get(), by=by, at=turn.at, supporter=visitors[0])
        assert not box(by)
        visiting.end_visiting(service=VisitService.objects.get(), by=by, reason="元気になった")
        assert set(VisitTurn.objects.values_list("status", flat=True)) == {"declined", "cancelled"}


def test_the_pages(town, visitors, service, browse, django_assert_max_num_queries):
    asked(town, service, visitors[1])
    desk = browse("nao")
    for address in ("/visiting/", f"/visiting/{service.pk}/", f"/visiting/{service.pk}/plan/"):
        with django_assert_max_num_queries(25):
            assert "訪問 に" in desk.get(address).content.decode()
    assert desk.post("/visiting/new/", called="").status_code == 422
    made = desk.post("/visiting/new/", called="ハナ")
    assert desk.post(f"{made['Location']}visitor/", supporter=str(visitors[0].pk)).status_code == 302
    assert browse("sakura").get(f"/visiting/{service.pk}/").status_code == 404


def test_what_she_says_by_telephone_is_written_by_the_desk(town, visitors, service, browse):
    turn = asked(town, service, visitors[1])
    desk, here = browse("nao"), f"/visiting/{service.pk}/turns/{turn.pk}"
    assert desk.post(f"{here}/heard/", do="accept").status_code == 302
    assert desk.post(f"{here}/heard/", do="accept").status_code == 409  # already answered
    with clock.stopped_at(turn.at + timedelta(hours=1)):
        assert desk.post(f"{here}/report/", met="yes").status_code == 422  # how was it?
        assert desk.post(f"{here}/report/", met="yes", found="well").status_code == 302
    with town.acting("nao"):
        assert VisitTurn.objects.get().status == "done"
    assert browse("sakura").post(f"{here}/heard/", do="decline").status_code == 404


def test_a_visit_that_is_not_needed_is_called_off(town, visitors, service, browse):
    turn = asked(town, service, visitors[1])
    desk, here = browse("nao"), f"/visiting/{service.pk}/turns/{turn.pk}/heard/"
    assert desk.post(here, do="accept").status_code == 302
    assert "この訪問をとりやめる" in desk.get(f"/visiting/{service.pk}/").content.decode()
    assert desk.post(here, do="cancel").status_code == 302
    with town.acting("nao"):
        assert VisitTurn.objects.get().status == "cancelled"
    assert desk.post(here, do="cancel").status_code == 409
