"""Outside links through the real role: a supporter, a place; nobody else's, and nothing without the token (本人専用のページ)."""

import re
from datetime import timedelta

import psycopg
import pytest
from django.db import connections

from tasuki.community.actions import ask_place_to_check
from tasuki.community.models import Suggestion
from tasuki.supporters.actions import end_link, give_badge, give_link, register_supporter
from tasuki.supporters.models import Concern, SupporterLink
from tasuki.supporters.requests_actions import accept_taker, approve_request, open_request
from tasuki.supporters.requests_models import HelpRequest
from tasuki.supporters.turns import ask_turn
from tasuki.tenancy.context import on_behalf_of_all
from tests.cast import NOW
from tests.databases import LOGINS


@pytest.fixture
def supporter(outside):
    """Two supporters with a link each; a request offered to both."""
    with outside.within() as town, town.acting("nao") as by:
        facts = {"area": town.areas[0], "offers": ["bulb"], "contact_agreed": True}
        one = register_supporter(by=by, name="架空 みのり", **facts)
        two = register_supporter(by=by, name="絵空 かける", **facts)
        asked = open_request(
            by=by, kind="bulb", words="台所の電球", name="作例 トメ", address="ひなた町1-9", area=town.areas[0]
        )
        approve_request(help_request=asked, by=by)
        return one, give_link(supporter=one, by=by), give_link(supporter=two, by=by), asked


def test_she_tells_what_she_noticed_and_hears_that_it_arrived(outside, supporter):
    one, token, other, _ = supporter
    with outside.browser() as browser:
        page = browser.get(f"/s/{token}/concern/")
        assert "110" in page.content.decode()
        assert len(page.content) < 60_000
        mark = re.search(r'name="mark" value="([^"]+)"', page.content.decode())[1]
        told = {
            "mark": mark,
            "worry": "soon",
            "kind": "unseen",
            "where": "公園の前の家",
            "words": "三日見ない",
            "wants_contact": "no",
        }
        assert browser.post(f"/s/{token}/concern/", told).status_code == 302
        assert browser.post(f"/s/{token}/concern/", told).status_code == 302
        home = browser.get(f"/s/{token}/").content.decode()
        assert "届きました" in home
        assert "架空 みのり" in home
        assert "気R8-" not in browser.get(f"/s/{other}/").content.decode()
        assert browser.post(f"/s/{token}/concern/", {}).status_code == 422
        assert (
            browser.post(f"/s/{token}/concern/", told, headers={"Origin": "https://elsewhere.example"}).status_code
            == 404
        )
    with outside.within() as town, town.acting("suzuki"):
        assert Concern.objects.filter(supporter=one).count() == 1


def test_a_request_is_taken_and_the_name_comes_with_the_acceptance(outside, supporter):
    _, token, other, asked = supporter
    path = f"help/{asked.pk}/"
    with outside.browser() as browser:
        assert "台所の電球" in browser.get(f"/s/{token}/{path}").content.decode()
        assert browser.post(f"/s/{token}/{path}", {"do": "take"}).status_code == 302
        assert "作例 トメ" not in browser.get(f"/s/{token}/{path}").content.decode()
        assert browser.post(f"/s/{other}/{path}", {"do": "take"}).status_code in (404, 409)
    with outside.within() as town, town.acting("nao") as by:
        accept_taker(help_request=HelpRequest.objects.get(pk=asked.pk), by=by)
    with outside.browser() as browser:
        assert "作例 トメ" in browser.get(f"/s/{token}/{path}").content.decode()
        assert "作例 トメ" not in browser.get(f"/s/{other}/{path}").content.decode()


def test_a_request_is_given_back(outside, supporter):
    _, token, _, asked = supporter
    with outside.browser() as browser:
        browser.post(f"/s/{token}/help/{asked.pk}/", {"do": "take"})
        assert browser.post(f"/s/{token}/help/{asked.pk}/", {"do": "give_back", "why": "かぜ"}).status_code == 302
        assert "台所の電球" in browser.get(f"/s/{token}/").content.decode()


def test_she_records_what_she_did(outside, supporter):
    _, token, _, _ = supporter
    told = {
        "kind": "salon",
        "on": "2026-11-18",
        "begin": "08:00",
        "minutes": "60",
        "place": "ひなたサロン",
        "words": "",
    }
    with outside.browser() as browser:
        answer = browser.post(f"/s/{token}/activity/", told)
        assert answer.status_code == 302, answer.content.decode()
        assert "確認を待っている活動 1件" in browser.get(f"/s/{token}/").content.decode()
        assert browser.post(f"/s/{token}/activity/", {"kind": "salon"}).status_code == 422


