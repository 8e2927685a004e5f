"""A worker takes a call on the 受付票, finds or registers the person, and chooses the way on."""

import pytest

from tasuki.audit.models import Entry
from tasuki.intake import actions
from tasuki.intake.models import Consultation
from tasuki.people.models import Contact, Household, Person, PersonGrant
from tasuki.shared import clock
from tasuki.shared.ids import uuid7
from tasuki.staff.models import Draft

NEW = "/consultations/new/"
CALL = {"at_date": "R8.11.18", "at_time": "9:30", "route": "resident", "words": "「郵便受けがあふれている」"}


@pytest.fixture
def taken(town):
    person = town.person("花村 ウメ", family_kana="ハナムラ", given_kana="ウメ")
    with town.acting("sakura") as sakura:
        return actions.take_consultation(
            by=sakura, at=clock.now(), route="phone_family", words="「母の様子がおかしい」", person=person,
            urgency="high", topics=["12", "10"], main_topic="12", caller_name="花村 春子", third_hand=True,
        )  # fmt: skip


@pytest.fixture
def everything(town):
    """Look behind the pages: the supervising section sees all rows."""
    return lambda: town.acting("suzuki")


def test_a_call_is_taken_with_three_answers(browse, everything, django_assert_max_num_queries):
    sakura = browse("sakura")
    with django_assert_max_num_queries(25):
        page = sakura.get(NEW).content.decode()
    assert 'value="R8.11.18"' in page
    assert 'value="10:00"' in page
    assert 'data-draft="/drafts/consultation/"' in page
    key = uuid7()
    with django_assert_max_num_queries(30):
        first = sakura.post(NEW, key=key, **CALL)
    again = sakura.post(NEW, key=key, **CALL)
    assert first["Location"] == again["Location"]
    with everything():
        consultation = Consultation.objects.get()
        assert (consultation.words, consultation.person, consultation.worker.name) == (
            CALL["words"],
            None,
            "山本 さくら",
        )
    assert f"{consultation.at.astimezone(clock.JAPAN):%H:%M}" == "09:30"


def test_what_is_missing_is_said_in_japanese_and_the_text_stays(browse, town):
    told = {"words": "", "route": "", "at_date": "きのう", "at_time": "9:30", "about_whom": "角の家の息子さん"}
    wrong = browse("sakura").post(NEW, **told)
    page = wrong.content.decode()
    assert wrong.status_code == 422
    for text in ("「話されたこと」を入力してください。", "「どこから」を選んでください。", "入力を確かめてください"):
        assert text in page
    assert "角の家の息子さん" in page
    assert 'value="きのう"' in page
    assert "これからの日時です" in browse("sakura").post(NEW, **{**CALL, "at_date": "R8.11.19"}).content.decode()


def test_the_person_is_searched_without_scripts_and_nothing_typed_is_lost(browse, taken, everything):
    sakura = browse("sakura")
    found = sakura.post(NEW, **{**CALL, "route": ""}, do="find", find="はなむら", topics=["12", "03"])
    page = found.content.decode()
    assert found.status_code == 200
    assert CALL["words"] in page
    assert f'name="person" value="{taken.person_id}"' in page
    assert "入力を確かめてください" not in page
    sakura.post(NEW, **CALL, person=str(taken.person_id))
    with everything():
        assert Consultation.objects.filter(person=taken.person_id).count() == 2


def test_a_new_person_is_registered_with_telephone_and_home_in_the_same_step(browse, town, everything):
    told = {"family_kana": "たなか", "given_name": "次郎", "birth": "50代", "phone": "090-1111-2222", "address": "5-6"}
    browse("sakura").post(NEW, **CALL, **told, person="none", town=str(town.towns[1].pk))
    with everything():
        person, consultation = Person.objects.get(), Consultation.objects.get()
        assert (person.family_kana, person.birth_text) == ("タナカ", "50代")
        assert (consultation.person, consultation.area) == (person, town.areas[1])
        assert Contact.objects.get().digits == "09011112222"
        assert Household.objects.get().address == "5-6"


