"""Files and pictures in the answer to a request: each decided on, printed or left out with its reason (開示する添付・図)."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tasuki.casefile import disclosing
from tasuki.casefile.enclosures import numbers, printed_enclosures
from tasuki.casefile.holdings import counted
from tasuki.casefile.models import Disclosure, Enclosure
from tasuki.cases.access import open_case
from tasuki.cases.actions import Member
from tasuki.cases.actions import open_case as open_new
from tasuki.cases.recording import attach, write_record
from tasuki.people import actions as people
from tasuki.people.consents import ask_consent
from tasuki.shared import clock, limited
from tasuki.shared.decisions import Refused


def pdf(pages: int) -> bytes:
    """A PDF of empty pages, its objects packed."""
    made, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page(100, 100)
    made.write(out)
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def asked(town):
    """A mother and her son; a photo and a letter of three pages with a record of hers, a file with one of his alone."""
    mother, son = town.person("花村 ウメ", birth="昭和15年"), town.person("花村 一郎", birth="昭和50年")
    with town.acting("sakura") as by:
        people.relate(first=mother, second=son, kind="parent", by=by)
        people.relate(first=son, second=mother, kind="abuse", by=by, note="どなる")
        ask_consent(person=mother, by=by, answer="refused", asked_on=clock.today(), method="oral", words="いまはいい")
        case = open_new(by=by, label="母と長男", members=[Member(mother, index_person=True), Member(son, "child")])
        hers = write_record(case=case, by=by, at=clock.now(), method="visit", text="手紙を見せてもらう")
        attach(record=hers, by=by, name="一郎の部屋.png", content=photo())
        attach(record=hers, by=by, name="手紙.pdf", content=pdf(3))
        his = write_record(case=case, by=by, at=clock.now(), method="visit", text="長男のこと", about=son)
        attach(record=his, by=by, name="長男.png", content=photo())
        disclosure = disclosing.begin_disclosure(
            case=open_case(by, case.pk), person=mother, by=by, asked_on=clock.today()
        )
    return disclosure


def rows(disclosure):
    return list(Enclosure.objects.filter(disclosure=disclosure).select_related("disclosure__case", "attachment"))


def test_every_file_of_hers_and_the_drawing_are_listed(town, asked):
    with town.acting("sakura"):
        found = [(one.source, one.name, one.pages, one.decision) for one in rows(asked)]
        drawing = rows(asked)[-1].content
    assert found == [
        ("attachment", "一郎の部屋.png", 1, "waiting"), ("attachment", "手紙.pdf", 3, "waiting"),
        ("genogram", "ジェノグラム", 1, "waiting"),
    ]  # fmt: skip
    assert "一郎" not in drawing  # the others by their place in the family alone
    assert ">51<" not in drawing
    assert "どなる" not in drawing


def test_what_stands_around_her_is_gathered_too(town, asked):
    with town.acting("sakura"):
        told = {piece.source: piece for piece in asked.pieces.all()}
        kinds = {one.words: number for one, number in counted(asked)}
    assert told["consent"].text == "いまはいい"
    assert "どなる" in " ".join(piece.text for piece in told.values() if piece.source == "kin")
    assert kinds["本人同意"] > 0
    assert kinds["記録の添付（ひとつずつ扱いを決める。まちがえて添付し、取り消したものは載せない）"] == 2


def test_nothing_goes_on_while_something_waits_for_a_decision(town, asked):
    with town.acting("sakura") as by:
        with pytest.raises(Refused, match="3件の扱い"):
            disclosing.submit_disclosure(disclosure=Disclosure.objects.select_related("case").get(pk=asked.pk), by=by)
        picture, letter, _ = rows(asked)
        for wrong in (
            {"decision": "withhold"},
            {"decision": "waiting"},
            {"decision": "part", "reason": "others", "pages": "4"},
        ):
            with pytest.raises(Refused):
                disclosing.decide_enclosure(enclosure=letter, by=by, **wrong)
        with pytest.raises(Refused, match="画像と図"):
            disclosing.decide_enclosure(enclosure=picture, by=by, decision="part", pages="1", reason="others")


def test_a_given_picture_is_in_the_paper_and_what_is_withheld_is_not(town, asked):
    with town.acting("sakura") as by:
        picture, letter, drawing = rows(asked)
        disclosing.decide_enclosure(enclosure=picture, by=by, decision="give")
        disclosing.decide_enclosure(enclosure=letter, by=by, decision="part", pages="２〜3", reason="others")
        disclosing.decide_enclosure(enclosure=drawing, by=by, decision="withhold", reason="others", note="長男のこと")
        fates = [one.fate for one in printed_enclosures(asked)]
        found = Disclosure.objects.select_related("case__owner_agency", "person").get(pk=asked.pk)
        content, _ = disclosing.printed(found, by)
    assert fates == ["このあとに印刷します", "写しを添えます。2〜3ページは渡しません（２号）", "渡しません（２号）"]
    read = PdfReader(io.BytesIO(content))
    pictures = {image.image.size for page in read.pages for image in page.images}
    assert pictures == {(60, 40)}
    told = "".join(page.extract_text() for page in read.pages).replace("\n", "")
    assert "この書類に載らないもの" in told
    assert "一郎の部屋" not in told
    with town.acting("sakura") as by:
        disclosing.decide_enclosure(enclosure=rows(asked)[0], by=by, decision="withhold", reason="others")
        without, _ = disclosing.printed(found, by)
    assert not any(page.images for page in PdfReader(io.BytesIO(without)).pages)


def test_a_given_drawing_is_printed(town, asked):
    with town.acting("sakura") as by:
        for one in rows(asked):
            disclosing.decide_enclosure(enclosure=one, by=by, decision="give")
        found = Disclosure.objects.select_related("case__owner_agency", "person").get(pk=asked.pk)
        content, pages = disclosing.printed(found, by)
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    assert pages >= 3
    assert "関係線は伏せてあります" in told


@pytest.mark.parametrize(("text", "pages", "plain"), [
    ("2、4〜5", 5, "2,4-5"), ("２", None, "2"), ("1-3, 7", 9, "1-3,7"), ("4", 3, ""), ("3-1", 5, ""), ("0", 5, ""),
    ("", 5, ""), ("全部", 5, ""), ("1;2", 5, ""),
])  # fmt: skip
def test_pages_are_said_as_people_write_them(text, pages, plain):
    assert numbers(text, pages) == plain


@pytest.mark.parametrize("count", [1, 3, 12])
def test_pages_are_counted_in_the_process_for_foreign_files(count):
    assert limited.run("pages", pdf(count))[0] == count
    assert limited.run("pages", b"%PDF-1.7 nothing %%EOF")[0] is None
