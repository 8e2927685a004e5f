"""A worker takes today's visits along on a tablet, writes without a line, and what she wrote comes in once (持ち出し)."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tasuki.assessments.actions import begin_assessment, fill_assessment, fix_assessment
from tasuki.assessments.models import Assessment
from tasuki.audit.models import Entry
from tasuki.casefile import visit_kit_actions as actions
from tasuki.casefile.visit_kit_models import VisitKit, VisitKitItem
from tasuki.cases.actions import set_now
from tasuki.cases.models import Attachment, SupportRecord
from tasuki.cases.phrases import keep_phrase
from tasuki.cases.recording import correct_record, write_record
from tasuki.people.actions import add_contact, join_household, protect_person, start_household
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

SCRIPT = {"HTTP_X_AWAY": "1"}


@pytest.fixture
def used(town):
    """The town has decided that it may be done."""
    with town.acting("suzuki") as by:
        actions.change_away(by=by, in_use=True, days=1, most=8, idle_minutes=5)
    return town


@pytest.fixture
def case(used):
    """A household with an address, a telephone and a record."""
    with used.acting("sakura") as by:
        home = start_household(by=by, town=used.towns[0], address="5-7 坂の上荘")
    case = used.case(household=home)
    with used.acting("sakura") as by:
        for person in case.people:
            join_household(household=home, person=person, by=by)
        add_contact(person=case.people[0], by=by, kind="mobile", value="090-1111-2222")
        write_record(case=case, by=by, at=clock.now(), method="visit", text="戸口で話した［第三者］隣家の話［／］")
    return case


def make(town, case, login="sakura", **more):
    """A kit of one case."""
    with town.acting(login) as by:
        case.refresh_from_db()
        return actions.make_kit(by=by, cases=[case], device="タブレット3", **more)


def take(browse, kit, login="sakura"):
    """What the tablet is given."""
    return browse(login).post(f"/away/kits/{kit.pk}/take/")


def send(browse, kit, case, kind, item=None, login="sakura", **fields):
    """As the tablet's script sends it."""
    item = item or uuid4()
    somebody = browse(login)
    address = f"/away/kits/{kit.pk}/cases/{case.pk}/{item}/{kind}/"
    return somebody.client.post(address, {"_key": str(item), **fields}, follow=True, **SCRIPT)


def record_fields(text="玄関で母と話した"):
    """A visit record as it is typed."""
    day = clock.today()
    return {"at_date": f"{day:%Y-%m-%d}", "at_time": "09:30", "method": "visit", "text": text, "worker_count": "1"}


class TestChoosing:
    """What is promised for today stands first and is ticked."""

    def test_the_promised_visit_is_ticked_and_becomes_a_kit(self, case, used, browse, django_assert_max_num_queries):
        with used.acting("sakura") as by:
            set_now(case=case, by=by, text="", next_text="血圧計を届ける", next_on=clock.today(), next_worker=by)
        sakura = browse("sakura")
        with django_assert_max_num_queries(25):
            page = sakura.get("/away/visits/").content.decode()
        assert "血圧計を届ける" in page
        assert f'name="go-{case.pk}"' in page
        answer = sakura.post("/away/visits/", device="タブレット3", **{f"go-{case.pk}": "on", f"sheet-{case.pk}": "on"})
        with used.acting("sakura"):
            assert answer["Location"] == f"/away/kits/{VisitKit.objects.get().pk}/"
            assert Assessment.objects.filter(case=case, fixed_at=None).count() == 1

    def test_where_the_town_does_not_allow_it_nothing_is_chosen(self, town, browse):
        case = town.case()
        sakura = browse("sakura")
        assert "使わない決まり" in sakura.get("/away/visits/").content.decode()
        answer = sakura.post("/away/visits/", device="x", **{f"go-{case.pk}": "on"})
        assert answer.status_code == 409
        with town.acting("sakura"):
            assert not VisitKit.objects.exists()

    def test_another_agency_does_not_find_the_case_in_its_list(self, case, browse):
        assert case.label not in browse("yoso").get("/away/visits/").content.decode()


