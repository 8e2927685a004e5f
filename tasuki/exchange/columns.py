"""The columns of the table of places (居場所の表): how each is called, written and understood."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from tasuki.codes import lookup
from tasuki.community.enums import CswPart, PlaceKind
from tasuki.community.models import Place
from tasuki.shared.calendar_jp import parse_date
from tasuki.shared.kana import clean_text

Reader = Callable[[str], Any]
Teller = Callable[[Any], Any]
YES, NO = ("はい", "○", "有", "true", "1", "公開", "yes"), ("いいえ", "×", "無", "false", "0", "非公開", "no")


def flat(text: str) -> str:
    """A word as it is compared: width, case and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True)
class Column:
    """A column: the field of the place, its heading, other headings that mean it, how it is read and written."""

    field: str
    heading: str
    read: Reader
    tell: Teller = lambda value: value
    also: tuple[str, ...] = ()
    width: int = 14


def words(most: int) -> Reader:
    """A text of at most so many letters."""

    def read(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"{most}文字までにしてください（いま{len(text)}文字）。")
        return clean_text(text)

    return read


def whole(most: int) -> Reader:
    """A whole number."""

    def read(text: str) -> int:
        plain = flat(text).removesuffix("人").removesuffix("円").removesuffix("名").replace(",", "")
        if not plain.isdecimal() or int(plain) > most:
            raise ValueError(f"「{text}」を、0から{most:,}までの数として読めません。")
        return int(plain)

    return read


def degrees(least: int, most: int, name: str) -> Reader:
    """Degrees in Japan, to the sixth place (0.1 m)."""

    def read(text: str) -> Decimal:
        try:
            value = Decimal(flat(text))
        except InvalidOperation as wrong:
            raise ValueError(f"「{text}」を{name}（十進の度）として読めません。") from wrong
        if not value.is_finite() or not least <= value <= most:
            raise ValueError(
                f"{name}{text}は、日本の範囲（{least}〜{most}度）にありません。緯度と経度が逆でないか、確かめてください。"
            )
        return value.quantize(Decimal("0.000001"))

    return read


def yes_no(text: str) -> bool:
    """はい or いいえ, also ○ and ×, 有 and 無."""
    said = flat(text)
    if said not in {flat(one) for one in (*YES, *NO)}:
        raise ValueError(f"「{text}」は、「はい」か「いいえ」で書いてください。")
    return said in {flat(one) for one in YES}


def day(text: str) -> date:
    """A day in 和暦 or 西暦."""
    try:
        return parse_date(text)
    except ValueError as wrong:
        raise ValueError(f"「{text}」を日付として読めません。{wrong}") from wrong


