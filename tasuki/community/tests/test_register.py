"""Pages of the register: one form in parts, the opening days as read, closing, the month."""

import datetime

import pytest

from tasuki.community.actions import (
    close_place,
    confirm_place,
    found_group,
    hold_session,
    register_place,
    reopen_place,
    set_register,
    share_place,
)
from tasuki.community.models import Place
from tasuki.shared.decisions import Refused


def a_place(town, **more):
    with town.acting("nao") as nao:
        facts = {
            "name": "まちの縁側",
            "functions": ["ibasho"],
            "area": town.areas[0],
            "opening": "毎週水曜 13:00〜16:00",
        }
        return register_place(by=nao, **(facts | more))


def test_everything_known_of_a_place_is_asked_in_one_form(town, browse):
    nao = browse("nao")
    typed = {
        "kind": "desk", "name": "ふくしの窓口", "nickname": "まるっと", "fields_": ["elderly"], "opening": "平日 9時〜17時",
        "area": str(town.areas[0].pk), "contact_name": "見本 花子", "contact_phone": "0000-00-0000", "latitude": "35.65",
        "longitude": "139.54", "capacity": "20", "cost_yen": "0", "accessibility": ["step_free", "elevator"],
        "languages": ["en"], "csw_part": "running", "shares_room": "on", "public_benefit": "空き室を貸す",
    }  # fmt: skip
    made = nao.post("/places/new/", **typed)
    assert made.status_code == 302
    page = nao.get(made["Location"]).content.decode()
    for words in ("相談窓口", "「まるっと」", "平日 9:00〜17:00", "見本 花子", "職員だけが見ます", "定員 20人", "無料",
                  "段差がない・スロープ・エレベーター", "English", "運営支援", "空き室を貸す", "予約する"):  # fmt: skip
        assert words in page, words
    with town.context():
        place = Place.objects.get()
    assert (place.kind, place.fields, str(place.latitude)) == ("desk", ["elderly"], "35.650000")
    again = nao.get(f"/places/{place.pk}/change/").content.decode()
    assert "見本 花子" in again


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"latitude": "35.6"}, "緯度と経度は両方を"),
        ({"latitude": "5", "longitude": "139"}, "日本の中の緯度を"),
        ({"capacity": "0"}, "定員"),
        ({"kind": "castle"}, "種別"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(town, browse, typed, said):
    page = browse("nao").post("/places/new/", name="縁側", **typed)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_days_that_cannot_be_read_are_kept_and_marked(town, browse):
    place = a_place(town, opening="隔週水曜 お茶会")
    page = browse("sakura").get(f"/places/{place.pk}/").content.decode()
    assert "隔週水曜 お茶会" in page
    assert "暦に出せません" in page
    assert "「隔週」がどの週からか" in page
    assert "暦に出せません" in browse("sakura").get("/places/").content.decode()


def test_somebody_looks_for_what_is_open_on_a_day(town, browse, django_assert_max_num_queries):
    a_place(town)
    a_place(town, name="木曜の食堂", opening="第2木曜 17時〜", kind="base")
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/places/", weekday="3").content.decode()
    assert "木曜の食堂" in page
    assert "まちの縁側" not in page
    page = browse("sakura").get("/places/", kind="ibasho").content.decode()
    assert "木曜の食堂" not in page


def test_a_place_grows_old_and_is_confirmed(town, browse):
    place = a_place(town, confirmed_on=datetime.date(2025, 10, 31))
    fresh = a_place(town, name="近ごろの縁側", confirmed_on=datetime.date(2026, 10, 1))
    nao = browse("nao")
    page = nao.get("/places/", old="on").content.decode()
    assert "まちの縁側" in page
    assert fresh.name not in page
    assert nao.post(f"/places/{place.pk}/confirm/").status_code == 302
    page = nao.get(f"/places/{place.pk}/").content.decode()
    assert "令和8年11月18日" in page
    assert "職員が確かめた" in page
    assert "まちの縁側" not in nao.get("/places/", old="on").content.decode()
    with town.acting("sakura") as sakura, pytest.raises(Refused):
        confirm_place(place=place, by=sakura)


def test_the_section_sets_when_an_entry_is_old(town, browse):
    a_place(town, confirmed_on=datetime.date(2026, 7, 1))
    section = browse("suzuki")
    assert section.post("/settings/register/", check_months="3", link_days="30").status_code == 302
    assert "まちの縁側" in section.get("/places/", old="on").content.decode()
    with town.acting("nao") as nao, pytest.raises(Refused):
        set_register(by=nao, check_months=1, link_days=1)


def test_a_place_closes_and_opens_again(town, browse):
    place = a_place(town)
    with town.acting("nao") as nao:
        group = found_group(by=nao, name="お茶の会", place=place)
        close_place(place=place, by=nao, why="建て替え")
        assert not group.uses.filter(until=None).exists()
        with pytest.raises(Refused, match="もう閉じています"):
            close_place(place=place, by=nao)
        with pytest.raises(Refused, match="閉じています"):
            share_place(place=place, group=group, by=nao)
        reopen_place(place=place, by=nao)
        assert not place.closed
    page = browse("nao").post(f"/places/{place.pk}/close/", on="R8.11.30", why="")
    assert page.status_code == 409
    assert "先の日付" in page.content.decode()


def test_a_month_shows_days_groups_and_sessions(town, browse, django_assert_max_num_queries):
    place = a_place(town, opening="第1・3水曜 13:00〜16:00")
    odd = a_place(town, name="気まぐれ食堂", opening="不定期")
    with town.acting("nao") as nao:
        group = found_group(by=nao, name="折り紙の会", opening="毎週金曜")
        share_place(place=place, group=group, by=nao, opening="毎週金曜 10:00〜12:00")
        hold_session(by=nao, place=place, on=datetime.date(2026, 11, 21), title="芋煮会", shown_to_public=True)
    with django_assert_max_num_queries(25):
        page = browse("sakura").get(f"/places/{place.pk}/month/?month=2026-11").content.decode()
    assert page.count("13:00〜16:00") == 4  # two days, in the table and in the list for a telephone
    assert page.count("折り紙の会") == 8
    assert "芋煮会" in page
    with django_assert_max_num_queries(25):
        page = browse("sakura").get("/places/month/?month=2026-11").content.decode()
    assert "折り紙の会（まちの縁側）" in page
    assert f"/places/{odd.pk}/" in page
    assert "不定期です" in page
    assert "まちの縁側" not in browse("sakura").get(f"/places/month/?area={town.areas[1].pk}").content.decode()


def test_desks_of_agencies_stand_beside_those_of_the_register(town, browse):
    from tasuki.tenancy.models import Agency

    with town.context():
        Agency.objects.filter(pk=town.agencies["kikan"].pk).update(hours="平日 9:00〜17:00", phone="000-0000-0001")
    nao = browse("nao")
    page = nao.get("/places/", kind="desk").content.decode()
    assert "基幹相談支援センター" in page
    form = nao.get(f"/places/new/?agency={town.agencies['kikan'].pk}").content.decode()
    assert "平日 9:00〜17:00" in form
    nao.post(
        "/places/new/",
        name="基幹の窓口",
        kind="desk",
        agency=str(town.agencies["kikan"].pk),
        opening="平日 9:00〜17:00",
    )
    page = nao.get("/places/", kind="desk").content.decode()
    assert "台帳にまだない" not in page
    assert "基幹の窓口" in page
