"""Food goes to the household of a case: the book says 「世帯」, the case says whose."""

from decimal import Decimal

import pytest

from tasuki.casefile.models import CaseFood
from tasuki.community import food_actions
from tasuki.community.actions import register_place
from tasuki.community.food_actions import Brought
from tasuki.community.food_models import FoodMove, FoodStock
from tasuki.shared import clock


@pytest.fixture
def rice(town):
    with town.acting("nao") as nao:
        here = register_place(by=nao, name="まちの倉庫")
        (lot,) = food_actions.receive_food(
            by=nao, place=here, on=clock.today(), lines=[Brought("rice", "無洗米", Decimal(10), "bag")]
        )
        return lot


def test_the_household_gets_food_and_only_readers_of_the_case_know(town, rice, browse, django_assert_max_num_queries):
    case = town.case()
    page = f"/cases/{case.pk}/food/"
    sakura = browse("sakura")
    assert "まだ渡していません" in sakura.get(page).content.decode()
    with django_assert_max_num_queries(25):
        assert "無洗米" in sakura.get(f"{page}give/").content.decode()
    assert sakura.post(f"{page}give/", on="R8.11.18", **{f"q_{rice.pk}": "2"}).status_code == 302
    assert "無洗米" in sakura.get(page).content.decode()
    assert "無洗米 2袋" in sakura.get(f"/cases/{case.pk}/").content.decode()
    assert browse("nao").get(page).status_code == 404
    book = browse("nao").get("/food/book/").content.decode()
    assert "まちの倉庫 → 世帯" in book
    for piece in (case.label, "花村"):
        assert piece not in book
    with town.acting("nao"):
        assert FoodStock.objects.get().quantity == 8
        assert not CaseFood.objects.exists()
        move = FoodMove.objects.get(kind="household")
    assert browse("nao").post(f"/food/moves/{move.pk}/undo/", reason="まちがい").status_code == 409
    with town.acting("sakura"):
        given = CaseFood.objects.get()
    assert sakura.post(f"{page}{given.pk}/undo/", reason="受け取られなかった").status_code == 302
    assert "取り消し済み" in sakura.get(page).content.decode()
    with town.acting("nao"):
        assert FoodStock.objects.get().quantity == 10


def test_more_than_there_is_is_refused_and_a_stranger_finds_nothing(town, rice, browse):
    case = town.case()
    give = f"/cases/{case.pk}/food/give/"
    page = browse("sakura").post(give, on="R8.11.18", **{f"q_{rice.pk}": "11"})
    assert page.status_code == 422
    assert "残りは10袋です。" in page.content.decode()
    assert browse("midori").post(give, on="R8.11.18", **{f"q_{rice.pk}": "1"}).status_code == 404
