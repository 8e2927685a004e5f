"""From a consultation to a case; members, worker, status."""

import ast

import pytest

from tasuki.cases.actions import Member, add_member, open_case
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.cases.labels import InLabel, suggested_label
from tasuki.cases.models import Case, CaseEvent
from tasuki.intake.actions import take_consultation
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people import actions as people
from tasuki.people.models import Household, Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import parse_partial_date
from tasuki.shared.decisions import Refused
from tests.guards.house import sources


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


def test_a_case_is_never_opened_about_somebody_whom_the_worker_does_not_know(town, other_town):
    """A key alone, however it was come by, opens nothing: of the desk, of its own cases, of a home, of another town."""
    theirs = town.case(names=("花村 ウメ",)).people[0]
    abroad = other_town.person("遠山 花")
    with town.acting("sakura") as by:
        home = people.start_household(by=by, town=town.towns[0], address="秘密荘1号")
    with town.acting("midori") as by:
        mine = open_case(by=by, label="自分のケース")
        known = people.register_person(by=by, family_name="知人")
        for stranger in (theirs, abroad):
            with pytest.raises(Refused, match="登録されていません"):
                open_case(by=by, label="のぞき見", members=[Member(known), Member(stranger)])
            with pytest.raises(Refused, match="登録されていません"):
                add_member(case=mine, member=Member(stranger), by=by)
        with pytest.raises(Refused, match="登録されていません"):
            open_case(by=by, label="のぞき見", members=[Member(known)], household=home)
        assert not Person.objects.visible_to(by).filter(pk__in=[theirs.pk, abroad.pk]).exists()
        assert Case.objects.visible_to(by).count() == 1
        add_member(case=mine, member=Member(known), by=by)


def test_after_a_withdrawal_a_consultation_of_long_ago_opens_no_case_about_her(town, browse):
    """The consultation stays with the desk that took it; who she is does not come back by opening a case from it."""
    case = town.case(names=("花村 ウメ",))
    mother = case.people[0]
    with town.acting("sakura") as by:
        consent = take_consent(case=case, person=mother, by=by, answer="given", asked_on=clock.today(), method="oral",
                               items=["basic"], agencies=[town.agencies["hokatsu"]])  # fmt: skip
    heard = consult(town, by="midori", person=mother)
    with town.acting("sakura") as by:
        withdraw_consent(case=case, consent=consent, by=by)
    page, path = browse("midori"), f"/consultations/{heard.pk}/"
    assert page.get(path).status_code == 200
    assert "花村" not in page.get(f"{path}open-case/").content.decode()
    assert page.post(f"{path}open-case/", **opening(town, worker=str(town.workers["midori"].pk))).status_code == 409
    with town.acting("midori") as by:
        assert not Case.objects.exists()
        assert not Person.objects.visible_to(by).filter(pk=mother.pk).exists()


def test_only_the_acceptance_of_a_sheet_begins_a_case_with_persons_not_known_before():
    callers = {
        file.path for file in sources() for node in ast.walk(file.tree)
        if isinstance(node, ast.Name) and node.id == "start_case" and isinstance(node.ctx, ast.Load)
    }  # fmt: skip
    assert callers == {"cases/actions.py", "referrals/answers.py"}
