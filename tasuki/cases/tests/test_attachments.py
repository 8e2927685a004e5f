"""Files kept with a record: scanned, limited in all, given out so that the browser runs nothing of them."""

from io import BytesIO

import pytest
from PIL import Image

from tasuki.cases import attachments
from tasuki.cases.models import Attachment, SupportRecord
from tasuki.cases.recording import attach, write_record
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.shared.tests.test_scanning import SICK, Scanner

pytestmark = pytest.mark.database
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n%%EOF\n"
FORM = {"at_date": "R8.11.17", "at_time": "14:00", "method": "visit", "text": "長男と話す。", "worker_count": "1"}


@pytest.fixture
def record(town):
    case = town.case()
    with town.acting("sakura") as by:
        return write_record(case=case, by=by, at=clock.now(), method="visit", text="写真")


def send(browse, case, name: str, content: bytes):
    file = BytesIO(content)
    file.name = name
    return browse("sakura").post(f"/cases/{case.pk}/records/new/", file=file, **FORM)


def test_a_file_with_scripts_is_given_out_to_be_saved_and_can_run_nothing(town, browse, record):
    """ASVS 3.2.1, 5.4"""
    with town.acting("sakura") as by:
        kept = attach(record=record, by=by, name="\u202e請求.pdf\r\nX-Evil: 1", content=PDF)
    answer = browse("sakura").get(f"/cases/{record.case_id}/attachments/{kept.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "X-Evil" not in answer
    assert answer.content == PDF


def test_a_case_holds_only_so_much(town, record, monkeypatch):
    with town.acting("sakura") as by:
        attach(record=record, by=by, name="a.txt", content=b"a" * 900)
        monkeypatch.setattr(attachments, "MOST_PER_CASE", 1000)
        with pytest.raises(Refused, match="合計"):
            attach(record=record, by=by, name="b.txt", content=b"b" * 101)
        attach(record=record, by=by, name="c.txt", content=b"c" * 100)


def test_what_the_scanner_finds_is_told_at_the_field_and_not_kept(town, browse, settings):
    scanner = Scanner()
    settings.CLAMD = scanner.address
    answer = send(browse, town.case(), "記録.txt", SICK)
    scanner.close()
    assert answer.status_code == 422
    assert "ウイルス検査で止められました" in answer.content.decode()
    with town.acting("sakura"):
        assert not Attachment.objects.exists()
        assert not SupportRecord.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("写真.png", b"<svg onload='alert(1)'/>", "添付できるのは"),
        ("写真.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50, "こわれて"),
        ("表.xlsx", b"PK\x03\x04" + b"\0" * 50, "こわれて"),
        ("空.txt", b"", "空"),
    ],
)
def test_a_file_that_cannot_be_kept_is_told_at_its_field_and_the_text_stays(town, browse, name, content, why):
    answer = send(browse, town.case(), name, content)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in page
    assert "長男と話す。" in page


def test_a_photo_is_drawn_anew_before_it_is_kept(town, record):
    memory = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 50.0)})
    Image.new("RGB", (40, 30), "red").save(memory, "JPEG", exif=exif)
    with town.acting("sakura") as by:
        kept = attach(record=record, by=by, name="玄関.JPG", content=memory.getvalue() + b"PK\x03\x04kanariya")
    drawn = bytes(kept.content)
    assert not Image.open(BytesIO(drawn)).getexif()
    assert b"kanariya" not in drawn
