"""GIF 行政サービス拠点・支援機関等 (DS-451-7): 施設情報, サービス・担当区域情報 and 連絡先情報 of each place, as JSON.

Names of items as in DS-435, DS-432, DS-433, DS-436 and DS-451-7 of the Digital Agency.
"""

import json
from typing import Any

from tasuki.codes import lookup
from tasuki.community.enums import PlaceKind
from tasuki.community.models import Place
from tasuki.tenancy.models import Municipality

from . import published
from .workbook import number_of

# No POI code exists for 居場所, サロン or a desk of the neighbourhood: own codes, as the guide shows them (C0001…).
POI = {kind: f"C{number:04}" for number, kind in enumerate(PlaceKind, start=1)}
WHOLE_TOWN = "市内全域"


def document(municipality: Municipality) -> dict[str, Any]:
    """All places that residents may know of."""
    return {
        "データモデル": "行政サービス拠点・支援機関等（GIF DS-451-7）",
        "提供": municipality.name,
        "支援機関": [_institution(place, municipality) for place in published.places()],
    }


def support(municipality: Municipality) -> tuple[bytes, int]:
    """The same as a file."""
    told = document(municipality)
    return json.dumps(told, ensure_ascii=False, indent=1).encode(), len(told["支援機関"])


def _institution(place: Place, municipality: Municipality) -> dict[str, Any]:
    contact = {"連絡先名称": place.run_by or place.name, "電話番号": [published.phone(place)] * bool(published.phone(place)),
               "URL": place.url}  # fmt: skip
    return {
        "施設情報": _facility(place, municipality),
        "サービス・担当区域情報": _district(place, municipality),
        "連絡先情報": {name: value for name, value in contact.items() if value},
    }


def _facility(place: Place, municipality: Municipality) -> dict[str, Any]:
    read = published.opening(place)
    start, end = published.hours(read)
    told: dict[str, Any] = {
        "ID": number_of(place),
        "種別情報": {"種別": "POIコード", "種別関連情報": POI[PlaceKind(place.kind)], "名称": PlaceKind(place.kind).label},
        "名称": place.name, "名称（カナ）": place.kana, "通称": place.nickname,
        "施設住所": _address(place, municipality), "アクセス方法": place.access,
        "利用可能曜日": published.weekdays(read), "開始時刻": start, "終了時刻": end, "利用可能日時説明": place.opening,
        "料金有無": _fee(place), "料金説明": place.cost, "収容人数": place.capacity,
        "アクセシビリティ情報": {"備考": "、".join(lookup.labels("place_accessibility", place.accessibility))}
        if place.accessibility else None,
    }  # fmt: skip
    kept = {"ID", "名称", "名称（カナ）", "種別情報", "施設住所"}
    return {name: value for name, value in told.items() if value or name in kept}


def _fee(place: Place) -> str:
    """有無コード: 0 無, 1 有, 9 不明."""
    if place.cost_yen is not None:
        return "1" if place.cost_yen else "0"
    return "9" if not place.cost else "0" if "無料" in place.cost else "1"


def _address(place: Place, municipality: Municipality) -> dict[str, Any]:
    told: dict[str, Any] = {"全国地方公共団体コード": municipality.code, "都道府県": published.prefecture(municipality),
                            "市区町村（郡）": municipality.name, "連結表記": place.where}  # fmt: skip
    if place.latitude is not None and place.longitude is not None:
        told |= {"緯度": float(place.latitude), "経度": float(place.longitude), "座標参照系": "世界測地系"}
    return told


def _district(place: Place, municipality: Municipality) -> list[dict[str, str]]:
    """担当区域: a list of areas, with the remark that says which part of the town."""
    remark = place.district or (place.area.name if place.area else WHOLE_TOWN)
    return [{"都道府県コード": municipality.code[:2], "市区町村コード": municipality.code, "備考": remark}]
