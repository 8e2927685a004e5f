"""Ending, going on again, the time after."""

import pytest

from tasuki.casefile.actions import close_case, follow_up, reopen_case
from tasuki.casefile.rules import may_close_case, may_follow_up, may_reopen_case
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.grants import admit
from tasuki.cases.models import Case, CaseEvent, CaseGrant, StatusChange
from tasuki.cases.recording import write_record
from tasuki.outreach.actions import begin_approach
from tasuki.outreach.models import Approach
from tasuki.people.models import Person
from tasuki.plans.actions import draft_plan
from tasuki.plans.enums import PlanStatus
from tasuki.plans.models import Plan
from tasuki.referrals.actions import send_referral
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


def close(town, case, by="sakura", **more):
    with town.acting(by) as worker:
        return close_case(case=case, by=worker, reason="watching", note="月に一度、民生委員が訪ねる。", **more)


@pytest.mark.database
def test_the_end_closes_everything_it_had_opened_but_not_the_owners(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        admit(case=case, ground=Ground.COORDINATION, scope=Scope.everything(), source=uuid7(), by=sakura,
              agency=town.agencies["hokatsu"])  # fmt: skip
        begin_approach(
            case=case, by=sakura, ground="conference", ground_note="支援会議の決定", how_found="民生委員から"
        )
    with town.acting("midori"):
        assert Case.objects.filter(pk=case.pk).exists()
        assert Person.objects.filter(pk=case.people[0].pk).exists()
    close(town, case, destination="民生委員")
    with town.acting("midori"):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Person.objects.filter(pk=case.people[0].pk).exists()
    with town.acting("sakura"):
        found = Case.objects.get(pk=case.pk)
        assert (found.status, found.closed_on, found.closing_reason) == (Status.CLOSED, clock.today(), "watching")
        assert list(CaseGrant.objects.live().filter(case=case).values_list("ground", flat=True)) == ["own"]
        assert Approach.objects.get().ended_on == clock.today()
        assert StatusChange.objects.filter(case=case, after=Status.CLOSED).count() == 1
        assert "民生委員" in CaseEvent.objects.get(case=case, kind=EventKind.CLOSED).text


def test_what_is_left_waiting_stands_in_the_way(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        assert may_close_case(case, sakura)
        plan = draft_plan(case=case, by=sakura, main_person=case.people[0], goal="安心して暮らす")
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.APPROVED)
        assert may_close_case(case, sakura).reason == "評価が済んでいないプランがあります。"
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.ENDED)
        send_referral(by=sakura, to=[town.agencies["kikan"]], wanted="同行してほしい", consent="none", case=case,
                      persons=[case.people[0]], ground_reason="生命にかかわるため")  # fmt: skip
        assert may_close_case(case, sakura).reason == "返事を待っているつなぎがあります。"
        with pytest.raises(Refused):
            close_case(case=case, by=sakura, reason="solved", note="まとめ")
    with town.acting("suzuki") as suzuki:
        assert "主担当の機関だけ" in may_close_case(case, suzuki).reason


def test_a_closed_case_takes_no_record_and_goes_on_as_a_new_one(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        assert not may_reopen_case(case, sakura)
        assert not may_follow_up(case, sakura)
    close(town, case)
    with town.acting("sakura") as sakura:
        with pytest.raises(Refused, match="終結"):
            write_record(case=case, by=sakura, at=clock.now(), method="phone", text="電話")
        follow_up(case=case, by=sakura, on=clock.today(), text="元気に暮らしている。")
        new = reopen_case(case=case, by=sakura, reason="長男が入院した。")
        assert (new.continues_id, new.status, new.members.count()) == (case.pk, Status.ASSESSING, 2)
        assert new.number != case.number
        case.refresh_from_db()
        assert (case.status, case.followed_up_on) == (Status.CLOSED, clock.today())
        assert not may_reopen_case(case, sakura)
        kinds = set(CaseEvent.objects.filter(case=case).values_list("kind", flat=True))
        assert {EventKind.FOLLOWED_UP, EventKind.REOPENED} <= kinds


def test_the_pages_of_the_end(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    path = f"/cases/{case.pk}/"
    with django_assert_max_num_queries(25):
        assert sakura.get(path + "close/").status_code == 200
    wrong = sakura.post(path + "close/", reason="solved", note="", destination="書いたこと")
    assert wrong.status_code == 422
    assert "「終結のまとめ」を入力してください。" in wrong.content.decode()
    assert "書いたこと" in wrong.content.decode()
    assert browse("yoso").get(path + "close/").status_code == 404
    assert sakura.post(path + "reopen/", reason="まだ早い").status_code == 409
    assert sakura.post(path + "close/", reason="solved", note="目標に届いた。")["Location"] == path
    page = sakura.get(path).content.decode()
    assert "目標に届いた。" in page
    assert "再開する" in page
    assert sakura.post(path + "follow-up/", on="R8.11.18", text="変わりない。")["Location"] == path
    new = sakura.post(path + "reopen/", reason="ふたたび相談があった。")
    assert new.status_code == 302
    assert "前のケースを開く" in sakura.get(new["Location"]).content.decode()
