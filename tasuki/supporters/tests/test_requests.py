"""A small trouble is told, checked, offered, taken, done and thanked; nobody learns a name before she is accepted."""

from datetime import date, timedelta

import pytest

from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.supporters import points_actions as points
from tasuki.supporters import requests_actions as actions
from tasuki.supporters import requests_reading as reading
from tasuki.supporters import requests_rules as rules
from tasuki.supporters.actions import register_supporter
from tasuki.supporters.points_models import Activity
from tasuki.supporters.requests_models import HelpRequest, HelpTaking
from tasuki.tenancy.context import Context, acting


@pytest.fixture
def hana(town):
    """A neighbour who changes bulbs in the first area."""
    with town.acting("nao") as nao:
        return register_supporter(by=nao, name="花田 はな", phone="090-0000-0001", since=date(2026, 4, 1), offers=["bulb"],
                                  area=town.areas[0], contact_agreed=True)  # fmt: skip


@pytest.fixture
def asked(town):
    """The desk heard of a bulb; the 社協 arranges."""
    with town.acting("sakura") as sakura:
        return actions.open_request(by=sakura, kind="bulb", words="台所の電球が切れた。脚立はある。", name="山川 うめ", address="ひなた町1丁目2-3",
                                    phone="000-111-2222", keeper=town.agencies["shakyo"], area=town.areas[0], near="ひなた町のあたり")  # fmt: skip


def done(asked, hana, by=None):
    starts_at = clock.now() - timedelta(hours=2)
    return actions.finish_request(help_request=asked, supporter=hana, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), by=by)  # fmt: skip


@pytest.mark.parametrize(("text", "piece"), [
    ("台所の電球が切れた。", ""), ("山川さんの台所", "山川"), ("うめさんが困っている", "うめ"), ("電話は000-111-2222", "000-111-2222"),
    ("2-3の角", "2-3"), ("5番地です", "5番地"), ("平日の10時から", ""), ("脚立が2つある", ""),
])  # fmt: skip
def test_the_part_for_everybody_tells_not_who_asks(text, piece):
    assert rules.telling(text, "山川 うめ", "ひなた町1丁目2-3", "000-111-2222") == piece


def test_a_desk_takes_a_small_trouble_and_a_name_in_the_open_part_is_sent_back(town, browse):
    told = {
        "kind": "bulb",
        "keeper": str(town.agencies["shakyo"].pk),
        "name": "山川 うめ",
        "area": str(town.areas[0].pk),
    }
    page = browse("sakura").post("/neighbourly/new/", words="山川さんの電球", **told)
    assert page.status_code == 422
    assert "「山川」は、頼んだ人がわかる書き方です。" in page.content.decode()
    made = browse("sakura").post("/neighbourly/new/", words="台所の電球が切れた", **told)
    assert made.status_code == 302
    assert "山川 うめ" in browse("sakura").get(made["Location"]).content.decode()
    assert browse("yoso").get(made["Location"]).status_code == 404
    assert "困R8-0001" not in browse("yoso").get("/neighbourly/").content.decode()


def test_from_the_desk_to_the_thanks(town, asked, hana, browse):
    nao, page = browse("nao"), asked.get_absolute_url()
    assert reading.offered_to(hana) == []
    assert browse("sakura").post(f"{page}approve/").status_code == 409  # another agency arranges
    assert nao.post(f"{page}approve/").status_code == 302
    with acting(Context(municipality=town.key, sees_all=True)):
        (offer,) = reading.offered_to(hana)
        assert "山川" not in str(offer)
        assert "2-3" not in str(offer)
        actions.take_request(help_request=offer.pk, supporter=hana)
        (mine,) = reading.taken_by(hana)
        assert (mine.accepted, mine.name, mine.address, mine.phone, mine.may_finish) == (False, "", "", "", False)
        with pytest.raises(Refused):
            done(asked, hana)
    assert "花田 はな" in nao.get(page).content.decode()
    assert nao.post(f"{page}accept/").status_code == 302
    with acting(Context(municipality=town.key, sees_all=True)):
        (mine,) = reading.taken_by(hana)
        assert (mine.accepted, mine.name, mine.address) == (True, "山川 うめ", "ひなた町1丁目2-3")
        done(asked, hana)
        (mine,) = reading.taken_by(hana)
        assert mine.name == ""  # what is done is closed again
    assert browse("sakura").post(f"{page}thank/", words="明るくなりました").status_code == 302
    with acting(Context(municipality=town.key, sees_all=True)):
        assert reading.taken_by(hana)[0].thanks == "明るくなりました"
        assert HelpRequest.objects.get().status == "thanked"
        assert not Activity.objects.exists()  # no rule gives points for it


