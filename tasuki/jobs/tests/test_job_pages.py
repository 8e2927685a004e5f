"""The pages of jobs and of retention: what a clerk sees, who is turned away, how many queries it takes."""

import pytest

from tasuki.jobs import actions, queue
from tasuki.jobs.enums import JobKind, JobState, ListState
from tasuki.jobs.models import DestructionLine, DestructionList, DestructionRecord, Job, RetentionHold
from tasuki.jobs.tests.test_retention import Ticks, old_case

PAGES = ["/retention/", "/retention/terms/case/", "/retention/holds/new/"]


@pytest.fixture
def at_once(monkeypatch):
    """Fresh sign-in is another test's matter."""
    monkeypatch.setattr("tasuki.staff.doors.proved_lately", lambda *given: True)


def made_list(town):
    old_case(town)
    with town.acting("suzuki") as by:
        return actions.make_list(by=by)


def failed_job(town, login="suzuki"):
    with town.acting(login) as by:
        job = actions.ask_job(by=by, kind=JobKind.RETENTION_LIST)
        queue.claim("r")
        queue.fail(job=job, by=by, runner="r", reason="置き場所がいっぱいです。")
    return job


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("login", "status"), [("suzuki", 200), ("officer", 200), ("sakura", 403), ("admin", 403)])
def test_who_opens_the_pages_of_retention(browse, path, login, status):
    assert browse(login).get(path).status_code == status


