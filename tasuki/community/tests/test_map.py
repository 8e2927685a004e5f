"""The map: outlines from a file, places on it, what is missing said in words; minutes on foot."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.community import boundaries
from tasuki.community.actions import register_place
from tasuki.community.boundaries_models import AreaOutline
from tasuki.community.distance import Pace, Point, metres, walking_minutes
from tasuki.community.maps_geometry import centre, inside, sheet_of
from tasuki.shared.decisions import Refused


def square(x: float, y: float, side: float = 0.01):
    """A square with its south-western corner there."""
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def shape(name: str, x: float, y: float, **more):
    return {"type": "Feature", "properties": {"KEY": 12, "S_NAME": name, **more},
            "geometry": {"type": "Polygon", "coordinates": [square(x, y)]}}  # fmt: skip


def collection(*shapes) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(shapes)}, ensure_ascii=False).encode()


THREE = collection(
    shape("第1圏域", 133.30, 35.40), shape("第２圏域", 133.31, 35.40), shape("ひなた町三丁目", 133.32, 35.40),
    shape("となりの町", 133.33, 35.40),
)  # fmt: skip


@pytest.fixture
def drawn(town):
    """The three areas of the town with outlines, and two places in the first."""
    with town.acting("suzuki") as by:
        report = boundaries.draw_outlines(by=by, shapes=boundaries.read_shapes(THREE), source="見本")
    with town.acting("nao") as by:
        register_place(by=by, name="ひだまり", area=town.areas[0], latitude="35.405", longitude="133.305",
                       opening="毎週水曜 13:00〜16:00", functions=["salon"], usual_count=8)  # fmt: skip
        register_place(by=by, name="えんがわ", area=town.areas[1], latitude="35.405", longitude="133.315",
                       opening="不定期", functions=["cafe"])  # fmt: skip
        register_place(by=by, name="ばしょ未定の会", area=town.areas[0], functions=["salon"])
    return report


def test_outlines_are_matched_by_area_and_town(town, drawn):
    assert [area.name for area in drawn.areas] == ["第1圏域", "第2圏域"]
    assert [one.name for one in drawn.towns] == ["ひなた町3丁目"]
    assert drawn.unknown == ["12・となりの町"]
    assert drawn.missing == []
    with town.acting("suzuki") as by:
        boundaries.draw_outlines(by=by, shapes=boundaries.read_shapes(THREE))
        assert AreaOutline.objects.count() == 3  # read again, nothing twice
        assert boundaries.clear_outlines(by=by) == 3


def test_a_counsellor_draws_no_outlines(town):
    with town.acting("sakura") as by:
        shapes = boundaries.read_shapes(THREE)
        with pytest.raises(Refused):
            boundaries.draw_outlines(by=by, shapes=shapes)
        with pytest.raises(Refused):
            boundaries.set_pace(by=by, metres_per_minute=60, detour_percent=140)


NESTED = b'{"type":"FeatureCollection","features":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
BAD = {
    "not json": b"{hello",
    "no collection": b'{"type":"Point","coordinates":[133,35]}',
    "deep": NESTED,
    "nan": THREE.replace(b"133.3,", b"NaN,", 1),
    "infinite": THREE.replace(b"133.3,", b"1e999,", 1),
    "metres": THREE.replace(b"133.3,", b"-84210.5,", 1),
    "words": THREE.replace(b"133.3,", b'"133.3",', 1),
    "swapped": collection(
        {**shape("第1圏域", 0, 0), "geometry": {"type": "Polygon", "coordinates": [square(35.4, 133.3)]}}
    ),
    "points only": collection({**shape("第1圏域", 0, 0), "geometry": {"type": "Point", "coordinates": [133.3, 35.4]}}),
    "too many": collection(*[shape("第1圏域", 133.3, 35.4)] * 3001),
    "an empty flood": b'{"type":"FeatureCollection","features":[' + b"[]," * 3_000_000 + b"[]]}",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words_and_soon(name):
    began = time.monotonic()
    with pytest.raises(Refused) as no:
        boundaries.read_shapes(BAD[name])
    assert time.monotonic() - began < 10
    assert no.value.reason.endswith("。")


def test_a_detailed_coast_keeps_its_form_in_few_points():
    ring = [[133.3 + 0.05 * n / 20_000, 35.4 + 0.0000004 * (n % 7)] for n in range(20_000)]
    whole = {
        **shape("第1圏域", 0, 0),
        "geometry": {"type": "Polygon", "coordinates": [[*ring, [133.35, 35.5], [133.3, 35.5], ring[0]]]},
    }
    (read,) = boundaries.read_shapes(collection(whole))
    assert len(read.polygons[0][0]) < 20
    assert inside(133.32, 35.45, read.polygons)


def test_the_map_numbers_places_and_names_the_area_without_any(browse, drawn, django_assert_max_num_queries):
    nao = browse("nao")
    with django_assert_max_num_queries(22):
        page = nao.get("/places/map/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "ひだまり" in text
    assert "場所がない圏域" in text
    assert text.count('class="area') == 2
    assert "位置が登録されていない1か所" in text
    assert "style=" not in text.split("<main")[1].split("</main>")[0]


def test_filters_say_what_they_leave_out(browse, drawn, town):
    nao = browse("nao")
    text = nao.get("/places/map/", weekday="2", part="afternoon").content.decode()
    assert "ひだまり" in text
    assert "えんがわ" not in text
    assert "開いている日が暦に出せないため、2か所" in text
    assert "ひだまり" not in nao.get("/places/map/", weekday="2", part="morning").content.decode()
    text = nao.get("/places/map/", people="10").content.decode()
    assert "人数がわからないため、2か所" in text
    text = nao.get("/places/map/", origin=f"area:{town.areas[0].pk}", minutes="10").content.decode()
    assert "徒歩" in text
    assert "えんがわ" not in text
    assert 'class="ring"' in text


def test_the_same_as_geojson(browse, drawn):
    told = browse("nao").get("/places/map/places.geojson", function="salon").json()
    assert [one["properties"]["name"] for one in told["features"] if one["properties"]["kind"] == "place"] == [
        "ひだまり"
    ]
    assert sum(one["properties"]["kind"] == "area" for one in told["features"]) == 2


def test_a_town_without_a_file_is_told_what_to_do(browse):
    assert "境界のファイル" in browse("nao").get("/places/map/").content.decode()


def test_settings_read_a_file_and_refuse_a_wrong_one(browse, town):
    suzuki = browse("suzuki")
    good = SimpleUploadedFile("圏域.geojson", THREE)
    page = suzuki.post("/settings/map/", file=good, source="見本")
    assert "境界を読みこみました" in page.content.decode()
    page = suzuki.post("/settings/map/", file=SimpleUploadedFile("x.geojson", BAD["metres"]))
    assert page.status_code == 422
    assert "平面直角座標" in page.content.decode()
    page = suzuki.post("/settings/map/", file=SimpleUploadedFile("x.geojson", collection(shape("遠い町", 133.3, 35.4))))
    assert page.status_code == 409
    assert suzuki.post("/settings/map/pace/", metres_per_minute="60", detour_percent="150").status_code == 302
    assert suzuki.post("/settings/map/pace/", metres_per_minute="0", detour_percent="150").status_code == 422
    assert suzuki.post("/settings/map/clear/").status_code == 302
    assert browse("nao").get("/settings/map/").status_code == 403


def test_eighty_metres_are_a_minute():
    here = Point(35.0, 135.0)
    east = Point(35.0, 135.0 + 800 / (111_195 * 0.8191520))
    assert metres(here, east) == pytest.approx(800, rel=0.01)
    assert walking_minutes(here, east) == 13  # 800 m × 1.3 ÷ 80
    assert walking_minutes(here, east, Pace(60, 100)) in (13, 14)
    assert walking_minutes(here, here) == 1
    nowhere = type("Nowhere", (), {"latitude": None, "longitude": None})()
    assert walking_minutes(here, nowhere) is None


coordinates = st.tuples(st.floats(123, 150), st.floats(25, 45))


@settings(max_examples=150, deadline=None)
@given(coordinates, coordinates)
def test_distances_are_the_same_both_ways(a, b):
    first, second = Point(a[1], a[0]), Point(b[1], b[0])
    there, back = walking_minutes(first, second), walking_minutes(second, first)
    assert there is not None
    assert back is not None
    assert abs(there - back) <= 1
    assert there >= 1


@settings(max_examples=150, deadline=None)
@given(st.lists(coordinates, min_size=1, max_size=12))
def test_everything_lies_on_the_sheet(points):
    sheet = sheet_of(points)
    for x, y in points:
        at = sheet.at(x, y)
        assert -1 <= at[0] <= sheet.width + 1
        assert -1 <= at[1] <= sheet.height + 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.floats(0.2, 1), st.floats(0, 6.28)), min_size=3, max_size=20))
def test_the_middle_of_an_outline_lies_inside(rays):
    import math

    ring = [
        [135 + 0.02 * far * math.cos(turn), 35 + 0.02 * far * math.sin(turn)]
        for far, turn in sorted(rays, key=lambda r: r[1])
    ]
    polygons = [[ring]]
    x, y = centre(polygons)
    assert min(p[0] for p in ring) - 1e-9 <= x <= max(p[0] for p in ring) + 1e-9
    assert min(p[1] for p in ring) - 1e-9 <= y <= max(p[1] for p in ring) + 1e-9
