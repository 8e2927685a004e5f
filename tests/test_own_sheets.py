"""A municipality's own questions through the rooms: asked on the form, kept with the version, read after the next one."""

import pytest

from tasuki.codes import sheet_actions
from tasuki.codes.sheet_answers import read
from tasuki.codes.sheet_definitions import forget
from tasuki.codes.sheet_editing import done, with_field
from tasuki.intake.actions import change_consultation, take_consultation
from tasuki.intake.models import Consultation
from tasuki.participation.actions import begin_sheet, fill_sheet, fix_sheet
from tasuki.plans.actions import change_plan, draft_plan
from tasuki.referrals.models import Referral
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture(autouse=True)
def _as_shipped():
    forget()
    yield
    forget()


def put(town, sheet, section, label="町の項目", base="2026-04", **facts):
    with town.acting("suzuki") as by:
        draft = sheet_actions.copy_sheet(sheet=sheet, version=base, by=by)
        body = with_field(draft.body, section, "own1", {"label": label, "kind": "text"} | facts, new=base == "2026-04")
        sheet_actions.change_sheet(version=draft, by=by, body=body)
        return sheet_actions.put_in_force(version=draft, by=by, since=clock.today())


def without(town, sheet, section, base):
    """The next version, without the question."""
    with town.acting("suzuki") as by:
        draft = sheet_actions.copy_sheet(sheet=sheet, version=base, by=by)
        sheet_actions.change_sheet(version=draft, by=by, body=done(draft.body, "remove", section, "own1"))
        sheet_actions.put_in_force(version=draft, by=by, since=clock.today())


def test_the_question_is_on_the_referral_the_receiver_reads_it_and_a_required_one_is_asked_for(town, browse):
    put(town, "referral", "tell", label="地区担当の民生委員", required=True)
    case = town.case()
    sakura, path = browse("sakura"), f"/cases/{case.pk}/refer/"
    assert "地区担当の民生委員" in sakura.get(path).content.decode()
    sent = {"to": str(town.agencies["hokatsu"].pk), "purpose": "coordinate", "consent": "given",
            "household_label": "母と子", "wanted": "会ってください"}  # fmt: skip
    refused = sakura.post(path, **sent)
    assert refused.status_code == 422
    assert "「地区担当の民生委員」を入力してください。" in refused.content.decode()
    assert sakura.post(path, **sent, added_own1="佐藤").status_code == 302
    with town.acting("sakura"):
        one = Referral.objects.get()
        assert (one.sheet_version, one.answers) == ("t1", {"own1": "佐藤"})
    without(town, "referral", "tell", "t1")
    page = browse("midori").get(f"/referrals/{one.pk}/").content.decode()
    assert "地区担当の民生委員" in page
    assert "佐藤" in page
    assert "地区担当の民生委員" not in sakura.get(path).content.decode()


def test_a_consultation_keeps_the_version_in_which_it_was_taken(town, browse):
    put(town, "intake", "matter", kind="choices", options=["赤", "青"])
    path = "/consultations/new/"
    sakura = browse("sakura")
    assert "町の項目" in sakura.get(path).content.decode()
    answer = sakura.post(path, at_date=clock.today().isoformat(), at_time="0:00", route="phone_self", words="電話",
                         person="none", added_own1=["青"])  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    without(town, "intake", "matter", "t1")
    with town.acting("sakura") as by:
        one = Consultation.objects.get()
        assert one.answers == {"own1": ["青"]}
        change_consultation(consultation=one, by=by, answers={"own1": ["赤", "青"]})
        assert (one.sheet_version, one.answers) == ("t1", {"own1": ["赤", "青"]})
        later = take_consultation(by=by, at=clock.now(), route="phone_self", words="あとの電話")
        assert later.sheet_version == "t2"
        with pytest.raises(Refused, match="という項目はありません"):
            change_consultation(consultation=later, by=by, answers={"own1": ["赤"]})
    assert "赤、青" in sakura.get(f"/consultations/{one.pk}/").content.decode()
    assert "町の項目" in sakura.get(f"/consultations/{one.pk}/edit/").content.decode()


def test_a_plan_and_its_papers_follow_their_version(town, browse):
    put(town, "plan", "wishes")
    case = town.case()
    with town.acting("sakura") as by:
        plan = draft_plan(case=case, by=by, main_person=case.people[0], goal="外へ", answers={"own1": "町の答え"})
    without(town, "plan", "wishes", "t1")
    with town.acting("sakura") as by:
        change_plan(plan=plan, by=by, goal="町へ", answers={"own1": "直した答え"})
        assert read("plan", plan).pairs == [("町の項目", "直した答え")]
    page = browse("sakura").get(f"/plans/{plan.pk}/").content.decode()
    assert "直した答え" in page
    assert "町の項目" in browse("sakura").get(f"/plans/{plan.pk}/edit/").content.decode()


def test_participation_is_compared_with_the_sheet_before(town, browse, django_assert_max_num_queries):
    put(town, "participation", "words")
    case = town.case()
    with town.acting("sakura") as by:
        first = begin_sheet(case=case, person=case.people[0], by=by)
        fill_sheet(sheet=first, by=by, wishes="畑", answers={"own1": "春から"})
        fix_sheet(sheet=first, by=by)
        second = begin_sheet(case=case, person=case.people[0], by=by)
        assert second.answers == {"own1": "春から"}
        fill_sheet(sheet=second, by=by, wishes="畑と市", answers={"own1": "すぐに"})
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(f"/participation/sheets/{second.pk}/compare/").content.decode()
    assert page.count("変わった") >= 2
    assert "春から" in page
    assert browse("yoso").get(f"/participation/sheets/{second.pk}/compare/").status_code == 404
