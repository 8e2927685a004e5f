"""What was accepted is kept and shown as it was typed; what cannot be kept is refused at its field with the reason."""

from html import escape

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tasuki.cases.models import Case, SupportRecord
from tasuki.community.models import Place
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared.kana import clean_text

from .words import EXAMPLES, KEPT, REFUSED

pytestmark = pytest.mark.database
MANY = settings(max_examples=6 * EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
                phases=(Phase.explicit, Phase.generate), derandomize=True)  # fmt: skip
LETTERS = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from([*"".join(KEPT), *"".join(REFUSED)]))
WORDS = st.one_of(st.sampled_from([*KEPT, *REFUSED]), st.text(LETTERS, min_size=1, max_size=30))


def wanted(typed: str, one_line: bool) -> str | None:
    """As it must come back; None when it must be refused."""
    if one_line and len(typed.strip()) > 30:
        return ""  # the box is too short for it: not asked here
    try:
        return clean_text(typed.strip())
    except ValueError:
        return None


def play(browse_one, address, form, read, typed, one_line=False):
    kept = wanted(typed, one_line)
    with transaction.atomic():
        answer = browse_one.post(address, **form(typed))
        body = answer.content.decode()
        if kept is None:
            assert answer.status_code == 422, (typed, answer.status_code)
            assert "使えない文字" in body or "ヌル文字" in body or "＊" in body
        elif kept:
            assert answer.status_code == 302, (
                typed,
                answer.status_code,
                body[-3000:] if answer.status_code != 302 else "",
            )
            assert read() == kept, typed
            page = browse_one.get(answer["Location"]).content.decode()
            first = kept.split("\n")[0].strip()
            assert escape(first) in page or escape(first, quote=False) in page, typed
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", [*KEPT, *REFUSED])
def test_a_record_keeps_every_letter_or_says_which_it_cannot_keep(town, browse, text):
    case, sakura = town.case(), browse("sakura")
    form = {"at_date": "R8.11.18", "at_time": "09:30", "method": "visit", "worker_count": "1"}
    with town.acting("sakura"):
        play(sakura, f"/cases/{case.pk}/records/new/", lambda typed: {**form, "text": typed},
             lambda: SupportRecord.objects.get().text, text)  # fmt: skip


def test_texts_of_other_rooms(town, browse):
    case, sakura, nao = town.case(), browse("sakura"), browse("nao")
    call = {"at_date": "R8.11.18", "at_time": "09:30", "route": "phone_self"}
    plays = [
        (sakura, f"/cases/{case.pk}/now/", lambda typed: {"text": typed}, lambda: Case.objects.get().now_text, False),
        (sakura, "/consultations/new/", lambda typed: {**call, "words": typed}, lambda: Consultation.objects.get().words, False),
        (sakura, "/people/new/", lambda typed: {"family_name": typed, "sex": "unknown"},
         lambda: Person.objects.exclude(pk__in=[one.pk for one in case.people]).get().family_name, True),
        (nao, "/places/new/", lambda typed: {"name": "縁側", "description": typed}, lambda: Place.objects.get().description, False),
    ]  # fmt: skip

    @MANY
    @example("葛\U000e0100城")
    @example("𠮷")
    @example("a\x00b")
    @given(WORDS)
    def each(typed):
        for somebody, address, form, read, one_line in plays:
            with town.acting("sakura"):
                play(somebody, address, form, read, typed, one_line)

    each()
