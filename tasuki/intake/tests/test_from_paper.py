"""A worker types the sheets that were written by hand on the day the machines stood still (紙から入力)."""

from datetime import datetime

import pytest

from tasuki.codes.sheet_definitions import newest
from tasuki.intake.models import Consultation
from tasuki.shared import clock

SHEET = {
    "paper_number": "紙R8-0003", "at_date": "R8.11.16", "at_time": "9:20", "route": "phone_family", "words": "父が食べていない",
    "paper_taker": "小川 健", "caller_name": "花村 京子", "caller_relation": "長女", "person": "none", "do": "save",
}  # fmt: skip


@pytest.fixture
def sakura(town, browse):
    return browse("sakura")


def test_what_stood_on_paper_is_a_consultation_of_that_day(town, sakura):
    answer = sakura.post("/consultations/from-paper/", **SHEET)
    assert (answer.status_code, answer["Location"]) == (302, "/consultations/from-paper/")
    with town.acting("sakura"):
        made = Consultation.objects.get()
    assert made.at == datetime(2026, 11, 16, 9, 20, tzinfo=clock.JAPAN)
    assert (made.from_paper, made.paper_number, made.paper_taker) == (True, "紙R8-0003", "小川 健")
    again = sakura.get("/consultations/from-paper/").content.decode()
    assert "紙R8-0003" in again
    assert f"/consultations/{made.pk}/" in again
    assert "紙から入力　紙R8-0003" in sakura.get(f"/consultations/{made.pk}/").content.decode()


def test_the_same_paper_is_not_typed_twice(sakura):
    assert sakura.post("/consultations/from-paper/", **SHEET).status_code == 302
    twice = sakura.post("/consultations/from-paper/", **SHEET)
    assert twice.status_code == 422
    assert "この番号の紙は、もう入力されています" in twice.content.decode()
    assert "父が食べていない" in twice.content.decode()


def test_the_form_asks_in_the_order_of_the_paper(town, sakura, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        body = sakura.get("/consultations/from-paper/").content.decode()
    with town.acting("sakura"):
        sections = [
            one.label for one in newest("intake", clock.today()).part() if one.key not in ("agreement", "no_agreement")
        ]
    places = [body.index(f"<h2>{label}</h2>") for label in sections]
    assert places == sorted(places)
    order = [
        body.index(f'name="{name}"')
        for name in (
            "paper_number",
            "at_date",
            "paper_taker",
            "route",
            "family_kana",
            "family_name",
            "words",
            "response",
        )
    ]
    assert order == sorted(order)
    assert 'type="radio"' not in body


def test_what_is_missing_is_said_and_the_rest_stays(sakura):
    answer = sakura.post("/consultations/from-paper/", **(SHEET | {"words": ""}))
    assert answer.status_code == 422
    assert "小川 健" in answer.content.decode()


def test_who_takes_no_consultations_types_no_papers(browse):
    assert browse("chair").get("/consultations/from-paper/").status_code == 403


def test_empty_sheets_have_numbers_of_their_own(sakura):
    first = sakura.post("/papers/intake-sheets/", count="2", variant="with")
    assert first["Content-Type"] == "application/pdf"
    assert "0001" in first["Content-Disposition"]
    assert "0003" in sakura.post("/papers/intake-sheets/", count="1", variant="without")["Content-Disposition"]
    assert sakura.post("/papers/intake-sheets/", count="99", variant="with").status_code == 422
