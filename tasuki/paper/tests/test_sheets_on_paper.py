"""A worker takes a sheet as PDF or Excel: the same words as on the screen, never more (帳票)."""

import io
import os
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tasuki.audit.models import Entry
from tasuki.paper.sheets import SHEETS
from tests.figures import note

KEPT = {"intake": "consultation", "household": "assessment", "referral": "referral", "plan": "plan", "evaluation": "plan",
        "consent": "consent", "packet": "item", "participation": "participation_sheet"}  # fmt: skip


def words(content):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "".join(pages).replace("\n", "")


def key_of(made, sheet):
    thing = made[KEPT[sheet]]
    return thing.replaces_id if sheet == "evaluation" else thing.pk


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_comes_out_as_pdf_and_excel(town, whole, browse, sheet, django_assert_max_num_queries):
    sakura, address = browse("sakura"), f"/papers/{sheet}/{key_of(whole, sheet)}"
    with django_assert_max_num_queries(60):
        pdf = sakura.get(f"{address}/pdf/")
    assert pdf.status_code == 200
    text = words(pdf.content)
    assert "取扱注意" in text
    assert "山本 さくら" in text
    assert "1 / " in text
    excel = sakura.get(f"{address}/excel/")
    sheet_ = load_workbook(io.BytesIO(excel.content)).active
    assert sheet_.page_setup.paperSize == 9
    if folder := os.environ.get("TASUKI_PAPERS"):
        Path(folder, f"{sheet}.pdf").write_bytes(pdf.content)
        Path(folder, f"{sheet}.xlsx").write_bytes(excel.content)
    with town.acting("officer"):
        verbs = set(Entry.objects.filter(worker_name="山本 さくら").values_list("verb", flat=True))
    assert any(f"{SHEETS[sheet].name}をPDFで出した" in verb for verb in verbs)
    assert any(f"{SHEETS[sheet].name}をExcelで出した" in verb for verb in verbs)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_stranger_gets_no_paper(whole, browse, sheet):
    for kind in ("pdf", "excel"):
        answer = browse("yoso").get(f"/papers/{sheet}/{key_of(whole, sheet)}/{kind}/")
        assert answer.status_code == 404
        assert "金糸雀" not in answer.content.decode()


def test_the_paper_of_a_plan_takes_less_than_a_second(whole, browse):
    sakura, address = browse("sakura"), f"/papers/plan/{whole['plan'].pk}/pdf/"
    sakura.get(address)  # the fonts are read once for the process
    begun = time.perf_counter()
    assert sakura.get(address).status_code == 200
    took = time.perf_counter() - begun
    note(f"プランのPDF {took * 1000:.0f}ミリ秒")
    assert took < 1


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_has_an_empty_paper(town, browse, sheet):
    answer = browse("sakura").get(f"/papers/empty/{sheet}/")
    assert "山本 さくら" in words(answer.content)
    if folder := os.environ.get("TASUKI_PAPERS"):
        Path(folder, f"empty-{sheet}.pdf").write_bytes(answer.content)
