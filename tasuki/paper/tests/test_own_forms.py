"""A section brings its own Excel or Word form; workers fill it, and nothing of its look is lost (自治体の様式)."""

import copy
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook, load_workbook

from tasuki.audit.models import Entry
from tasuki.paper import actions, own
from tasuki.paper.models import OwnForm
from tasuki.referrals.actions import send_referral
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

from .town_forms import saved, town_letter, town_sheet

TRICK = '=HYPERLINK("http://203.0.113.9") と 𠮷野さん、葛󠄀城さん\n二行目'


@pytest.fixture
def sent(town):
    """A sheet about mother and son, sent to 包括."""
    case = town.case()
    with town.acting("sakura") as by:
        return send_referral(
            by=by, to=[town.agencies["hokatsu"]], wanted="初回の訪問をいっしょに", consent="partly", case=case, so_far=TRICK,
            persons=case.people, consented=case.people[:1], ground_reason="長男には会えていない", urgency="soon",
        )  # fmt: skip


def upload(town, content=None, name="ひなた町つなぐシート.xlsx", **more):
    with town.acting("suzuki") as by:
        return actions.upload_form(by=by, sheet="referral", name="ひなた町の様式", file_name=name, content=content or town_sheet(),
                                   **more)  # fmt: skip


def in_force(town, **more):
    form = upload(town, **more)
    with town.acting("suzuki") as by:
        if form.kind == "xlsx":
            actions.tie_by_labels(form=form, by=by)
        return actions.put_in_force(form=form, by=by, valid_from=clock.today())


def test_labels_find_their_cells(town):
    form = upload(town)
    assert [(one["at"], one["field"]) for one in own.proposals(form)] == [
        ("B3", "to"), ("B4", "from_agency"), ("E4", "urgency"), ("B6", "so_far"), ("B10", "wanted"),
    ]  # fmt: skip


def test_a_sheet_fills_the_towns_form_and_everything_else_stays(town, sent, browse):
    in_force(town)
    answer = browse("sakura").get(f"/papers/referral/{sent.pk}/own/xlsx/")
    assert answer.status_code == 200
    made = load_workbook(io.BytesIO(answer.content))["つなぐシート"]
    before = load_workbook(io.BytesIO(town_sheet()))["つなぐシート"]
    told = {"A2": f"番号：{sent.number}", "B3": "地域包括支援センター 第3", "B4": "総合相談支援センター", "B6": TRICK,
            "B10": "初回の訪問をいっしょに", "D15": "あり", "D16": "なし"}  # fmt: skip
    assert {at: made[at].value for at in told} == told
    assert made["B6"].data_type == "s"
    assert made["A15"].value.startswith("花村 ウメ")
    assert made["A16"].value.startswith("花村 一郎")
    for row in before["A1:F20"]:
        for was in row:
            now = made[was.coordinate]
            for look in ("border", "fill", "font", "alignment", "number_format", "protection"):
                assert copy.copy(getattr(now, look)) == copy.copy(getattr(was, look)), (was.coordinate, look)
            if was.coordinate not in {*told, "E4", "A15", "A16"}:
                assert now.value == was.value, was.coordinate
    assert made.merged_cells.ranges == before.merged_cells.ranges
    assert made.column_dimensions["A"].width == 18
    assert made.row_dimensions[6].height == 40
    assert (made.print_area, made.page_setup.orientation, made.page_setup.paperSize) == (
        before.print_area, "portrait", 9,
    )  # fmt: skip
    assert made.oddFooter.center.text == "ひなた町　福祉政策課"
    with town.acting("officer"):
        assert Entry.objects.filter(verb__contains="つなぐシートを町の様式で出した", case_id=sent.case_id).exists()


def test_every_other_part_of_the_file_is_kept_byte_for_byte(town, sent):
    form = in_force(town)
    with town.acting("suzuki"):
        content = own.filled(form, own.example(form))
    old, new = (zipfile.ZipFile(io.BytesIO(one)) for one in (town_sheet(), content))
    assert old.namelist() == new.namelist()
    changed = [name for name in old.namelist() if not name.startswith("docProps/") and old.read(name) != new.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml", "xl/workbook.xml"] or set(changed) == {
        "xl/worksheets/sheet1.xml", "xl/workbook.xml",
    }  # fmt: skip


def test_word_is_filled_by_its_tags_and_the_rows_of_its_table_repeat(town, sent, browse):
    in_force(town, content=town_letter(), name="つなぐシート.docx")
    answer = browse("sakura").get(f"/papers/referral/{sent.pk}/own/docx/")
    letter = Document(io.BytesIO(answer.content))
    assert "宛先　地域包括支援センター 第3" in [line.text for line in letter.paragraphs]
    assert letter.paragraphs[1].runs[1].bold
    rows = [[cell.text for cell in row.cells] for row in letter.tables[0].rows]
    assert [row[1] for row in rows] == ["同意", "あり", "なし"]
    assert rows[1][0].startswith("花村 ウメ")


def test_what_a_tag_says_is_never_run(town, sent):
    content = town_letter_with("{{つなぐシート.宛先.__class__.__mro__}}", "{% for x in y %}", "{{ 7 * 7 }}")
    form = upload(town, content=content, name="x.docx")
    check = own.Form(form).check()
    assert len(check.wrong) >= 3
    with town.acting("suzuki") as by, pytest.raises(Refused, match="直すところ"):
        actions.put_in_force(form=form, by=by, valid_from=clock.today())
    out = Document(io.BytesIO(own.filled(form, own.example(form))))
    assert "49" not in "".join(line.text for line in out.paragraphs)


