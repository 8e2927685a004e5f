"""What is hidden is hidden from the side too: same answer, same words, same work as for what does not exist."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasuki.people.finding import find_people, possible_duplicates
from tests.whole_town import pages, whole_town

CHANGING = re.compile(r'name="(csrfmiddlewaretoken|_key)" value="[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}')
LISTS = (  # the places are not here: everybody who works for the town may see them
    "/today/",
    "/cases/",
    "/cases/?whose=all",
    "/consultations/",
    "/referrals/",
    "/outreach/",
    "/search/?q=金糸雀",
)
OWN_THINGS = {"staff:draft_about"}


def heard(answer, *words):
    """Status, body and where it sends to, without what differs at every answer and without what was asked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = CHANGING.sub("…", body.decode(errors="replace"))
    for word in words:
        text = text.replace(word, "…")
    return answer.status_code, text, CHANGING.sub("…", answer.headers.get("Location", ""))


def asked(deed):
    """What came, and by how many statements: a timer for which nobody needs a clock."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = deed()
    return answer, len(queries)


@pytest.mark.parametrize(("login", "verb"), [("yoso", "get"), ("yoso", "post"), ("officer", "get")])
def test_an_invisible_key_and_an_unknown_key_are_answered_alike(town, browse, login, verb):
    made = whole_town(town)
    somebody = browse(login)
    ask = getattr(somebody, verb)
    differ = []
    keys = {str(getattr(thing, "pk", "")) for thing in made.values() if isinstance(getattr(thing, "pk", None), UUID)}
    for page in pages(made):
        if not page.of_a_case or not page.door or page.name in OWN_THINGS:
            continue
        unknown = page.address
        for key in keys:
            unknown = unknown.replace(key, str(uuid4()))
        (first, there), (second, nowhere) = asked(lambda: ask(page.address)), asked(lambda: ask(unknown))  # noqa: B023
        if first.status_code == 404 and (heard(first), there) != (heard(second), nowhere):
            differ.append(f"{page.name}: {there} statements and {nowhere}, {second.status_code}")
        elif first.status_code != second.status_code and login != "officer":
            differ.append(f"{page.name}: {first.status_code}, an unknown key {second.status_code}")
    assert differ == []


@pytest.mark.parametrize("path", LISTS)
def test_lists_and_counts_are_the_same_with_the_case_and_without(town, browse, path):
    browse("yoso").get(path)  # fills what is kept in memory for a minute
    before, few = asked(lambda: browse("yoso").get(path))
    whole_town(town)
    after, many = asked(lambda: browse("yoso").get(path))
    assert heard(before) == heard(after)
    assert few == many


@pytest.mark.parametrize("wanted", ["number", "name", "reading", "phone", "birth"])
def test_a_search_for_the_hidden_finds_what_a_search_for_nothing_finds(town, browse, wanted):
    made = whole_town(town)
    real, unreal = {
        "number": (made["case"].number, made["case"].number[:-3] + "987"), "name": ("金糸雀", "銀糸雀"),
        "reading": ("カナリヤ", "ギナリヤ"), "phone": ("090-0000-0000", "090-1111-2222"),
        "birth": ("昭和13年4月1日", "昭和14年5月2日"),
    }[wanted]  # fmt: skip
    somebody = browse("yoso")
    there, first = asked(lambda: somebody.get("/search/", q=real))
    nowhere, second = asked(lambda: somebody.get("/search/", q=unreal))
    assert heard(there, real) == heard(nowhere, unreal)
    assert first == second


def test_duplicates_at_the_desk_do_not_tell_of_persons_of_others(town):
    whole_town(town)
    told = {"family_name": "金糸雀", "given_name": "うめ", "family_kana": "カナリヤ", "phone": "090-0000-0000"}
    with town.acting("yoso") as yoso:
        found, first = asked(lambda: possible_duplicates(yoso, **told))
        nothing, second = asked(lambda: possible_duplicates(yoso, **(told | {"family_name": "銀糸雀", "family_kana": "ギナリヤ",
                                                                            "phone": "090-1111-2222"})))  # fmt: skip
        assert found == nothing == find_people(yoso, "金糸雀") == []
    assert first == second


def test_registering_the_same_person_elsewhere_is_not_refused(town):
    """「すでに登録されています」 would tell that somebody else knows her."""
    made = whole_town(town)
    again = town.person("金糸雀 うめ", by="yoso")
    assert again.pk != made["mother"].pk
