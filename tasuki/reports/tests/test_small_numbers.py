"""Small numbers: what is hidden cannot be had by subtraction, nor narrowed to less than the limit."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.reports import hiding, suppress
from tasuki.reports.hiding import EVERY, by_month, hidden_numbers

from .attacker import BIG, bounds

MONTHS, AREAS = (4, 5, 6), ("a", "b", None)


def row(key, cells, within="", exact=False, free=False):
    cells = {place: number for place, number in cells.items() if number}
    return SimpleNamespace(key=key, cells=cells, within=within, exact=exact, free=free)


def numbers(one):
    """Everything the report prints of a row: key → number."""
    total = sum(one.cells.values())
    found = {(one.key, None, EVERY): total}
    found |= {(one.key, month, EVERY): by_month(one.cells).get(month, 0) for month in MONTHS}
    if not one.within:
        found |= {(one.key, m, a): one.cells.get((m, a), 0) for m in MONTHS for a in AREAS}
        found |= {(one.key, None, a): sum(one.cells.get((m, a), 0) for m in MONTHS) for a in AREAS}
    return found


def equations(rows):
    """The sums that whoever reads the report knows to hold."""
    found = []
    for one in rows:
        found.append([(1, (one.key, m, EVERY)) for m in MONTHS] + [(-1, (one.key, None, EVERY))])
        if one.within:
            continue
        for m in MONTHS:
            found.append([(1, (one.key, m, a)) for a in AREAS] + [(-1, (one.key, m, EVERY))])
        for a in AREAS:
            found.append([(1, (one.key, m, a)) for m in MONTHS] + [(-1, (one.key, None, a))])
        parts = [part for part in rows if part.within == one.key]
        if parts:
            rest = [] if parts[0].exact else ["rest"]
            for m in (*MONTHS, None):
                keys = [*(part.key for part in parts), *rest]
                found.append([(1, (key, m, EVERY)) for key in keys] + [(-1, (one.key, m, EVERY))])
    return found


def attack(rows, limit):
    """Each hidden number with what the attacker can say of it: (number, least, greatest)."""
    hidden = hidden_numbers(rows, limit)
    printed = {key: number for one in rows for key, number in numbers(one).items()}
    shown = {key: number for key, number in printed.items() if key not in hidden}
    unknown = dict.fromkeys(hidden, 1)
    if any(one.within and not one.exact for one in rows):
        unknown |= {("rest", m, EVERY): 0 for m in (*MONTHS, None)}
    sums = equations(rows)
    found = [(printed[key], *bounds(sums, shown, unknown, key)) for key in sorted(hidden, key=repr)]
    for m in (*MONTHS, None):  # a small difference is a small number too
        parts = [one for one in rows if one.within and not one.exact]
        whole = next((one for one in rows if parts and one.key == parts[0].within), None)
        if whole:
            rest = printed[whole.key, m, EVERY] - sum(printed[one.key, m, EVERY] for one in parts)
            if 0 < rest < limit:
                found.append((rest, *bounds(sums, shown, unknown, ("rest", m, EVERY))))
    return found, shown


small = st.integers(0, 12)
cube = st.fixed_dictionaries({(m, a): small for m in MONTHS for a in AREAS})


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cube, st.integers(2, 10))
def test_a_table_of_months_and_areas_tells_no_small_number(cells, limit):
    found, shown = attack([row("visit", cells)], limit)
    assert all(not 0 < number < limit for number in shown.values())
    for number, least, greatest in found:
        assert least <= number <= greatest
        assert greatest - least >= limit


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cube, cube, cube, st.integers(2, 8))
def test_reasons_that_add_up_to_the_whole_tell_no_small_number(one, two, three, limit):
    whole = {place: one[place] + two[place] + three[place] for place in one}
    rows = [row("closed", whole), *(row(f"closed:{n}", part, within="closed", exact=True)
                                    for n, part in enumerate((one, two, three)))]  # fmt: skip
    found, shown = attack(rows, limit)
    assert all(not 0 < number < limit for number in shown.values())
    assert all(least <= number <= greatest and greatest - least >= limit for number, least, greatest in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cube, cube, st.integers(2, 8))
def test_a_part_of_a_row_and_the_difference_tell_no_small_number(met, unmet, limit):
    rows = [row("visit", {place: met[place] + unmet[place] for place in met}), row("met", met, within="visit")]
    found, shown = attack(rows, limit)
    assert all(not 0 < number < limit for number in shown.values())
    assert all(least <= number <= greatest and greatest - least >= limit for number, least, greatest in found)


def test_the_attacker_of_these_tests_finds_what_is_badly_hidden():
    sums = [[(1, "april"), (1, "may"), (1, "june"), (-1, "year")]]
    assert bounds(sums, {"may": 7, "june": 9, "year": 19}, {"april": 1}, "april") == (3, 3)
    assert bounds(sums, {"may": 7, "year": 14}, {"april": 1, "june": 1}, "april") == (1, 6)
    assert bounds(sums, {"may": 7}, {"april": 1, "june": 1, "year": 1}, "april") == (1, BIG)


WIDE = {(4, "a"): 3, (5, "a"): 20, (6, "a"): 30, (4, "b"): 40, (5, "b"): 50, (6, "b"): 60}


def in_its_line_only(net, n):
    """As many do it by hand: the smallest neighbour of the same area, and nothing for the month."""
    line = [m for m in net.out[net.edges[n].tail] if m not in net.hidden and net.edges[m].value]
    net.hidden.update(sorted(line, key=lambda m: net.edges[m].value)[:1])


def alone(net, n):
    """Whether nothing else in its area is hidden."""
    return 0 if len(net.hidden & set(net.out[net.edges[n].tail])) < 2 else net.limit


@pytest.mark.parametrize(
    ("wrong", "cells"),
    [
        ({"Net.span": lambda net, n: net.limit}, WIDE),
        ({"Net.guard": in_its_line_only, "Net.span": alone}, WIDE),
        ({"Edge.least": property(lambda edge: -100)}, {(4, "a"): 3, (5, "a"): 2}),
    ],
    ids=["the small ones only", "one line only", "numbers below nought"],
)
def test_weaker_ways_of_hiding_are_found_out(wrong, cells, monkeypatch):
    monkeypatch.setattr(hiding, "_hidden", hiding._hidden.__wrapped__)
    for name, instead in wrong.items():
        kind, attribute = name.split(".")
        monkeypatch.setattr(getattr(suppress, kind), attribute, instead)
    found, _ = attack([row("visit", cells)], 5)
    assert any(greatest - least < 5 for _, least, greatest in found)


def test_the_cheapest_numbers_go_and_the_totals_stay():
    hidden = hidden_numbers([row("visit", WIDE)], 5)
    assert hidden == {("visit", 4, "a"), ("visit", 5, "a"), ("visit", 4, "b"), ("visit", 5, "b")}
    assert hidden == hidden_numbers([row("visit", dict(reversed(WIDE.items())))], 5)


def test_nothing_is_hidden_without_a_limit_or_where_no_persons_are_counted():
    cells = {(4, "a"): 3, (5, "b"): 1}
    assert hidden_numbers([row("visit", cells)], 1) == set()
    assert hidden_numbers([row("visit", cells)], 0) == set()
    assert hidden_numbers([row("conference", cells, free=True)], 5) == set()