class TestWhatLeavesTheHouse:
    """Few facts, through the grounds of the reader, written down case by case."""

    def test_facts_and_forms_are_given_to_her_who_chose_and_it_is_on_record(self, case, used, browse):
        kit = make(used, case, sheets=[case.pk])
        told = take(browse, kit).json()
        (one,) = told["cases"]
        assert "坂の上荘" in one["facts"]
        assert "090-1111-2222" in one["facts"]
        assert "戸口で話した" in one["facts"]
        assert 'name="text"' in one["record"]
        assert 'name="_base"' in one["assessment"]
        with used.acting("sakura"):
            entry = Entry.objects.filter(verb="タブレットに持ち出した", case_id=case.pk).get()
        assert (entry.act, entry.ground) == ("export", "自機関（担当）")

    def test_held_back_passages_stay_in_the_house(self, case, used, browse):
        assert "隣家の話" not in take(browse, make(used, case)).content.decode()

    def test_of_a_household_under_protection_neither_address_nor_record_nor_sheet_goes(self, case, used, browse):
        with used.acting("sakura") as by:  # she is named for it by protecting
            protect_person(person=case.people[0], by=by, note="DV", until=clock.today() + timedelta(days=300))
        kit = make(used, case, sheets=[case.pk])
        told = take(browse, kit).content.decode()
        for word in ("坂の上荘", "090-1111-2222", "戸口で話した", "_base"):
            assert word not in told
        assert "非開示（支援措置）" in take(browse, kit).json()["cases"][0]["facts"]

    @pytest.mark.parametrize(("login", "status"), [("ken", 409), ("yoso", 404), ("officer", 403), ("admin", 403)])
    def test_nobody_else_is_given_it(self, case, used, browse, login, status):
        answer = take(browse, make(used, case), login)
        assert answer.status_code == status
        assert "坂の上荘" not in answer.content.decode()

    def test_not_after_its_day(self, case, used, browse):
        kit = make(used, case)
        with clock.stopped_at(clock.now() + timedelta(days=1, minutes=1)):
            assert take(browse, kit).status_code == 409


class TestComingIn:
    """What was written away is received once; what stands against it is told in words."""

    def test_a_record_comes_in_once_however_often_it_is_sent(self, case, used, browse):
        kit, item = make(used, case), uuid4()
        first = send(browse, kit, case, "record", item, **record_fields())
        again = send(browse, kit, case, "record", item, **record_fields())
        changed = send(browse, kit, case, "record", item, **record_fields("応答が届かず、もう一度"))
        assert first.json() == again.json() == {"sent": True, "kind": "record", "case": str(case.pk)}
        assert changed.status_code in (200, 422)
        with used.acting("sakura"):
            assert SupportRecord.objects.filter(case=case, text="玄関で母と話した").count() == 1
            assert VisitKitItem.objects.filter(key=item).count() == 1

    def test_a_wrong_box_is_told_by_its_name(self, case, used, browse):
        answer = send(browse, make(used, case), case, "record", **{**record_fields(), "at_date": "2030-01-01"})
        assert answer.status_code == 422
        assert "これからの日時" in answer.json()["reasons"][0]

    @pytest.mark.parametrize(("what", "reason"), [("stopped", "止められた"), ("late", "期限を過ぎました")])
    def test_not_from_a_stopped_or_old_kit(self, case, used, browse, what, reason):
        kit, moment = make(used, case), clock.now()
        if what == "stopped":
            with used.acting("ken") as ken:
                actions.stop_kit(kit=kit, by=ken, reason="なくした")
        else:
            moment += timedelta(days=5)
        with clock.stopped_at(moment):
            answer = send(browse, kit, case, "record", **record_fields())
        assert reason in answer.json()["reasons"][0]

    def test_not_of_a_case_that_was_not_taken_along(self, case, used, browse):
        other = used.case(label="隣の世帯", names=("隣 一",))
        assert "入っていない" in send(browse, make(used, case), other, "record", **record_fields()).json()["reasons"][0]

    def test_another_worker_cannot_send_with_it(self, case, used, browse):
        kit = make(used, case)
        assert "本人だけ" in send(browse, kit, case, "record", login="ken", **record_fields()).json()["reasons"][0]
        assert send(browse, kit, case, "record", login="yoso", **record_fields()).status_code == 404


def sheet_fields(used, case, browse, kit, **answers):
    """The sheet as the tablet holds it, with what was typed."""
    from tasuki.ui.seen import boxes

    html = take(browse, kit).json()["cases"][0]["assessment"]
    hidden = {box: html.split(f'name="{box}" value="')[1].split('"')[0] for box in ("_sheet", "_version", "_base")}
    fields = {name: box.values for name, box in boxes(html).items()}
    return hidden | fields | {f"h-{name}": value for name, value in answers.items()}


