"""A worker writes down who told and what third parties said; others read the rest (伏せる記載)."""

import pytest

from tasuki.cases.access import open_case
from tasuki.cases.consenting import take_consent
from tasuki.cases.models import RestrictedNote, SupportRecord
from tasuki.cases.reading import record_of, with_passages
from tasuki.cases.recording import correct_record, open_restriction, write_record
from tasuki.cases.search import find_records
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.shared.held import BAR, barred, take_out, typed_passages

TYPED = "長男は会わない。［情報元］隣家の田代さん［／］から電話。［第三者］妹は借金を知らない［／］［開示注意］余命は告げていない［／］"


@pytest.fixture
def written(town):
    """A record with one passage of each kind, and a case that the son has opened to another agency."""
    case = town.case()
    with town.acting("sakura") as by:
        for person in case.people:
            take_consent(case=case, person=person, by=by, answer="given", asked_on=clock.today(), method="written",
                         items=["basic", "progress"], agencies=[town.agencies["hokatsu"]])  # fmt: skip
        record = write_record(case=case, by=by, at=clock.now(), method="phone", text=TYPED,
                              about=case.people[1], view="見立て", party_note="［情報元］田代［／］")  # fmt: skip
    return record


@pytest.mark.parametrize(("typed", "stays", "taken"), [
    ("あ［第三者］い［／］う", "あ［■1］う", ["い"]),
    ("あ[第三者]い[/]う", "あ［■1］う", ["い"]),
    ("あ【通告者】い【/通告者】う", "あ［■1］う", ["い"]),
    ("あ［第三者］閉じわすれ\n二行目", "あ［■1］", ["閉じわすれ\n二行目"]),
    ("［第三者］い［／］［情報元］う［／］", "［■1］［■2］", ["い", "う"]),
    ("［第三者］［／］空", "空", []),
    ("［■1］と打った", "［□1］と打った", []),
    ("［第三回］は別のこと", "［第三回］は別のこと", []),
])  # fmt: skip
def test_marks_are_read_as_they_are_typed(typed, stays, taken):
    (text,), passages = take_out([typed])
    assert text == stays
    assert [one.text for one in passages] == taken
    assert not any(one in barred(typed) for one in taken)
    assert [words for kind, words in typed_passages(typed) if kind] == taken


def test_the_text_of_the_record_holds_only_the_places(town, written):
    assert "田代" not in written.text + written.party_note + written.folded
    assert "借金" not in written.text + written.folded
    with town.acting("sakura"):
        kinds = list(RestrictedNote.objects.filter(record=written).values_list("kind", flat=True))
    assert kinds == ["reporter", "third_party", "harm", "reporter"]


def test_the_owner_reads_them_the_other_agency_reads_bars(town, written, browse):
    own = browse("sakura").get(f"/cases/{written.case_id}/").content.decode()
    assert "隣家の田代さん" in own
    assert "妹は借金を知らない" in own
    for path in ("", "print/", "print/records/", f"records/{written.pk}/", "outreach/"):
        page = browse("midori").get(f"/cases/{written.case_id}/{path}").content.decode()
        assert "田代" not in page, path
        assert "借金" not in page, path
    page = browse("midori").get(f"/cases/{written.case_id}/").content.decode()
    assert "長男は会わない" in page
    assert BAR in page
    # 開示注意 is kept from the person, not from those who support her.
    assert "余命は告げていない" in page


@pytest.mark.parametrize(("login", "kinds"), [
    ("sakura", 4), ("ken", 4), ("suzuki", 4), ("midori", 1), ("akira", 0), ("yoso", 0), ("chair", 0), ("officer", 0),
    ("admin", 0),
])  # fmt: skip
def test_both_walls_say_who_reads_a_passage(town, written, login, kinds):
    with town.acting(login) as worker:
        assert RestrictedNote.objects.visible_to(worker).count() == kinds
        assert RestrictedNote.objects.count() == kinds  # the second wall by itself


def test_a_search_does_not_find_what_is_held_back(town, written):
    for login in ("sakura", "midori"):
        with town.acting(login):
            assert find_records("田代").count == 0
            assert find_records("借金").count == 0
            assert find_records("会わない").count == 1


def test_the_writer_may_open_a_passage_to_the_readers_of_the_record(town, written, browse):
    with town.acting("sakura"):
        held = RestrictedNote.objects.get(record=written, number=2)
    path = f"/cases/{written.case_id}/restrictions/{held.pk}/"
    assert browse("midori").post(path, opened="1").status_code == 404
    assert browse("sakura").post(path, opened="1").status_code == 302
    assert "借金" in browse("midori").get(f"/cases/{written.case_id}/").content.decode()
    assert "田代" not in browse("midori").get(f"/cases/{written.case_id}/").content.decode()
    # A reader from elsewhere may not decide it.
    with town.acting("midori") as by, pytest.raises(Refused, match="書いた機関"):
        open_restriction(restriction=held, by=by, opened=False)


def test_a_correction_keeps_the_passages_and_shows_them_as_typed(town, written, browse):
    form = browse("sakura").get(f"/cases/{written.case_id}/records/{written.pk}/correct/").content.decode()
    assert "［情報元］隣家の田代さん［／］" in form
    with town.acting("sakura") as by:
        open_restriction(restriction=RestrictedNote.objects.get(record=written, number=2), by=by)
        new = correct_record(record=SupportRecord.objects.get(pk=written.pk), by=by, reason="時間", minutes=20)
        assert new.text == written.text
        notes = list(RestrictedNote.objects.filter(record=new))
        assert [(one.text, one.opened) for one in notes][:2] == [
            ("隣家の田代さん", False),
            ("妹は借金を知らない", True),
        ]
        again = correct_record(record=new, by=by, reason="書きなおし", text="［第三者］兄の話［／］")
        assert [one.text for one in RestrictedNote.objects.filter(record=again)] == ["兄の話", "田代"]


def test_the_passages_cost_one_question(town, written, django_assert_max_num_queries):
    with town.acting("sakura") as by:
        found = record_of(open_case(by, written.case_id), written.pk)
        with django_assert_max_num_queries(1):
            with_passages([found], by)
        found.text = found.view = found.party_note = "なし"
        with django_assert_max_num_queries(0):
            with_passages([found], by)


def test_what_a_neighbour_said_at_the_desk_does_not_travel(town, browse):
    from tasuki.cases.opening import open_from_consultation
    from tasuki.intake.actions import take_consultation

    with town.acting("sakura") as by:
        heard = take_consultation(by=by, at=clock.now(), route="phone_other", words="困っている。［情報元］田代さん［／］",
                                  keep_caller=True, caller_name="田代")  # fmt: skip
        case = open_from_consultation(consultation=heard, by=by, label="どこかの世帯")
        assert "田代" not in "".join(case.events.values_list("text", flat=True))
        assert BAR in case.events.get(kind="opened").text
    assert "田代さん" in browse("sakura").get(f"/consultations/{heard.pk}/").content.decode()
    assert "田代" not in browse("sakura").get(f"/consultations/{heard.pk}/refer/").content.decode()
