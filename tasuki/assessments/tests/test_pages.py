"""Pages of the household's assessment."""

from django.template.loader import render_to_string

from tasuki.assessments import actions
from tasuki.assessments.models import Assessment, MemberAssessment
from tasuki.assessments.panel import panel
from tasuki.cases.access import access_to
from tasuki.cases.grants import admit
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


def drafted(town, case, **answers):
    with town.acting("sakura") as sakura:
        sheet = actions.begin_assessment(case=case, by=sakura)
        actions.fill_assessment(assessment=sheet, by=sakura, answers=answers)
        return sheet


def fixed(town, case, **answers):
    sheet = drafted(town, case, **answers)
    with town.acting("sakura") as sakura:
        return actions.fix_assessment(assessment=sheet, by=sakura)


def shown(town, case, login):
    with town.acting(login) as worker:
        case.access = access_to(case, worker)
        made = panel(case, worker)
        return made, render_to_string(
            made.template, {**made.context, "case": case, "access": case.access, "worker": worker}
        )


def test_a_worker_begins_writes_and_fixes_a_sheet(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    mother = case.people[0]
    assert sakura.get(f"/cases/{case.pk}/assessment/begin/").status_code == 200
    assert sakura.post(f"/cases/{case.pk}/assessment/begin/")["Location"] == f"/cases/{case.pk}/assessment/edit/"
    path, prefix = f"/cases/{case.pk}/assessment/edit/", f"p{mother.pk.hex}"
    with django_assert_max_num_queries(25):
        page = sakura.get(path).content.decode()
    assert "花村 ウメ" in page
    assert "病気：本人の訴え" in page
    fields = {"h-wishes": "この家で暮らす", "h-household_income": "131,000円", "h-housing_risk": "yes",
              "h-screening_on": "R8.11.18",
              f"{prefix}-issues_seen": ["illness"], "_version": "1"}  # fmt: skip
    assert sakura.post(path, act="save", **fields)["Location"] == f"{path}?saved=1"
    page = sakura.get(path).content.decode()
    assert "この家で暮らす" in page
    assert "R8.11.18" in page
    assert sakura.post(path, act="fix", **fields | {"_version": "2"})["Location"] == f"/cases/{case.pk}/assessment/"
    with town.acting("sakura"):
        sheet = Assessment.objects.get()
        assert sheet.answers == {"household_income": 131000, "housing_risk": True}
        assert MemberAssessment.objects.get(person=mother).issues_seen == ["illness"]
    assert sakura.get(path).status_code == 404


def test_a_wrong_answer_is_told_at_its_field_and_the_text_stays(town, browse):
    case = town.case()
    drafted(town, case)
    answer = browse("sakura").post(
        f"/cases/{case.pk}/assessment/edit/", **{"h-household_income": "たくさん", "h-wishes": "静かに"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "数字で入力してください。" in page
    assert "静かに" in page


def test_an_older_page_does_not_overwrite(town, browse):
    case = town.case()
    drafted(town, case, wishes="先に書いた")
    answer = browse("sakura").post(
        f"/cases/{case.pk}/assessment/edit/", **{"h-wishes": "あとから書いた", "_version": "1"}
    )
    assert answer.status_code == 409
    assert "あとから書いた" in answer.content.decode() or "書いた文は残っています" in answer.content.decode()
    with town.acting("sakura"):
        assert Assessment.objects.get().wishes == "先に書いた"


def test_versions_are_read_and_compared(town, browse, django_assert_max_num_queries):
    case = town.case()
    first = fixed(town, case, wishes="この家で")
    fixed(town, case, wishes="施設も考える")
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(f"/assessments/{first.pk}/").content.decode()
    assert "この家で" in page
    assert "<svg" in page
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(f"/cases/{case.pk}/assessment/compare/", a=1, b=2).content.decode()
    assert "変わった" in page
    assert "施設も考える" in page
    assert browse("sakura").get(f"/cases/{case.pk}/assessment/compare/", a=1, b="x").status_code == 404


def test_a_stranger_meets_404_everywhere(town, browse):
    case = town.case()
    sheet, stranger = fixed(town, case), browse("yoso")
    for path in (
        f"/assessments/{sheet.pk}/",
        *(f"/cases/{case.pk}/assessment/{act}/" for act in ("begin", "edit", "compare")),
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/cases/{case.pk}/assessment/begin/").status_code == 404


def test_a_second_draft_is_refused(town, browse):
    case = town.case()
    drafted(town, case)
    assert browse("sakura").post(f"/cases/{case.pk}/assessment/begin/").status_code == 409


def test_the_panel_shows_the_newest_version_to_the_owner_and_one_person_to_the_receiver(
    town, django_assert_max_num_queries
):
    case = town.case()
    mother, son = case.people
    sheet = drafted(town, case, wishes="世帯の希望")
    with town.acting("sakura") as sakura:
        actions.fill_member(assessment=sheet, person=mother, by=sakura, view="母の見立て")
        actions.fill_member(assessment=sheet, person=son, by=sakura, view="子の見立て")
        actions.fix_assessment(assessment=sheet, by=sakura)
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.ASSESSMENT, source=uuid7(), by=sakura,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    with django_assert_max_num_queries(20):
        made, html = shown(town, case, "sakura")
    assert made.count == 1
    assert "世帯の希望" in html
    assert "子の見立て" in html
    made, html = shown(town, case, "midori")
    assert "母の見立て" in html
    assert "子の見立て" not in html
    assert "世帯の希望" not in html
    assert "世帯の一部の人の分だけ" in html