def photo():
    """As the tablet's camera makes it."""
    memory = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(memory, "JPEG")
    return SimpleUploadedFile("玄関.jpg", memory.getvalue(), "image/jpeg")


class TestPhotos:
    """A photo taken at the visit goes with its record, once."""

    def test_it_hangs_on_the_newest_version_of_its_record_however_often_it_is_sent(self, case, used, browse):
        kit, record, item = make(used, case), uuid4(), uuid4()
        send(browse, kit, case, "record", record, **record_fields())
        with used.acting("ken") as ken:
            written = SupportRecord.objects.get(case=case, text="玄関で母と話した")
            newest = correct_record(record=written, by=ken, reason="時刻", minutes=20)
        for _ in range(2):
            answer = send(browse, kit, case, "file", item, onto=str(record), file=photo())
            assert answer.json() == {"sent": True, "kind": "file", "case": str(case.pk)}
        with used.acting("sakura"):
            kept = Attachment.objects.get(case=case)
        assert (kept.record_id, kept.name) == (newest.pk, "玄関.jpg")

    def test_not_before_its_record_and_not_of_an_unknown_kind(self, case, used, browse):
        kit, record = make(used, case), uuid4()
        assert (
            "まだ届いていません" in send(browse, kit, case, "file", onto=str(record), file=photo()).json()["reasons"][0]
        )
        assert "まだ届いていません" in send(browse, kit, case, "file", onto="x", file=photo()).json()["reasons"][0]
        send(browse, kit, case, "record", record, **record_fields())
        page = SimpleUploadedFile("玄関.jpg", b"<html>", "image/jpeg")
        assert "添付できるのは" in send(browse, kit, case, "file", onto=str(record), file=page).json()["reasons"][0]

    def test_not_by_another_and_not_of_a_stopped_kit(self, case, used, browse):
        kit, record = make(used, case), uuid4()
        send(browse, kit, case, "record", record, **record_fields())
        sent = {"onto": str(record), "file": photo()}
        assert "本人だけ" in send(browse, kit, case, "file", login="ken", **sent).json()["reasons"][0]
        assert send(browse, kit, case, "file", login="yoso", **{**sent, "file": photo()}).status_code == 404
        with used.acting("ken") as ken:
            actions.stop_kit(kit=kit, by=ken, reason="なくした")
        stopped = send(browse, kit, case, "file", **{**sent, "file": photo()})
        assert "止められた" in stopped.json()["reasons"][0]


def test_her_phrases_and_the_moment_go_along(case, used, browse):
    with used.acting("sakura") as by:
        keep_phrase(by=by, name="玄関", text="〔日付〕、玄関で会う。")
    told = take(browse, make(used, case)).json()
    assert told["phrases"] == [{"name": "玄関", "text": "〔日付〕、玄関で会う。"}]
    assert abs(told["taken"] - clock.now().timestamp()) < 60


class TestTheSheet:
    """The assessment filled away."""

    def test_it_goes_into_the_draft(self, case, used, browse):
        kit = make(used, case, sheets=[case.pk])
        fields = sheet_fields(used, case, browse, kit, wishes="この家で暮らしたい")
        assert send(browse, kit, case, "assessment", **fields).json()["sent"]
        with used.acting("sakura"):
            assert Assessment.objects.get(case=case).wishes == "この家で暮らしたい"

    def test_a_colleague_wrote_meanwhile_and_all_three_are_shown_then_mine_is_chosen(self, case, used, browse):
        kit, item = make(used, case, sheets=[case.pk]), uuid4()
        fields = sheet_fields(used, case, browse, kit, wishes="この家で暮らしたい")
        with used.acting("ken") as ken:
            fill_assessment(
                assessment=Assessment.objects.get(case=case), by=ken, wishes="施設も考えたい", strengths="近所"
            )
        answer = send(browse, kit, case, "assessment", item, **fields)
        page = answer.content.decode()
        assert answer.status_code == 409
        for word in ("この家で暮らしたい", "施設も考えたい", 'name="_theirs"', "開いたときの内容"):
            assert word in page
        hidden = {box: _value(page, box) for box in ("_version", "_base", "_theirs", "_mine")}
        address = f"/away/kits/{kit.pk}/cases/{case.pk}/{item}/assessment/"
        picked = {"_pick:h-wishes": "mine", "_ask:h-wishes": "1", "_pick:h-strengths": "theirs"}
        done = browse("sakura").post(address, **hidden, **picked)
        assert done["Location"] == f"/away/kits/{kit.pk}/items/{item}/"
        with used.acting("sakura"):
            sheet = Assessment.objects.get(case=case)
            assert (sheet.wishes, sheet.strengths) == ("この家で暮らしたい", "近所")

    def test_a_colleague_has_fixed_it_and_begun_the_next(self, case, used, browse):
        kit = make(used, case, sheets=[case.pk])
        fields = sheet_fields(used, case, browse, kit, wishes="この家で暮らしたい")
        with used.acting("ken") as ken:
            fix_assessment(assessment=Assessment.objects.get(case=case), by=ken)
        assert "新しい回を始めて" in send(browse, kit, case, "assessment", **fields).json()["reasons"][0]
        with used.acting("ken") as ken:
            begin_assessment(case=case, by=ken)
        assert send(browse, kit, case, "assessment", **fields).status_code == 409


