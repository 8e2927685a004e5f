"""Open data: only what residents may see, in forms that their published definitions accept."""

import csv
import io
import json
import re
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.community.actions import register_place
from tasuki.community.models import Place, Session
from tasuki.community.opening import parse
from tasuki.exchange import actions, gif, hsds, ical, opendata, published
from tasuki.shared import clock
from tests.published import faults

HIDDEN = "まだ見せない会"


@pytest.fixture
def shown(town):
    """Two places for residents, one with its telephone; one kept from them, one closed."""
    with town.acting("nao") as by:
        register_place(
            by=by, name="ひだまりサロン", kana="ヒダマリサロン", kind="ibasho", run_by="ひだまりの会", area=town.areas[0],
            functions=["salon"], for_whom=["elderly"], opening="毎週水・金曜 10:00〜15:00、祝日休み", where="ひなた町1-2",
            latitude="35.405", longitude="133.305", contact_name="縁側 花子", contact_phone="0000-11-2222",
            contact_public=True, accessibility=["step_free"], languages=["en"], cost="100円", cost_yen=100,
            url="https://example.jp/hidamari", shown_to_public=True, capacity=15, description="お茶と話；菓子，少し\n二行目",
        )  # fmt: skip
        register_place(by=by, name="夕方ひろば", kind="base", opening="第1・3月曜 17:00〜20:00", contact_name="夕方 太郎",
                       contact_phone="0000-33-4444", shown_to_public=True)  # fmt: skip
        register_place(by=by, name=HIDDEN, contact_phone="0000-55-6666", opening="毎週月曜")
        register_place(by=by, name="閉じた会", closed=True, shown_to_public=True)
        place = Place.objects.get(name="夕方ひろば")
        for public in (True, False):
            Session.objects.create(
                place=place, title="秋まつり" if public else HIDDEN, on=clock.today() + timedelta(days=3),
                start=time(13), end=time(15, 30), by=by, agency=by.agency, at=clock.now(), shown_to_public=public,
            )  # fmt: skip
    return Place.objects.filter(shown_to_public=True, closed=False)


def made(town, form: str) -> str:
    with town.acting("nao") as by:
        return actions.publish_places(by=by, form=form).decode("utf-8-sig")


@pytest.mark.parametrize("form", ["facilities.csv", "events.csv", "support.json", "hsds.json", "places.ics"])
def test_what_is_not_for_residents_never_goes_out(town, shown, form):
    text = made(town, form).replace("\r\n ", "")
    for word in (HIDDEN, "閉じた会", "0000-33-4444", "0000-55-6666", "縁側", "夕方 太郎"):
        assert word not in text
    if form != "events.csv":
        assert "ひだまりサロン" in text
        assert "0000-11-2222" in text


def test_facilities_have_the_columns_of_the_standard(town, shown):
    rows = list(csv.DictReader(io.StringIO(made(town, "facilities.csv"), newline="")))
    assert tuple(rows[0]) == opendata.FACILITIES
    first = next(row for row in rows if row["名称"] == "ひだまりサロン")
    assert (first["全国地方公共団体コード"], first["名称_カナ"]) == (town.municipality.code, "ヒダマリサロン")
    assert (first["利用可能曜日"], first["開始時間"], first["終了時間"]) == ("水金", "10:00", "15:00")
    assert first["緯度"] == "35.405000"
    assert re.fullmatch(r"[A-Za-z0-9_-]+", first["ID"])
    raw = opendata.facilities(town.municipality)[0]
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw


def test_events_have_the_columns_of_the_dataset(town, shown):
    (row,) = csv.DictReader(io.StringIO(made(town, "events.csv"), newline=""))
    assert tuple(row) == opendata.EVENTS
    assert (row["イベント名"], row["開始日"], row["開始時間"]) == ("秋まつり", "2026-11-21", "13:00")
    assert row["場所名称"] == "夕方ひろば"


def test_the_support_model_has_its_three_parts(town, shown):
    told = json.loads(made(town, "support.json"))
    for one in told["支援機関"]:
        assert set(one) == {"施設情報", "サービス・担当区域情報", "連絡先情報"}
        assert {"ID", "名称", "名称（カナ）", "種別情報", "施設住所"} <= set(one["施設情報"])
        assert all(part["備考"] for part in one["サービス・担当区域情報"])
        assert one["連絡先情報"]["連絡先名称"]
    assert set(gif.POI.values()) == {f"C{n:04}" for n in range(1, len(gif.POI) + 1)}


