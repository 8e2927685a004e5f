"""Every address × everybody who could stand to a case in some way, against the reviewed file matrix.csv."""

import os

import pytest
from django.urls import get_resolver

from tests.whole_town import Page, _patterns

from . import matrix
from .situations import NO_GROUND, SITUATIONS, a_day_later, role_of, somebody, stand

WRITING = matrix.WRITE in os.environ


def permissions():
    """What the door of each address asks; none for addresses without a door."""
    return {
        f"{app}:{pattern.name}": getattr(pattern.callback, "permission", None)
        for pattern, _, app in _patterns(get_resolver().url_patterns)
    }


def unlisted(names, lines):
    """The sentences for addresses that nobody reviewed, and for lines that lead nowhere."""
    new, gone = sorted(set(names) - set(lines)), sorted(set(lines) - set(names))
    return [matrix.UNLISTED.format(names=", ".join(new))] * bool(new) + [
        matrix.GONE.format(names=", ".join(gone))
    ] * bool(gone)


@pytest.mark.skipif(WRITING, reason="the file is being written")
def test_every_address_was_reviewed():
    assert unlisted(permissions(), matrix.listed()) == []


def test_an_unlisted_address_says_what_to_do():
    lines = {name: {} for name in permissions()}
    lines.pop("casefile:events")
    (sentence,) = unlisted(permissions(), lines)
    assert sentence.startswith("casefile:events: a new address")
    assert "--write" in sentence
    assert unlisted([], {"old:page": {}})[0].startswith("old:page: in tests/walls/matrix.csv")


def test_a_hole_in_the_matrix_is_found():
    page = Page("x:y", "/x/", of_a_case=True, door=True)
    asks = {"x:y": "case_read"}
    role = type("Role", (), {"permissions": {"case_read"}})
    assert matrix.wrong([page], asks, {"x:y": "404 404"}, "stranger", False, role) == []
    assert len(matrix.wrong([page], asks, {"x:y": "200 404"}, "stranger", False, role)) == 1
    assert len(matrix.wrong([page], asks, {"x:y": "403 404"}, "stranger", False, role)) == 1
    assert len(matrix.wrong([page], asks, {"x:y": "200 500"}, "own", True, role)) == 1


@pytest.mark.skipif(WRITING, reason="the file is being written")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_codes_are_as_reviewed(town, other_town, situation):
    made = stand(town)
    every = matrix.names(made)
    with town.context(), a_day_later(town, made):
        found = matrix.column(somebody(situation, town, other_town), every)
    lines = matrix.listed()
    differ = [
        f"{name}: {found[name]}, reviewed {lines[name][situation]}"
        for name in found if name in lines and found[name] != lines[name][situation]
    ]  # fmt: skip
    assert differ == []
    ground = situation not in NO_GROUND
    assert matrix.wrong(every, permissions(), found, situation, ground, role_of(situation, town)) == []


@pytest.mark.skipif(not WRITING, reason="python -m tests.walls.matrix --write")
def test_write_the_matrix(town, other_town):
    made = stand(town)
    every = matrix.names(made)
    columns, faults = {}, []
    with town.context(), a_day_later(town, made):
        for situation in SITUATIONS:
            columns[situation] = matrix.column(somebody(situation, town, other_town), every)
            faults += matrix.wrong(every, permissions(), columns[situation], situation, situation not in NO_GROUND,
                                   role_of(situation, town))  # fmt: skip
    matrix.write(columns, every, permissions())
    assert faults == []
