"""The results of the demo towns: the hand count, the list behind every number, and who may read what."""

import csv
import re
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook  # reads Excel files without Excel

from tasuki.reports import engine
from tasuki.staff.acting import acting_as
from tasuki.tenancy.context import Context, enter, leave
from tests.cast import Browser
from tests.told_towns import TOWNS

YEARS = {"yonago": (2020, 2021, 2026), "chofu": (2023, 2024, 2026)}
FREE = tuple(row["key"] for group in engine.definition("yearly")["groups"] for row in group["rows"] if row.get("free"))
RULES = tuple(row["rule"] for group in engine.definition("yearly")["groups"] for row in group["rows"])


def by_hand(town: str) -> dict[tuple[int, str], int]:
    """The hand count: (fiscal year, indicator) → number."""
    lines = (engine.FOLDER / "yearly/expected.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(int(row["fiscal_year"]), row["indicator"]): int(row["count"]) for row in rows if row["town"] == town}


@pytest.fixture
def browse(told):
    """`browse("y_shokan")` → her browser, in her town."""

    def sit_down(worker: str, town: str = "yonago") -> Browser:
        place = SimpleNamespace(key=told[town].key, workers=told[town].workers)
        token = enter(Context(municipality=place.key))
        try:
            return Browser(Client(), place, worker)
        finally:
            leave(token)

    return sit_down


def cells(row: engine.Row) -> list[tuple[int | None, str, int]]:
    """Every number of a row as (month, area, number), its total first."""
    months = [(month, "", row.months.get(month, 0)) for month in engine.MONTHS]
    areas = [(None, str(area or "none"), number) for area, number in row.areas.items()]
    return [(None, "", row.total), *months, *areas]


def text(answer) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.mark.parametrize("town", TOWNS)
def test_the_table_is_what_was_counted_by_hand(told, town):
    expected = by_hand(town)
    with acting_as(told[town].workers[f"{TOWNS[town]}_shokan"]) as section:
        counted = {}
        for year in {year for year, _ in expected}:
            table = engine.count("yearly", year, section)
            counted |= {(year, row.key): row.total for row in table.rows()}
    assert {key: counted[key] for key in expected} == expected
    # what the hand did not list in a year it counted is nothing
    years = {year for year, key in expected if key == "visitor"}
    assert {key: number for key, number in counted.items() if key[0] in years and key not in expected and number} == {}


@pytest.mark.parametrize("town", TOWNS)
def test_every_number_equals_the_list_behind_it(told, town):
    opened = 0
    with acting_as(told[town].workers[f"{TOWNS[town]}_shokan"]) as section:
        for year in YEARS[town]:
            for row in engine.count("yearly", year, section).rows():
                assert sum(row.months.values()) == sum(row.areas.values()) == row.total, (year, row.key)
                for month, area, number in cells(row):
                    if number or month is None:
                        found = engine.behind("yearly", year, section, row.key, month, area)
                        told_of = sum(line["weight"] for line in found.records)
                        assert (found.total, told_of) == (number, number), (year, row.key, month, area)
                        opened += 1
    assert opened > 100


def test_the_reasons_of_closing_add_up(told):
    with acting_as(told["yonago"].workers["y_shokan"]) as section:
        for year in YEARS["yonago"]:
            rows = {row.key: row.total for row in engine.count("yearly", year, section).rows()}
            assert sum(number for key, number in rows.items() if key.startswith("closed:")) == rows["closed"]


def test_the_numbers_are_the_towns_whoever_reads(told):
    def totals(worker, area=None):
        with acting_as(told["yonago"].workers[worker]) as reader:
            return {row.key: row.total for row in engine.count("yearly", 2020, reader, area).rows()}

    assert totals("y_shokan") == totals("y_yosono") == totals("y_zacho")
    areas = [None, *(area.pk for area in told["yonago"].areas.values())]
    table = [totals("y_shokan", area) for area in areas[1:]]
    assert sum(row["consultation"] for row in table) <= totals("y_shokan")["consultation"]
    with acting_as(told["chofu"].workers["c_shokan"]) as elsewhere:
        assert not any(row.total for row in engine.count("yearly", 2020, elsewhere).rows())


def test_a_reader_is_shown_only_what_she_may_see(told):
    def seen(worker, indicator):
        with acting_as(told["yonago"].workers[worker]) as reader:
            found = engine.behind("yearly", 2020, reader, indicator, None)
            return found.total, sum(line["weight"] for line in found.records)

    for row in ("consultation", "referral", "visit", "visitor", "conference_item", "plan_first", "closed"):
        number = by_hand("yonago")[2020, row]
        assert seen("y_shokan", row) == (number, number)
        assert seen("y_yosono", row) in ((number, 0), (None, 0)), row
    asked, her_own = seen("y_hokatsu", "referral")
    assert asked is None or 0 < her_own < asked
    assert her_own


def test_the_list_behind_a_number_opens_its_records(browse):
    page = browse("y_shokan").get("/results/yearly/2020/referral/")
    links = re.findall(r'<a href="(/referrals/[0-9a-f-]{36}/)">記録を開く', page.content.decode())
    assert len(links) == 7
    assert browse("y_shokan").get(links[0]).status_code == 200
    assert browse("y_yosono").get(links[0]).status_code == 404


def test_a_stranger_reads_the_number_and_no_record(browse):
    page = browse("y_yosono").get("/results/yearly/2020/visitor/")
    assert page.status_code == 200
    assert "全部で22人" in text(page)
    assert "あなたが見られる記録はありません" in text(page)
    assert "記録を開く" not in text(page)


def test_small_numbers_are_hidden_from_readers_without_the_records(browse):
    stranger, section = browse("y_yosono"), browse("y_shokan")
    table = stranger.get("/results/", year=2020)
    body = table.content.decode()
    assert "＊" in text(table)
    assert "/2020/visitor/" in body
    assert "/2020/closed/" not in body
    shown = [int(number) for number in re.findall(r'<a href="/results/yearly/[^"]+">(\d+)<', body)]
    assert shown
    free = re.findall(rf'<a href="/results/yearly/2020/(?:{"|".join(FREE)})/[^"]*">(\d+)<', body)
    assert len([number for number in shown if number < 5]) <= len(free)
    # nor by asking for the list behind it
    one = text(stranger.get("/results/yearly/2020/closed/"))
    assert "全部の数は、少数のため" in one
    assert "全部で" not in one
    assert "＊" not in text(section.get("/results/", year=2020))
    assert "全部で1件" in text(section.get("/results/yearly/2020/closed/"))


def test_no_page_of_an_area_tells_what_the_page_of_the_town_hides(told, browse):
    """All areas, each area, the lists behind: together they print no small number and no number that is hidden."""
    town = told["yonago"]
    with acting_as(town.workers["y_yosono"]) as stranger:
        whole = engine.count("yearly", 2020, stranger)
        assert whole.hidden
        for area in whole.areas:
            part = engine.count("yearly", 2020, stranger, area.pk)
            assert part.hidden == whole.hidden
            for row in part.rows():
                shown = [part.shown(row), *(part.shown(row, month) for month in engine.MONTHS)]
                assert row.free or all(number == 0 or isinstance(number, str) or number >= 5 for number in shown)
                assert part.shown(row) == whole.shown(row, area=area.pk)
        for key, month, place in whole.hidden:
            asked = "" if place == engine.EVERY else str(place or "none")
            assert engine.behind("yearly", 2020, stranger, key, month, asked).total is None, (key, month, place)
    body = browse("y_yosono").get("/results/", year=2020, area=str(whole.areas[0].pk)).content.decode()
    shown = re.findall(r'<a href="/results/yearly/2020/([^/]+)/[^"]*">(\d+)<', body)
    assert all(int(number) >= 5 or key in FREE for key, number in shown)


def test_the_section_takes_a_table_that_may_be_given_out(browse):
    section, stranger = browse("y_shokan"), browse("y_yosono")
    public = section.get("/results/", year=2020, public="on")
    assert "＊" in text(public)
    assert "＊" not in text(section.get("/results/", year=2020))
    assert 'name="public"' not in stranger.get("/results/", year=2020).content.decode()
    given, hers = (one.get("/results/yearly.xlsx", year=2020, public="on").content for one in (section, stranger))
    sheets = [
        CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("月別").to_python() for book in (given, hers)
    ]
    assert sheets[0][4:] == sheets[1][4:]


def test_the_table_has_its_rules_in_a_fold_and_quiet_zeros(browse):
    body = browse("y_shokan").get("/results/", year=2020).content.decode()
    fold = re.search(r'<details class="fold"><summary>数えかた</summary>(.*?)</details>', body, re.S)
    assert fold
    assert fold[1].count("<dt>") == len(RULES)
    assert fold[1].count("終結の理由ごと。") == 1
    assert '<td class="n muted">0</td>' in body


@pytest.mark.parametrize(
    "address",
    ["/results/yearly/2020/nonsense/", "/results/yearly/2020/closed:nonsense/", "/results/yearly/0/visit/",
     "/results/yearly/99999/visit/", "/results/monthly/2020/visit/", "/results/monthly.xlsx"],
)  # fmt: skip
def test_what_is_not_counted_is_not_found(browse, address):
    assert browse("y_shokan").get(address).status_code == 404


@pytest.mark.parametrize("worker", ["y_shokan", "y_yosono"])
def test_excel_opened_again_is_the_table_and_holds_no_formula(told, browse, worker):
    answer = browse(worker).get("/results/yearly.xlsx", year=2020)
    assert answer["Content-Disposition"] == 'attachment; filename="tasuki-results-2020.xlsx"'
    with acting_as(told["yonago"].workers[worker]) as reader:
        table = engine.count("yearly", 2020, reader)
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    for sheet, numbers in {"月別": table.by_month, "圏域別": table.by_area}.items():
        rows = book.get_sheet_by_name(sheet).to_python()
        assert rows[4:] == [[row.label, row.unit, *numbers(row)] for row in table.rows()]
    written = [cell for row in table.rows() if not row.free for cell in table.by_month(row) + table.by_area(row)]
    assert any(isinstance(cell, int) and 0 < cell < 5 for cell in written) == (worker == "y_shokan")
    assert [line[1] for line in book.get_sheet_by_name("数えかた").to_python()] == list(RULES)
    with ZipFile(BytesIO(answer.content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert not any(b"<f" in parts.read(name).replace(b"<filter", b"") for name in sheets)


@pytest.mark.parametrize(
    ("worker", "status"),
    [("y_shokan", 200), ("y_suishin", 200), ("y_hokatsu", 200), ("y_csw", 200), ("y_zacho", 200), ("y_kanri", 403)],
)
def test_who_may_read_results(browse, worker, status):
    somebody = browse(worker)
    for address in ("/results/", "/results/yearly.xlsx", "/results/yearly/2020/visit/"):
        assert somebody.get(address).status_code == status, address


def test_the_chair_reads_numbers_and_opens_nothing(browse):
    chair = browse("y_zacho")
    assert "年度の実績" in text(chair.get("/results/"))
    for row in ("consultation", "case_opened", "visit", "plan_first", "closed"):
        assert "記録を開く" not in text(chair.get(f"/results/yearly/2020/{row}/"))


def test_the_pages_ask_the_database_little(browse, django_assert_max_num_queries):
    for worker in ("y_shokan", "y_yosono"):
        somebody = browse(worker)
        for address in ("/results/?year=2020", "/results/yearly.xlsx?year=2020", "/results/yearly/2020/visit/"):
            with django_assert_max_num_queries(25):
                assert somebody.get(address).status_code == 200


def test_a_look_and_an_export_are_written_down(told, browse):
    from tasuki.audit.models import Entry

    section = browse("y_shokan")
    section.get("/results/", year=2020)
    section.get("/results/yearly.xlsx", year=2020)
    with acting_as(told["yonago"].workers["y_shokan"]):
        verbs = list(Entry.objects.order_by("-at", "-id").values_list("act", "verb")[:2])
    assert ("export", "実績 令和2年度（Excel）") in verbs
    assert ("look", "実績 令和2年度") in verbs
