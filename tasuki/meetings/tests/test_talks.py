"""Talks outside the law (カンファレンス) with their grounds, and 権利擁護 screening: asked, on an agenda, answered."""

from datetime import timedelta

import pytest

from tasuki.cases.models import Case
from tasuki.meetings import actions as meetings
from tasuki.meetings import talk_actions as actions
from tasuki.meetings.talk_models import Conference, RightsScreening
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture
def case(town):
    """A case of さくら's agency."""
    return town.case()


def test_a_conference_is_kept_with_everybodys_ground(town, case):
    with town.acting("sakura") as by:
        told = {"case": case, "by": by, "at": clock.now(), "subject": "急な退院"}
        with pytest.raises(Refused, match="地域包括支援センター 第3には、このケースが開かれていません"):
            actions.hold_conference(**told, agencies=[town.agencies["hokatsu"]])
        with pytest.raises(Refused, match="ほかの出席者"):
            actions.hold_conference(**told, agencies=[], others="民生委員")
        with pytest.raises(Refused, match="これから"):
            actions.hold_conference(**{**told, "at": clock.now() + timedelta(days=1)}, agencies=[])
        held = actions.hold_conference(**told, agencies=[town.agencies["hokatsu"]], without_why="生命の危険",
                                       decided="あす訪ねる")  # fmt: skip
        grounds = {seat.agency.key: seat.grounds for seat in held.seats.select_related("agency")}
        assert grounds == {"sogo": ["自機関"], "hokatsu": []}
        assert case.events.filter(kind="conferred").count() == 1
    with town.acting("midori") as by:
        assert not Conference.objects.visible_to(by).exists()
        with pytest.raises(Refused):
            actions.hold_conference(case=case, by=by, at=clock.now(), subject="x", agencies=[])


def test_screening_is_asked_put_on_an_agenda_and_answered(town, case):
    with town.acting("suzuki") as suzuki:
        body = meetings.found_body(by=suzuki, key="kenri", name="権利擁護検討会議", legal_types=["support_conference"],
                                   host_agency=suzuki.agency)  # fmt: skip
        sitting = meetings.convene(body=body, by=suzuki, at=clock.now() + timedelta(days=3), form="in_person")
    with town.acting("sakura") as by:
        asked = actions.ask_screening(case=case, by=by, reason="年金を渡してもらえない")
        assert Case.objects.get(pk=case.pk).rights_screening
        with pytest.raises(Refused, match="待っている"):
            actions.ask_screening(case=case, by=by, reason="もう一度")
        with pytest.raises(Refused, match="所管課"):
            actions.answer_screening(screening=asked, by=by, result="act", answer="始める")
        item = actions.bring_screening(screening=asked, by=by, sitting=sitting, title="権利擁護の検討",
                                       without_consent=True, why_without="財産の心配", to_discuss=asked.reason)  # fmt: skip
        assert asked.item == item
        with pytest.raises(Refused, match="もう議題"):
            actions.bring_screening(screening=asked, by=by, sitting=sitting, title="また")
    with town.acting("suzuki") as suzuki:
        asked = RightsScreening.objects.visible_to(suzuki).get()
        actions.answer_screening(screening=asked, by=suzuki, result="none", answer="家族の中で話しあえた")
        assert not Case.objects.get(pk=case.pk).rights_screening
        with pytest.raises(Refused, match="もう答え"):
            actions.answer_screening(screening=asked, by=suzuki, result="act", answer="やはり")


def test_the_pages_of_talks(town, case, browse, django_assert_max_num_queries):
    page = browse("sakura")
    here = f"/cases/{case.pk}/"
    sent = {"at_date": "R8.11.18", "at_time": "9:00", "form": "in_person", "subject": "退院のこと",
            "agencies": [str(town.agencies["hokatsu"].pk)]}  # fmt: skip
    assert page.get(f"{here}conferences/new/").status_code == 200
    assert page.post(f"{here}conferences/new/", **sent).status_code == 409
    assert page.post(f"{here}conferences/new/", **sent, without_why="同意を得た").status_code == 302
    asked = page.post(f"{here}screenings/new/", reason="叩かれたという")
    assert asked.status_code == 302
    assert page.get(asked["Location"]).status_code == 200
    with django_assert_max_num_queries(25):
        shown = page.get(f"{here}meetings/").content.decode()
    assert "退院のこと" in shown
    assert "議題になっていない" in shown
    assert browse("midori").get(f"{here}conferences/new/").status_code == 404
    with town.acting("sakura") as by:
        key = RightsScreening.objects.visible_to(by).get().pk
    assert browse("midori").get(f"/screenings/{key}/answer/").status_code == 404
    section = browse("suzuki")
    assert "権利擁護の検討待ち" in section.get("/today/").content.decode()
    assert section.post(f"/screenings/{key}/answer/", result="act", answer="").status_code == 422
    assert section.post(f"/screenings/{key}/answer/", result="act", answer="始める").status_code == 302
