"""支援会議 without consent, 重層的支援会議 with it: who may bring what before whom, and when it closes again."""

from datetime import date, timedelta

import pytest

from tasuki.audit.models import Entry
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.models import Case, CaseEvent, CaseGrant
from tasuki.meetings import actions
from tasuki.meetings.coming import coming, secrecy_waiting
from tasuki.meetings.enums import WITHOUT_CONSENT, ItemKind, ItemStatus, LegalType
from tasuki.meetings.models import Item, ItemCall, ItemRole, Packet, PacketLook, Sitting
from tasuki.people.models import Person
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan
from tasuki.plans.tests.scenes import agree, draft
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

from .scenes import DAY, bring, conclude, conference, ready


def seen(town, login, model=Item):
    """What both walls let through; they must say the same."""
    with town.acting(login) as worker:
        first = set(model.objects.visible_to(worker).values_list("pk", flat=True))
        if worker.role.sits:
            assert first == set(model.objects.values_list("pk", flat=True)), "the two walls differ"
        return first


def accept(town, call, login):
    with town.acting(login) as worker:
        return actions.accept_secrecy(call=call, by=worker)


@pytest.mark.parametrize("legal_type", [kind for kind in LegalType if kind != LegalType.NETWORK])
def test_only_some_bodies_may_hear_a_case_without_consent(town, legal_type):
    case, sitting = town.case(), conference(town, legal_type)
    if legal_type in WITHOUT_CONSENT:
        with pytest.raises(Refused, match="理由"):
            bring(town, case, sitting, why_without=" ")
        assert bring(town, case, sitting).without_consent
    else:
        with pytest.raises(Refused, match="同意がないケースを扱えません"):
            bring(town, case, sitting)


def test_with_consent_a_live_consent_must_be_there(town):
    case, sitting = town.case(), conference(town, LegalType.MULTILAYER_CONFERENCE)
    with pytest.raises(Refused, match="有効な同意がありません"):
        bring(town, case, sitting, without_consent=False)
    agree(town, case, case.people[0])
    assert bring(town, case, sitting, without_consent=False).case_id == case.pk


def test_a_network_meeting_hears_no_case(town):
    sitting = conference(town, LegalType.NETWORK)
    with pytest.raises(Refused, match="扱えません"):
        bring(town, town.case(), sitting)
    with town.acting("suzuki") as suzuki:
        item = actions.put_on_agenda(sitting=sitting, by=suzuki, title="空き家の使い方", kind=ItemKind.GENERAL)
        actions.conclude_item(item=item, by=suzuki, discussion="出た意見", decision="見学に行く")
        told = {"minutes": "20人が参加", "attended_text": "12機関", "next_on": date(2027, 1, 20)}
        actions.hold(sitting=sitting, by=suzuki, **told)
    with town.acting("yoso"):
        assert Sitting.objects.get().minutes == "20人が参加"


def test_a_stranger_brings_nothing_and_the_case_goes_into_conference(town):
    case, sitting = town.case(by="sakura"), conference(town)
    with pytest.raises(Refused, match="支援経過が開かれているケース"):
        bring(town, case, sitting, by="midori")
    item = bring(town, case, sitting)
    with town.acting("sakura"):
        case.refresh_from_db()
        assert case.status == Status.CONFERENCE
        event = CaseEvent.objects.get(case=case, kind=EventKind.PUT_ON_AGENDA)
        assert event.link == f"/meetings/items/{item.pk}/"


def test_only_the_host_picks_who_is_called_and_only_the_submitter_fixes_the_papers(town):
    case, sitting = town.case(), conference(town)
    item = bring(town, case, sitting)
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="運営できません"):
        actions.call(item=item, agency=town.agencies["hokatsu"], by=sakura)
    with town.acting("suzuki") as suzuki, pytest.raises(Refused, match="議題を出した機関だけ"):
        actions.freeze(item=item, by=suzuki, papers=[])
    with town.acting("chair") as chair:
        first = actions.call(item=item, agency=town.agencies["hokatsu"], by=chair)
        second = actions.call(item=item, agency=town.agencies["kikan"], worker=town.workers["akira"], by=chair)
        assert (first.packet_number, second.packet_number) == (1, 2)
        with pytest.raises(Refused, match="もう呼ばれています"):
            actions.call(item=item, agency=town.agencies["hokatsu"], by=chair)


