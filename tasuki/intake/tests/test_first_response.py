"""The first response (初動): which rule fits, the page of the rules, the choice at intake."""

from datetime import date, datetime

import pytest

from tasuki.intake import first_response_actions as actions
from tasuki.intake.actions import take_consultation
from tasuki.intake.first_response import Facts, rules_in_force, suggest, suggestion_for
from tasuki.intake.models import FirstChoice, FirstResponse
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=clock.JAPAN)
NIGHT = datetime(2026, 11, 18, 19, 0, tzinfo=clock.JAPAN)
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=clock.JAPAN)


@pytest.fixture
def rules(town):
    """Compound cases of the first area to the centre; at night to the section; everything else with the first topic to 社協."""
    from tasuki.codes.lookup import choices

    with town.acting("suzuki") as by:
        topics = [code for code, _ in choices("consultation_topic")][:3]
        made = {"by": by, "valid_from": date(2026, 4, 1)}
        actions.add_first_response(name="重なる相談", agency=town.agencies["sogo"], topics=topics, least=2,
                                   area=town.areas[0], **made)  # fmt: skip
        actions.add_first_response(name="夜の相談", agency=town.agencies["fukushi"], hours="closed", **made)
        actions.add_first_response(name="ひとつでも", agency=town.agencies["shakyo"], topics=topics[:1], **made)
        actions.add_first_response(name="ためし", agency=town.agencies["kikan"], by=by)
    return topics


@pytest.mark.parametrize(("topics", "area", "at", "expected"), [
    ((0, 1), 0, NOON, "重なる相談"), ((0, 1), 1, NOON, "ひとつでも"), ((1,), 0, NOON, None), ((), 0, NIGHT, "夜の相談"),
    ((0,), None, SUNDAY, "夜の相談"), ((0,), None, NOON, "ひとつでも"), ((0, 0), 0, NOON, "ひとつでも"),
])  # fmt: skip
def test_the_first_rule_that_fits_decides(town, rules, topics, area, at, expected):
    facts = Facts(tuple(rules[n] for n in topics), town.areas[area].pk if area is not None else None, at)
    with town.acting("sakura"):
        found = suggest(rules_in_force(), facts)
    assert (found.rule.name if found else None) == expected


def test_drafts_are_only_tried_and_the_reason_is_in_words(town, rules):
    with town.acting("sakura"):
        facts = Facts(tuple(rules[:2]), town.areas[0].pk, NOON)
        assert suggest(rules_in_force(), Facts((), None, NOON)) is None
        assert suggest(rules_in_force(drafts=True), Facts((), None, NOON)).agency == town.agencies["kikan"]
        words = suggest(rules_in_force(), facts).words
    assert "2つが重なり" in words
    assert "第1圏域に住み" in words
    assert "「重なる相談」" in words


def test_an_agency_that_closed_is_not_suggested(town, rules):
    with town.acting("suzuki"):
        town.agencies["shakyo"].closed_on = date(2026, 11, 1)
        town.agencies["shakyo"].save()
        assert suggest(rules_in_force(), Facts((rules[0],), None, NOON)) is None


def test_another_desk_is_chosen_with_a_reason_only(town, rules):
    with town.acting("sakura") as by:
        asked = take_consultation(by=by, at=clock.now(), route="phone_self", words="困っている", topics=rules[:1])
        assert suggestion_for(asked).agency == town.agencies["shakyo"]
        with pytest.raises(Refused, match="わけ"):
            actions.choose_first_responder(consultation=asked, by=by, agency=town.agencies["kikan"])
        actions.choose_first_responder(consultation=asked, by=by, agency=town.agencies["kikan"], reason="通院先と近い")
        kept = FirstChoice.objects.visible_to(by).get()
        assert (kept.suggested, kept.chosen, kept.reason) == (
            town.agencies["shakyo"], town.agencies["kikan"], "通院先と近い")  # fmt: skip
    with town.acting("midori") as by:
        assert not FirstChoice.objects.visible_to(by).exists()
        with pytest.raises(Refused):
            actions.choose_first_responder(consultation=asked, by=by, agency=town.agencies["hokatsu"])


def test_the_section_keeps_the_rules_on_a_page(town, rules, browse, django_assert_max_num_queries):
    page = browse("suzuki")
    with django_assert_max_num_queries(25):
        shown = page.get("/settings/first-response/").content.decode()
    assert "重なる相談" in shown
    assert "ためし" in shown
    sent = {"name": "外国語", "least": "1", "hours": "any", "agency": str(town.agencies["sogo"].pk)}
    assert page.post("/settings/first-response/new/", **sent).status_code == 302
    with town.acting("suzuki"):
        made = FirstResponse.objects.get(name="外国語")
        assert made.valid_from is None
    assert page.post(f"/settings/first-response/{made.pk}/turn/").status_code == 302
    assert page.post(f"/settings/first-response/{made.pk}/up/").status_code == 302
    with town.acting("suzuki"):
        made.refresh_from_db()
        assert (made.valid_from, made.order) == (clock.today(), 4)
    assert browse("sakura").get("/settings/first-response/").status_code == 403
    wrong = page.post("/settings/first-response/new/", **{**sent, "valid_to": "R8.1.1"})
    assert wrong.status_code == 422


def test_at_intake_the_desk_is_suggested_and_chosen(town, rules, browse, django_assert_max_num_queries):
    with town.acting("sakura") as by:
        asked = take_consultation(by=by, at=clock.now(), route="phone_self", words="困っている", topics=rules[:1])
    page, here = browse("sakura"), f"/consultations/{asked.pk}/"
    assert "社会福祉協議会</strong>がまず動きます" in page.get(here).content.decode()
    with django_assert_max_num_queries(25):
        shown = page.get(f"{here}first-response/").content.decode()
    assert "決まりが示す窓口" in shown
    other = str(town.agencies["kikan"].pk)
    assert page.post(f"{here}first-response/", agency=other).status_code == 422
    sent = page.post(f"{here}first-response/", agency=other, reason="近い")
    assert sent["Location"] == f"{here}refer/?to={other}"
    assert f'value="{other}"' in (refer := page.get(sent["Location"]).content.decode())
    assert refer.count("checked") >= 1
    assert browse("midori").get(f"{here}first-response/").status_code == 404


def test_the_rules_are_tried_on_what_has_been(town, rules, browse, django_assert_max_num_queries):
    with town.acting("sakura") as by:
        for n in range(3):
            take_consultation(by=by, at=clock.now(), route="phone_self", words="困っている", topics=rules[: n % 2 + 1])
    page = browse("suzuki")
    with django_assert_max_num_queries(25):
        shown = page.get("/settings/first-response/try/?n=100").content.decode()
    assert "3件のうち、決まりがあてはまるもの 3件" in shown
    assert "あなたが見られる相談はありません" in browse("admin").get("/settings/first-response/try/").content.decode()
