"""The stock of food is what the book says, and never below nothing, whatever is done at the same moment."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.community import food_actions as actions
from tasuki.community.actions import register_place
from tasuki.community.food_actions import Brought, Taken
from tasuki.community.food_models import FoodMove, FoodStock
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.acting import acting_as
from tests.cast import NOW, Town_

AMOUNT = st.decimals(min_value=Decimal("0.5"), max_value=12, places=1)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["give", "home", "move", "back", "lose", "count", "undo"]), AMOUNT),
    min_size=1,
    max_size=9,
)


def ten_bags(town):
    """Two places, ten bags of rice at the first."""
    with town.acting("nao") as nao:
        here, there = (register_place(by=nao, name=name) for name in ("まちの倉庫", "だれでも食堂"))
        (rice,) = actions.receive_food(
            by=nao, place=here, on=clock.today(), lines=[Brought("rice", "米", Decimal(10), "bag")]
        )
        return here, there, rice


def do(what, amount, by, here, there, rice) -> None:
    """One deed; what a rule refuses is not done."""
    common, lines = {"by": by, "on": clock.today()}, [Taken(rice, amount)]
    try:
        with transaction.atomic():
            if what == "give":
                actions.give_food(**common, place=here, lines=lines, recipient="放課後カフェ")
            elif what == "home":
                actions.give_to_household(**common, place=there, lines=lines)
            elif what in ("move", "back"):
                place, to = (here, there) if what == "move" else (there, here)
                actions.move_food(**common, place=place, to=to, lines=lines)
            elif what == "lose":
                actions.discard_food(**common, place=here, lines=lines, expired=False)
            elif what == "count":
                actions.count_food(**common, place=there, counted=lines)
            else:
                moves = list(FoodMove.objects.order_by("id"))
                actions.undo_food(by=by, move=moves[int(amount) % len(moves)], reason="まちがい")
    except Refused:
        pass


def check() -> None:
    """Each shelf holds what the book says, and not less than nothing."""
    book: dict = {}
    for move in FoodMove.objects.all():
        if move.to_place_id:
            book[move.lot_id, move.to_place_id] = book.get((move.lot_id, move.to_place_id), 0) + move.quantity
        if move.from_place_id:
            book[move.lot_id, move.from_place_id] = book.get((move.lot_id, move.from_place_id), 0) - move.quantity
    stock = {(one.lot_id, one.place_id): one.quantity for one in FoodStock.objects.all()}
    assert stock == book
    assert all(quantity >= 0 for quantity in stock.values())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_the_stock_follows_the_book_after_any_sequence(town, deeds):
    with transaction.atomic():
        here, there, rice = ten_bags(town)
        with town.acting("nao") as nao:
            for what, amount in deeds:
                do(what, amount, nao, here, there, rice)
                check()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_several_at_the_same_moment_give_no_more_than_there_is():
    with clock.stopped_at(NOW), transaction.atomic():
        town = Town_(code="999994", name="いちどの町")
        here, there, rice = ten_bags(town)
        with town.acting("nao") as nao:
            actions.move_food(by=nao, place=here, to=there, on=clock.today(), lines=[Taken(rice, Decimal(4))])
    told: list[str] = []
    deeds = [(there, here)] * 3 + [(here, there)] * 3 + [(here, None)] * 6
    barrier = Barrier(len(deeds))

    def run(place, to) -> None:
        try:
            with clock.stopped_at(NOW), transaction.atomic(), acting_as(town.workers["nao"]) as by:
                barrier.wait(30)
                common = {"by": by, "place": place, "on": clock.today(), "lines": [Taken(rice, Decimal(2))]}
                actions.move_food(**common, to=to) if to else actions.give_food(**common, recipient="子ども食堂")
            told.append("done")
        except Refused:
            told.append("refused")
        except Exception as wrong:  # anything else is a mistake, told below
            told.append(repr(wrong))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=deed) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(told) == len(deeds)
    assert set(told) <= {"done", "refused"}
    with transaction.atomic(), town.acting("nao"):
        check()
        out = sum(move.quantity for move in FoodMove.objects.filter(kind="given"))
        assert out + sum(one.quantity for one in FoodStock.objects.all()) == 10
