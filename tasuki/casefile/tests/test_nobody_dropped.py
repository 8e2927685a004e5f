"""Nobody dropped: cases handed over in one act, cover for absence, checks after the end, news of a closed case."""

from datetime import date, timedelta

import pytest

from tasuki.casefile import actions, after_actions, handover_actions
from tasuki.casefile.care import care_of
from tasuki.casefile.care_models import AfterCheck, CareSettings, Cover, HandOver, Lead
from tasuki.cases.actions import set_now
from tasuki.cases.models import Case
from tasuki.intake.actions import take_consultation
from tasuki.outreach.actions import begin_approach
from tasuki.outreach.models import Approach, LongWatch
from tasuki.outreach.watch_actions import begin_long_watch
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture
def ten(town):
    """Ten cases of さくら, the first with a next step, a visit and a watch in her name."""
    cases = [town.case(label=f"世帯{n}", names=(f"人{n} 一",)) for n in range(10)]
    with town.acting("sakura") as by:
        set_now(
            case=cases[0],
            by=by,
            text="落ち着いている",
            next_text="電話する",
            next_on=date(2026, 11, 20),
            next_worker=by,
        )
        begin_approach(case=cases[0], by=by, ground="own_duty", ground_note="心配", next_on=date(2026, 11, 25))
        begin_long_watch(case=cases[0], by=by, why="ひとり暮らし", workers=[by, town.workers["ken"]])
    return cases


def _give(town, cases, to="ken", by="sakura"):
    with town.acting(by) as worker:
        return handover_actions.hand_over_all(
            by=worker, worker=town.workers["sakura"], agency=town.agencies["sogo"],
            successors={Case.objects.get(pk=case.pk): town.workers[to] for case in cases}, note="よろしくお願いします",
        )  # fmt: skip


def test_ten_cases_go_to_the_successor_in_one_act_with_everything_in_her_name(town, ten):
    (made,) = _give(town, ten)
    with town.acting("ken") as ken:
        assert set(Case.objects.values_list("worker", flat=True)) == {ken.pk}
        assert Case.objects.get(pk=ten[0].pk).next_worker_id == ken.pk
        approach = Approach.objects.get()
        assert (approach.worker_id, approach.next_worker_id) == (ken.pk, ken.pk)
        watch = LongWatch.objects.get()
        assert (watch.turn_id, watch.turns.count()) == (ken.pk, 1)  # he was on the rota already
        line = made.lines.get(order=1)
        assert {one["what"][:4] for one in line.promises} >= {"次の一手", "訪問：発", "長期の見"}
        assert Case.objects.get(pk=ten[3].pk).events.filter(kind="handed_over").count() == 1
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="本人"):
        handover_actions.confirm_hand_over(handover=made, by=sakura)
    with town.acting("ken") as ken:
        handover_actions.confirm_hand_over(handover=made, by=ken)
        with pytest.raises(Refused, match="もう"):
            handover_actions.confirm_hand_over(handover=made, by=ken)


@pytest.mark.parametrize(
    ("to", "by"), [("midori", "sakura"), ("sakura", "sakura"), ("ken", "midori"), ("admin", "sakura")]
)
def test_not_to_another_agency_nor_by_one(town, ten, to, by):
    with pytest.raises((Refused, Case.DoesNotExist)):  # a stranger does not even find the case
        _give(town, ten[:1], to, by)


def test_the_sheet_closes_with_the_case_for_another_agency(town, ten):
    (made,) = _give(town, ten[:1])
    with town.acting("midori") as by:
        assert not HandOver.objects.visible_to(by).exists()
        assert not made.lines.exists()


def test_the_pages_of_the_hand_over(town, ten, browse, django_assert_max_num_queries):
    page, key = browse("sakura"), town.workers["sakura"].pk
    with django_assert_max_num_queries(25):
        assert "世帯9" in page.get(f"/caseload/hand-over/{key}/").content.decode()
    assert page.post(f"/caseload/hand-over/{key}/").status_code == 422
    sent = page.post(f"/caseload/hand-over/{key}/", everybody=str(town.workers["ken"].pk), note="頼みます",
                     **{f"stay-{ten[9].pk}": "on"})  # fmt: skip
    assert sent.status_code == 302
    with django_assert_max_num_queries(25):
        shown = page.get(sent["Location"]).content.decode()
    assert "電話する" in shown
    assert "世帯9" not in shown
    assert browse("midori").get(sent["Location"]).status_code == 404
    assert page.post(f"{sent['Location']}confirm/").status_code == 409
    assert browse("ken").post(f"{sent['Location']}confirm/").status_code == 302
    assert "確かめた" in page.get(sent["Location"]).content.decode()


