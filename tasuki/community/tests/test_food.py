"""Food in, out, moved, counted, undone; the stock never below nothing."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tasuki.community import food_actions as actions
from tasuki.community import food_stock
from tasuki.community.actions import register_place
from tasuki.community.food_actions import Brought, Taken
from tasuki.community.food_models import FoodMove, FoodStock
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture
def shelf(town):
    """Two places; ten bags of rice and five cans at the first."""
    with town.acting("nao") as nao:
        here, there = (register_place(by=nao, name=name) for name in ("まちの倉庫", "だれでも食堂"))
        donor = actions.register_donor(by=nao, name="見本スーパー", kind="company")
        lots = actions.receive_food(
            by=nao, place=here, on=clock.today(), donor=donor,
            lines=[Brought("rice", "無洗米 2kg", Decimal(10), "bag"), Brought("canned", "さば缶", Decimal(5), "can", best_before=clock.today())],
        )  # fmt: skip
    return here, there, donor, lots


def left(place) -> dict[str, Decimal]:
    return {one.lot.name: one.quantity for one in FoodStock.objects.filter(place=place).select_related("lot")}


def test_food_comes_in_and_goes_to_a_kitchen(town, shelf, browse):
    here, there, _, (rice, can) = shelf
    nao = browse("nao")
    page = nao.get("/food/").content.decode()
    assert "無洗米 2kg" in page
    assert "10袋" in page
    sent = nao.post(
        f"/food/out/?place={here.pk}", kind="given", on="R8.11.18", to=str(there.pk), people="12",
        **{f"q_{rice.pk}": "4", f"q_{can.pk}": "5"},
    )  # fmt: skip
    assert sent.status_code == 302
    assert left(here) == {"無洗米 2kg": 6, "さば缶": 0}
    assert "さば缶" not in nao.get("/food/").content.decode()
    assert "まちの倉庫 → だれでも食堂" in nao.get("/food/book/").content.decode()


def test_more_than_there_is_is_refused_at_the_line(town, shelf, browse):
    here, there, _, (rice, _) = shelf
    page = browse("nao").post(f"/food/out/?place={here.pk}", kind="given", on="R8.11.18", to=str(there.pk),
                              **{f"q_{rice.pk}": "11"})  # fmt: skip
    assert page.status_code == 422
    assert "残りは10袋です。" in page.content.decode()
    assert left(here)["無洗米 2kg"] == 10
    page = browse("nao").post(f"/food/out/?place={here.pk}", kind="given", on="R8.11.18", **{f"q_{rice.pk}": "1"})
    assert "渡した所を選ぶか" in page.content.decode()


def test_several_kinds_are_received_at_once_and_a_line_begun_is_finished(town, shelf, browse):
    here, _, donor, _ = shelf
    nao = browse("nao")
    page = nao.post("/food/in/", on="R8.11.18", place=str(here.pk), donor=str(donor.pk), **{"l0-name": "乾めん"})
    assert page.status_code == 422
    assert "「数量」を入力してください。" in page.content.decode()
    lines = {"l0-kind": "noodles", "l0-name": "乾めん", "l0-quantity": "20", "l0-unit": "bag", "l0-best_before": "R9.3.1",
             "l2-kind": "drink", "l2-name": "麦茶", "l2-quantity": "6", "l2-unit": "bottle"}  # fmt: skip
    assert nao.post("/food/in/", on="R8.11.18", place=str(here.pk), people="3", **lines).status_code == 302
    assert left(here)["乾めん"] == 20
    assert left(here)["麦茶"] == 6
    assert nao.post("/food/in/", on="R8.11.18", place=str(here.pk)).status_code == 422


def test_the_book_tells_where_everything_went(town, shelf):
    here, there, _, (rice, can) = shelf
    with town.acting("nao") as nao:
        actions.move_food(by=nao, place=here, to=there, on=clock.today(), lines=[Taken(rice, Decimal(3))])
        actions.discard_food(by=nao, place=here, on=clock.today(), lines=[Taken(can, Decimal(1))], expired=True)
        actions.count_food(by=nao, place=here, on=clock.today(), reason="袋やぶれ",
                           counted=[Taken(rice, Decimal(6)), Taken(can, Decimal(5))])  # fmt: skip
        actions.give_to_household(by=nao, place=there, on=clock.today(), lines=[Taken(rice, Decimal(1))])
        assert left(here) == {"無洗米 2kg": 6, "さば缶": 5}
        assert left(there) == {"無洗米 2kg": 2}
        told = food_stock.of_year(2026)
    assert [(row.label, row.came, row.went, row.wasted) for row in told.amounts] == [
        ("米・もち", 10, 1, 1), ("缶詰・びん詰", 5, 0, 1),
    ]  # fmt: skip
    assert told.households == 1
    assert told.donors == [("見本スーパー", 2)]


def test_a_mistake_is_undone_once_with_a_reason_and_stays_in_the_book(town, shelf, browse):
    here, there, _, (rice, _) = shelf
    with town.acting("nao") as nao:
        (move,) = actions.give_food(by=nao, place=here, on=clock.today(), to=there, lines=[Taken(rice, Decimal(4))])
    undo = f"/food/moves/{move.pk}/undo/"
    assert browse("nao").post(undo, reason="").status_code == 422
    assert browse("nao").post(undo, reason="数の打ちまちがい").status_code == 302
    assert left(here)["無洗米 2kg"] == 10
    assert "取り消し済み" in browse("nao").get("/food/book/").content.decode()
    assert browse("nao").post(undo, reason="もう一度").status_code == 409
    with town.acting("nao"):
        assert food_stock.of_year(2026).places == []


def test_a_receipt_whose_food_is_gone_cannot_be_undone(town, shelf):
    here, there, _, (rice, _) = shelf
    with town.acting("nao") as nao:
        actions.give_food(by=nao, place=here, on=clock.today(), to=there, lines=[Taken(rice, Decimal(4))])
        receipt = FoodMove.objects.get(lot=rice, kind="received")
        with pytest.raises(Refused, match="在庫が足りません"):
            actions.undo_food(by=nao, move=receipt, reason="数の打ちまちがい")
        assert left(here)["無洗米 2kg"] == 6


def test_only_those_who_grow_the_community_keep_the_book_and_nobody_writes_ahead(town, shelf, browse):
    here, there, _, (rice, _) = shelf
    assert browse("sakura").get("/food/").status_code == 200
    assert browse("sakura").get("/food/out/").status_code == 403
    with town.acting("sakura") as sakura, pytest.raises(Refused):
        actions.give_food(by=sakura, place=here, on=clock.today(), to=there, lines=[Taken(rice, Decimal(1))])
    with town.acting("nao") as nao, pytest.raises(Refused, match="先の日付"):
        actions.give_food(
            by=nao, place=here, on=clock.today().replace(day=30), to=there, lines=[Taken(rice, Decimal(1))]
        )


@pytest.mark.parametrize("deed", [
    "update community_foodmove set quantity = 1", "delete from community_foodmove",
    "update community_foodstock set quantity = 100", "delete from community_foodstock",
    "insert into community_foodstock (id, municipality_id, lot_id, place_id, quantity)"
    " select gen_random_uuid(), municipality_id, lot_id, from_place_id, 5 from community_foodmove",
    "update community_foodlot set name = 'x'",
])  # fmt: skip
def test_the_database_itself_keeps_book_and_stock(town, shelf, deed):
    with town.acting("nao"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_the_year_goes_out_on_paper_and_as_excel(town, shelf, browse):
    _, _, donor, _ = shelf
    assert "見本スーパー" in browse("nao").get("/food/year/").content.decode()
    excel = browse("nao").get("/food/year/excel/")
    assert excel.content.startswith(b"PK")
    paper = browse("nao").get(f"/food/donors/{donor.pk}/paper/", year="2026")
    assert paper.content.startswith(b"%PDF")


def test_pages_of_food_ask_little_and_another_town_sees_nothing(
    town, other_town, shelf, browse, django_assert_max_num_queries
):
    here, _, donor, _ = shelf
    for page in (
        "/food/",
        "/food/in/",
        f"/food/out/?place={here.pk}",
        "/food/count/",
        "/food/book/",
        "/food/donors/",
        "/food/year/",
    ):
        with django_assert_max_num_queries(25):
            assert browse("nao").get(page).status_code == 200
    assert "無洗米" not in browse("nao", of=other_town).get("/food/").content.decode()
    assert browse("nao", of=other_town).get(f"/food/donors/{donor.pk}/paper/").status_code == 404


def test_a_giver_is_registered_and_led_to_the_receipt(town, browse):
    made = browse("nao").post("/food/donors/new/", name="ひなた団地の回収箱", kind="residents")
    assert made["Location"].startswith("/food/in/?donor=")
    assert "selected" in browse("nao").get(made["Location"]).content.decode()


def test_a_giver_is_put_right_and_rests(town, shelf, browse):
    _, _, donor, _ = shelf
    nao, here = browse("nao"), f"/food/donors/{donor.pk}/change/"
    assert "見本スーパー" in nao.get(here).content.decode()
    nao.post("/food/donors/new/", name="ひなた団地の回収箱", kind="residents")
    same = nao.post(here, name="ひなた団地の回収箱", kind="company", _version="1")
    assert (same.status_code, "同じ名称の提供者" in same.content.decode()) == (422, True)
    assert nao.post(here, name="見本スーパー東店", kind="company", closed="on", _version="1").status_code == 302
    assert nao.post(here, name="見本スーパー西店", kind="company", _version="1").status_code == 409
    assert "見本スーパー東店" in nao.get("/food/donors/").content.decode()
    assert "見本スーパー東店" not in nao.get("/food/in/").content.decode()
