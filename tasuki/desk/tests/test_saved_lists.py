"""Lists as one wants to see them again: columns, order, kept, shared, found first, and the same in Excel."""

import io

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from tasuki.audit.models import Entry
from tasuki.cases.actions import set_now
from tasuki.desk.columns import COLUMNS
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.list_actions import drop_list, find_first, keep_list
from tasuki.staff.listing import arranged, kept_query
from tasuki.staff.models import SavedList


def keys(town, text, login="sakura"):
    with town.acting(login) as by:
        return arranged(by, "cases", QueryDict(text), COLUMNS).chosen


@pytest.mark.parametrize(("asked", "expected"), [
    ("", ["household", "status", "owner", "agencies", "last", "next"]),
    ("status=running", ["household", "status", "owner", "agencies", "last", "next"]),
    ("order=next&order=status&col=next", ["household", "next"]),
    ("order=next&order=status&col=next&col=status&up=status", ["household", "status", "next"]),
    ("order=nonsense&col=nonsense", ["household"]),
])  # fmt: skip
def test_the_columns_are_those_chosen_in_their_order_and_the_household_stays(town, asked, expected):
    assert keys(town, asked) == expected


def test_a_list_is_kept_with_its_filter_and_found_first(town):
    query, columns = kept_query("status=all&area=&after=x&order=next&order=status&col=status")
    assert (query, columns) == ({"status": ["all"]}, ["status"])
    with town.acting("sakura") as by:
        saved = keep_list(by=by, kind="cases", name="終えたものも", query=query, columns=columns, first=True)
        again = keep_list(by=by, kind="cases", name="終えたものも", query=query, columns=columns)
        assert again.pk == saved.pk
        view = arranged(by, "cases", QueryDict(""), COLUMNS)
        assert view.current == saved
        assert view.query["status"] == "all"
        assert arranged(by, "cases", QueryDict("list=none"), COLUMNS).current is None
        find_first(saved=saved, by=by, on=False)
        assert arranged(by, "cases", QueryDict(""), COLUMNS).current is None


def test_a_shared_one_is_used_by_colleagues_and_thrown_away_by_whoever_made_it(town):
    with town.acting("sakura") as by:
        mine = keep_list(by=by, kind="cases", name="わたしの", query={}, columns=[])
        ours = keep_list(by=by, kind="cases", name="みんなの", query={}, columns=["next"], shared=True)
    with town.acting("ken") as ken:
        assert [one.name for one in SavedList.objects.all()] == ["みんなの"]
        find_first(saved=ours, by=ken)
        with pytest.raises(Refused, match="本人"):
            drop_list(saved=ours, by=ken)
    with town.acting("midori"):
        assert not SavedList.objects.exists()
    with town.acting("sakura") as by:
        drop_list(saved=ours, by=by)  # whoever found it first finds the usual list again
        drop_list(saved=mine, by=by)
    assert keys(town, "", "ken")[0] == "household"


def test_the_page_keeps_shows_and_sends_out_exactly_what_is_seen(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    asked = "status=all&order=number&order=status&col=number&col=status"
    with django_assert_max_num_queries(25):
        page = sakura.client.get(f"/cases/?{asked}").content.decode()
    assert "ケース番号" in page
    answer = sakura.post("/lists/cases/keep/", name="番号だけ", query=asked, first="on")
    assert answer.status_code == 302
    assert "番号だけ" in sakura.get("/cases/").content.decode()
    table = sakura.client.get("/cases/table.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()
    assert rows == [["世帯", "ケース番号", "いま"], [case.label, case.number, "アセスメント中"]]
    with town.acting("sakura"):
        assert Entry.objects.filter(verb="ケース一覧（Excel）", count=1).exists()
        saved = SavedList.objects.get()
    assert sakura.post("/lists/cases/keep/", name="", query=asked).status_code == 302
    assert sakura.post("/lists/nonsense/keep/", name="x", query="").status_code == 404
    assert browse("midori").post(f"/lists/{saved.pk}/drop/").status_code == 404
    assert sakura.post(f"/lists/{saved.pk}/first/", on="0").status_code == 302
    assert sakura.post(f"/lists/{saved.pk}/drop/").status_code == 302


@pytest.mark.parametrize("sort", ["old", "next", "opened", "number", ""])
def test_every_order_has_its_pages(town, browse, monkeypatch, sort):
    monkeypatch.setattr("tasuki.desk.caseload.PAGE", 2)
    for _ in range(3):
        town.case()
    sakura = browse("sakura")
    seen, address = set(), f"/cases/?sort={sort}"
    for _ in range(2):
        page = sakura.client.get(address).context["part"]
        seen |= {one.number for one in page.cases}
        address = f"/cases/{page.next_url}" if page.next_url else address
    assert len(seen) == 3


@pytest.mark.parametrize("address", [
    "/consultations/table.xlsx", "/referrals/tables/sent.xlsx", "/referrals/tables/received.xlsx", "/cases/table.xlsx",
])  # fmt: skip
def test_the_other_lists_go_out_too(town, browse, address):
    assert browse("sakura").get(address).status_code == 200
    assert browse("chair").get(address).status_code == 403


def test_every_column_at_once_asks_no_question_for_each_row(town, browse, django_assert_max_num_queries):
    cases = [town.case() for _ in range(3)]
    with town.acting("sakura") as by:
        set_now(case=cases[0], by=by, text="母は畑にいる", next_text="訪ねる", next_on=clock.today(), next_worker=by)
    asked = "&".join(f"order={one.key}&col={one.key}" for one in COLUMNS)
    sakura = browse("sakura")
    with django_assert_max_num_queries(16):
        page = sakura.client.get(f"/cases/?{asked}").content.decode()
    assert all(f">{one.label}<" in page for one in COLUMNS)
    assert sakura.client.get(f"/cases/table.xlsx?{asked}").status_code == 200