def test_who_stands_in_gets_the_promises_for_that_time_only(town, ten, browse):
    with town.acting("sakura") as by:
        when = {"since": clock.today(), "until": clock.today() + timedelta(days=5)}
        cover = handover_actions.cover_for(by=by, worker=by, stand_in=town.workers["ken"], agency=by.agency, **when)
        with pytest.raises(Refused, match="いまこの機関にいません"):
            handover_actions.cover_for(by=by, worker=by, stand_in=town.workers["midori"], agency=by.agency, **when)
    shown = browse("ken").get("/today/").content.decode()
    assert "電話する" in shown
    assert "山本 さくらさんの代わり" in shown
    with clock.stopped_at(clock.at(date(2026, 11, 24))):
        assert "さんの代わり" not in browse("ken").get("/today/").content.decode()
    page = browse("sakura")
    assert page.post(f"/caseload/covers/{cover.pk}/end/").status_code == 302
    assert "さんの代わり" not in browse("ken").get("/today/").content.decode()
    same = {"worker": str(by.pk), "stand_in": str(by.pk), "since": "R8.11.20", "until": "R8.11.19"}
    assert page.post("/caseload/covers/new/", **same).status_code == 422
    good = {**same, "stand_in": str(town.workers["ken"].pk), "until": "R8.11.30"}
    assert page.post("/caseload/covers/new/", **good).status_code == 302
    with town.acting("ken") as ken:
        assert Cover.objects.visible_to(ken).count() == 2


@pytest.fixture
def closed(town):
    """A case closed with much to fear."""
    case = town.case()
    with town.acting("sakura") as by:
        return actions.close_case(case=case, by=by, reason="goal_reached", note="落ち着いた", risk="high")


def test_days_of_looking_after_follow_the_risk_and_each_other(town, closed):
    today = clock.today()
    with town.acting("sakura") as by:
        days = list(AfterCheck.objects.values_list("due_on", flat=True))
        assert days == [today + timedelta(days=n) for n in (30, 90, 180)]
        assert closed.follow_up_on == days[0]
        case = actions.follow_up(case=closed, by=by, on=today, text="元気")
        assert (case.follow_up_on, case.followed_up_on) == (days[1], None)
        case = actions.follow_up(case=case, by=by, on=today, text="元気")
        case = actions.follow_up(case=case, by=by, on=today, text="元気")
        assert case.followed_up_on == today
        assert not AfterCheck.objects.filter(done_on=None).exists()


def test_news_of_a_closed_case_reaches_its_last_team_and_tells_the_bringer_nothing(
    town, closed, browse, django_assert_max_num_queries
):
    with town.acting("sakura"):
        mother = closed.members.first().person_id
    with town.acting("midori") as by:
        other = town.person("別の 人", by="midori")
        asked = take_consultation(by=by, at=clock.now(), route="phone_self", words="郵便がたまっている", person=other)
        after_actions.bring_lead(by=by, consultation=asked, words="なにも起きない")
        assert not Lead.objects.visible_to(by).exists()
    with town.acting("nao") as by:
        asked = take_consultation(by=by, at=clock.now(), route="phone_self", words="郵便がたまっている")
        asked.person_id = mother
        asked.save()
        after_actions.bring_lead(by=by, consultation=asked, words="郵便がたまっている")
        after_actions.bring_lead(by=by, consultation=asked, words="郵便がたまっている")  # once only
        assert not Lead.objects.visible_to(by).exists()
    page = browse("sakura")
    assert "郵便がたまっている" in page.get("/today/").content.decode()
    with django_assert_max_num_queries(25):
        assert "受けとめを待っている" in page.get("/leads/").content.decode()
    with town.acting("sakura") as by:
        lead = Lead.objects.visible_to(by).get()
    assert page.get(f"/leads/{lead.pk}/").status_code == 200
    assert browse("nao").get(f"/leads/{lead.pk}/").status_code == 404
    assert page.post(f"/leads/{lead.pk}/").status_code == 422
    reopened = page.post(f"/leads/{lead.pk}/", answer="reopened", note="訪ねて、また支える")
    with town.acting("sakura"):
        again = Case.objects.get(continues=closed.pk)
        assert reopened["Location"] == f"/cases/{again.pk}/"
        assert Lead.objects.get().next_case_id == again.pk
    assert page.post(f"/leads/{lead.pk}/", answer="watch").status_code == 409


def test_a_desk_brings_news_from_a_consultation(town, browse):
    with town.acting("midori") as by:
        asked = take_consultation(
            by=by, at=clock.now(), route="phone_self", words="心配", person=town.person("花 一", by="midori")
        )
        nobody = take_consultation(by=by, at=clock.now(), route="phone_self", words="匿名")
    page = browse("midori")
    assert "前に支えた機関へ知らせる" in page.get(f"/consultations/{asked.pk}/").content.decode()
    assert page.post(f"/consultations/{asked.pk}/lead/", words="心配です").status_code == 302
    assert page.post(f"/consultations/{nobody.pk}/lead/", words="心配です").status_code == 409
    assert browse("sakura").get(f"/consultations/{asked.pk}/lead/").status_code == 404


def test_the_towns_numbers(town, browse):
    with town.acting("suzuki"):
        assert (care_of().weight("reaching"), care_of().weight("closed"), care_of().check_days("low")) == (4, 0, [180])
    page = browse("suzuki")
    sent = {
        name: "2"
        for name in ("assessing", "conference", "reaching", "planning", "supporting", "watching", "several", "rights")
    }
    sent |= {"full": "30", "together_days": "45", "check_high": "14・60", "check_middle": "90", "check_low": ""}
    assert page.post("/settings/care/", **sent).status_code == 302
    assert page.post("/settings/care/", **{**sent, "check_high": "あした"}).status_code == 422
    with town.acting("suzuki"):
        assert CareSettings.objects.get().check_days("high") == [14, 60]
    assert browse("sakura").get("/settings/care/").status_code == 403