def years_left(since=0):
    """The transactions after this one (xact) that told the yearly results of a change, with their fiscal years."""
    with on_behalf_of_all(), connections["default"].cursor() as cursor:
        cursor.execute("select xact, first, last from reports_countedchange where xact > %s order by xact", [since])
        return cursor.fetchall()


def test_what_she_writes_by_her_link_changes_the_yearly_results(outside, supporter):
    """The triggers of the counted tables run as the portal's role: a visit and its alarm, two counted rows at once."""
    one, token, _, _ = supporter
    with outside.within() as town, town.acting("nao") as by:
        give_badge(supporter=one, badge="visitor", by=by)
        turn = ask_turn(supporter=one, by=by, at=NOW + timedelta(minutes=20), called="トメ")
    with outside.within() as town, town.acting("nao"):
        before = max(xact for xact, _, _ in years_left())
    path = f"/s/{token}/turn/{turn.pk}/"
    with outside.browser() as browser:
        answer = browser.post(path, {"do": "accept"})
        assert answer.status_code == 302, answer.content.decode()
        assert browser.post(path, {"do": "report", "met": "no", "words": "留守でした"}).status_code == 302
    with outside.within() as town, town.acting("nao"):
        turn.refresh_from_db()
        assert (turn.status, turn.alarm.supporter_id) == ("unmet", one.pk)
        assert [(first, last) for _, first, last in years_left(before)] == [(2026, 2026), (2026, 2026)]


def test_an_ended_link_opens_nothing(outside, supporter):
    one, token, _, _ = supporter
    with outside.within() as town, town.acting("nao") as by:
        end_link(link=SupporterLink.objects.get(supporter=one, ended_at=None), by=by)
    with outside.browser() as browser:
        assert browser.get(f"/s/{token}/").status_code == 404
        assert browser.get(f"/p/{token}/").status_code == 404


def test_a_place_says_that_nothing_has_changed(outside):
    with outside.within() as town, town.acting("nao") as by:
        token = ask_place_to_check(place=outside.shown, by=by)
    with outside.browser() as browser:
        page = browser.get(f"/p/{token}/").content.decode()
        assert "ひなたサロン" in page
        assert "ひみつの部屋" not in page
        assert "ありがとうございます" in browser.post(f"/p/{token}/", {"do": "same"}).content.decode()
        assert browser.get(f"/p/{token}/").status_code == 404
    with outside.within() as town, town.acting("nao"):
        assert Suggestion.objects.filter(place=outside.shown).count() == 1


TABLES = "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')"


def test_without_a_token_the_role_sees_no_row_of_anybody(outside, supporter):
    """The settings alone are forged: every table of the house is tried."""
    one, _, _, _ = supporter
    with outside.within() as town:
        key = town.key
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    ground = {"tenancy_municipality", "tenancy_area", "tenancy_town", "tenancy_agency", "tenancy_counter", "codes_code",
              "supporters_route", "supporters_helpsettings", "supporters_pointrule", "supporters_requestterms"}  # fmt: skip
    words = {
        "user": LOGINS["portal"]["user"],
        "password": LOGINS["portal"]["password"],
        "dbname": connections["owner"].settings_dict["NAME"],
    }
    place = connections["owner"].settings_dict
    seen, refused = [], 0
    with psycopg.connect(host=place["HOST"], port=place["PORT"] or 5432, autocommit=True, **words) as outer:
        for name in ("app.municipality", "app.worker", "app.agency", "app.seat"):
            outer.execute(
                "select set_config(%s, %s, false)", [name, str(key if name == "app.municipality" else one.agency_id)]
            )
        for name in ("app.sees_all", "app.oversees", "app.protected"):
            outer.execute("select set_config(%s, '1', false)", [name])
        outer.execute("select set_config('app.link', %s, false)", [str(one.pk)])
        for table in tables:
            try:
                found = outer.execute(f'select count(*) from "{table}"').fetchone()
                if found and found[0] and table not in ground:
                    seen.append(table)
            except psycopg.errors.InsufficientPrivilege:
                refused += 1
    assert seen == []
    assert refused > len(tables) * 0.6
