"""Many want one room at one moment: one gets it, the others are told so."""

from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from tasuki.community.actions import book_venue, register_place
from tasuki.community.models import Booking
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.acting import acting_as
from tests.cast import NOW, Town_

DAY = NOW.date().replace(day=25)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("blind", [False, True], ids=["by the action", "by the database alone"])
def test_no_room_is_promised_twice(blind):
    with clock.stopped_at(NOW), transaction.atomic():
        town = Town_(code="999993", name="ふたりの町")
        with town.acting("nao") as nao:
            hall = register_place(by=nao, name="ひなた公会堂", shares_room=True)
    wanted = [
        (13, 15),
        (14, 16),
        (13, 14),
        (12, 18),
        (14, 15),
        (13, 16),
    ]  # every pair meets, but for the third and fifth
    barrier, told = Barrier(len(wanted)), []

    def run(start: int, end: int) -> None:
        times = {"start": clock.at(DAY, f"{start}:00"), "end": clock.at(DAY, f"{end}:00")}
        try:
            with clock.stopped_at(NOW), transaction.atomic(), acting_as(town.workers["nao"]) as by:
                barrier.wait(60)
                if blind:
                    Booking.objects.create(place=hall, starts=times["start"], ends=times["end"], by_id=by.pk, at=NOW)
                else:
                    book_venue(place=hall, by=by, used_by=f"{start}時の会", **times)
            told.append("done")
        except Refused:
            told.append("refused")
        except Exception as wrong:  # by the database: exclusion, or the loser of a crosswise wait
            told.append(
                "refused" if blind and type(wrong).__name__ in ("IntegrityError", "OperationalError") else repr(wrong)
            )
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=times) for times in wanted]
    for one in threads:
        one.start()
    for one in threads:
        one.join(90)
    assert len(told) == len(wanted)
    assert set(told) == {"done", "refused"}
    with transaction.atomic(), town.acting("nao"):
        kept = list(Booking.objects.order_by("starts"))
        assert len(kept) == told.count("done")
        assert all(before.ends <= after.starts for before, after in pairwise(kept))