@pytest.mark.database
def test_the_packet_opens_after_secrecy_and_never_the_case(town):
    case, _sitting, item = ready(town)
    call = item.calls_made["hokatsu"]
    assert seen(town, "midori") == set()
    assert seen(town, "midori", ItemCall) == {call.pk}
    with town.acting("yoso") as yoso, pytest.raises(Refused):
        actions.accept_secrecy(call=call, by=yoso)
    accept(town, call, "midori")
    assert seen(town, "midori") == {item.pk}
    with town.acting("midori") as midori:
        packet = actions.open_packet(item=item, by=midori)
        assert packet.papers[0]["text"] == "母と長男。冷蔵庫は空。"
        assert PacketLook.objects.filter(worker=midori.pk).count() == 1
    assert seen(town, "midori", Case) == seen(town, "midori", Person) == set()
    with town.acting("suzuki"):
        assert Entry.objects.filter(worker_id=town.workers["midori"].pk, case_id=case.pk, act="look").exists()
        assert not CaseGrant.objects.exclude(ground="own").exists()


def test_an_agency_that_was_not_called_sees_nothing_of_the_item(town):
    _case, sitting, item = ready(town)
    for login in ("akira", "nao", "yoso", "admin"):
        assert seen(town, login) == seen(town, login, ItemCall) == set()
        with town.acting(login) as worker:
            assert not Packet.objects.exists()
            assert not ItemRole.objects.exists()
            assert not CaseEvent.objects.exists()
            assert coming(worker) == []
            assert Sitting.objects.get().pk == sitting.pk
            with pytest.raises(Refused):
                actions.open_packet(item=item, by=worker)


def test_a_worker_called_by_name_opens_alone(town):
    case, sitting = town.case(), conference(town)
    item = bring(town, case, sitting)
    with town.acting("suzuki") as suzuki:
        call = actions.call(item=item, agency=town.agencies["sogo"], worker=town.workers["ken"], by=suzuki)
        other = actions.call(item=item, agency=town.agencies["kikan"], worker=town.workers["akira"], by=suzuki)
    with town.acting("sakura") as sakura, pytest.raises(Refused, match="呼ばれた人だけ"):
        actions.accept_secrecy(call=call, by=sakura)
    accept(town, other, "akira")
    assert seen(town, "akira") == {item.pk}


def test_the_conclusion_reaches_the_timeline_and_the_agencies_with_a_task(town):
    case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    hokatsu = town.agencies["hokatsu"]
    roles = [
        actions.RoleLine(hokatsu, "配食を試す", by_date=date(2026, 12, 8)),
        actions.RoleLine(town.agencies["sogo"], "通院に付きそう", trigger="長男が望んだら"),
    ]
    with town.acting("midori") as midori, pytest.raises(Refused):
        actions.conclude_item(item=item, by=midori, discussion="", decision="勝手に")
    conclude(town, item, roles=roles, attended=[hokatsu], next_on=date(2026, 12, 9))
    with town.acting("sakura"):
        text = CaseEvent.objects.get(case=case, kind=EventKind.MET).text
        assert "訪問は二人で" in text
        assert "そのとき：長男が望んだら" in text
    with town.acting("midori"):
        assert Item.objects.get().follow_until == clock.at(DAY + timedelta(days=32), "00:00")
        assert ItemRole.objects.count() == 2
        assert ItemCall.objects.get().attended
    with town.acting("yoso"):
        assert not ItemRole.objects.exists()


def test_the_close_of_the_item_collects_the_papers(town):
    _case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    with town.acting("suzuki") as suzuki, pytest.raises(Refused):
        actions.close_item(item=item, by=suzuki)
    conclude(town, item, roles=[actions.RoleLine(town.agencies["hokatsu"], "配食", trigger="望んだら")])
    with town.acting("suzuki") as suzuki:
        actions.close_item(item=item, by=suzuki)
        assert item.status == ItemStatus.CLOSED
    assert seen(town, "midori") == set()
    with town.acting("midori") as midori:
        assert not Packet.objects.exists()
        assert [role.what for role in ItemRole.objects.all()] == ["配食"]
        with pytest.raises(Refused):
            actions.open_packet(item=item, by=midori)
    assert seen(town, "sakura") == {item.pk}


