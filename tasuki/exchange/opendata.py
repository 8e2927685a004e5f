"""自治体標準オープンデータセット: 公共施設一覧, イベント一覧, 支援制度情報 as CSV (UTF-8 with its mark, CRLF).

公共施設一覧 has the columns of the current definition as towns load them, イベント一覧 those of 推奨データセット,
in its order (checked against two public copies of its definition); the order of columns within the current definition of
公共施設一覧 could not be checked against it (未確認), readers go by name.
"""

from typing import Any

from tasuki.codes import lookup
from tasuki.community.enums import PlaceKind
from tasuki.community.models import Place, Scheme
from tasuki.community.sessions_models import Session
from tasuki.shared.tables import csv_bytes
from tasuki.tenancy.models import Municipality

from . import published
from .workbook import number_of

FACILITIES = (
    "全国地方公共団体コード", "ID", "名称", "名称_カナ", "名称_英字", "所在地_全国地方公共団体コード", "町字ID", "所在地_連結表記",
    "所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下", "建物名等(方書)", "緯度", "経度", "種別", "電話番号",
    "内線番号", "連絡先メールアドレス", "連絡先FormURL", "連絡先備考（その他、SNSなど）", "郵便番号", "利用可能曜日", "開始時間",
    "終了時間", "利用可能日時特記事項", "URL", "画像", "備考",
)  # fmt: skip
EVENTS = (
    "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ", "イベント名_英語",
    "開始日", "終了日", "開始時間", "終了時間", "開始日時特記事項", "説明", "料金(基本)", "料金(詳細)", "連絡先名称",
    "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度", "経度", "アクセス方法", "駐車場情報", "定員",
    "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
)  # fmt: skip

# As in published data of schemes of support (制度番号 … タグ); the definition of the standard (支援制度情報) was not at hand.
SCHEMES = (
    "制度番号", "元制度番号", "制度変更区分", "制度所管組織", "都道府県", "市町村", "タイトル（制度名）", "概要", "支援内容",
    "対象者", "利用・申請方法", "受付開始日", "受付終了日", "詳細参照先", "お問い合わせ先", "公開日", "タグ",
)  # fmt: skip


def facilities(municipality: Municipality) -> tuple[bytes, int]:
    """公共施設一覧 of the places that residents may know of."""
    rows = [_facility(place, municipality) for place in published.places()]
    return _csv(FACILITIES, rows), len(rows)


def _facility(place: Place, municipality: Municipality) -> dict[str, Any]:
    read = published.opening(place)
    start, end = published.hours(read)
    return {
        "全国地方公共団体コード": municipality.code, "ID": number_of(place), "名称": place.name, "名称_カナ": place.kana,
        "所在地_全国地方公共団体コード": municipality.code, "所在地_連結表記": place.where,
        "所在地_都道府県": published.prefecture(municipality), "所在地_市区町村": municipality.name,
        "緯度": place.latitude, "経度": place.longitude, "種別": PlaceKind(place.kind).label,
        "電話番号": published.phone(place), "利用可能曜日": published.weekdays(read), "開始時間": start, "終了時間": end,
        "利用可能日時特記事項": place.opening, "URL": place.url, "備考": _remark(place),
    }  # fmt: skip


def _remark(place: Place) -> str:
    """What has no column of its own."""
    told = (("費用", place.cost), ("利用の条件", place.conditions), ("行き方", place.access), ("運営", place.run_by))
    return "；".join(f"{name}：{text}" for name, text in told if text)


def events(municipality: Municipality) -> tuple[bytes, int]:
    """イベント一覧 of what is to come."""
    rows = [_event(one, municipality) for one in published.events()]
    return _csv(EVENTS, rows), len(rows)


def _event(one: Session, municipality: Municipality) -> dict[str, Any]:
    place = one.place if one.place and one.place.shown_to_public else None
    told = {
        "都道府県コード又は市区町村コード": municipality.code, "NO": f"E-{one.pk.hex[-12:]}",
        "都道府県名": published.prefecture(municipality), "市区町村名": municipality.name, "イベント名": str(one),
        "開始日": one.on.isoformat(), "終了日": one.on.isoformat(),
        "開始時間": f"{one.start:%H:%M}" if one.start else "", "終了時間": f"{one.end:%H:%M}" if one.end else "",
        "主催者": str(one.group or ""),
    }  # fmt: skip
    if place:
        told |= {"場所名称": place.name, "住所": place.where, "緯度": place.latitude, "経度": place.longitude,
                 "アクセス方法": place.access, "料金(詳細)": place.cost, "連絡先電話番号": published.phone(place),
                 "定員": place.capacity, "URL": place.url}  # fmt: skip
    return told


def schemes(municipality: Municipality) -> tuple[bytes, int]:
    """支援制度情報 of the schemes that residents may know of."""
    rows = [_scheme(one, municipality) for one in published.schemes()]
    return _csv(SCHEMES, rows), len(rows)


def _scheme(one: Scheme, municipality: Municipality) -> dict[str, Any]:
    contact = "　".join(part for part in (one.asked_at, one.rung_at) if part)
    return {
        "制度番号": f"S-{one.pk.hex[-12:]}", "制度所管組織": one.given_by or municipality.name,
        "都道府県": published.prefecture(municipality), "市町村": municipality.name, "タイトル（制度名）": one.name,
        "概要": one.summary, "支援内容": one.content, "対象者": one.target, "利用・申請方法": one.how_to_apply,
        "受付開始日": one.opens_on and one.opens_on.isoformat(), "受付終了日": one.closes_on and one.closes_on.isoformat(),
        "詳細参照先": one.url, "お問い合わせ先": contact,
        "公開日": one.confirmed_on and one.confirmed_on.isoformat(),
        "タグ": "；".join(lookup.labels("consultation_topic", one.topics)),
    }  # fmt: skip


def _csv(headings: tuple[str, ...], rows: list[dict[str, Any]]) -> bytes:
    return csv_bytes([headings, *([row.get(name) for name in headings] for row in rows)])
