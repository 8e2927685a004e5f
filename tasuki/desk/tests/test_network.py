"""Who hands on to whom: numbers for those who coordinate, small ones of others hidden, sheets only where they are open."""

import pytest

from tasuki.desk.network import network_of
from tasuki.referrals.actions import send_referral, withdraw


@pytest.fixture
def sent(town):
    """Six sheets from sogo to hokatsu, two from shakyo to kikan, one taken back."""
    case = town.case()
    for by, to, times in (("sakura", "hokatsu", 6), ("nao", "kikan", 2)):
        own = case if by == "sakura" else town.case(by=by)
        with town.acting(by) as worker:
            for _ in range(times):
                send_referral(by=worker, to=[town.agencies[to]], wanted="いっしょに", consent="none", case=own,
                              persons=own.people[:1], ground_reason="急ぐため")  # fmt: skip
    with town.acting("sakura") as by:
        gone = send_referral(by=by, to=[town.agencies["yoso"]], wanted="x", consent="none", case=case,
                             persons=case.people[:1], ground_reason="急ぐため")  # fmt: skip
        withdraw(target=gone.targets.get(), by=by, reason="まちがい")
    return case


def edges(town, login):
    names = {one.pk: key for key, one in town.agencies.items()}
    with town.acting(login) as worker:
        page = network_of(worker, None)
    return {(names[a], names[b]): n for (a, b), n in page.edges.items()}, page


def test_the_section_sees_every_number_and_others_no_small_ones(town, sent):
    whole, page = edges(town, "suzuki")
    assert whole == {("sogo", "hokatsu"): 6, ("shakyo", "kikan"): 2}
    assert page.mapped
    own, page = edges(town, "ken")
    assert own == {("sogo", "hokatsu"): 6}
    assert page.hides
    cells = {cell.shown for _, row in page.rows for cell in row}
    assert None in cells
    assert 2 not in cells


def test_seats_stay_where_they_are(town, sent):
    _, one = edges(town, "suzuki")
    _, other = edges(town, "ken")
    assert one.seats == other.seats


def test_the_page_the_map_and_the_sheets(town, sent, browse, django_assert_max_num_queries):
    section = browse("suzuki")
    with django_assert_max_num_queries(20):
        shown = section.get("/network/", year="all").content.decode()
    assert "地域包括支援センター 第3" in shown
    assert shown.count('<svg class="geno') == 1
    assert section.get("/network/picture.svg")["Content-Type"] == "image/svg+xml"
    ends = {"from": str(town.agencies["shakyo"].pk), "to": str(town.agencies["kikan"].pk), "year": "all"}
    assert section.get("/network/sheets/", **ends).content.decode().count("/referrals/") >= 2
    told = browse("ken").get("/network/sheets/", **ends).content.decode()
    assert "見られるシートはありません" in told
    assert browse("sakura").get("/network/").status_code == 403


def test_a_year_without_sheets_says_what_to_do(town, browse):
    assert "この期間のつなぎはありません" in browse("suzuki").get("/network/").content.decode()
