"""Writing, correcting and attaching: what a worker does on the day of a visit."""

import io
import zipfile

import pytest
from PIL import Image

from tasuki.audit.models import Entry
from tasuki.cases.grants import admit
from tasuki.cases.models import Attachment, RecordPerson, SupportRecord
from tasuki.cases.recording import attach, correct_record, write_record
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


def visit(town, case, by="sakura", **more):
    with town.acting(by) as worker:
        told = {"method": "visit", "text": "玄関先で長男と話す。", "worker_count": 2, "minutes": 35} | more
        return write_record(case=case, by=worker, at=clock.now(), **told)


def opened(town, case, persons, to="hokatsu"):
    with town.acting("sakura") as sakura:
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.RECORD, source=uuid7(), by=sakura,
              agency=town.agencies[to], persons=persons)  # fmt: skip


def test_a_record_moves_the_last_contact(town):
    case = town.case()
    record = visit(town, case, result="met")
    with town.acting("sakura"):
        case.refresh_from_db()
    assert (case.last_contact_at, case.last_contact_text) == (record.at, "訪問　本人に会えた")
    assert "玄関先デ長男ト話ス" in record.folded


def test_an_agency_to_which_one_person_is_open_writes_about_that_person(town):
    case = town.case()
    mother, son = case.people
    opened(town, case, [son])
    assert visit(town, case, by="midori").about_id == son.pk
    with pytest.raises(Refused, match="この人の支援経過"):
        visit(town, case, by="midori", about=mother)
    with pytest.raises(Refused):
        visit(town, case, by="yoso")


@pytest.mark.database
def test_a_correction_keeps_the_version_before(town):
    case = town.case()
    first = visit(town, case)
    with town.acting("sakura") as sakura:
        attach(record=first, by=sakura, name="メモ.txt", content="覚え書き".encode())
        second = correct_record(record=first, by=sakura, reason="時刻の誤り", minutes=50, text="門の前で話す。")
        assert (second.minutes, second.worker_count, second.replaces_id) == (50, 2, first.pk)
        assert list(SupportRecord.objects.filter(current=True)) == [second]
        assert SupportRecord.objects.get(pk=first.pk).text == "玄関先で長男と話す。"
        assert Attachment.objects.get().record_id == second.pk
        with pytest.raises(Refused, match="もう直されています"):
            correct_record(record=first, by=sakura, reason="もう一度")
    with town.acting("suzuki") as suzuki, pytest.raises(Refused, match="書いた機関だけ"):
        correct_record(record=second, by=suzuki, reason="よその記録")


