"""What a worker puts beside what: two consultations, two answers of consent, two plans, evaluations, papers of meetings (前回・今回)."""

from datetime import timedelta

import pytest

from tasuki.audit.models import Entry
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.intake.actions import take_consultation
from tasuki.meetings import actions as meetings
from tasuki.meetings.tests.scenes import bring, conference
from tasuki.participation.actions import begin_sheet, fill_sheet, fix_sheet
from tasuki.people.actions import join_household, protect_person, start_household
from tasuki.plans import actions as plans
from tasuki.shared import clock

QUERIES = 25


@pytest.fixture
def home(town):
    """Mother and son live together; both have come to the desk, the son twice."""
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎")
    now = clock.now()
    with town.acting("sakura") as by:
        house = start_household(by=by, town=town.towns[0], address="1-2")
        for person in (mother, son):
            join_household(household=house, person=person, by=by)
        told = [(son, 30, "仕事をさがしたい"), (mother, 20, "腰が痛い"), (son, 1, "眠れない")]
        town.came = [
            take_consultation(by=by, at=now - timedelta(days=days), route="phone_self", words=words, person=person,
                              caller_contact="090-1111-2222")
            for person, days, words in told
        ]  # fmt: skip
    town.mother, town.son = mother, son
    return town


class TestConsultations:
    """Of the same person first; of those who live with her when they are chosen."""

    def test_the_one_before_of_the_same_person_and_by_choice_that_of_her_mother(
        self, home, browse, django_assert_max_num_queries
    ):
        _, mothers, last = home.came
        sakura, address = browse("sakura"), f"/consultations/{last.pk}/compare/"
        assert address in sakura.get(f"/consultations/{last.pk}/").content.decode()
        with django_assert_max_num_queries(QUERIES):
            page = sakura.get(address).content.decode()
        assert "仕事をさがしたい" in page
        assert "眠れない" in page
        assert "腰が痛い" not in page
        assert f"?with={mothers.pk}" in page
        assert "腰が痛い" in sakura.get(f"{address}?with={mothers.pk}").content.decode()
        with home.acting("officer"):
            assert Entry.objects.filter(verb="相談をくらべた", object_ids__contains=[last.pk]).count() == 2

    def test_the_first_one_has_none_before_and_a_stranger_finds_nothing(self, home, browse):
        first, _, last = home.came
        assert "前の回はまだありません" in browse("sakura").get(f"/consultations/{first.pk}/compare/").content.decode()
        assert browse("yoso").get(f"/consultations/{last.pk}/compare/").status_code == 404

    def test_the_number_left_by_somebody_under_protection_is_not_told(self, home, browse):
        with home.acting("sakura") as by:
            protect_person(person=home.son, by=by, note="DV", until=clock.today() + timedelta(days=300))
        page = browse("ken").get(f"/consultations/{home.came[2].pk}/compare/").content.decode()
        assert "090-1111-2222" not in page


def agreed(town, case, **more):
    given = {"answer": "given", "asked_on": clock.today(), "method": "written", "items": ["basic"],
             "agencies": [town.agencies["kikan"]]} | more  # fmt: skip
    with town.acting("sakura") as by:
        return take_consent(case=case, person=case.people[0], by=by, **given)


def test_two_answers_of_one_person(town, browse, django_assert_max_num_queries):
    case = town.case()
    first = agreed(town, case, words="娘には言わないで", asked_on=clock.today() - timedelta(days=9))
    with town.acting("sakura") as by:
        withdraw_consent(case=case, consent=first, by=by, note="電話で申し出")
    second = agreed(town, case, items=["basic", "plan"], words="もういいよ")
    sakura, address = browse("sakura"), f"/cases/{case.pk}/consents/{second.pk}/compare/"
    assert address in sakura.get(f"/cases/{case.pk}/household/").content.decode()
    with django_assert_max_num_queries(QUERIES):
        page = sakura.get(address).content.decode()
    for word in ("娘には言わないで", "もういいよ", "電話で申し出", "消えた", "変わった"):
        assert word in page
    alone = sakura.get(f"/cases/{case.pk}/consents/{first.pk}/compare/").content.decode()
    assert "前の回はまだありません" in alone
    assert browse("yoso").get(address).status_code == 404


@pytest.fixture
def planned(town):
    """Three plans, evaluated."""
    case = town.case()
    agreed(town, case, items=["basic", "plan"])
    roles = [plans.RoleLine(town.agencies["sogo"], "会う", by_date=clock.today())]
    made = []
    for goal, reached in (("庭に出る", "玄関まで出た"), ("町へ", "店まで歩いた"), ("働く", "働いた")):
        with town.acting("sakura") as by:
            one = plans.draft_plan(case=case, by=by, main_person=case.people[0], goal=goal, roles=roles, wishes=goal,
                                   replaces=made[-1] if made else None)  # fmt: skip
            plans.submit_plan(plan=one, by=by)
        with town.acting("suzuki") as head:
            plans.decide_plan(plan=one, by=head, step="decided", result="approved", body_name="会議", on=clock.today())
        with town.acting("sakura") as by:
            one.refresh_from_db()
            one.case = case
            plans.evaluate_plan(plan=one, by=by, on=clock.today(), reached=reached, verdict="replan")
        made.append(one)
    return case, made