def test_somebody_who_may_be_the_same_is_shown_before_a_new_one_is_made(browse, taken, everything):
    sakura, told = browse("sakura"), {**CALL, "family_kana": "はなむら", "given_kana": "うめ"}
    asked = sakura.post(NEW, **told)
    assert asked.status_code == 422
    assert "同じ人かもしれない登録があります" in asked.content.decode()
    with everything():
        assert Consultation.objects.count() == 1
    sakura.post(NEW, **told, sure="1")
    with everything():
        assert Person.objects.count() == 2


def test_a_stranger_is_not_told_that_there_is_such_a_person(browse, taken, everything):
    stranger, told = browse("yoso"), {**CALL, "family_kana": "はなむら", "given_kana": "うめ"}
    assert "花村" not in stranger.post(NEW, **CALL, do="find", find="はなむら").content.decode()
    assert stranger.post(NEW, **told).status_code == 302
    stolen = stranger.post(NEW, **CALL, person=str(taken.person_id))
    assert stolen.status_code == 302
    with everything():
        assert Consultation.objects.filter(agency__key="yoso").count() == 2
        assert not Consultation.objects.filter(person=taken.person_id, agency__key="yoso").exists()


def test_a_draft_comes_back_and_goes_when_the_form_is_sent(browse, town):
    sakura = browse("sakura")
    assert sakura.post("/drafts/consultation/", **CALL, topics=["12"], anonymous="on").status_code == 200
    page = sakura.get(NEW).content.decode()
    assert "の下書きをもどしました" in page
    assert CALL["words"] in page
    assert 'value="9:30"' in page
    assert "の下書きをもどしました" not in browse("ken").get(NEW).content.decode()
    sakura.post(NEW, **CALL)
    with town.acting("sakura"):
        assert not Draft.objects.exists()
    sakura.post("/drafts/consultation/", **CALL)
    assert sakura.post(NEW, do="discard")["Location"] == NEW
    with town.acting("sakura"):
        assert not Draft.objects.exists()


def test_the_sheet_is_read_put_right_and_its_looks_are_written_down(
    browse, taken, everything, django_assert_max_num_queries
):
    sakura, address = browse("sakura"), f"/consultations/{taken.pk}/"
    with django_assert_max_num_queries(25):
        page = sakura.get(address).content.decode()
    for text in ("花村 ウメ", "「母の様子がおかしい」", "介護のこと", "急ぐ（3日以内）", "花村 春子", "/add-to-case/"):
        assert text in page
    with everything():
        assert Entry.objects.filter(act="look", object_ids__contains=[taken.pk]).exists()
    form = sakura.get(f"{address}edit/").content.decode()
    assert f'value="{taken.person_id}" checked' in form
    told = {**CALL, "person": str(taken.person_id), "words": "「母は食べていない」", "_version": "1"}
    assert sakura.post(f"{address}edit/", **told)["Location"] == address
    with everything():
        taken.refresh_from_db()
        assert (taken.words, taken.version) == ("「母は食べていない」", 2)
    stale = sakura.post(f"{address}edit/", **{**told, "words": "「ちがう話」"})
    assert stale.status_code == 409
    assert "「ちがう話」" in stale.content.decode()


def test_a_person_no_longer_open_stays_joined_and_unnamed(browse, taken, everything):
    with everything():
        PersonGrant.objects.filter(person=taken.person_id).update(until=clock.now())
    sakura, address = browse("sakura"), f"/consultations/{taken.pk}/"
    assert "本人（非開示）" in sakura.get(address).content.decode()
    listed = sakura.get("/consultations/").content.decode()
    assert "本人（非開示）" in listed
    assert "花村 ウメ" not in listed
    sakura.post(f"{address}edit/", **CALL, person="", _version="1")
    with everything():
        taken.refresh_from_db()
        assert taken.person_id is not None


