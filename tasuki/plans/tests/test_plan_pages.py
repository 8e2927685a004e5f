"""The pages of the plan, by those who use them and those who may not."""

from datetime import date

import pytest

from tasuki.plans import actions
from tasuki.plans.models import Plan
from tasuki.plans.panel import panel

from .scenes import agree, approved, draft


def filled(town, case, **more):
    """The form as it is sent, with two rows."""
    mother, son = case.people
    return {
        "main_person": str(mother.pk), "goal": "家で二人で年を越す",
        f"person_{mother.pk}": "on", f"words_{mother.pk}": "家がいい",
        f"person_{son.pk}": "on", "period_from": "R8.11.18", "period_to": "R9.3.31", "support_began_on": "R8.10.1",
        "rows": "3",
        "role0_agency": str(town.agencies["hokatsu"].pk), "role0_what": "配食の手配", "role0_by_date": "R8.12.10",
        "role1_agency": str(town.agencies["kikan"].pk), "role1_what": "受診の付きそい",
        "role1_trigger": "長男が望んだら",
        "role1_about": str(son.pk),
    } | more  # fmt: skip


def test_a_worker_writes_a_plan_and_brings_it_to_the_meeting(town, browse, django_assert_max_num_queries):
    case = town.case()
    for person in case.people:
        agree(town, case, person)
    sakura = browse("sakura")
    with django_assert_max_num_queries(25):
        page = sakura.get(f"/cases/{case.pk}/plans/new/")
    assert "R8.11.10に同意（2機関）" in page.content.decode()
    answer = sakura.post(f"/cases/{case.pk}/plans/new/", **filled(town, case))
    assert answer.status_code == 302
    with django_assert_max_num_queries(25):
        page = sakura.get(answer["Location"])
    text = page.content.decode()
    for words in ("後追い", "家で二人で年を越す", "家がいい", "長男が望んだら", "花村 一郎", "同意あり"):
        assert words in text
    assert sakura.post(answer["Location"] + "submit/").status_code == 302
    assert "会議に提出" in sakura.get(answer["Location"]).content.decode()
    edited = sakura.post(answer["Location"] + "edit/", **filled(town, case, _version="1"))
    assert edited.status_code == 409


def test_what_was_typed_stays_when_a_row_is_incomplete(town, browse):
    case = town.case()
    fields = filled(town, case, goal="", role1_trigger="", role0_agency="", period_to="R8.1.1")
    page = browse("sakura").post(f"/cases/{case.pk}/plans/new/", **fields)
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("役割1の機関を選んでください", "役割2に、いつまでか、どんなときか", "期間のおわりが、はじめより前",
                  "配食の手配",
                  "「このプランの目標」を入力"):  # fmt: skip
        assert words in text


def test_more_rows_without_a_script(town, browse):
    case = town.case()
    page = browse("sakura").post(f"/cases/{case.pk}/plans/new/", **filled(town, case, more="1", goal=""))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="role5_what"' in text
    assert "配食の手配" in text
    assert "エラー</strong> " not in text.split("data-trouble")[0]
    with town.acting("sakura"):
        assert not Plan.objects.exists()


def test_two_who_change_the_same_plan(town, browse):
    case = town.case()
    plan = draft(town, case)
    sakura = browse("sakura")
    assert sakura.post(f"/plans/{plan.pk}/edit/", **filled(town, case, _version="1")).status_code == 302
    again = sakura.post(f"/plans/{plan.pk}/edit/", **filled(town, case, _version="1", goal="あとから来た人の目標"))
    assert again.status_code == 409
    assert "あとから来た人の目標" in again.content.decode()


ADDRESSES = ["", "edit/", "decide/", "evaluate/", "end/", "compare/", "paper/"]


@pytest.mark.parametrize("login", ["yoso", "nao"])
def test_a_stranger_meets_404_at_every_address(town, browse, login):
    case, plan = approved(town)
    with town.acting("sakura"):
        role, line = plan.roles.first(), plan.persons.first()
    stranger = browse(login)
    paths = [f"/plans/{plan.pk}/{address}" for address in ADDRESSES]
    for path in [*paths, f"/cases/{case.pk}/plans/new/", f"/plans/roles/{role.pk}/"]:
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"/plans/{plan.pk}/submit/").status_code == 404
    assert stranger.post(f"/plans/persons/{line.pk}/rest/").status_code == 404