def test_a_picture_is_kept_without_where_it_was_taken(town):
    case, out = town.case(), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "どこで撮ったか"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    with town.acting("sakura") as sakura:
        record = write_record(case=case, by=sakura, at=clock.now(), method="visit", text="写真")
        kept = attach(record=record, by=sakura, name="../../玄関.exe", content=out.getvalue())
    assert (kept.name, kept.kind) == ("玄関.jpg", "jpg")
    assert not Image.open(io.BytesIO(bytes(kept.content))).getexif()


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>", **members}.items():
            # no time of writing: both test processes must make the same bytes, they name a test
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "空"),
        ("a.pdf", b"%PDF-1.7 without an end", "こわれて"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "こわれて"),
        ("a.txt", b"MZ\x90\x00\x03", "添付できるのは"),
        ("a.docx", packed(**{"../../etc/passwd": b"x"}), "圧縮"),
        ("a.docx", packed(**{"word/bomb.xml": b"0" * 2_000_000}), "圧縮"),
        ("a.docx", packed(**{f"word/{n}.xml": b"x" for n in range(600)}), "圧縮"),
        ("a.docx", packed(**{"word/vbaProject.bin": b"x"}), "マクロ"),
        ("a.zip", packed()[:60], "こわれて"),
        ("a.txt", b"x" * (10 * 1024 * 1024 + 1), "10MB"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(town, name, content, why):
    case = town.case()
    record = visit(town, case)
    with town.acting("sakura") as sakura, pytest.raises(Refused, match=why):
        attach(record=record, by=sakura, name=name, content=content)


def test_a_word_file_and_a_table_are_kept(town):
    case = town.case()
    record = visit(town, case)
    with town.acting("sakura") as sakura:
        assert attach(record=record, by=sakura, name="計画.docx", content=packed()).name == "計画.docx"
        assert attach(record=record, by=sakura, name="表.CSV", content="氏,名\n".encode("cp932")).kind == "csv"


def form(**more):
    return {"at_date": "R8.11.17", "at_time": "14:00", "method": "visit", "text": "長男と話す。", "worker_count": "2",
            "minutes": "35分", **more}  # fmt: skip


def test_the_form_keeps_a_record_with_its_file(town, browse):
    case, sakura = town.case(), browse("sakura")
    page = f"/cases/{case.pk}/records/new/"
    assert sakura.get(page).status_code == 200
    note = io.BytesIO("覚え書き".encode())
    note.name = "メモ.txt"
    answer = sakura.post(page, parties=["person", "family"], file=note, **form())
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    with town.acting("sakura"):
        record = SupportRecord.objects.get()
        kept = record.attachments.get()
    assert (record.minutes, record.parties) == (35, ["person", "family"])
    file = sakura.get(f"/cases/{case.pk}/attachments/{kept.pk}/")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content.decode() == "覚え書き"
    with town.acting("sakura"):
        assert Entry.objects.filter(verb="添付を取り出した").exists()


def test_a_wrong_field_is_told_and_the_text_stays(town, browse):
    case = town.case()
    answer = browse("sakura").post(f"/cases/{case.pk}/records/new/", **form(at_date="R8.12.1", text="書いたこと"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "これからの日時です" in page
    assert "書いたこと" in page


def test_a_draft_comes_back_and_goes_when_the_form_is_sent(town, browse):
    case, sakura = town.case(), browse("sakura")
    assert sakura.post(f"/drafts/record/{case.pk}/", text="書きかけ", method="phone").json()["saved"]
    page = sakura.get(f"/cases/{case.pk}/records/new/").content.decode()
    assert "書きかけた記録を戻しました" in page
    assert "書きかけ" in page
    sakura.post(f"/cases/{case.pk}/records/new/", **form())
    assert "書きかけた記録" not in sakura.get(f"/cases/{case.pk}/records/new/").content.decode()


def test_a_stranger_finds_no_form_no_record_no_file(town, browse):
    case = town.case()
    record = visit(town, case)
    with town.acting("sakura") as sakura:
        kept = attach(record=record, by=sakura, name="a.txt", content=b"a")
    yoso = browse("yoso")
    for path in ("records/new/", f"records/{record.pk}/", f"records/{record.pk}/correct/", f"attachments/{kept.pk}/"):
        assert yoso.get(f"/cases/{case.pk}/{path}").status_code == 404, path
    assert yoso.post(f"/cases/{case.pk}/records/new/", **form()).status_code == 404


def test_the_record_page_shows_all_versions_within_its_queries(town, browse, django_assert_max_num_queries):
    case = town.case()
    first = visit(town, case)
    sakura = browse("sakura")
    changed = sakura.post(f"/cases/{case.pk}/records/{first.pk}/correct/", reason="聞き違い", **form(text="直した内容"))
    assert changed.status_code == 302
    with django_assert_max_num_queries(25):
        page = sakura.get(changed["Location"]).content.decode()
    assert "直した内容" in page
    assert "玄関先で長男と話す" in page
    assert "聞き違い" in page
    again = sakura.post(f"/cases/{case.pk}/records/{first.pk}/correct/", reason="もう一度", **form())
    assert again.status_code == 409


def test_one_record_tells_of_several_persons_and_opens_to_nobody_who_reads_of_one(town, browse):
    case = town.case()
    mother, son = case.people
    town_form = {
        "at_date": "R8.11.18",
        "at_time": "09:30",
        "method": "visit",
        "worker_count": "1",
        "text": "二人と話す",
    }
    with town.acting("sakura") as by:
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.RECORD | Scope.IDENTITY, source=case.pk, by=by,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    sakura = browse("sakura")
    assert (
        sakura.post(f"/cases/{case.pk}/records/new/", about=[str(mother.pk), str(son.pk)], **town_form).status_code
        == 302
    )
    with town.acting("sakura"):
        record = SupportRecord.objects.get()
        assert record.about_id is None
        assert {one.person_id for one in record.told_of.all()} == {mother.pk, son.pk}
    page = sakura.get(f"/cases/{case.pk}/").content.decode()
    assert "花村 ウメ・花村 一郎" in page
    with town.acting("midori"):
        assert not SupportRecord.objects.exists()
        assert not RecordPerson.objects.exists()
    # who reads of one person only writes of one person only
    again = browse("midori").post(f"/cases/{case.pk}/records/new/", about=[str(mother.pk), str(son.pk)], **town_form)
    assert again.status_code == 422
    with town.acting("midori") as midori, pytest.raises(Refused, match="世帯全体"):
        write_record(case=case, by=midori, at=clock.now(), method="visit", text="x", persons=[mother, son])


def test_a_correction_keeps_the_persons_or_changes_them(town):
    case = town.case()
    with town.acting("sakura") as by:
        first = write_record(case=case, by=by, at=clock.now(), method="visit", text="二人と話す", persons=case.people)
        second = correct_record(record=first, by=by, reason="字", text="お二人と話す")
        assert second.told_of.count() == 2
        third = correct_record(record=second, by=by, reason="人", about=case.people[0], persons=[])
        assert third.told_of.count() == 0
        assert third.about_id == case.people[0].pk


def test_the_last_record_is_copied_with_its_words_and_a_named_one_too(town, browse):
    case, sakura = town.case(), browse("sakura")
    with town.acting("sakura") as by:
        first = write_record(case=case, by=by, at=clock.now(), method="phone", text="薬を飲んだか電話で確かめた", about=case.people[0],
                             next_on=clock.today())  # fmt: skip
        write_record(
            case=case,
            by=by,
            at=clock.now(),
            method="visit",
            text="玄関先で話した［第三者］隣の話［／］",
            place="玄関先",
        )
    page = sakura.get(f"/cases/{case.pk}/records/new/", copy="last").content.decode()
    assert "玄関先で話した［第三者］隣の話［／］" in page
    assert "前の記録を写しました" in page
    page = sakura.get(f"/cases/{case.pk}/records/new/", copy=str(first.pk)).content.decode()
    assert "薬を飲んだか" in page
    page = sakura.get(f"/cases/{case.pk}/records/new/", copy="1").content.decode()
    assert "玄関先で話した" not in page
    assert 'value="玄関先"' in page
    assert sakura.get(f"/cases/{case.pk}/records/new/", copy="nonsense").status_code == 200