def test_the_empty_page_says_what_it_is_for(browse, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        page = browse("suzuki").get("/retention/").content.decode()
    for words in (
        "ひとりでに消えることはありません",
        "進めている一覧はありません",
        "未確認",
        "まだ廃棄したことはありません",
    ):
        assert words in page


def test_the_section_sets_a_term_and_the_officer_may_not(town, browse):
    answer = browse("suzuki").post("/retention/terms/case/", years="10", basis="ひなた町文書管理規程", verified="on")
    assert answer.status_code == 302
    page = browse("suzuki").get("/retention/").content.decode()
    assert "10年" in page
    assert "ひなた町文書管理規程" in page
    assert browse("officer").post("/retention/terms/case/", years="1").status_code == 409
    wrong = browse("suzuki").post("/retention/terms/case/", years="たくさん", basis="規程のことば")
    assert (wrong.status_code, "規程のことば" in wrong.content.decode()) == (422, True)
    assert browse("suzuki").get("/retention/terms/nothing/").status_code == 404


def test_from_the_list_to_the_record_of_destruction(town, browse, at_once, django_assert_max_num_queries):
    made = made_list(town)
    suzuki, officer, path = browse("suzuki"), browse("officer"), f"/retention/lists/{made.pk}/"
    with django_assert_max_num_queries(25):
        page = suzuki.get(path).content.decode()
    assert "廃棄を提案する" in page
    assert suzuki.post(path + "approve/").status_code == 409
    assert suzuki.post(path + "propose/", note="確かめました", _version="1").status_code == 302
    assert suzuki.post(path + "propose/").status_code == 409
    assert "確かめました" in officer.get(path).content.decode()
    assert officer.post(path + "approve/", _version="1").status_code == 409
    assert officer.post(path + "approve/", _version="2").status_code == 302
    with town.acting("officer") as by:
        from tasuki.jobs import destruction

        destruction.carry_out(DestructionList.objects.get(pk=made.pk), by, Ticks())
        told = DestructionRecord.objects.get()
    for one in (suzuki, officer):
        shown = one.get(f"/retention/destroyed/{told.pk}/").content.decode()
        assert "守田 ひろ" in shown
        assert "古田" not in shown
        assert one.get("/retention/years/2020/").status_code == 200
        assert one.get("/retention/years/1999/").status_code == 404
    assert browse("sakura").get(f"/retention/destroyed/{told.pk}/").status_code == 403


def test_the_officer_gives_a_list_back_with_a_word(town, browse):
    made = made_list(town)
    path = f"/retention/lists/{made.pk}/"
    browse("suzuki").post(path + "propose/")
    assert browse("officer").post(path + "return/", note="もう一度みてください").status_code == 302
    assert "もう一度みてください" in browse("suzuki").get(path).content.decode()
    with town.acting("suzuki"):
        assert DestructionList.objects.get().state == ListState.DRAFT


def test_a_line_stays_goes_back_and_is_held(town, browse):
    made = made_list(town)
    with town.acting("suzuki"):
        line = made.lines.get()
    suzuki, path = browse("suzuki"), f"/retention/lines/{line.pk}/"
    assert suzuki.post(path + "out/", why="").status_code == 422
    assert suzuki.post(path + "out/", why="市史の資料にする").status_code == 302
    assert "市史の資料にする" in suzuki.get(f"/retention/lists/{made.pk}/").content.decode()
    assert suzuki.post(path + "back/").status_code == 302
    assert suzuki.post(path + "hold/", reason="訴訟", until="R1.5.1").status_code == 422
    assert suzuki.post(path + "hold/", reason="訴訟", until="R12.5.1").status_code == 302
    with town.acting("suzuki") as by:
        assert DestructionLine.objects.get().left_out
        hold = RetentionHold.objects.visible_to(by).get()
    assert "訴訟" in suzuki.get("/retention/").content.decode()
    assert suzuki.post(f"/retention/holds/{hold.pk}/end/").status_code == 302
    assert suzuki.post(f"/retention/holds/{hold.pk}/end/").status_code == 409


def test_a_case_is_held_by_its_number(town, browse):
    case = town.case()
    good = browse("suzuki").post("/retention/holds/new/", number=case.number, reason="監査のため")
    assert good.status_code == 302
    for number in ("R9-9999", case.number):
        unknown = browse("officer").post("/retention/holds/new/", number=number, reason="監査のため")
        assert "この番号のケースはありません" in unknown.content.decode()


def test_another_towns_list_does_not_exist(town, other_town, browse):
    made = made_list(town)
    for login in ("suzuki", "officer"):
        assert browse(login, of=other_town).get(f"/retention/lists/{made.pk}/").status_code == 404


def test_one_sees_ones_own_jobs_and_a_failure_on_the_day(town, browse, django_assert_max_num_queries):
    job = failed_job(town)
    suzuki = browse("suzuki")
    assert "置き場所がいっぱいです。" in suzuki.get("/today/").content.decode()
    with django_assert_max_num_queries(25):
        assert "置き場所がいっぱいです。" in suzuki.get("/jobs/").content.decode()
    assert "置き場所" not in browse("officer").get("/jobs/").content.decode()
    assert browse("officer").post(f"/jobs/{job.pk}/again/").status_code == 404
    assert suzuki.post(f"/jobs/{job.pk}/known/").status_code == 302
    assert "置き場所" not in suzuki.get("/today/").content.decode()
    assert suzuki.post(f"/jobs/{job.pk}/again/").status_code == 302
    assert suzuki.post(f"/jobs/{job.pk}/again/").status_code == 409
    with town.acting("suzuki"):
        assert Job.objects.get(pk=job.pk).state == JobState.WAITING


def test_the_list_is_asked_for_on_the_page(town, browse):
    assert browse("suzuki").post("/retention/lists/new/").status_code == 302
    with town.acting("suzuki") as by:
        assert Job.objects.visible_to(by).get().kind == JobKind.RETENTION_LIST
    assert browse("sakura").post("/retention/lists/new/").status_code == 403
    assert "頼んだ仕事はまだありません" in browse("sakura").get("/jobs/").content.decode()


def test_only_the_settings_ask_for_an_export(town, browse, at_once):
    assert browse("admin").post("/jobs/export/").status_code == 302
    assert browse("sakura").post("/jobs/export/").status_code == 403
