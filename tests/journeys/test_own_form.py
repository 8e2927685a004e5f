"""A section brings the つなぐシート it has always used; a worker takes a sent sheet in it and opens the file (町の様式)."""

import io
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tasuki.paper.tests.town_forms import town_sheet

FORM = "ひなたのつなぐシート"


def downloaded(person, press):
    with person.page.expect_download() as waiting:
        press()
    return load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).active


def test_the_section_brings_its_form_and_a_worker_fills_it(people, tmp_path):
    section = people("y-shokan")
    file = tmp_path / "つなぐシート.xlsx"
    file.write_bytes(town_sheet())
    section.go("/settings/paper/").fits().checked()
    _refused(section, tmp_path)
    section.pick(sheet="つなぐシート").type(name=FORM)
    section.page.locator("main [name='file']").set_input_files(file)
    section.press("読みこむ", then="升目に結ぶ").checked()
    section.press("見出しから自動で結ぶ", then="8か所に書きこみます")  # five labels, three tags
    section.page.locator("table.grid a", has_text="E20").first.click()  # one more cell, by hand
    section.pick(field="回答期限").press("結ぶ", then="回答期限").checked().fits()
    example = downloaded(section, lambda: section.page.get_by_role("link", name="見本を書きこんで開く").click())
    assert example["B3"].value == "見本のつなぎ先"
    section.press("使いはじめる", then="使用中").checked()

    worker = people("y-suishin")
    worker.go("/referrals/").press(_first_sheet(worker))
    number = worker.page.locator(".page-head .muted").inner_text().split("　")[0].strip()
    made = downloaded(worker, lambda: worker.page.get_by_role("link", name="町の様式（Excel）").click())
    assert made["A2"].value == f"番号：{number}"
    assert made["B3"].value
    assert made["B10"].value
    before = load_workbook(io.BytesIO(town_sheet())).active
    assert made.merged_cells.ranges == before.merged_cells.ranges
    assert repr(made["B6"].border) == repr(before["B6"].border)
    assert (made.column_dimensions["A"].width, made.print_area) == (18, before.print_area)


def test_its_pages_are_read_on_a_small_screen_too(people):
    section = people("y-shokan", width=390)
    section.go("/settings/paper/").fits().checked()
    section.press("つなぐシート（様式第3号）", then="升目に結ぶ").fits().checked()
    worker = people("y-suishin", width=390)
    for page in ("/consultations/from-paper/", "/papers/intake-sheets/"):
        worker.go(page).fits().checked()


def test_a_paper_is_typed_with_the_keyboard_alone(people):
    worker = people("y-suishin")
    keys = worker.go("/consultations/from-paper/").page.keyboard
    keys.type("紙-001")
    for words in ("R8.11.20", "0915"):
        keys.press("Tab")
        keys.type(words)
    worker.pick(route="家族・知人が電話").type(words="父が薬を飲んでいない")
    keys.press("Control+Enter")
    worker.reads("受け付けました").reads("紙-001")
    assert worker.page.evaluate("document.activeElement.name") == "paper_number"


def _first_sheet(worker) -> str:
    link = worker.page.locator("main a[href^='/referrals/0']").first
    expect(link).to_be_visible()
    return link.inner_text()


def _refused(section, tmp_path) -> None:
    """A file with macros is refused in words, and what was typed stays."""
    book, memory = Workbook(), io.BytesIO()
    book.save(memory)
    wrong = tmp_path / "様式.xlsm"
    wrong.write_bytes(memory.getvalue())
    section.pick(sheet="つなぐシート")
    section.page.locator("main [name='file']").set_input_files(wrong)
    section.press("読みこむ", then="マクロつきの形式")
    section.go("/settings/paper/")
