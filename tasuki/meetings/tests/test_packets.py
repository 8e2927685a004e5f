"""Numbered copies: one pledge for each worker, the recipient on every page, every look on record, collected on time."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tasuki.audit.models import Entry
from tasuki.cases.enums import EventKind
from tasuki.cases.models import CaseEvent
from tasuki.meetings import actions
from tasuki.meetings.enums import ItemStatus
from tasuki.meetings.models import Item, ItemCall, ItemRole, Packet, PacketLook, Pledge, Sitting
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.actions import enrol

from .scenes import DAY, bring, conclude, conference, note, ready

CANARY = "冷蔵庫は空"


@pytest.fixture
def colleague(town):
    """Another worker of the agency that is called."""
    with town.context():
        town.workers["mori2"] = enrol(
            login="mori2", name="森 二郎", password="tasuki-no-kotoba", agency=town.agencies["hokatsu"],
            role="counsellor", since=clock.today(),
        )  # fmt: skip
    return "mori2"


def accept(town, call, login):
    with town.acting(login) as worker:
        return actions.accept_secrecy(call=call, by=worker)


@pytest.mark.database
def test_each_worker_of_a_called_agency_pledges_for_herself(town, colleague):
    _case, _sitting, item = ready(town)
    call = item.calls_made["hokatsu"]
    assert accept(town, call, "midori").copy == 1
    with town.acting(colleague) as other:
        # neither wall opens to the colleague what only midori has pledged
        assert not Item.objects.visible_to(other).exists()
        assert not Item.objects.exists()
        assert not Packet.objects.exists()
        assert not Pledge.objects.exists()
        with pytest.raises(Refused):
            actions.open_packet(item=item, by=other)
    assert accept(town, call, colleague).copy == 2
    with town.acting(colleague) as other:
        assert CANARY in actions.open_packet(item=item, by=other).papers[0]["text"]
        with pytest.raises(Refused, match="もう誓って"):
            actions.accept_secrecy(call=call, by=other)


def test_every_copy_has_its_own_number(town, browse, colleague):
    _case, sitting, item = ready(town, calls=("hokatsu", "kikan"))
    assert sitting.number == "令和8-支-001"
    page = f"/meetings/items/{item.pk}/"
    expected = {"midori": "令和8-支-001-1/01", colleague: "令和8-支-001-1/01-2", "akira": "令和8-支-001-1/02"}
    for login in expected:
        accept(town, item.calls_made["kikan" if login == "akira" else "hokatsu"], login)
    for login, number in (expected | {"sakura": "令和8-支-001-1/控"}).items():
        for path in (page, page + "paper/"):
            text = browse(login).get(path).content.decode()
            assert f"資料番号 {number}<" in text
            assert "取扱注意・複製禁止" in text
            assert text.count(f"{number} ") > 20  # faintly behind the text, as real text
    assert conference(town, key="two").number == "令和8-支-002"


def test_the_pdf_bears_number_and_recipient_on_every_page(town, browse):
    case, sitting = town.case(), conference(town)
    item = bring(town, case, sitting)
    with town.acting("sakura") as sakura:
        long = [{"heading": f"資料{n}", "text": "玄関で十分話した。" * 60} for n in range(12)]
        actions.freeze(item=item, by=sakura, papers=long)
    with town.acting("suzuki") as suzuki:
        call = actions.call(item=item, agency=town.agencies["hokatsu"], by=suzuki)
    accept(town, call, "midori")
    answer = browse("midori").get(f"/meetings/items/{item.pk}/paper.pdf")
    pages = PdfReader(BytesIO(answer.content)).pages
    assert len(pages) > 2
    for page in pages:
        text = page.extract_text().replace("\n", "").replace(" ", "")
        assert text.count("令和8-支-001-1/01") > 5
        assert "森みどり" in text
        assert "複製禁止" in text
    with town.acting("suzuki"):
        told = Entry.objects.get(act="print")
        assert (told.case_id, told.worker_id) == (case.pk, town.workers["midori"].pk)
        assert "令和8-支-001-1/01 地域包括支援センター 第3 森 みどり" in told.reason
        assert PacketLook.objects.get().printed


def test_host_submitter_and_officer_read_who_opened_which_copy(town, browse, django_assert_max_num_queries):
    _case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    page = f"/meetings/items/{item.pk}/"
    midori = browse("midori")
    assert "端末 127.0.0.1" not in midori.get(page).content.decode()
    midori.get(page + "paper/")
    for login in ("suzuki", "sakura"):
        text = browse(login).get(page).content.decode()
        for said in ("森 みどり", "令和8-支-001-1/01", "端末 127.0.0.1", "紙・PDF"):
            assert said in text, login
    with django_assert_max_num_queries(25):
        text = browse("officer").get("/meetings/looks/").content.decode()
    for said in ("森 みどり", "令和8-支-001-1/01", "127.0.0.1", "紙・PDF"):
        assert said in text
    for hidden in ("8050世帯の支援体制", CANARY, str(item.pk)):
        assert hidden not in text
    assert "まだ記録はありません" in browse("officer").get("/meetings/looks/", q="令和7").content.decode()
    assert midori.get("/meetings/looks/").status_code == 403
    with town.acting("akira"):
        assert not PacketLook.objects.exists()


@pytest.mark.database
def test_looks_and_pledges_only_grow(town):
    from django.db import ProgrammingError, transaction

    _case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    with town.acting("suzuki") as suzuki:
        actions.open_packet(item=item, by=suzuki)
        for kind in (PacketLook, Pledge):
            with pytest.raises(ProgrammingError), transaction.atomic():
                kind.objects.all().delete()
            with pytest.raises(ProgrammingError), transaction.atomic():
                kind.objects.update(agency=town.agencies["yoso"].pk)


def test_a_copy_is_printed_for_another_only_by_host_and_submitter(town, browse):
    _case, _sitting, item = ready(town, calls=("hokatsu", "kikan"))
    accept(town, item.calls_made["hokatsu"], "midori")
    hers, other = (f"/meetings/items/{item.pk}/paper/{item.calls_made[key].pk}" for key in ("hokatsu", "kikan"))
    for ending in ("/", ".pdf"):
        assert browse("midori").get(other + ending).status_code == 404
        assert browse("midori").get(hers + ending).status_code == 200
        assert browse("sakura").get(other + ending).status_code == 200
        assert browse("yoso").get(hers + ending).status_code == 404


def test_the_close_collects_and_the_list_says_when(town, browse):
    _case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    page = f"/meetings/items/{item.pk}/"
    conclude(town, item)
    assert browse("midori").get(page + "paper.pdf").status_code == 200
    with town.acting("suzuki") as suzuki:
        actions.close_item(item=item, by=suzuki)
    for rest in ("", "paper/", "paper.pdf", f"paper/{item.calls_made['hokatsu'].pk}.pdf"):
        assert browse("midori").get(page + rest).status_code == 404
    listed = browse("suzuki").get(page).content.decode()
    assert "回収済み" in listed
    assert "11月18日（水）10:00 に回収" in listed
    board = browse("midori").get("/meetings/").content.decode()
    assert "回収された資料" in board
    assert "令和8-支-001 の資料 1" in board
    assert "8050世帯の支援体制" not in board


def test_a_call_by_mistake_is_taken_back(town, browse):
    _case, _sitting, item = ready(town)
    call = item.calls_made["hokatsu"]
    accept(town, call, "midori")
    page, path = f"/meetings/items/{item.pk}/", f"/meetings/calls/{call.pk}/uncall/"
    assert browse("midori").post(path, reason="まちがい").status_code == 409
    assert browse("yoso").get(path).status_code == 404
    assert browse("suzuki").post(path, reason="").status_code == 422
    assert browse("suzuki").post(path, reason="別の包括だった").status_code == 302
    assert browse("midori").get(page).status_code == 404
    assert browse("suzuki").post(path, reason="もう一度").status_code == 409
    text = browse("suzuki").get(page).content.decode()
    for said in ("招集を取り消し", "別の包括だった", "回収済み"):
        assert said in text
    with town.acting("suzuki") as suzuki:
        again = actions.call(item=item, agency=town.agencies["hokatsu"], by=suzuki)
        assert again.packet_number == 2  # a number is given once
        assert ItemCall.objects.count() == 2
    with town.acting("midori") as midori:
        assert not Item.objects.visible_to(midori).exists()  # the pledge was for the call taken back
    accept(town, again, "midori")
    assert browse("midori").get(page).status_code == 200


def test_an_item_is_withdrawn_before_the_meeting(town, browse):
    case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    path = f"/meetings/items/{item.pk}/withdraw/"
    assert browse("midori").post(path, reason="x").status_code == 409
    assert browse("sakura").post(path, reason="").status_code == 422
    assert browse("sakura").post(path, reason="本人が断った").status_code == 302
    assert browse("midori").get(f"/meetings/items/{item.pk}/").status_code == 404
    with town.acting("sakura") as sakura:
        item.refresh_from_db()
        assert item.status == ItemStatus.WITHDRAWN
        assert "本人が断った" in CaseEvent.objects.get(case=case, kind=EventKind.OFF_AGENDA).text
        with pytest.raises(Refused):
            actions.withdraw_item(item=item, by=sakura, reason="もう一度")
    with town.acting("suzuki") as suzuki, pytest.raises(Refused):
        actions.conclude_item(item=item, by=suzuki, discussion="", decision="x")


def test_a_sitting_is_moved_with_its_items(town, browse):
    _case, sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    path = f"/meetings/sittings/{sitting.pk}/move/"
    asked = {"at_date": "R8.12.2", "at_time": "10:00", "reason": "大雪", "form": "online", "place": "画面で"}
    assert browse("midori").get(path).status_code == 404
    assert browse("suzuki").post(path, **(asked | {"reason": ""})).status_code == 422
    assert browse("suzuki").post(path, **asked).status_code == 302
    with town.acting("suzuki") as suzuki:
        moved = Sitting.objects.get()
        assert (moved.at, moved.number) == (clock.at(DAY.replace(month=12, day=2), "10:00"), "令和8-支-001")
        assert (moved.form, moved.place) == ("online", "画面で")
        assert "オンライン" in moved.moved_text
        actions.hold(sitting=moved, by=suzuki)
        with pytest.raises(Refused, match="予定の会議だけ"):
            actions.move(sitting=moved, at=clock.now(), by=suzuki, reason="x")
    text = browse("midori").get(f"/meetings/sittings/{sitting.pk}/").content.decode()
    assert "に変更（大雪）" in text


def test_the_agency_ticks_its_role_after_the_papers_are_back(town, browse):
    case, _sitting, item = ready(town)
    accept(town, item.calls_made["hokatsu"], "midori")
    conclude(town, item, roles=[actions.RoleLine(town.agencies["hokatsu"], "配食を試す", trigger="望んだら")])
    with town.acting("suzuki") as suzuki:
        actions.close_item(item=item, by=suzuki)
        role = ItemRole.objects.get()
    path = f"/meetings/roles/{role.pk}/done/"
    assert path in browse("midori").get("/meetings/").content.decode()
    assert browse("yoso").get(path).status_code == 404
    assert browse("akira").get(path).status_code == 404
    assert browse("midori").post(path, on="R9.1.1").status_code == 422
    assert browse("midori").post(path, on="R8.11.18", note="週二回で始まった").status_code == 302
    assert browse("midori").post(path, on="R8.11.18").status_code == 409
    with town.acting("sakura"):
        assert "週二回で始まった" in CaseEvent.objects.get(case=case, kind=EventKind.PLAN_STEP).text
    assert path not in browse("midori").get("/meetings/").content.decode()


def test_a_name_in_the_title_is_refused(town, browse):
    case, sitting = town.case(), conference(town)
    asked = {
        "sitting": str(sitting.pk),
        "kind": "case",
        "to_discuss": "だれが",
        "without_consent": "on",
        "why_without": "急ぐ",
    }
    path = f"/cases/{case.pk}/agenda/new/"
    refused = browse("sakura").post(path, **asked, title="花村さんの支援")
    assert refused.status_code == 422
    assert "氏名が入っています" in refused.content.decode()
    assert browse("sakura").post(path, **asked, title="8050世帯の支援").status_code == 302


def test_doubtful_names_are_shown_before_the_papers_are_fixed(town, browse):
    case = town.case(names=("林 恵", "林 一"))
    written = note(town, case, "林さんは森林組合に勤めていた。恵は留守。小林さんが見守る。")
    item = bring(town, case, conference(town))
    path = f"/meetings/items/{item.pk}/papers/"
    picked = {"names": "relation", "household": "on", "records": [str(written.pk)]}
    stopped = browse("sakura").post(path, **picked)
    page = stopped.content.decode()
    assert stopped.status_code == 200
    assert "まだ確定していません" in page
    assert '<mark title="林さん">世帯員</mark>は森林組合' in page
    keys = [line.split('"')[0] for line in page.split('name="asked" value="')[1:]]
    assert len(keys) == 3  # 森林, 恵は, 小林
    at_home = next(
        line.split('"')[0] for line in page.split('name="replace" value="')[1:] if "<mark>恵</mark>" in line[:300]
    )
    assert browse("sakura").post(path, **picked, asked=keys, replace=[at_home]).status_code == 302
    with town.acting("sakura"):
        text = Packet.objects.get().papers[-1]["rows"][1][2]
    assert text == "世帯員は森林組合に勤めていた。本人は留守。小林さんが見守る。"
