"""The pages of meetings: each sees what she is called to, and strangers see date and body."""

from uuid import uuid4

import pytest

from tasuki.audit.models import Entry
from tasuki.meetings.models import Body, Item, ItemCall, Sitting
from tasuki.meetings.panel import panel

from .scenes import bring, conclude, conference, note, ready

TITLE = "8050世帯の支援体制"


def test_a_sitting_is_called_and_a_case_is_brought_before_it(town, browse, django_assert_max_num_queries):
    suzuki, sakura = browse("suzuki"), browse("sakura")
    body = {
        "name": "支援会議", "short": "shien", "legal_types": ["support_conference"], "how_often": "毎月",
        "host_agency": str(town.agencies["fukushi"].pk), "members": [str(town.agencies["hokatsu"].pk)],
    }  # fmt: skip
    assert suzuki.post("/meetings/bodies/new/", **(body | {"short": "あ"})).status_code == 422
    assert suzuki.post("/meetings/bodies/new/", **body).status_code == 302
    assert sakura.post("/meetings/bodies/new/", **body).status_code == 403
    with town.acting("suzuki"):
        key = Body.objects.get().pk
    assert suzuki.post(f"/meetings/bodies/{key}/", **(body | {"name": "つなぐ会議"})).status_code == 302
    asked = {"body": str(key), "legal_type": "support_conference", "form": "both"}
    asked |= {"at_date": "R8.11.25", "at_time": "14:00"}
    assert suzuki.post("/meetings/sittings/new/", **(asked | {"at_time": "ごご"})).status_code == 422
    place = suzuki.post("/meetings/sittings/new/", **asked)["Location"]
    with town.acting("suzuki"):
        sitting = Sitting.objects.get()
    case = town.case()
    page = sakura.get(f"/cases/{case.pk}/agenda/new/").content.decode()
    assert "つなぐ会議" in page
    item = {"sitting": str(sitting.pk), "kind": "case", "title": TITLE, "to_discuss": "だれが中心になるか"}
    assert sakura.post(f"/cases/{case.pk}/agenda/new/", **item, without_consent="on").status_code == 422
    refused = sakura.post(f"/cases/{case.pk}/agenda/new/", **item)
    assert refused.status_code == 422
    assert "いま有効な同意がありません" in refused.content.decode()
    assert browse("yoso").get(f"/cases/{case.pk}/agenda/new/").status_code == 404
    answer = sakura.post(f"/cases/{case.pk}/agenda/new/", **item, without_consent="on", why_without="急ぐ")
    assert answer.status_code == 302
    with django_assert_max_num_queries(25):
        assert TITLE in suzuki.get(place).content.decode()


def test_the_packet_is_previewed_fixed_called_sworn_read_and_collected(town, browse, django_assert_max_num_queries):
    case, sitting = town.case(), conference(town)
    written = note(town, case, "花村 ウメさんの冷蔵庫は空。")
    item = bring(town, case, sitting)
    sakura, suzuki, midori = browse("sakura"), browse("suzuki"), browse("midori")
    page = f"/meetings/items/{item.pk}/"
    picked = {"names": "relation", "household": "on", "genogram": "on", "records": [str(written.pk)]}
    seen = sakura.post(page + "papers/", **picked, preview="1").content.decode()
    assert '<mark title="花村 ウメさん">本人</mark>の冷蔵庫は空' in seen
    assert sakura.post(page + "papers/", **picked).status_code == 302
    assert suzuki.get(page + "papers/").status_code == 200
    assert suzuki.post(page + "call/").status_code == 422
    assert sakura.post(page + "call/", agencies=[str(town.agencies["hokatsu"].pk)]).status_code == 409
    assert suzuki.post(page + "call/", agencies=[str(town.agencies["hokatsu"].pk)]).status_code == 302
    with town.acting("suzuki"):
        call = ItemCall.objects.get()
    assert midori.get(page).status_code == 404
    board = midori.get("/meetings/").content.decode()
    assert "守秘の確認を待っています" in board
    assert TITLE not in board
    oath = f"/meetings/calls/{call.pk}/secrecy/"
    words = midori.get(oath).content.decode()
    assert "社会福祉法106条の6" in words
    assert TITLE not in words
    assert midori.post(oath).status_code == 422
    assert midori.post(oath, accepted="on")["Location"] == page
    with django_assert_max_num_queries(25):
        text = midori.get(page).content.decode()
    for said in ("冷蔵庫は空", "資料番号 令和8-支-001-1/01", "森 みどり", "様", "<svg", "閲覧の根拠"):
        assert said in text
    assert "花村" not in text
    assert str(case.pk) not in text
    assert midori.get(f"/cases/{case.pk}/agenda/new/").status_code == 404
    paper = midori.get(page + "paper/").content.decode()
    assert "要回収" in paper
    assert "地域包括支援センター 第3" in paper
    assert suzuki.get(f"{page}paper/{call.pk}/").status_code == 200
    with town.acting("suzuki"):
        assert Entry.objects.filter(act="print", case_id=case.pk).count() == 2
    assert "森 みどり" in suzuki.get(page).content.decode()
    with town.acting("suzuki"):
        item.refresh_from_db()
    conclude(town, item)
    assert "訪問は二人で" in midori.get(page).content.decode()
    assert midori.post(page + "close/").status_code == 409
    assert suzuki.post(page + "close/").status_code == 302
    for address in ("", "paper/", f"paper/{call.pk}/", "conclude/", "papers/", "call/"):
        assert midori.get(page + address).status_code == 404
    assert midori.get(oath).status_code == 404


