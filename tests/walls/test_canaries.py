"""The canaries: where they are sown, that the owner hears them, that a file is opened. Who must not: test_matrix."""

import pytest
from django.http import HttpResponse

from tests.whole_town import pages

from .canaries import WORD, found, guarded_models, guarded_texts, sow, text_of
from .situations import a_day_later, somebody

CASE_PAGES = ("casefile:", "cases:", "people:", "plans:", "meetings:", "assessments:", "referrals:", "intake:")


def test_the_owner_hears_them(town, standing, other_town):
    """Otherwise the silence of the others (test_matrix) would prove nothing."""
    sown = sow(town.key)
    assert len(sown) > 60
    heard = set()
    with town.context(), a_day_later(town, standing):
        owner = somebody("own", town, other_town)
        for page in pages(standing):
            if page.of_a_case and page.name.startswith(CASE_PAGES):
                heard |= found(text_of(owner.get(page.address)), sown)
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
