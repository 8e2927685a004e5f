"""Pages of つなぐシート, as the two desks and a stranger meet them."""

import re
from datetime import timedelta

from tasuki.cases.models import Case
from tasuki.intake.actions import take_consultation
from tasuki.intake.models import Consultation
from tasuki.referrals import actions
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.shared import clock
from tasuki.shared.ids import uuid7
from tasuki.staff.actions import keep_draft
from tests.cast import PASSWORD
from tests.entrance import at_the_door


def sheet(town, case, **more):
    with town.acting("sakura") as sakura:
        referral = actions.send_referral(
            by=sakura, to=[town.agencies["hokatsu"]], wanted="母の見守り", consent="given", case=case,
            persons=case.people[:1], **more,
        )  # fmt: skip
        return referral, ReferralTarget.objects.get(referral=referral)


def fields(town, case, **more):
    return {
        "to": [str(town.agencies["hokatsu"].pk)], "purpose": "together", "consent": "none", "wanted": "母の見守り",
        "persons": [str(case.people[0].pk)], "household_label": "母と長男の世帯", "ground_reason": "生命の心配",
    } | more  # fmt: skip


def test_a_worker_writes_a_sheet_from_the_case(town, browse, django_assert_max_num_queries):
    case = town.case()
    path = f"/cases/{case.pk}/refer/"
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(path).content.decode()
    assert "花村 ウメ ― 同意はまだたずねていない" in page
    assert "よその相談室" in page
    answer = browse("sakura").post(path, **fields(town, case))
    with town.acting("midori"):
        referral = Referral.objects.get()
    assert answer["Location"] == f"/referrals/{referral.pk}/"
    assert referral.ground_reason == "生命の心配"


def test_a_sheet_without_consent_and_reason_comes_back_with_its_words(town, browse):
    case = town.case()
    answer = browse("sakura").post(
        f"/cases/{case.pk}/refer/", **fields(town, case, ground_reason="", wanted="母をみて")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「同意なしでつなぐ理由」を書いてください。" in page
    assert "母をみて" in page


def test_coordination_is_asked_of_one_agency(town, browse):
    case = town.case()
    to = [str(town.agencies[key].pk) for key in ("hokatsu", "kikan")]
    answer = browse("sakura").post(f"/cases/{case.pk}/refer/", **fields(town, case, purpose="coordinate", to=to))
    assert "ひとつだけ選んでください" in answer.content.decode()


def test_a_stranger_meets_404_everywhere(town, browse):
    case = town.case()
    referral, target = sheet(town, case)
    stranger = browse("yoso")
    for path in (f"/cases/{case.pk}/refer/", f"/referrals/{referral.pk}/", f"/referrals/targets/{target.pk}/accept/"):
        assert stranger.get(path).status_code == 404
    assert (
        stranger.post(f"/referrals/targets/{target.pk}/accept/", worker=str(town.workers["yoso"].pk)).status_code == 404
    )
    assert "花村" not in stranger.get("/referrals/").content.decode()


def test_the_receiver_reads_answers_and_opens_the_case(town, browse, django_assert_max_num_queries):
    case = town.case()
    referral, target = sheet(town, case)
    midori = browse("midori")
    with django_assert_max_num_queries(25):
        page = midori.get(f"/referrals/{referral.pk}/").content.decode()
    assert "花村 ウメ" in page
    assert str(case.pk) not in page
    assert case.number not in page.replace(referral.number, "")
    with town.acting("sakura"):
        assert ReferralTarget.objects.get().seen_by_id == town.workers["midori"].pk
    answer = midori.post(
        f"/referrals/targets/{target.pk}/accept/", worker=str(town.workers["midori"].pk), note="訪ねます"
    )
    assert answer["Location"] == f"/referrals/{referral.pk}/"
    assert f"/cases/{case.pk}/" in midori.get(f"/referrals/{referral.pk}/").content.decode()


def test_a_second_answer_is_refused_with_the_reason(town, browse):
    _, target = sheet(town, town.case())
    midori, path = browse("midori"), f"/referrals/targets/{target.pk}/accept/"
    midori.post(path, worker=str(town.workers["midori"].pk))
    answer = midori.post(path, worker=str(town.workers["midori"].pk))
    assert answer.status_code == 409
    assert "いまは「受理」なので、できません。" in answer.content.decode()


def test_declining_needs_a_reason_and_leads_back_to_the_list(town, browse):
    _, target = sheet(town, town.case())
    midori, path = browse("midori"), f"/referrals/targets/{target.pk}/decline/"
    assert "「受けられない理由」を入力してください。" in midori.post(path).content.decode()
    assert midori.post(path, reason="圏域がちがう")["Location"] == "/referrals/"
    assert "閉じたつなぐシート" in midori.get("/referrals/", state="done").content.decode()


def test_the_lists_say_how_many_days_are_left(town, browse, django_assert_max_num_queries):
    case = town.case()
    for _ in range(4):
        sheet(town, case)
    with django_assert_max_num_queries(25):
        assert "あと3開庁日" in browse("midori").get("/referrals/").content.decode()
    assert "あと3開庁日" in browse("sakura").get("/referrals/").content.decode()


def test_a_consultation_without_a_case_becomes_the_receivers_case(town, browse):
    person = town.person("青木 はる")
    with town.acting("sakura") as sakura:
        consultation = take_consultation(
            by=sakura, at=clock.now(), route="phone", words="食べるものがない", person=person
        )
    data = {"to": [str(town.agencies["hokatsu"].pk)], "purpose": "together", "consent": "given", "wanted": "生活の相談",
            "persons": [str(person.pk)], "household_label": "60代の単身の方"}  # fmt: skip
    browse("sakura").post(f"/consultations/{consultation.pk}/refer/", **data)
    with town.acting("sakura"):
        assert Consultation.objects.get().outcome == "referred"
    with town.acting("midori") as midori:
        target = ReferralTarget.objects.get()
        actions.accept(target=target, by=midori)
        case = Case.objects.get()
        assert (case.label, case.owner_agency_id) == ("60代の単身の方", midori.agency_id)
        assert [member.person_id for member in case.members.all()] == [person.pk]
    assert browse("yoso").get(f"/consultations/{consultation.pk}/refer/").status_code == 404
    with town.acting("sakura"):
        assert Case.objects.count() == 0


def test_a_draft_comes_back(town, browse):
    case = town.case()
    with town.acting("sakura") as sakura:
        keep_draft(by=sakura, kind="referral", about=case.pk, fields={"wanted": ["途中まで"]})
    page = browse("sakura").get(f"/cases/{case.pk}/refer/").content.decode()
    assert "途中まで" in page
    assert "書きかけを戻しました" in page


def test_without_consent_only_after_showing_again_who_she_is(town):
    case = town.case()
    with town.context():
        browser = at_the_door(town)[0]
        path, told = f"/cases/{case.pk}/refer/", fields(town, case) | {"_key": str(uuid7())}
        with clock.stopped_at(clock.now() + timedelta(minutes=11)):
            asked = browser.post(path, told)
            assert asked.status_code == 401
            assert "本人を確かめます" in asked.content.decode()
            assert not Referral.objects.exists()
            kept = re.search(r'name="_kept" value="([^"]+)"', asked.content.decode())[1]
            proof = {"password": PASSWORD, "_kept": kept, "_key": str(uuid7())}
            assert browser.post("/prove/", proof)["Location"] == "/resume/"
            assert "生命の心配" in browser.get("/resume/").content.decode()
            assert browser.post(path, told)["Location"].startswith("/referrals/")