def test_it_earns_points_where_a_rule_says_so(town, asked, hana):
    with town.acting("suzuki") as suzuki:
        points.set_point_rule(by=suzuki, kind="neighbourly", per="once", points=100, valid_from=date(2026, 4, 1))
    with town.acting("nao") as nao:
        asked.refresh_from_db()
        actions.approve_request(help_request=asked, by=nao)
        actions.take_request(help_request=asked, supporter=hana, by=nao)
        asked.refresh_from_db()
        actions.accept_taker(help_request=asked, by=nao)
        done(asked, hana, by=nao)
        (earned,) = points.approve_activities(activities=list(Activity.objects.all()), by=nao)
    assert earned.points == 100


def test_the_first_hand_has_it_and_may_give_it_back(town, asked, hana):
    with town.acting("nao") as nao:
        taro = register_supporter(by=nao, name="次田 太郎", since=date(2026, 4, 1), offers=["bulb"], area=town.areas[0])
        actions.approve_request(help_request=asked, by=nao)
        actions.take_request(help_request=asked, supporter=hana)
        with pytest.raises(Refused):
            actions.take_request(help_request=asked, supporter=taro)
        with pytest.raises(Refused, match="あなたが引き受けたものではありません"):
            actions.give_back_request(help_request=asked, supporter=taro)
        actions.give_back_request(help_request=asked, supporter=hana, why="腰を痛めた")
        actions.take_request(help_request=asked, supporter=taro)
        asked.refresh_from_db()
        actions.accept_taker(help_request=asked, by=nao)
        assert reading.taken_by(hana) == []
        assert reading.taken_by(taro)[0].name == "山川 うめ"
        asked.refresh_from_db()
        actions.cancel_request(help_request=asked, by=nao, why="家族が来た")
        assert reading.taken_by(taro) == []


@pytest.mark.parametrize(
    ("offers", "area", "may"), [(["bulb"], 0, True), (["snow"], 0, False), (["bulb"], 1, False), (["bulb"], None, True)]
)
def test_it_is_offered_to_those_near_by_who_said_they_can(town, asked, offers, area, may):
    with town.acting("nao") as nao:
        who = register_supporter(by=nao, name="試し 人", since=date(2026, 4, 1), offers=offers,
                                 area=None if area is None else town.areas[area])  # fmt: skip
        actions.approve_request(help_request=asked, by=nao)
        assert bool(reading.offered_to(who)) is may
        assert bool(rules.may_take_request(asked, who)) is may


def test_what_nobody_takes_surfaces(town, asked, hana, browse):
    with town.acting("nao") as nao:
        actions.approve_request(help_request=asked, by=nao)
        assert not reading.to_handle(nao).exists()
        with clock.stopped_at(clock.now() + timedelta(days=6)):
            assert reading.to_handle(nao).get() == asked
            assert "手があがらない" in browse("nao").get("/today/").content.decode()
            assert "止まっている" in browse("nao").get("/neighbourly/", tab="mine").content.decode()
    assert (
        browse("suzuki").post("/settings/neighbourly/", asked_days="2", offered_days="10", done_days="14").status_code
        == 302
    )
    with town.acting("nao") as nao, clock.stopped_at(clock.now() + timedelta(days=6)):
        assert not reading.to_handle(nao).exists()


def test_the_coordinator_asks_somebody_by_telephone_and_records_the_rest(town, asked, hana, browse):
    nao, page = browse("nao"), asked.get_absolute_url()
    nao.post(f"{page}approve/")
    assert "090-0000-0001" in nao.get(page).content.decode()
    assert nao.post(f"{page}ask/", supporter=str(hana.pk)).status_code == 302
    assert nao.post(f"{page}refuse/", why="").status_code == 422
    assert nao.post(f"{page}accept/").status_code == 302
    assert nao.post(f"{page}back/", why="").status_code == 302
    assert nao.post(f"{page}ask/", supporter=str(hana.pk)).status_code == 302
    assert nao.post(f"{page}accept/").status_code == 302
    assert nao.post(f"{page}done/", on="R8.11.17", begin="10:00", minutes="20").status_code == 302
    with town.acting("nao"):
        assert HelpTaking.objects.filter(ended_how="given_back").count() == 1
        assert HelpRequest.objects.get().status == "done"
    assert nao.get(f"{page}nothing/").status_code == 404


def test_pages_of_requests_ask_little(town, asked, hana, browse, django_assert_max_num_queries):
    for page in (
        "/neighbourly/",
        "/neighbourly/new/",
        asked.get_absolute_url(),
        f"{asked.get_absolute_url()}approve/",
        "/settings/neighbourly/",
    ):
        with django_assert_max_num_queries(25):
            assert browse("suzuki").get(page).status_code == 200
    assert browse("admin").get("/neighbourly/").status_code == 403