# -- HSDS ---------------------------------------------------------------------------------------------------------
def test_hsds_is_what_its_schema_accepts(town, shown):
    told = json.loads(made(town, "hsds.json"))
    assert {fault for one in told["contents"] for fault in faults(one)} == set()
    assert told["total_items"] == told["size"] == len(told["contents"]) == 2
    assert (told["total_pages"], told["page_number"], told["first_page"], told["last_page"]) == (1, 1, True, True)
    services = {one["name"]: one for one in told["contents"]}
    first = services["ひだまりサロン"]
    (at,) = first["service_at_locations"]
    (schedule,) = at["schedules"]
    assert (schedule["freq"], schedule["byday"]) == ("WEEKLY", "WE,FR")
    assert (schedule["opens_at"], schedule["closes_at"]) == ("10:00+09:00", "15:00+09:00")
    assert services["夕方ひろば"]["service_at_locations"][0]["schedules"][0]["byday"] == "1MO,3MO"
    assert at["location"]["addresses"][0]["country"] == "JP"
    again = json.loads(made(town, "hsds.json"))
    assert again == told  # the same keys each time


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": "no key"}, "is not a 'uuid'"),
        ({"status": "open"}, "is not one of"),
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"url": "hidamari"}, "is not a 'uri'"),
        ({"assured_date": "R8.11.18"}, "is not a 'date'"),
        ({"minimum_age": "60"}, "is not of type 'number'"),
        ({"phones": [{"id": str(UUID(int=5))}]}, "'number' is a required property"),
        ({"schedules": [{"id": str(UUID(int=5)), "opens_at": "25:00"}]}, "is not a 'time'"),
        ({"organization": {"id": str(UUID(int=5)), "name": "x"}}, "'description' is a required property"),
    ],
)
def test_a_fault_in_hsds_is_found(changed, fault):
    good = {"id": str(UUID(int=5)), "name": "x", "status": "active"}
    assert list(faults(good)) == []
    (found,) = faults(good | changed)
    assert fault in found


def days_of(recurrence: dict, first: date, last: date) -> list[date]:
    """The days of a recurrence rule, as a reader of RFC 5545 takes it."""
    found = []
    start = date.fromisoformat(recurrence.get("dtstart", first.isoformat()))
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        name = hsds.DAYS[day.weekday()]
        nth, leftover = (day.day - 1) // 7 + 1, (day + timedelta(days=7)).month != day.month
        if "bymonthday" in recurrence:
            hit = str(day.day) in recurrence["bymonthday"].split(",")
        elif recurrence["freq"] == "MONTHLY":
            said = recurrence["byday"].split(",")
            hit = f"{nth}{name}" in said or (leftover and f"-1{name}" in said)
        else:
            weeks = ((day - timedelta(days=day.weekday())) - (start - timedelta(days=start.weekday()))).days // 7
            hit = name in recurrence["byday"].split(",") and weeks % recurrence["interval"] == 0 and day >= start
        if hit:
            found.append(day)
    return found


PLAIN = st.one_of(
    st.lists(st.sampled_from("月火水木金土日"), min_size=1, max_size=4, unique=True).map(
        lambda d: f"毎週{'・'.join(d)}曜"
    ),
    st.tuples(st.lists(st.integers(1, 4), min_size=1, max_size=2, unique=True), st.sampled_from("月火水木金土日")).map(
        lambda t: f"第{'・'.join(map(str, sorted(t[0])))}{t[1]}曜"
    ),
    st.sampled_from("月火水木金土日").map(lambda d: f"最終{d}曜"),
    st.lists(st.integers(1, 28), min_size=1, max_size=3, unique=True).map(
        lambda d: f"毎月{'・'.join(f'{n}日' for n in sorted(d))}"
    ),
    st.just("常設"),
    st.sampled_from("月火水木金土日").map(lambda d: f"常設、{d}曜休み"),
    st.sampled_from("月火水木金土日").map(lambda d: f"隔週{d}曜 令和8年4月1日から"),
)


@settings(max_examples=120, deadline=None)
@given(PLAIN)
def test_recurrence_rules_mean_the_same_days(text):
    read = parse(text)
    first, last = date(2026, 11, 18), date(2027, 3, 31)
    said = sorted({day for rule in published.rules(read) for day in days_of(hsds.recurrence(read, rule), first, last)})
    assert said == [day.on for day in read.days(first, last)], text


# -- iCalendar ----------------------------------------------------------------------------------------------------
def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_follows_the_rules_of_its_format(town, shown):
    with town.acting("nao") as by:
        content = actions.publish_places(by=by, form="places.ics")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = unfolded(content)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    opened = [line.split(":", 1)[1] for line in lines if line.startswith("BEGIN:")]
    assert sorted(opened) == sorted(line.split(":", 1)[1] for line in lines if line.startswith("END:"))
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == opened.count("VEVENT") > 10
    assert all(re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:.*", line) for line in lines)
    starts = [line for line in lines if line.startswith("DTSTART;TZID")]
    assert "DTSTART;TZID=Asia/Tokyo:20261118T100000" in starts  # the Wednesday on which the clock stands
    assert "DTSTART;TZID=Asia/Tokyo:20261121T130000" in starts  # the event
    assert not any("20261123" in line for line in starts)  # a holiday, and no Monday of ours


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_folding_and_escaping_lose_nothing(text):
    plain = "".join(
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or (ord(char) >= 32 and ord(char) != 127)
    )
    plain = plain.encode("utf-8", "ignore").decode()
    line = f"SUMMARY:{ical.escaped(plain)}"
    out = ical.folded(line)
    assert all(len(part) <= 75 for part in out.split(b"\r\n"))
    assert unfolded(out)[0] == line
    back = re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), line.removeprefix("SUMMARY:"))
    assert back == plain


def test_the_page_and_its_files(browse, shown, django_assert_max_num_queries):
    nao = browse("nao")
    with django_assert_max_num_queries(20):
        page = nao.get("/places/exchange/").content.decode()
    assert "2か所です" in page
    answer = nao.get("/places/exchange/open/hsds.json")
    assert answer["Content-Type"] == "application/json"
    assert nao.get("/places/exchange/open/secrets.txt").status_code == 404
    place = shown.first()
    answer = nao.get(f"/places/{place.pk}/opening.ics")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert browse("sakura").get("/places/exchange/").status_code == 403
