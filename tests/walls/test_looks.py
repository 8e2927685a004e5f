"""Every address of the house, opened by six: what came out is on record, one entry for one answer."""

import pytest

from tests.figures import note
from tests.watch import Watch
from tests.whole_town import CANARIES, pages

READING = ("look", "search", "print", "export", "refused")


@pytest.mark.parametrize("login", ["sakura", "suzuki", "midori", "officer", "chair", "yoso"])
def test_every_page_that_tells_something_is_on_record_exactly_once(whole, town, browse, login):
    """Every address of the house: at most one entry for reading, and exactly one where a word of the case came out."""
    every = pages(whole)
    somebody, watch, wrong = browse(login), Watch(town), []
    telling = 0
    for page in every:
        answer = somebody.get(page.address)
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
        read = watch.new(*READING)
        told = any(word in body for word in CANARIES)
        telling += told
        if len(read) > 1 or (told and not read) or (answer.status_code in (403, 404) and page.door and len(read) != 1):
            wrong.append(f"{page.name} {answer.status_code} told={told}: {[(one.act, one.verb) for one in read]}")
        wrong += [f"{page.name}: no name for the record" for one in read if one.verb == "画面"]
    assert wrong == [], "\n".join(wrong)
    note(f"{login}: {len(every)}画面を開き、中身の出た{telling}画面すべてに一行")
