"""The ledger of points balances whatever is done in whatever order, also by several at the same moment."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.acting import acting_as
from tasuki.supporters import points_actions as actions
from tasuki.supporters.actions import register_supporter
from tasuki.supporters.points_models import Activity, PointAccount, PointEntry
from tests.cast import NOW, Town_

FIRST = date(2026, 4, 1)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(0, 40), st.sampled_from([20, 30, 60, 200])),
        st.tuples(st.just("spend"), st.integers(1, 900), st.none()),
        st.tuples(st.just("correct"), st.integers(0, 5), st.none()),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


def rules_and_hana(town):
    """100 for half an hour, 500 a day, 1500 a year; a supporter."""
    with town.acting("suzuki") as suzuki:
        actions.set_point_rule(by=suzuki, kind="watch", points=100, day_limit=500, valid_from=FIRST)
        actions.set_point_rule(by=suzuki, kind="", year_limit=1500, valid_from=FIRST)
    with town.acting("nao") as nao:
        return register_supporter(by=nao, name="花田 はな", since=FIRST)


def record(hana, by, day, minutes, begin="10:00"):
    starts_at = clock.at(FIRST + timedelta(days=day), begin)
    return actions.record_activity(supporter=hana, by=by, kind="watch", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))  # fmt: skip


def do(deed, hana, by) -> None:
    """One deed; what a rule refuses is not done."""
    what, number, minutes = deed
    try:
        with transaction.atomic():
            if what == "earn":
                actions.approve_activities(activities=[record(hana, by, number, minutes)], by=by)
            elif what == "spend":
                actions.spend(supporter=hana, points=number, by=by, use="gift")
            else:
                rows = list(PointEntry.objects.filter(supporter=hana))
                if rows:
                    actions.correct_entry(entry=rows[number % len(rows)], by=by, reason="まちがい")
    except Refused:
        pass


def check(hana) -> None:
    accounts = {one.pk: one.balance for one in PointAccount.objects.all()}
    assert sum(accounts.values()) == 0
    entries = list(PointEntry.objects.select_related("target"))
    for key, balance in accounts.items():
        assert balance == sum(
            (e.points if e.target_id == key else -e.points) for e in entries if key in (e.source_id, e.target_id)
        )
    held = PointAccount.objects.filter(supporter=hana).aggregate(n=Sum("balance"))["n"] or 0
    assert held >= 0
    earned = [one for one in entries if one.kind == "earned" and not one.reversed_by.exists()]
    assert sum(one.points for one in earned) <= 1500
    assert all(one.points <= 500 for one in earned)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_the_ledger_balances_after_any_sequence(town, deeds):
    with transaction.atomic():
        hana = rules_and_hana(town)
        with town.acting("nao") as nao:
            for deed in deeds:
                do(deed, hana, nao)
                check(hana)
        transaction.set_rollback(True)


def at_once(town, login, deeds) -> list[str]:
    """Each deed in a thread and a transaction of its own, all begun at one moment; what came of each."""
    barrier, told = Barrier(len(deeds)), [""] * len(deeds)

    def run(number: int) -> None:
        try:
            with clock.stopped_at(NOW), transaction.atomic(), acting_as(town.workers[login]) as by:
                barrier.wait(30)
                deeds[number](by)
            told[number] = "done"
        except Refused:
            told[number] = "refused"
        except Exception as wrong:  # anything else is a mistake, told below
            told[number] = repr(wrong)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return told


@pytest.mark.django_db(transaction=True)
def test_several_at_the_same_moment_spend_no_more_than_there_is_and_earn_no_more_than_allowed():
    with clock.stopped_at(NOW), transaction.atomic():
        town = Town_(code="999993", name="いちどの町")
        hana = rules_and_hana(town)
        with town.acting("nao") as nao:
            waiting = [record(hana, nao, day, 300) for day in range(6)]
    keys = [one.pk for one in waiting]

    def approve(key):
        return lambda by: actions.approve_activities(
            activities=[Activity.objects.select_related("supporter").get(pk=key)], by=by
        )

    # six approvals of 500 each: the limit of the year leaves 1500, and the same one twice earns once
    told = at_once(town, "nao", [approve(key) for key in [*keys, keys[0]]])
    assert sorted(told) == ["done"] * 6 + ["refused"]
    told = at_once(town, "nao", [lambda by: actions.spend(supporter=hana, points=400, by=by, use="gift")] * 6)
    assert sorted(told) == ["done"] * 3 + ["refused"] * 3
    # two say at once that she was elsewhere
    told = at_once(town, "nao", [lambda by: record(hana, by, 30, 60), lambda by: record(hana, by, 30, 60, "10:30")])
    assert sorted(told) == ["done", "refused"]
    with transaction.atomic(), town.acting("nao"):
        check(hana)
        assert PointAccount.objects.get(supporter=hana).balance == 300
