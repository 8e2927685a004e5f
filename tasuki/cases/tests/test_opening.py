"""From a consultation to a case; members, worker, status."""

import pytest

from tasuki.cases.labels import InLabel, suggested_label
from tasuki.cases.models import Case, CaseEvent
from tasuki.intake.actions import take_consultation
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people.models import Household
from tasuki.shared import clock
from tasuki.shared.calendar_jp import parse_partial_date


def member(relation, age, sex="unknown"):
    return InLabel(relation, sex, parse_partial_date(age).age_at(clock.today()) if age else None)


@pytest.mark.parametrize(
    ("members", "label"),
    [
        ([member("長女", "43歳"), member("母", "82歳")], "80代の母と40代の長女の世帯"),
        ([member("本人", "71歳", "female")], "70代の女性の世帯"),
        ([member("父", ""), member("", "")], "父と方の世帯"),
        ([], "氏名のわからない方の世帯"),
    ],
)
def test_the_household_is_called_by_relation_and_decade(members, label):
    assert suggested_label(members) == label


def consult(town, by="sakura", **more):
    with town.acting(by) as worker:
        return take_consultation(by=worker, at=clock.now(), route="phone", words="母のことで困っている", **more)


def opening(town, **more):
    empty = {f"member-{n}-{name}": "" for n in range(4) for name in ("relation", "family_name", "given_name", "birth")}
    first = {"member-0-relation": "母", "member-0-family_name": "花村", "member-0-given_name": "ウメ", "member-0-birth": "82歳",
             "member-0-in_household": "on", "member-0-sex": "female"}  # fmt: skip
    return {**empty, **first, "member-TOTAL_FORMS": "4", "member-INITIAL_FORMS": "0", "label": "", "relation": "長女",
            "town": str(town.towns[0].pk), "address": "1-2", "worker": str(town.workers["sakura"].pk), **more}  # fmt: skip


@pytest.mark.database
def test_a_case_is_opened_from_a_consultation_with_its_household(town, browse, django_assert_max_num_queries):
    daughter = town.person("花村 花子", birth="43歳", sex="female")
    found, sakura = consult(town, person=daughter), browse("sakura")
    path = f"/consultations/{found.pk}/open-case/"
    with django_assert_max_num_queries(25):
        assert "花村 花子" in sakura.get(path).content.decode()
    assert browse("midori").get(path).status_code == 404
    wrong = sakura.post(path, **opening(town, **{"member-0-birth": "きのうごろ"}))
    assert wrong.status_code == 422
    assert "きのうごろ" in wrong.content.decode()
    answer = sakura.post(path, **opening(town))
    with town.acting("sakura"):
        case = Case.objects.get()
        assert answer["Location"] == f"/cases/{case.pk}/"
        assert case.label == "80代の母と40代の長女の世帯"
        assert [one.relation for one in case.members.all()] == ["長女", "母"]
        assert Household.objects.get().memberships.count() == 2
        assert (case.household.town_id, case.area_id) == (town.towns[0].pk, town.areas[0].pk)
        assert Consultation.objects.get().outcome == Outcome.CASE_OPENED
    assert sakura.post(path, **opening(town)).status_code == 409


def test_a_consultation_is_added_to_a_running_case(town, browse):
    case, found, sakura = town.case(), consult(town), browse("sakura")
    path = f"/consultations/{found.pk}/add-to-case/"
    assert case.label in sakura.get(path).content.decode()
    assert browse("midori").get(path).status_code == 404
    assert sakura.post(path).status_code == 422
    assert sakura.post(path, case=str(case.pk))["Location"] == f"/cases/{case.pk}/"
    with town.acting("sakura"):
        assert CaseEvent.objects.get(case=case, kind="consulted").text == "母のことで困っている"
        assert Consultation.objects.get().outcome == Outcome.ADDED


def test_a_member_is_found_first_or_registered(town, browse):
    case, sakura = town.case(), browse("sakura")
    aunt = town.person("花村 キク")
    path = f"/cases/{case.pk}/members/new/"
    assert "花村 キク" in sakura.get(path, find="花村キク").content.decode()
    assert sakura.post(path + f"{aunt.pk}/", relation="叔母").status_code == 302
    assert sakura.post(path, relation="").status_code == 422
    assert sakura.post(path, relation="長女", sex="female", birth="52歳").status_code == 302
    with town.acting("sakura"):
        assert [one.relation for one in case.members.all()][2:] == ["叔母", "長女"]
    assert browse("yoso").get(path).status_code == 404
    assert browse("sakura").get(path + f"{town.person('見えない 人', by='yoso').pk}/").status_code == 404


def test_status_and_worker_change_along_the_rules(town, browse):
    case, sakura = town.case(), browse("sakura")
    path = f"/cases/{case.pk}/"
    for page in ("status/", "hand-over/", "now/"):
        assert sakura.get(path + page).status_code == 200
        assert browse("yoso").get(path + page).status_code == 404
    assert sakura.post(path + "status/", status="closed").status_code == 422
    assert sakura.post(path + "status/", status="reaching", reason="まだ話せない").status_code == 302
    assert sakura.post(path + "hand-over/", worker=str(town.workers["midori"].pk)).status_code == 422
    assert sakura.post(path + "hand-over/", worker=str(town.workers["ken"].pk), note="金曜に電話").status_code == 302
    with town.acting("ken"):
        case.refresh_from_db()
        assert (case.status, case.worker.name) == ("reaching", "小川 健")
        assert "金曜に電話" in CaseEvent.objects.get(case=case, kind="handed_over").text
