"""Outlines of areas and 町字 (圏域の境界): read from a file of the municipality, matched by name, kept."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock, limited
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area, Town

from . import boundaries_rules as rules
from .boundaries_models import AreaOutline, WalkingPace
from .maps_geometry import Polygons, centre

LARGEST = 10 * 1024 * 1024
NO_MATCH = (
    "ファイルの図形の名前に、登録された圏域名・町字名と同じものがありません。"
    "圏域か町字の名前が入った属性のあるGeoJSONを選んでください。"
)
_KANJI = "〇一二三四五六七八九十"


@dataclass
class Shape:
    """One shape of the file: the words the file gives to it, and its form."""

    words: list[str]
    polygons: Polygons


@dataclass
class Drawn:
    """What came of a file (読みこみの結果)."""

    areas: list[Area] = field(default_factory=list)
    towns: list[Town] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    missing: list[Area] = field(default_factory=list)


def read_shapes(content: bytes) -> list[Shape]:
    """The shapes of a GeoJSON file, opened by the process without memory, time or keys; `Refused` with the reason."""
    if not content:
        raise Refused("ファイルが空です。")
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。10MBまでに簡素化してください。")
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise Refused("GeoJSON（.geojson・.json）のファイルを選んでください。")
    told, _ = limited.run("outlines", content)
    return [Shape(**one) for one in told]


def folded(name: str) -> str:
    """A name as it is compared: width, spaces, and 一丁目 or 1丁目 alike."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return re.sub(r"([〇一二三四五六七八九十]+)(?=丁目)", lambda found: str(_number(found[1])), plain)


def _number(kanji: str) -> int:
    """二十三 as 23."""
    tens, ten, ones = kanji.rpartition("十")
    if not ten:
        return int("".join(str(_KANJI.index(one)) for one in kanji))
    return (_KANJI.index(tens) if tens else 1) * 10 + (_KANJI.index(ones) if ones else 0)


def matched(shapes: Iterable[Shape]) -> tuple[dict[Area, Polygons], dict[Town, Polygons], list[str]]:
    """Shapes by area and by 町字; those of one name are one outline. And the names that nobody knows."""
    known: dict[str, Area | Town] = {folded(town.name): town for town in Town.objects.select_related("area")}
    for area in Area.objects.all():
        known |= {folded(area.key): area, folded(area.name): area}
    areas: dict[Area, Polygons] = {}
    towns: dict[Town, Polygons] = {}
    unknown = []
    for shape in shapes:
        thing = next((known[folded(word)] for word in shape.words if folded(word) in known), None)
        if isinstance(thing, Area):
            areas.setdefault(thing, []).extend(shape.polygons)
        elif thing is not None:
            towns.setdefault(thing, []).extend(shape.polygons)
        else:
            unknown.append("・".join(shape.words[:3]) or "名前のない図形")
    return areas, towns, unknown


@transaction.atomic
def draw_outlines(*, by: Worker, shapes: list[Shape], source: str = "") -> Drawn:
    """The outlines in the file take the place of those there were; areas and 町字 not in it keep theirs."""
    require(rules.may_draw_outlines(by))
    areas, towns, unknown = matched(shapes)
    if not areas and not towns:
        raise Refused(NO_MATCH)
    AreaOutline.objects.filter(area__in=areas, town=None).delete()
    AreaOutline.objects.filter(town__in=towns).delete()
    rows = [_outline(area, None, polygons, source) for area, polygons in areas.items()]
    rows += [_outline(town.area, town, polygons, source) for town, polygons in towns.items()]
    AreaOutline.objects.bulk_create(rows)
    record(Act.CHANGE, "圏域の境界を読みこんだ", by=by, count=len(rows), reason=source)
    shown = set(AreaOutline.objects.values_list("area_id", flat=True))
    return Drawn(list(areas), list(towns), unknown, [area for area in Area.objects.all() if area.pk not in shown])


def _outline(area: Area, town: Town | None, polygons: Polygons, source: str) -> AreaOutline:
    x, y = centre(polygons)
    return AreaOutline(area=area, town=town, polygons=polygons, latitude=round(y, 6), longitude=round(x, 6),
                       source=source, taken_on=clock.today())  # fmt: skip


@transaction.atomic
def clear_outlines(*, by: Worker) -> int:
    """All outlines away, before another file is read."""
    require(rules.may_clear_outlines(by))
    count, _ = AreaOutline.objects.all().delete()
    record(Act.CHANGE, "圏域の境界を消した", by=by, count=count)
    return count


@transaction.atomic
def set_pace(*, by: Worker, **numbers: Any) -> WalkingPace:
    """How minutes on foot are reckoned from now on (徒歩の見積り)."""
    require(rules.may_set_pace(by))
    pace, _ = WalkingPace.objects.update_or_create(defaults=numbers)
    record(Act.CHANGE, "徒歩の見積りを変えた", by=by, objects=[pace.pk])
    return pace