def web(text: str) -> str:
    """The address of a page."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as wrong:
        raise ValueError("ウェブページは https:// から書いてください。") from wrong
    return words(200)(text)


def one_of(choices: Any) -> Reader:
    """A word of a closed vocabulary, by its label or value."""
    known = {flat(word): value for value, label in choices.choices for word in (value, label)}
    # 「会場（公会堂・空き家など）」 is also called 会場
    known |= {flat(label.split("（")[0]): value for value, label in choices.choices}

    def read(text: str) -> str:
        if flat(text) not in known:
            raise ValueError(f"「{text}」は使えません。使えるのは {'・'.join(choices.labels)} です。")
        return str(known[flat(text)])

    return read


def codes(name: str) -> Reader:
    """Codes of a list by their labels, with 、 ； or line breaks between them."""

    def read(text: str) -> list[str]:
        known = {flat(word): code for code, label in lookup.choices(name) for word in (code, label)}
        said = [one for one in _split(text, known) if one]
        strange = [one for one in said if flat(one) not in known]
        if strange:
            raise ValueError(f"「{strange[0]}」は一覧にありません（ひな形の「使えることば」を見てください）。")
        return list(dict.fromkeys(known[flat(one)] for one in said))

    return read


def _split(text: str, known: Iterable[str]) -> list[str]:
    """The words; 「カフェ・お茶会」 is one word when the list has it."""
    plain = (
        text.replace("\n", "、")
        .replace(";", "、")
        .replace("；", "、")
        .replace("，", "、")
        .replace(",", "、")
        .split("、")
    )
    found = []
    for one in plain:
        found += [one.strip()] if flat(one) in known else [part.strip() for part in one.split("・")]
    return found


def _labels(name: str) -> Teller:
    return lambda value: "、".join(lookup.labels(name, value))


def _choice(choices: Any) -> Teller:
    return lambda value: choices(value).label if value else ""


def _said(value: bool) -> str:
    return "はい" if value else "いいえ"


def _what_and_where() -> tuple[Column, ...]:
    """What it is, when it is open and where."""
    return (
        Column("kind", "種別", one_of(PlaceKind), _choice(PlaceKind)),
        Column("name", "名称", words(120), also=("施設名", "場所の名前", "団体・場所の名称"), width=28),
        Column("kana", "カナ", words(160), also=("名称_カナ", "名称カナ", "名称（カナ）", "フリガナ"), width=24),
        Column("nickname", "愛称", words(60), also=("名称_通称", "通称")),
        Column("run_by", "運営", words(120), also=("団体名", "運営団体", "運営者"), width=24),
        Column("supported_by", "かかわる社協など", words(120), width=20),
        Column("functions", "機能", codes("place_function"), _labels("place_function"), width=24),
        Column(
            "for_whom",
            "おもな対象",
            codes("place_for_whom"),
            _labels("place_for_whom"),
            also=("対象", "対象者"),
            width=18,
        ),
        Column("fields", "相談の分野", codes("field"), _labels("field"), width=18),
        Column("opening", "開いている日", words(160), also=("開催日", "開所日", "活動日"), width=30),
        Column("area", "圏域", words(60), lambda value: value.name if value else ""),
        Column("district", "担当区域", words(120)),
        Column("where", "場所", words(160), also=("住所", "所在地", "所在地_連結表記", "会場"), width=30),
        Column("latitude", "緯度", degrees(20, 46, "緯度")),
        Column("longitude", "経度", degrees(122, 154, "経度")),
    )


def _how_and_who() -> tuple[Column, ...]:
    """How one gets in, whom one asks, what is done with the entry."""
    return (
        Column("access", "行き方", words(200), also=("アクセス方法", "アクセス"), width=24),
        Column("url", "ウェブページ", web, also=("URL", "ホームページ"), width=24),
        Column("capacity", "定員（人）", whole(32000), also=("定員", "収容定員", "収容人数")),
        Column("usual_count", "ふだんの人数", whole(32000), also=("参加人数",)),
        Column("cost", "費用", words(120), also=("料金", "料金(詳細)", "料金説明", "参加費")),
        Column("cost_yen", "一回の費用（円）", whole(1_000_000), also=("料金(基本)",)),
        Column("conditions", "利用の条件", words(200), width=24),
        Column("accessibility", "使いやすさ", codes("place_accessibility"), _labels("place_accessibility"), width=24),
        Column("languages", "ことば", codes("place_language"), _labels("place_language")),
        Column("contact_name", "連絡する人", words(60), also=("連絡先名称", "担当者")),
        Column("contact_phone", "連絡先", words(60), also=("電話番号", "連絡先電話番号"), width=18),
        Column("contact_public", "連絡先を住民に見せてよい", yes_no, _said),
        Column("csw_part", "CSWのかかわり", one_of(CswPart), _choice(CswPart)),
        Column("public_benefit", "社会福祉法人の地域公益活動", words(300), also=("地域公益活動",), width=24),
        Column("shares_room", "ほかの団体に部屋を貸せる", yes_no, _said),
        Column("description", "説明", words(5000), also=("概要",), width=40),
        Column("source", "出典", words(200)),
        Column("confirmed_on", "さいごに確かめた日", day),
        Column("closed", "閉じた", yes_no, _said),
        Column("shown_to_public", "住民に見せる", yes_no, _said),
    )


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of the table; the headings of 公共施設一覧 are understood too."""
    return (*_what_and_where(), *_how_and_who())


NUMBER = "番号"
# What open data says in several columns and we in one (開いている日).
OPENING_PARTS = {
    "opening_days": "利用可能曜日",
    "opening_from": "開始時間",
    "opening_to": "終了時間",
    "opening_note": "利用可能日時特記事項",
}
PART_ALSO = {"opening_from": ("利用開始時間", "開始時刻"), "opening_to": ("利用終了時間", "終了時刻"),
             "opening_note": ("利用可能時間特記事項", "利用可能日時説明"), "opening_days": ("利用曜日",)}  # fmt: skip


@cache
def headings() -> dict[str, str]:
    """The field behind every heading that is understood."""
    known = {flat(word): "number" for word in (NUMBER, "ID", "NO", "管理番号")}
    for field, word in OPENING_PARTS.items():
        known |= {flat(one): field for one in (word, *PART_ALSO[field])}
    for column in columns():
        known |= {flat(word): column.field for word in (column.heading, *column.also)}
    return known


OWN = re.compile(r"p-[0-9a-f]{12}", re.IGNORECASE)


def own_number(place: Place) -> str:
    """The number we give to a place that no list has numbered."""
    return f"P-{place.pk.hex[-12:]}"