def test_the_follow_up_ends_by_itself(town):
    _case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    conclude(town, item, follow_until=date(2026, 12, 10))
    with clock.stopped_at(clock.at(date(2026, 12, 10), "23:00")):
        assert seen(town, "midori") == {item.pk}
    with clock.stopped_at(clock.at(date(2026, 12, 11), "00:00")):
        assert seen(town, "midori") == set()


def test_a_cancelled_sitting_collects_its_papers(town):
    _case, sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    with town.acting("suzuki") as suzuki:
        with pytest.raises(Refused, match="理由"):
            actions.cancel(sitting=sitting, by=suzuki, reason="")
        actions.cancel(sitting=sitting, by=suzuki, reason="大雪")
    assert seen(town, "midori") == set()


def test_a_plan_is_examined_in_one_body_and_approved_in_the_other(town):
    case = town.case()
    for person in case.people:
        agree(town, case, person)
    plan = draft(town, case)
    main = conference(town, LegalType.MULTILAYER_CONFERENCE, key="hon", name="本会議")
    first = conference(town, LegalType.MULTILAYER_CONFERENCE, key="bukai", name="部会", decided_by=main.body)
    asked = {"case": None, "plan": plan, "kind": ItemKind.PLAN, "without_consent": False, "why_without": ""}
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="会議に提出"):
            actions.put_on_agenda(sitting=first, by=sakura, title="プラン", **asked)
        from tasuki.plans.actions import submit_plan

        submit_plan(plan=plan, by=sakura)
        item = actions.put_on_agenda(sitting=first, by=sakura, title="プラン", **asked)
    conclude(town, item, by="chair", plan_result="approved")
    with town.acting("sakura") as sakura:
        plan.refresh_from_db()
        assert plan.status == PlanStatus.EXAMINED
        with pytest.raises(Refused, match="本会議にかけて"):
            actions.put_on_agenda(sitting=first, by=sakura, title="もう一度", **asked)
        item = actions.put_on_agenda(sitting=main, by=sakura, title="プランの承認", **asked)
    conclude(town, item, by="chair", plan_result="approved")
    with town.acting("midori") as midori:
        assert Plan.objects.visible_to(midori).get().status == PlanStatus.APPROVED
    with town.acting("sakura"):
        case.refresh_from_db()
        assert case.status == Status.SUPPORTING
        assert [d.body_name for d in plan.decisions.all()] == ["部会", "本会議"]


def test_the_desk_is_told_of_the_sittings_to_which_i_am_called(town):
    _case, sitting, item = ready(town)
    with town.acting("midori") as midori:
        (one,) = coming(midori)
        assert (one.sitting.pk, one.items, one.waiting) == (sitting.pk, 1, 1)
        assert [call.pk for call in secrecy_waiting(midori)] == [item.calls_made["hokatsu"].pk]
    with town.acting("sakura") as sakura:
        assert [(one.items, one.waiting) for one in coming(sakura)] == [(1, 0)]


def test_a_body_is_set_up_and_changed_by_those_who_run_meetings(town):
    with town.acting("sakura") as sakura, pytest.raises(Refused):
        actions.found_body(by=sakura, key="x", name="x", legal_types=["network"], host_agency=sakura.agency)
    sitting = conference(town, LegalType.MULTILAYER_CONFERENCE)
    with town.acting("ken") as ken:
        with pytest.raises(Refused, match="主催する機関"):
            actions.change_body(body=sitting.body, by=ken, name="別の名")
        with pytest.raises(Refused, match="主催する機関"):
            actions.convene(body=sitting.body, by=ken, at=clock.now(), form="online")
    with town.acting("suzuki") as suzuki:
        actions.change_body(body=sitting.body, by=suzuki, legal_types=["multilayer_conference", "support_conference"])
        second = actions.convene(
            body=sitting.body, by=suzuki, at=clock.now(), form="online", legal_type="support_conference"
        )
        assert second.legal_type == LegalType.SUPPORT_CONFERENCE
        with pytest.raises(Refused, match="位置づけにない"):
            actions.convene(body=sitting.body, by=suzuki, at=clock.now(), form="online", legal_type="network")
