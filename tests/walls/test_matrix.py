"""Every address × everybody who could stand to a case in some way, against the reviewed file matrix.csv."""

import logging
import os
from contextlib import suppress
from copy import deepcopy

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.figures import note
from tests.whole_town import Page, _patterns

from . import matrix
from .canaries import OF_THE_SON, found, sow, text_of
from .situations import NO_GROUND, SITUATIONS, a_day_later, role_of, somebody

WRITING = matrix.WRITE in os.environ
POSTING = {*NO_GROUND, "chair", "own"}
OF_THE_MOTHER = ("waiting", "referred", "consented", "called")
MAY_HEAR = {
    "chair": "meetings.",  # the items of the body that her agency hosts, and nothing of the case
    "officer": "jobs.",  # the list of what is to be destroyed: numbers and reasons, which she must agree to
    "admin": "staff.Device.",  # the names of the machines that she approves
}
SEARCHES = ("/search/?q={}", "/cases/?q={}", "/people/find/?q={}")


class Undo(Exception):
    """Each situation begins with the same town."""


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
    note(f"{len(matrix.listed())}アドレス×{len(SITUATIONS)}の立場")


def test_an_unlisted_address_says_what_to_do():
    lines = {name: {} for name in permissions()}
    lines.pop("casefile:case")
    (sentence,) = unlisted(permissions(), lines)
    assert sentence.startswith("casefile:case: a new address")
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


def crawl(town, made, other_town, caplog, situation):
    """The column of one situation, and the canaries that sang where they may not be heard."""
    sown, heard = canaries_for(situation, town, made), []

    def listen(page, answer):
        heard.extend(f"{page.name}: {field}" for field in found(text_of(answer), sown)) if sown else None

    with town.context(), a_day_later(town, made), caplog.at_level(logging.DEBUG, logger="django.request"):
        browser = somebody(situation, town, other_town)
        every = matrix.names(made)
        column = matrix.column(browser, every, situation in POSTING, listen)
        for search in SEARCHES if sown else ():
            for words in (next(iter(sown)), "花"):
                shown = text_of(browser.get(search.format(words))).replace(words, "")
                heard += [f"{search}: {field}" for field in found(shown, sown)]
    heard += [f"log: {field}" for field in found(caplog.text, sown)]
    wrong = matrix.wrong(every, permissions(), column, situation, situation not in NO_GROUND, role_of(situation, town))
    mine = MAY_HEAR.get(situation, "-")
    return column, wrong, sorted({line for line in heard if not line.rpartition(": ")[2].startswith(mine)})


def canaries_for(situation, town, made):
    """Everything for whoever has no ground; what is the son's for whoever may see the mother."""
    if situation in (*NO_GROUND, *MAY_HEAR):
        return sow(town.key)
    return sow(town.key, OF_THE_SON, son=made["son"].pk) if situation in OF_THE_MOTHER else {}


@pytest.mark.skipif(WRITING, reason="the file is being written")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_codes_are_as_reviewed_and_no_canary_sings(town, standing, other_town, caplog, situation):
    column, wrong, heard = crawl(town, standing, other_town, caplog, situation)
    lines = matrix.listed()
    assert [
        f"{name}: {column[name]}, reviewed {lines[name][situation]}"
        for name in column if name in lines and column[name] != lines[name][situation]
    ] == []  # fmt: skip
    assert wrong == []
    assert heard == []


@pytest.mark.skipif(not WRITING, reason="python -m tests.walls --write")
def test_write_the_matrix(town, standing, other_town, caplog):
    made = standing
    columns, wrong = {}, []
    for situation in list(SITUATIONS) if os.environ[matrix.WRITE] == "*" else os.environ[matrix.WRITE].split(","):
        with suppress(Undo), transaction.atomic():
            columns[situation], faults, heard = crawl(deepcopy(town), made, other_town, caplog, situation)
            wrong += faults + [f"{situation} hears {line}" for line in heard]
            raise Undo
    matrix.write(columns, matrix.names(made), permissions())
    print("\n".join(wrong))
    assert wrong == []
