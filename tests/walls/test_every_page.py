"""Every page of the house, asked for by those who may not see the case: nothing of it comes out anywhere.

A stranger agency, another municipality and the administrator get the same 404 (or 403 where the role has no such work);
whoever is not signed in is sent to the entrance.
"""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.whole_town import CANARIES, Page, pages

# A page that keeps what oneself types, about anything: it shows nothing.
OWN_THINGS = {"staff:draft_about"}


def told(page: Page, answer) -> str:
    """What is wrong with this answer to somebody who has no ground; nothing when all is well."""
    body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
    leaked = [word for word in CANARIES if word in body or word in str(dict(answer.headers))]
    if leaked:
        return f"{page.name} {page.address}: {answer.status_code} shows {leaked}"
    if page.of_a_case and page.name not in OWN_THINGS and answer.status_code not in (403, 404, 405):
        return f"{page.name} {page.address}: {answer.status_code}, not 404"
    return "" if answer.status_code < 500 else f"{page.name}: {answer.status_code}"


@pytest.mark.parametrize(
    ("login", "elsewhere"), [("yoso", False), ("admin", False), ("sakura", True), ("suzuki", True)]
)
def test_who_has_no_ground_gets_nothing(whole, town, other_town, browse, login, elsewhere):
    every = pages(whole)
    somebody = browse(login, of=other_town if elsewhere else town)
    wrong = [told(page, somebody.get(page.address)) for page in every]
    wrong += [told(page, somebody.post(page.address)) for page in every if page.of_a_case and page.door]
    assert [line for line in wrong if line] == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (HttpResponse("このページはありません。", status=404), False),
        (HttpResponse("金糸雀さんのケースはありません。", status=404), True),
        (HttpResponse("何もありません。", status=200), True),
        (HttpResponse("ケースへ", status=302, headers={"Location": "/cases/"}), True),
        (HttpResponse(status=403, headers={"X-Label": "kanariya"}), False),
        (HttpResponse(status=500), True),
    ],
)
def test_a_leak_is_found(answer, found):
    page = Page("cases:x", "/cases/x/", of_a_case=True, door=True)
    assert bool(told(page, answer)) is found


def test_who_is_not_signed_in_is_sent_to_the_entrance(whole):
    every = pages(whole)
    for page in every:
        if page.door:
            answer = Client().get(page.address)
            assert (answer.status_code, answer["Location"][:9]) == (302, "/sign-in/"), page
        else:
            assert told(page, Client().get(page.address)) == "" or not page.of_a_case


def test_every_address_leads_to_something(whole, browse):
    """Without this the crawl could pass on addresses that lead nowhere."""
    every = pages(whole)
    assert [f"{page.name}: no {page.missing} in the town" for page in every if page.missing] == []
    lost, workers = [], {login: browse(login) for login in ("sakura", "suzuki", "midori")}
    for page in every:
        answers = {login: worker.get(page.address).status_code for login, worker in workers.items()}
        if page.of_a_case and set(answers.values()) <= {403, 404}:
            lost.append(f"{page.name} {page.address}: {answers}")
        lost += [f"{page.name} {login}: {status}" for login, status in answers.items() if status >= 500]
    assert lost == [], "\n".join(lost)


def test_search_and_lists_know_nothing(whole, other_town, browse):
    for somebody in (browse("yoso"), browse("admin"), browse("sakura", of=other_town)):
        for word in CANARIES:
            for address in ("/search/", "/people/find/", "/cases/", "/consultations/"):
                body = somebody.get(address, q=word, name=word, words=word).content.decode().replace(word, "", 99)
                assert "荘" not in body, address
                assert "うめ" not in body, address