def test_it_ends_with_information_and_not_twice(browse, taken):
    sakura, address = browse("sakura"), f"/consultations/{taken.pk}/conclude/"
    assert sakura.get(address).status_code == 200
    assert sakura.post(address, outcome="").status_code == 422
    assert sakura.post(address, outcome="informed", note="配食を案内").status_code == 302
    assert sakura.post(address, outcome="lost").status_code == 409
    page = sakura.get(f"/consultations/{taken.pk}/").content.decode()
    assert "配食を案内" in page
    assert "/open-case/" not in page


def test_the_list_is_of_my_desk_filtered_and_in_parts(browse, town, taken, django_assert_max_num_queries):
    sakura = browse("sakura")
    with town.acting("sakura") as worker:
        for number in range(51):
            actions.take_consultation(by=worker, at=clock.now(), route="letter", words=f"手紙{number}", urgency="watch")
    with django_assert_max_num_queries(25):
        page = sakura.get("/consultations/").content.decode()
    assert page.count('data-label="結果"') == 50
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert sakura.get("/consultations/" + following).content.decode().count('data-label="結果"') == 2
    assert "花村 ウメ" in sakura.get("/consultations/", urgency="high", period="year", mine="on").content.decode()
    assert "この条件の相談はありません" in sakura.get("/consultations/", state="lost").content.decode()
    assert sakura.get("/consultations/", after="x_y", period="q").status_code == 200


def test_a_stranger_meets_404_and_an_empty_desk(browse, taken):
    for login in ("midori", "yoso"):
        stranger = browse(login)
        assert "この30日に受けた相談はありません" in stranger.get("/consultations/").content.decode()
        for address in ("", "edit/", "conclude/"):
            assert stranger.get(f"/consultations/{taken.pk}/{address}").status_code == 404
            sent = stranger.post(f"/consultations/{taken.pk}/{address}", **CALL, outcome="lost")
            assert sent.status_code == 404
    assert browse("admin").get("/consultations/").status_code == 403


def test_the_number_left_by_a_protected_person_is_read_by_the_named_only(town, browse):
    from tasuki.intake.actions import take_consultation
    from tasuki.people import actions as people
    from tasuki.shared import clock

    mother = town.person("花村 ウメ")
    with town.acting("sakura") as sakura:
        call = take_consultation(by=sakura, at=clock.now(), route="phone_self", words="話", person=mother,
                                 caller_contact="0859-00-7777")  # fmt: skip
        people.protect_person(person=Person.objects.get(pk=mother.pk), by=sakura, note="支援措置")
    for path in (f"/consultations/{call.pk}/", f"/consultations/{call.pk}/edit/"):
        assert "0859-00-7777" in browse("sakura").get(path).content.decode()
        assert "0859-00-7777" not in browse("ken").get(path).content.decode()


def test_a_call_begins_with_its_route_and_the_words(browse):
    page = browse("sakura").get("/consultations/new/", route="phone_self").content.decode()
    assert 'data-begin="words"' in page
    assert 'value="phone_self"' in page.split("checked")[0].rsplit("<input", 1)[1]
    assert "data-begin" not in browse("sakura").get("/consultations/new/").content.decode()
    assert browse("sakura").get("/consultations/new/", route="nonsense").status_code == 200


def test_who_calls_again_is_taken_over_but_not_what_was_said(town, browse):
    person = town.person("花村 ウメ")
    with town.acting("sakura") as by:
        first = actions.take_consultation(by=by, at=clock.now(), route="phone_family", words="母のことで", person=person,
                                  third_hand=True, caller_name="長女", caller_contact="090-0000-0000")  # fmt: skip
    page = browse("sakura").get("/consultations/new/", like=str(first.pk)).content.decode()
    assert "長女" in page
    assert "花村 ウメ" in page
    assert "母のことで" not in page
    assert "花村 ウメ" not in browse("midori").get("/consultations/new/", like=str(first.pk)).content.decode()
