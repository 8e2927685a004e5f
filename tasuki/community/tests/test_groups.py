"""Groups from an idea to their end, support counted, names kept close, sessions in numbers, rooms lent once."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tasuki.community.actions import (
    advance_group,
    book_venue,
    call_off_session,
    cancel_booking,
    change_session,
    enter_member,
    found_group,
    hold_session,
    log_support,
    register_place,
    share_place,
    take_member_out,
)
from tasuki.community.enums import TRANSITIONS, GroupStage
from tasuki.community.models import Attendance, Booking, GroupMember, GroupStep
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=clock.JAPAN)  # as in the cast
TODAY = NOW.date()


def a_group(town, **more):
    with town.acting("nao") as nao:
        return found_group(by=nao, **({"name": "折り紙の会", "area": town.areas[0], "founders": 4} | more))


def a_hall(town, **more):
    with town.acting("nao") as nao:
        return register_place(by=nao, **({"name": "ひなた公会堂", "shares_room": True} | more))


def moment(hour, day=25):
    return clock.at(datetime.date(2026, 11, day), f"{hour}:00")


@pytest.mark.parametrize("before", GroupStage.values)
@pytest.mark.parametrize("after", GroupStage.values)
def test_a_group_goes_only_the_ways_of_its_life(town, before, after):
    group = a_group(town, stage=before)
    with town.acting("nao") as nao:
        if after in TRANSITIONS[before]:
            advance_group(group=group, stage=after, by=nao, note="みんなで決めた")
            assert group.stage == after
            assert group.steps.first().note == "みんなで決めた"
            assert (group.ended_on == TODAY) == (after == GroupStage.ENDED)
        else:
            with pytest.raises(Refused, match="進めません"):
                advance_group(group=group, stage=after, by=nao)
            assert GroupStep.objects.filter(group=group).count() == 1


def test_a_csw_founds_a_group_and_logs_her_work(town, browse, django_assert_max_num_queries):
    nao = browse("nao")
    hall = a_hall(town)
    made = nao.post("/groups/new/", name="男の料理教室", stage="idea", on="R8.11.1", area=str(town.areas[0].pk), founders="3",
                    opening="第2土曜 10時〜13時", place=str(hall.pk))  # fmt: skip
    assert made.status_code == 302
    here = made["Location"]
    assert (
        nao.post(
            f"{here}support/", on="R8.11.2", minutes="1時間30分", residents="6", what="会則の相談にのった"
        ).status_code
        == 302
    )
    assert nao.post(f"{here}stage/", stage="starting", on="R8.11.3", note="試しに一度開いた").status_code == 302
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(here).content.decode()
    for words in (
        "男の料理教室",
        "立ち上げ",
        "会則の相談にのった",
        "1時間30分",
        "住民6人",
        "試しに一度開いた",
        "3人",
        "ひなた公会堂",
    ):
        assert words in page, words
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/groups/").content.decode()
    assert "1時間30分" in page
    assert "男の料理教室" in browse("sakura").get(f"/places/{hall.pk}/").content.decode()


def test_support_is_refused_where_it_cannot_be(town, browse):
    group = a_group(town)
    page = browse("nao").post(
        f"/groups/{group.pk}/support/", on="R8.11.30", minutes="30", residents="0", what="先のこと"
    )
    assert page.status_code == 409
    assert "先の日付の支援" in page.content.decode()
    assert browse("sakura").get(f"/groups/{group.pk}/support/").status_code == 403
    with town.acting("nao") as nao:
        advance_group(group=group, stage="ended", by=nao)
        with pytest.raises(Refused, match="おわり"):
            log_support(group=group, by=nao, minutes=10, what="電話", on=TODAY + datetime.timedelta(days=1))


def test_two_groups_share_one_place(town):
    hall, first, second = a_hall(town), a_group(town), a_group(town, name="囲碁の会")
    with town.acting("nao") as nao:
        share_place(place=hall, group=first, by=nao, opening="毎週火曜")
        share_place(place=hall, group=second, by=nao, opening="毎週木曜")
        with pytest.raises(Refused, match="もうこの場所を"):
            share_place(place=hall, group=first, by=nao)
        assert hall.uses.count() == 2


def test_names_are_read_by_the_agency_that_supports_the_group(town, browse):
    group = a_group(town)
    with town.acting("nao") as nao:
        member = enter_member(group=group, by=nao, name="見本 太郎", part="世話役")
        assert GroupMember.objects.visible_to(nao).count() == 1
    with town.acting("ken") as other:
        assert other.agency_id != group.agency_id
        assert not GroupMember.objects.exists()  # the database itself
    assert "見本 太郎" in browse("nao").get(f"/groups/{group.pk}/").content.decode()
    assert "見本 太郎" not in browse("ken").get(f"/groups/{group.pk}/").content.decode()
    with town.acting("nao") as nao:
        take_member_out(member=member, by=nao)
        with pytest.raises(Refused, match="もう抜けて"):
            take_member_out(member=member, by=nao)


def test_a_session_is_held_in_numbers_or_names(town, browse, django_assert_max_num_queries):
    group, hall = a_group(town), a_hall(town)
    with town.acting("nao") as nao:
        members = [enter_member(group=group, by=nao, name=name) for name in ("見本 一郎", "見本 二郎")]
        named = hold_session(by=nao, group=group, place=hall, on=TODAY, members=members)
        assert (named.attended, Attendance.objects.count()) == (2, 2)
        plan = hold_session(by=nao, place=hall, on=datetime.date(2026, 11, 20), title="芋煮会")
        change_session(session=plan, by=nao, attended=31, first_timers=4)
        with pytest.raises(Refused, match="人の数が入っている"):
            call_off_session(session=plan, by=nao)
        with pytest.raises(Refused, match="どちらかを選んで"):
            hold_session(by=nao, on=TODAY)
    nao = browse("nao")
    made = nao.post(
        f"/sessions/new/?group={group.pk}", group=str(group.pk), on="R8.11.4", start="13:00", end="15:00", attended="12"
    )
    assert made.status_code == 302
    with django_assert_max_num_queries(25):
        assert "芋煮会" in browse("sakura").get("/sessions/").content.decode()
    assert "12人" in browse("sakura").get(f"/groups/{group.pk}/").content.decode()
    assert "見本 一郎" not in browse("ken").get(f"/sessions/{named.pk}/").content.decode()
    assert "見本 一郎" in browse("nao").get(f"/sessions/{named.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "グループか場所の"),
        ({"start": "15:00", "end": "13:00"}, "はじまりより後に"),
        ({"on": "R8.12.1", "attended": "5"}, "先の日の人数"),
        ({"attended": "5", "first_timers": "6"}, "来た人の数より"),
    ],
)
def test_a_session_that_cannot_be_is_said_at_its_field(town, browse, typed, said):
    group = {"group": str(a_group(town).pk)} if typed else {}
    page = browse("nao").post("/sessions/new/", **({"on": "R8.11.4"} | group | typed))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_room_is_booked_once(town, browse, django_assert_max_num_queries):
    hall, group = a_hall(town), a_group(town)
    nao = browse("nao")
    typed = {"group": str(group.pk), "on": "R8.11.25", "start": "13:00", "end": "15:00"}
    assert nao.post(f"/places/{hall.pk}/bookings/", **typed).status_code == 302
    page = nao.post(f"/places/{hall.pk}/bookings/", used_by="囲碁の会", on="R8.11.25", start="14:30", end="16:00")
    assert page.status_code == 422
    assert "その時間は「折り紙の会」が予約しています（11月25日 13:00〜15:00）" in page.content.decode()
    assert "囲碁の会" in page.content.decode()
    assert (
        nao.post(
            f"/places/{hall.pk}/bookings/", used_by="囲碁の会", on="R8.11.25", start="15:00", end="16:00"
        ).status_code
        == 302
    )
    with django_assert_max_num_queries(25):
        page = nao.get(f"/places/{hall.pk}/bookings/?month=2026-11").content.decode()
    assert "囲碁の会" in page
    with town.acting("nao") as by:
        first = Booking.objects.get(group=group)
        cancel_booking(booking=first, by=by)
        book_venue(place=hall, by=by, start=moment(13), end=moment(15), used_by="俳句の会")
        with pytest.raises(Refused, match="過ぎた時間"):
            book_venue(place=hall, by=by, start=moment(9, 4), end=moment(10, 4))
        with pytest.raises(Refused, match="より後に"):
            book_venue(place=hall, by=by, start=moment(10), end=moment(10))
        with pytest.raises(Refused, match="部屋を貸せる場所として"):
            book_venue(place=a_hall(town, name="縁側", shares_room=False), by=by, start=moment(10), end=moment(11))


@pytest.mark.database
def test_the_database_itself_refuses_two_bookings_of_one_room(town):
    hall, other = a_hall(town), a_hall(town, name="となりの公会堂")
    with town.acting("nao") as nao:
        facts = {"by_id": nao.pk, "at": NOW}
        Booking.objects.create(place=hall, starts=moment(13), ends=moment(15), **facts)
        Booking.objects.create(place=other, starts=moment(13), ends=moment(15), **facts)
        Booking.objects.create(place=hall, starts=moment(15), ends=moment(16), **facts)
        Booking.objects.create(place=hall, starts=moment(13), ends=moment(14), cancelled_at=NOW, **facts)
        with pytest.raises(IntegrityError, match="no_double_booking"), transaction.atomic():
            Booking.objects.create(place=hall, starts=moment(14), ends=moment(17), **facts)
        row = Booking.objects.get(cancelled_at__isnull=False)
        with pytest.raises(IntegrityError, match="no_double_booking"), transaction.atomic():
            Booking.objects.filter(pk=row.pk).update(cancelled_at=None)


def test_another_town_knows_nothing_of_it(town, other_town, browse):
    group, hall = a_group(town), a_hall(town)
    with town.acting("nao") as nao:
        held = hold_session(by=nao, group=group, on=TODAY)
    stranger = browse("nao", of=other_town)
    for address in (
        f"/groups/{group.pk}/",
        f"/sessions/{held.pk}/",
        f"/places/{hall.pk}/bookings/",
        f"/places/{hall.pk}/month/",
    ):
        assert stranger.get(address).status_code == 404, address