class TestPlans:
    """The one that it replaces, or an earlier one."""

    def test_beside_the_one_before_and_by_choice_the_first(self, planned, browse, django_assert_max_num_queries):
        _, (first, _, third) = planned
        sakura, address = browse("sakura"), f"/plans/{third.pk}/compare/"
        assert address in sakura.get(f"/plans/{third.pk}/").content.decode()
        with django_assert_max_num_queries(QUERIES):
            page = sakura.get(address).content.decode()
        assert "町へ" in page
        assert "庭に出る" not in page
        assert "庭に出る" in sakura.get(f"{address}?with={first.pk}").content.decode()
        assert browse("yoso").get(address).status_code == 404

    def test_two_evaluations(self, planned, browse, django_assert_max_num_queries):
        _, (first, second, _) = planned
        sakura, address = browse("sakura"), f"/plans/{second.pk}/evaluation/compare/"
        assert address in sakura.get(f"/plans/{second.pk}/").content.decode()
        with django_assert_max_num_queries(QUERIES):
            page = sakura.get(address).content.decode()
        assert "玄関まで出た" in page
        assert "店まで歩いた" in page
        assert "前の回はまだありません" in sakura.get(f"/plans/{first.pk}/evaluation/compare/").content.decode()
        assert browse("yoso").get(address).status_code == 404

    def test_an_agency_with_one_member_s_consent_reads_no_words_of_another(self, town, planned, browse):
        case, (_, _, third) = planned
        with town.acting("sakura") as by:
            mother, son = case.people
            lines = [plans.PersonLine(person, None, "") for person in (son, mother)]
            other = plans.draft_plan(case=case, by=by, main_person=son, goal="働く", wishes="ひみつの願い", replaces=third,
                                     persons=lines)  # fmt: skip
        page = browse("akira").get(f"/plans/{other.pk}/compare/")
        assert page.status_code == 200
        assert "ひみつの願い" not in page.content.decode()


def test_an_earlier_sheet_of_participation_may_be_chosen(town, browse):
    case, made = town.case(), []
    for wishes in ("畑", "市", "店"):
        with town.acting("sakura") as by:
            one = begin_sheet(case=case, person=case.people[0], by=by)
            fill_sheet(sheet=one, by=by, wishes=wishes)
            made.append(fix_sheet(sheet=one, by=by))
    address = f"/participation/sheets/{made[2].pk}/compare/"
    assert "畑" in browse("sakura").get(f"{address}?with={made[0].pk}").content.decode()


class TestMeetings:
    """The sheet of the meeting before, for those who may open the case."""

    @pytest.fixture
    def twice(self, town):
        case = town.case()
        with clock.stopped_at(clock.now() - timedelta(days=60)):
            sitting = conference(town)
        with town.acting("suzuki") as by:
            later = meetings.convene(body=sitting.body, by=by, at=sitting.at + timedelta(days=14), form="in_person")
        items = [
            bring(town, case, sitting, to_discuss="だれが行くか"),
            bring(town, case, later, to_discuss="いつ行くか"),
        ]
        with town.acting("sakura") as by:
            meetings.freeze(item=items[0], by=by, papers=[{"heading": "検討してほしいこと", "text": "だれが行くか"},
                                                          {"heading": "世帯", "rows": [["続柄", "年齢"], ["母", "86"]]}])  # fmt: skip
        return case, items

    def test_the_submitter_reads_both_and_both_looks_are_kept(self, town, twice, browse, django_assert_max_num_queries):
        _, (first, second) = twice
        sakura, address = browse("sakura"), f"/meetings/items/{second.pk}/compare/"
        assert address in sakura.get(f"/meetings/items/{second.pk}/").content.decode()
        with django_assert_max_num_queries(QUERIES + 5):
            page = sakura.get(address).content.decode()
        for word in ("だれが行くか", "いつ行くか", "母　86"):
            assert word in page
        with town.acting("officer"):
            assert Entry.objects.filter(verb="議題と会議資料を開いた", object_ids__contains=[first.pk]).exists()

    def test_who_may_not_open_the_case_is_not_told_that_it_is_the_same(self, town, twice, browse):
        _, (first, second) = twice
        with town.acting("suzuki") as by:
            for item in (first, second):
                made = meetings.call(item=item, agency=town.agencies["hokatsu"], by=by)
                with town.acting("midori") as midori:
                    meetings.accept_secrecy(call=made, by=midori)
        answer = browse("midori").get(f"/meetings/items/{second.pk}/compare/")
        assert answer.status_code == 200
        assert "だれが行くか" not in answer.content.decode()
        assert browse("yoso").get(f"/meetings/items/{second.pk}/compare/").status_code == 404
