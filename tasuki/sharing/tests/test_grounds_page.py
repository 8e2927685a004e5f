"""The page on which everybody reads who may see what."""

import pytest

from tasuki.sharing.rules import NEVER, TABLE


@pytest.mark.parametrize("login", ["sakura", "chair", "admin", "officer"])
def test_everybody_reads_the_decision_table(browse, login, django_assert_max_num_queries):
    somebody = browse(login)
    with django_assert_max_num_queries(25):
        page = somebody.get("/grounds/")
    text = page.content.decode()
    assert page.status_code == 200
    assert all(rule.plain in text and rule.ends in text for rule in TABLE.values())
    assert NEVER[0] in text


def test_the_numbers_are_those_of_the_municipality(town, browse):
    with town.context():
        town.municipality.emergency_hours = 6
        town.municipality.save(update_fields=["emergency_hours"])
    text = browse("sakura").get("/grounds/").content.decode()
    assert "緊急に開いたケースを見られる時間　6" in text


def test_who_is_not_signed_in_is_sent_to_the_entrance(db, client):
    assert client.get("/grounds/")["Location"].startswith("/sign-in/")


def test_every_ground_is_told_in_sentences():
    assert all(
        rule.plain.endswith("。") and (rule.without or rule.ground in ("own", "supervision")) for rule in TABLE.values()
    )