def town_letter_with(*lines):
    letter = Document()
    for line in lines:
        letter.add_paragraph(line)
    return saved(letter)


def packed(**parts):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return memory.getvalue()


WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("様式.xlsm", b"PK\x03\x04", "マクロつき"),
        ("様式.docm", b"PK\x03\x04", "マクロつき"),
        ("様式.xls", b"\xd0\xcf\x11\xe0", "古い形式"),
        ("様式.xlsx", b"hello", "Excel（xlsx）か Word"),
        ("様式.xlsx", b"", "空です"),
        ("様式.xlsx", b"PK\x03\x04" + b"x" * 4_000_000, "大きすぎます"),
        ("様式.xlsx", packed(**WORKBOOK, **{"xl/vbaProject.bin": b"x"}), "マクロ"),
        ("様式.xlsx", packed(**WORKBOOK, **{"xl/big.xml": b"a" * 60_000_000}), "大きすぎる"),
        ("様式.xlsx", packed(**WORKBOOK, **{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "つながり"),
        ("様式.xlsx", packed(**WORKBOOK), "こわれている"),
        ("様式.xlsx", packed(**(WORKBOOK | {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})), "こわれている"),
    ],
    ids=["xlsm", "docm", "xls", "text", "empty", "large", "macros", "bomb", "links", "nonsense", "entity"],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_words(town, name, content, why):
    with town.acting("suzuki") as by, pytest.raises(Refused, match=why):
        actions.upload_form(by=by, sheet="referral", name="", file_name=name, content=content)


def test_more_people_than_lines_are_told(town, sent):
    book = Workbook()
    book.active["A1"] = "対象者"
    book.active["A2"] = "{{つなぐシート.対象者.氏名・続柄・年齢}}"
    book.active["A3"] = "ここから下は使わない"
    form = upload(town, content=saved(book))
    example = own.example(form)
    out = load_workbook(io.BytesIO(own.filled(form, example))).active
    assert out["A2"].value == "ほか2件（画面で確かめてください）"
    assert out["A3"].value == "ここから下は使わない"


def test_the_section_does_it_on_the_screen(town, browse, django_assert_max_num_queries):
    suzuki = browse("suzuki")
    assert "まだ自治体の様式はありません" in suzuki.get("/settings/paper/").content.decode()
    file = SimpleUploadedFile("つなぐシート.xlsx", town_sheet())
    answer = suzuki.post("/settings/paper/", sheet="referral", name="ひなた町の様式", file=file)
    assert answer.status_code == 302
    page = answer["Location"]
    with django_assert_max_num_queries(25):
        body = suzuki.get(f"{page}?cell=B3").content.decode()
    assert "つなぐシート（ひなた町）" in body
    assert "このセルに書くこと" in body
    suzuki.post(page, sheet="xl/worksheets/sheet1.xml", at="B3", field="to", _version="1")
    form = OwnForm.objects.get()
    assert form.places == [{"sheet": "xl/worksheets/sheet1.xml", "at": "B3", "field": "to"}]
    wrong = suzuki.post(page, sheet="xl/worksheets/sheet1.xml", at="B20", field="to", _version="2")
    assert wrong.status_code == 409
    assert "計算式のあるセル" in wrong.content.decode()
    assert suzuki.post(f"{page}labels/").status_code == 302
    example = suzuki.get(f"{page}try/")
    assert load_workbook(io.BytesIO(example.content)).active["B3"].value == "見本のつなぎ先"
    assert suzuki.post(f"{page}put/", valid_from="R8.11.1").status_code == 409
    assert suzuki.post(f"{page}put/", valid_from="R8.11.20").status_code == 302
    assert suzuki.post(f"{page}drop/").status_code == 409


def test_a_form_is_used_from_its_day(town, sent, browse):
    form = upload(town)
    with town.acting("suzuki") as by:
        actions.tie_by_labels(form=form, by=by)
        actions.put_in_force(form=form, by=by, valid_from=clock.today() + timedelta(days=1))
    address = f"/papers/referral/{sent.pk}/own/xlsx/"
    assert browse("sakura").get(address).status_code == 404
    assert "町の様式" not in browse("sakura").get(f"/referrals/{sent.pk}/").content.decode()
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert browse("sakura").get(address).status_code == 200
        assert "町の様式（Excel）" in browse("sakura").get(f"/referrals/{sent.pk}/").content.decode()
        with town.acting("suzuki") as by:
            form.refresh_from_db()
            actions.end_form(form=form, by=by)
        assert browse("sakura").get(address).status_code == 404


def test_who_has_no_settings_brings_no_form(town, browse):
    assert browse("sakura").get("/settings/paper/").status_code == 403
    with town.acting("sakura") as by, pytest.raises(Refused, match="所管課と管理者"):
        actions.upload_form(by=by, sheet="referral", name="", file_name="a.xlsx", content=town_sheet())


def test_another_looking_file_keeps_nothing_of_it(town):
    in_force(town)
    book = Workbook()
    book.active["A3"] = "年度"
    assert upload(town, content=saved(book)).places == []


def test_a_new_file_keeps_what_was_tied(town):
    in_force(town)
    assert [one["at"] for one in upload(town).places] == ["B3", "B4", "E4", "B6", "B10"]