def _value(page, name):
    import html

    return html.unescape(page.split(f'name="{name}" value="')[1].split('"')[0])


class TestStopping:
    """A lost tablet erases itself at the next contact; nobody has to be signed in for that."""

    def test_the_tablet_is_told_without_a_sign_in(self, case, used, browse, client):
        kit = make(used, case)
        assert client.get(f"/away/stands/{kit.pk}/").json() == {"in_force": True}
        answer = browse("ken").post(f"/away/kits/{kit.pk}/stop/", reason="バスに置き忘れた")
        assert answer["Location"] == "/away/kits/"
        assert client.get(f"/away/stands/{kit.pk}/").json() == {"in_force": False}
        assert client.get(f"/away/stands/{uuid4()}/").json() == {"in_force": False}

    def test_her_post_has_ended(self, case, used, client):
        from tasuki.staff.models import Post

        kit = make(used, case)
        with used.context():
            Post.objects.filter(worker=used.workers["sakura"].pk).update(until=clock.today())
        assert client.get(f"/away/stands/{kit.pk}/").json() == {"in_force": False}

    def test_at_contact_cases_that_closed_themselves_to_her_are_told(self, case, used, browse):
        kit = make(used, case)
        told = browse("sakura").get("/away/now/").json()
        assert told["kits"][str(kit.pk)] == {"in_force": True, "cases": [str(case.pk)]}
        with used.acting("sakura") as by:
            protect_person(person=case.people[0], by=by, note="DV", until=clock.today() + timedelta(days=300))
        assert browse("sakura").get("/away/now/").json()["kits"][str(kit.pk)]["cases"] == []

    def test_the_register_shows_tablets_and_no_household(self, case, used, browse):
        make(used, case)
        for login, address in (("ken", "/away/kits/"), ("suzuki", "/away/kits/"), ("officer", "/away/register/")):
            page = browse(login).get(address).content.decode()
            assert "タブレット3" in page
            assert case.label not in page
        assert "タブレット3" not in browse("yoso").get("/away/kits/").content.decode()

    @pytest.mark.parametrize("login", ["suzuki", "ken"])
    def test_whoever_is_near_may_stop_it(self, case, used, login):
        kit = make(used, case)
        with used.acting(login) as by:
            assert actions.stop_kit(kit=kit, by=by, reason="なくした").how == "stopped"

    def test_a_stranger_may_not(self, case, used):
        kit = make(used, case)
        with used.acting("yoso") as by, pytest.raises(Refused, match="ほかの機関"):
            actions.stop_kit(kit=kit, by=by, reason="x")


class TestTheShell:
    """The page that opens without a line holds nothing."""

    def test_it_opens_for_anybody_and_says_nothing_of_anybody(self, case, client):
        page = client.get("/away/")
        assert page.status_code == 200
        assert case.label not in page.content.decode()

    def test_the_browser_keeps_the_page_and_its_files_only(self, client, db):
        text = client.get("/away/sw.js").content.decode()
        assert '"/away/"' in text
        assert "/cases/" not in text
        assert "importScripts" in text


def test_the_officer_stops_it_from_her_register(case, used, browse, client):
    kit = make(used, case)
    officer = browse("officer")
    assert "タブレット3" in officer.get(f"/away/register/{kit.pk}/stop/").content.decode()
    assert officer.post(f"/away/register/{kit.pk}/stop/", reason="なくした")["Location"] == "/away/register/"
    assert client.get(f"/away/stands/{kit.pk}/").json() == {"in_force": False}
