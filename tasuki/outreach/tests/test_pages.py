"""Pages of アウトリーチ."""

from django.template.loader import render_to_string

from tasuki.cases.access import access_to
from tasuki.cases.warning_actions import warn
from tasuki.outreach import actions
from tasuki.outreach.models import Approach, Visit
from tasuki.outreach.panel import panel
from tasuki.shared import clock

BEGIN = {"stage": "finding", "before_consent": "yes", "ground": "own_duty", "ground_note": "安否が心配", "person": ""}
VISIT = {
    "at_date": "R8.11.18",
    "at_time": "9:30",
    "met": "refused",
    "method": "visit",
    "worker_count": "2",
    "text": "「帰って」と言われた",
}


def approach(town, case, **more):
    with town.acting("sakura") as sakura:
        given = {"ground": "own_duty", "ground_note": "安否が心配"} | more
        return actions.begin_approach(case=case, by=sakura, **given)


def test_a_worker_begins_an_approach(town, browse, django_assert_max_num_queries):
    case = town.case()
    path = f"/cases/{case.pk}/outreach/begin/"
    with django_assert_max_num_queries(25):
        assert "関わりの目標" in browse("sakura").get(path).content.decode()
    answer = browse("sakura").post(path, next_on="R8.11.25", **BEGIN)
    assert answer["Location"] == f"/cases/{case.pk}/outreach/"
    with town.acting("sakura") as sakura:
        found = Approach.objects.get()
        assert (found.ground_note, found.next_worker_id) == ("安否が心配", sakura.pk)


def test_without_the_ground_the_form_comes_back_with_its_words(town, browse):
    case = town.case()
    answer = browse("sakura").post(
        f"/cases/{case.pk}/outreach/begin/", **BEGIN | {"ground_note": "", "aim": "玄関先で話す"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「根拠の説明」を入力してください。" in page
    assert "玄関先で話す" in page


def test_a_refused_visit_is_recorded(town, browse, django_assert_max_num_queries):
    case = town.case()
    one = approach(town, case)
    path = f"/outreach/{one.pk}/visit/"
    with django_assert_max_num_queries(25):
        assert browse("sakura").get(path).status_code == 200
    assert "「内容」を入力してください。" in browse("sakura").post(path, **VISIT | {"text": ""}).content.decode()
    assert browse("sakura").post(path, **VISIT)["Location"] == f"/cases/{case.pk}/outreach/"
    with town.acting("sakura"):
        assert Visit.objects.get().met == "refused"


def test_stage_and_end_have_their_pages(town, browse):
    one = approach(town, town.case())
    assert browse("sakura").post(f"/outreach/{one.pk}/advance/", stage="trust").status_code == 302
    assert browse("sakura").post(f"/outreach/{one.pk}/end/", reason="").status_code == 422
    assert browse("sakura").post(f"/outreach/{one.pk}/end/", reason="つながった").status_code == 302
    answer = browse("sakura").post(f"/outreach/{one.pk}/visit/", **VISIT)
    assert answer.status_code == 409
    assert "終えたアウトリーチです。" in answer.content.decode()


def test_a_stranger_meets_404_everywhere(town, browse):
    case = town.case()
    one, stranger = approach(town, case), browse("yoso")
    for path in (
        f"/cases/{case.pk}/outreach/begin/",
        *(f"/outreach/{one.pk}/{act}/" for act in ("visit", "advance", "end")),
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/outreach/{one.pk}/visit/", **VISIT).status_code == 404
    assert case.label not in stranger.get("/outreach/", who="all").content.decode()


def test_the_list_costs_the_same_for_many(town, browse, django_assert_max_num_queries):
    case = town.case()
    for person in (None, *case.people):
        approach(town, case, person=person)
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/outreach/").content.decode()
    assert page.count(case.label) == 3
    assert "次の日を決める" in page


def test_the_panel_tells_ground_stage_and_visits(town, django_assert_max_num_queries):
    case = town.case()
    for person in (None, *case.people):
        one = approach(town, case, person=person)
    with town.acting("sakura") as sakura:
        actions.visit(approach=one, by=sakura, at=clock.now(), met="unmet", text="応答なし")
        case.access = access_to(case, sakura)
        with django_assert_max_num_queries(12):
            shown = panel(case, sakura)
            html = render_to_string(
                shown.template, {**shown.context, "case": case, "access": case.access, "worker": sakura}
            )
    assert shown.count == 1
    assert "自機関の事務の遂行に必要な範囲" in html
    assert "応答なし" in html
    assert "うち本人に会えなかった 1件" in html


def test_a_visit_begins_with_the_warnings_and_the_settings_of_the_last(town, browse):
    case = town.case()
    way = approach(town, case)
    with town.acting("sakura") as by:
        warn(case=case, by=by, kind="visit", text="犬がいる", review_on=clock.today().replace(year=2027), told="told")
        actions.visit(approach=way, by=by, at=clock.now(), met="unmet", text="応答なし", place="玄関前", minutes=25)
    page = browse("sakura").get(f"/outreach/{way.pk}/visit/", copy="1").content.decode()
    assert "犬がいる" in page
    assert 'value="玄関前"' in page
    assert 'value="25"' in page
    assert "応答なし" not in page


def test_the_next_day_is_set_without_a_visit(town, browse, django_assert_max_num_queries):
    case = town.case()
    one = approach(town, case, aim="安否")
    path = f"/outreach/{one.pk}/change/"
    assert path in browse("sakura").get("/outreach/").content.decode()
    with django_assert_max_num_queries(25):
        assert "関わりの目標" in browse("sakura").get(path).content.decode()
    past = browse("sakura").post(path, next_on="R2.1.1", aim="玄関先で話す")
    assert past.status_code == 422
    assert "玄関先で話す" in past.content.decode()
    answer = browse("sakura").post(path, next_on="R9.1.12", aim="玄関先で話す", next_note="手紙を持って")
    assert answer["Location"] == f"/cases/{case.pk}/outreach/"
    with town.acting("sakura") as sakura:
        found = Approach.objects.get()
        assert (found.aim, found.next_note, found.next_worker_id) == ("玄関先で話す", "手紙を持って", sakura.pk)
    assert browse("yoso").get(path).status_code == 404