def test_the_agency_with_a_role_reads_the_plan_and_marks_its_row(town, browse, django_assert_max_num_queries):
    _case, plan = approved(town)
    akira = browse("akira")
    with django_assert_max_num_queries(25):
        text = akira.get(f"/plans/{plan.pk}/").content.decode()
    assert "そのときが来た" in text
    assert "閲覧の根拠" in text
    with town.acting("akira") as worker:
        own = plan.roles.get(agency=worker.agency_id)
        other = plan.roles.exclude(agency=worker.agency_id).get()
    assert akira.get(f"/plans/roles/{own.pk}/?to=doing").status_code == 200
    assert akira.post(f"/plans/roles/{own.pk}/", status="doing", note="予約した").status_code == 302
    assert akira.post(f"/plans/roles/{other.pk}/", status="done").status_code == 409
    assert akira.post(f"/plans/roles/{own.pk}/", status="x").status_code == 422
    assert akira.post(f"/plans/{plan.pk}/evaluate/", on="R8.11.18", reached="x", verdict="end").status_code == 409


def test_whom_the_reader_may_not_know_stays_undisclosed(town, browse):
    case = town.case()
    mother, son = case.people
    agree(town, case, mother, agencies=["hokatsu"])
    agree(town, case, son, agencies=["kikan"])
    plan = draft(town, case, persons=[mother, son])
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
    with town.acting("suzuki") as suzuki:
        day = date(2026, 11, 18)
        actions.decide_plan(plan=plan, by=suzuki, step="decided", result="approved", body_name="会議", on=day)
    for address in ("", "paper/"):
        text = browse("akira").get(f"/plans/{plan.pk}/{address}").content.decode()
        assert "花村 ウメ" not in text
        assert "世帯員（非開示）" in text
        assert "このまま家にいたい" not in text


def test_the_plan_on_paper_has_a_box_for_signatures(town, browse):
    plan = draft(town, town.case())
    text = browse("sakura").get(f"/plans/{plan.pk}/paper/").content.decode()
    assert "氏名（署名）" in text
    assert "取扱注意" in text


def test_evaluated_renewed_from_a_copy_and_compared(town, browse):
    case, plan = approved(town)
    sakura = browse("sakura")
    page = sakura.post(f"/plans/{plan.pk}/evaluate/", on="R8.11.18", reached="", verdict="")
    assert page.status_code == 422
    done = {"on": "R8.11.18", "reached": "食事がとれた", "verdict": "replan", "changes": "health"}
    assert sakura.post(f"/plans/{plan.pk}/evaluate/", **done).status_code == 302
    text = sakura.get(f"/cases/{case.pk}/plans/new/").content.decode()
    assert "前のプランの写し" in text
    assert "配食の手配" in text
    answer = sakura.post(f"/cases/{case.pk}/plans/new/", **filled(town, case, goal="春まで元気に"))
    text = sakura.get(answer["Location"] + "compare/").content.decode()
    assert "変わった" in text
    assert "春まで元気に" in text
    assert sakura.post(f"/plans/{plan.pk}/end/", on="R8.11.18").status_code == 302
    assert "健康状態の改善" in sakura.get(f"/plans/{plan.pk}/").content.decode()


def test_the_meeting_outside_the_system_is_written_down(town, browse):
    case = town.case()
    for person in case.people:
        agree(town, case, person)
    plan = draft(town, case)
    with town.acting("sakura") as sakura:
        actions.submit_plan(plan=plan, by=sakura)
    asked = {"step": "decided", "result": "sent_back", "body_name": "会議", "on": "R8.11.18"}
    assert browse("suzuki").post(f"/plans/{plan.pk}/decide/", **asked).status_code == 422
    assert browse("sakura").post(f"/plans/{plan.pk}/decide/", **asked, note="目標を").status_code == 409
    assert browse("suzuki").post(f"/plans/{plan.pk}/decide/", **asked, note="目標を").status_code == 302
    assert "差し戻し" in browse("sakura").get(f"/plans/{plan.pk}/").content.decode()


def test_a_draft_comes_back(town, browse):
    case = town.case()
    sakura = browse("sakura")
    sakura.post(f"/drafts/plan/{case.pk}/", **filled(town, case, goal="書きかけの目標"))
    text = sakura.get(f"/cases/{case.pk}/plans/new/").content.decode()
    assert "書きかけの目標" in text
    assert "下書きを開きました" in text


def test_the_panel_counts_the_plans_i_may_read(town, django_assert_max_num_queries):
    case, _plan = approved(town)
    with town.acting("sakura") as sakura, django_assert_max_num_queries(8):
        assert panel(case, sakura).count == 1
    with town.acting("yoso") as yoso:
        assert panel(case, yoso).count == 0