@pytest.mark.parametrize("login", ["akira", "nao", "yoso"])
def test_whoever_is_not_called_sees_date_and_body_and_nothing_else(town, browse, login):
    _case, sitting, item = ready(town)
    stranger = browse(login)
    conclude(town, item)
    with town.acting("suzuki") as suzuki:
        from tasuki.meetings.actions import hold

        hold(sitting=sitting, by=suzuki, minutes="座長あいさつ", attended_text="地域包括支援センター 第3")
    for path in ("/meetings/", f"/meetings/sittings/{sitting.pk}/"):
        text = stranger.get(path).content.decode()
        assert "11月25日" in text
        assert "支援会議" in text
        for hidden in (TITLE, "座長あいさつ", "市役所3階", "訪問は二人で", "同意なし", str(item.pk)):
            assert hidden not in text
    call = item.calls_made["hokatsu"]
    page = f"/meetings/items/{item.pk}/"
    paths = [page + rest for rest in ("", "paper/", f"paper/{call.pk}/", "papers/", "call/", "conclude/")]
    for path in [*paths, f"/meetings/calls/{call.pk}/secrecy/", f"/meetings/sittings/{sitting.pk}/minutes/",
                 f"/meetings/sittings/{sitting.pk}/hold/", f"/meetings/sittings/{sitting.pk}/cancel/",
                 f"/meetings/sittings/{sitting.pk}/items/new/", f"/meetings/items/{uuid4()}/"]:  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"/meetings/items/{item.pk}/close/").status_code == 404


def test_the_administrator_comes_to_no_meeting(town, browse):
    _case, sitting, item = ready(town)
    for path in ("/meetings/", f"/meetings/sittings/{sitting.pk}/", f"/meetings/items/{item.pk}/"):
        assert browse("admin").get(path).status_code == 403


def test_the_secretariat_writes_the_conclusion(town, browse, django_assert_max_num_queries):
    _case, sitting, item = ready(town)
    chair = browse("chair")
    path = f"/meetings/items/{item.pk}/conclude/"
    assert chair.get(path).status_code == 200
    role = {
        "rows": "3", "role0_agency": str(town.agencies["hokatsu"].pk), "role0_what": "二人で訪ねる",
        "role0_by_date": "R8.12.1",
    }  # fmt: skip
    wrong = chair.post(path, discussion="通帳がない", decision="", **role)
    assert wrong.status_code == 422
    assert "通帳がない" in wrong.content.decode()
    more = chair.post(path, discussion="通帳がない", more="1", **role)
    assert 'name="role5_what"' in more.content.decode()
    asked = {"discussion": "通帳がない", "decision": "市が照会する", "next_on": "R8.12.20",
             "attended": [str(town.agencies["hokatsu"].pk)]}  # fmt: skip
    assert chair.post(path, **asked, **role).status_code == 302
    with town.acting("suzuki"):
        assert Item.objects.get().roles.get().what == "二人で訪ねる"
    assert chair.post(path, **asked, **role).status_code == 409
    with django_assert_max_num_queries(25):
        text = chair.get(f"/meetings/sittings/{sitting.pk}/minutes/").content.decode()
    for said in ("会議録", "市が照会する", "二人で訪ねる", "出席 地域包括支援センター 第3"):
        assert said in text


def test_a_sitting_is_held_or_cancelled_by_its_host(town, browse):
    sitting = conference(town, "network")
    path = f"/meetings/sittings/{sitting.pk}/"
    suzuki = browse("suzuki")
    general = suzuki.post(path + "items/new/", title="居場所マップ", to_discuss="更新のしかた")
    assert general.status_code == 302
    held = {"minutes": "オンラインと対面で行う", "attended_text": "14機関", "next_on": "R9.1.20", "_version": "1"}
    assert suzuki.post(path + "hold/", **(held | {"next_on": "らいげつ"})).status_code == 422
    assert suzuki.post(path + "hold/", **held).status_code == 302
    assert suzuki.post(path + "hold/", **held).status_code == 409
    text = browse("yoso").get(path).content.decode()
    assert "オンラインと対面で行う" in text
    assert "居場所マップ" not in text
    assert suzuki.post(path + "cancel/", reason="大雪").status_code == 409
    other = conference(town, key="bukai")
    assert suzuki.post(f"/meetings/sittings/{other.pk}/cancel/", reason="大雪").status_code == 302


def test_the_board_costs_the_same_with_many_sittings(town, browse, django_assert_max_num_queries):
    for n in range(6):
        conference(town, key=f"k{n}")
    ready(town)
    with django_assert_max_num_queries(25):
        assert browse("midori").get("/meetings/").status_code == 200


def test_the_panel_shows_the_items_i_may_read(town, django_assert_max_num_queries):
    case, _sitting, _item = ready(town)
    # items, their roles and agencies; talks outside the law; 権利擁護 screenings
    with town.acting("sakura") as sakura, django_assert_max_num_queries(5):
        assert panel(case, sakura).count == 1
    with town.acting("yoso") as yoso:
        assert panel(case, yoso).count == 0
