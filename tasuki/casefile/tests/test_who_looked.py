"""The owner reads who looked at her case, by day and agency; what is unusual stands out (だれが見たか)."""

from datetime import date

import pytest

from tasuki.audit.enums import Act
from tasuki.audit.models import Entry
from tasuki.casefile.looks import looks_at, marks
from tasuki.cases.grants import admit
from tasuki.shared import clock
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope


@pytest.mark.parametrize(("day", "hour", "act", "ground", "words"), [
    (date(2026, 11, 18), "10:00", Act.LOOK, "自機関", []),
    (date(2026, 11, 18), "06:59", Act.LOOK, "自機関", ["時間外"]),
    (date(2026, 11, 18), "20:00", Act.LOOK, "つなぎ", ["時間外"]),
    (date(2026, 11, 21), "10:00", Act.LOOK, "自機関", ["休みの日"]),
    (date(2026, 11, 23), "10:00", Act.LOOK, "自機関", ["休みの日"]),  # 勤労感謝の日
    (date(2026, 11, 18), "10:00", Act.LOOK, "緊急", ["緊急"]),
    (date(2026, 11, 18), "10:00", Act.PRINT, "所管", ["所管課", "持ち出し"]),
    (date(2026, 11, 18), "10:00", Act.REFUSED, "", ["拒否"]),
])  # fmt: skip
def test_what_is_unusual_is_marked(day, hour, act, ground, words):
    entry = Entry(at=clock.at(day, hour), act=act, ground=ground)
    assert [word for word, _ in marks(entry)] == words


@pytest.fixture
def looked(town, browse):
    """The owner, another agency and the section have looked; the other agency by night."""
    case = town.case()
    with town.acting("sakura") as by:
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.RECORD, source=uuid7(), by=by,
              agency=town.agencies["hokatsu"])  # fmt: skip
    browse("sakura").get(f"/cases/{case.pk}/")
    browse("suzuki").get(f"/cases/{case.pk}/print/")
    with clock.stopped_at(clock.at(clock.today(), "22:30")):
        browse("midori").get(f"/cases/{case.pk}/")
    return case


@pytest.mark.parametrize(("chosen", "names"), [
    ("", {"総合相談支援センター", "市 福祉政策課", "地域包括支援センター 第3"}),
    ("others", {"市 福祉政策課", "地域包括支援センター 第3"}),
    ("unusual", {"市 福祉政策課", "地域包括支援センター 第3"}),
    ("taken", {"市 福祉政策課"}),
    ("changed", {"総合相談支援センター"}),
    ("何か", {"総合相談支援センター", "市 福祉政策課", "地域包括支援センター 第3"}),
])  # fmt: skip
def test_the_owner_narrows_the_list(town, looked, chosen, names):
    with town.acting("sakura"):
        page = looks_at(looked, chosen)
    assert {group.agency for day in page.days for group in day.groups} == names
    assert {name for _, name in page.agencies} == {"総合相談支援センター", "市 福祉政策課", "地域包括支援センター 第3"}


def test_the_page_names_machine_and_ground(town, looked, browse, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        text = browse("sakura").get(f"/cases/{looked.pk}/looks/", only="unusual").content.decode()
    for word in ("22:30", "森 みどり", "つなぎ", "127.0.0.1", "時間外", "所管課"):
        assert word in text, word
    one = browse("sakura").get(f"/cases/{looked.pk}/looks/", agency=str(town.agencies["hokatsu"].pk)).content.decode()
    assert "森 みどり" in one
    assert "鈴木 一" not in one
    assert "森 みどり" not in browse("midori").get(f"/cases/{looked.pk}/looks/").content.decode().split("<main")[1]
