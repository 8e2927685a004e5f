"""No canary of a case sings to somebody who may not see it: pages, exports, downloads, errors, headers, logs."""

import logging

import pytest
from django.http import HttpResponse

from tests.whole_town import pages

from .canaries import OF_THE_SON, WORD, found, guarded_models, guarded_texts, sow, text_of
from .situations import NO_GROUND, a_day_later, somebody, stand

EXPORTS = ("?format=csv", "?format=xlsx", "?format=pdf", "?download=1")
SEARCHES = ("/search/?q={}", "/cases/?q={}", "/people/find/?q={}")


def sung(browser, made, sown, caplog):
    """Every address and every search, and what was written into the logs meanwhile."""
    told = []
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        for page in pages(made):
            for verb in (browser.get, browser.post):
                for field in found(text_of(verb(page.address)), sown):
                    told.append(f"{page.name} {verb.__name__}: {field}")
        mark = next(mark for mark, field in sown.items() if field.startswith("people.Person"))
        for search in SEARCHES:
            told += [f"{search}: {field}" for field in found(text_of(browser.get(search.format("花"))), sown)]
            shown = text_of(browser.get(search.format(mark)))
            told += [f"{search}: {field}" for field in found(shown.replace(mark, ""), sown)]
    told += [f"log: {field}" for field in found(caplog.text, sown)]
    return told


@pytest.mark.parametrize("situation", NO_GROUND)
def test_who_has_no_ground_hears_no_canary(town, other_town, caplog, situation):
    made = stand(town)
    sown = sow(town.key)
    assert len(sown) > 60
    with town.context(), a_day_later(town, made):
        assert sung(somebody(situation, town, other_town), made, sown, caplog) == []


@pytest.mark.parametrize("situation", ["waiting", "referred", "consented", "called"])
def test_who_may_see_the_mother_hears_nothing_of_the_son(town, other_town, caplog, situation):
    made = stand(town)
    sown = sow(town.key, OF_THE_SON, son=made["son"].pk)
    assert len(sown) > 15
    with town.context(), a_day_later(town, made):
        assert sung(somebody(situation, town, other_town), made, sown, caplog) == []


def test_the_owner_hears_them(town, other_town, caplog):
    """Otherwise the silence of the others would prove nothing."""
    made = stand(town)
    sown = sow(town.key)
    with town.context(), a_day_later(town, made):
        heard = {line.rpartition(": ")[2] for line in sung(somebody("own", town, other_town), made, sown, caplog)}
    assert {"cases.Case.label", "people.Person.family_name", "cases.SupportRecord.text", "plans.Plan.goal",
            "cases.Attachment.content", "assessments.Assessment.wishes", "meetings.Item.title"} <= heard  # fmt: skip


def test_every_guarded_model_has_its_canaries():
    labels = {kind._meta.label for kind in guarded_models()}
    assert {"cases.Case", "cases.SupportRecord", "people.Person", "people.Contact", "intake.Consultation",
            "assessments.MemberAssessment", "plans.Plan", "referrals.Referral", "meetings.Packet"} <= labels  # fmt: skip
    assert all(guarded_texts(kind) for kind in guarded_models())


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        (HttpResponse(f"…{WORD}1。…"), True),
        (HttpResponse("", headers={"X-Case": f"{WORD}1。".encode().hex()}), False),
        (HttpResponse(f"label\n{WORD}1。".encode("cp932", errors="replace"), content_type="text/csv"), True),
        (HttpResponse("何もない"), False),
    ],
)
def test_a_canary_is_heard(answer, heard):
    assert bool(found(text_of(answer), {f"{WORD}1。": "x.Y.z"})) is heard
