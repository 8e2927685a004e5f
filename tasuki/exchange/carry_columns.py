"""The items that a table of people, households, cases and records can have (取り込みの項目), and how each is read."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from tasuki.codes import lookup
from tasuki.people.enums import Sex
from tasuki.shared import clock
from tasuki.shared.calendar_jp import TOKYO, parse_date
from tasuki.shared.kana import clean_text, is_katakana, katakana, phone_digits
from tasuki.shared.partial_date import parse_partial_date

from .columns import codes, flat, words, yes_no

PERSON, HOME, CASE, CONSULTATION, RECORD = "人", "世帯", "ケース", "相談", "支援経過"
SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?$")  # a day as Excel counts it: 45748
COUNTED = re.compile(r"[1-6]\d{4}\.\d*[1-9]\d*$")  # with a part of the day: 45750.604
OLDEST = 125
_AFTERNOON = ("午後", "PM", "pm")
_HOUR = r"(?P<h>\d{1,2})(?:時(?:(?P<m>\d{1,2})分?)?|:(?P<m2>\d{2})(?::\d{2})?)"
_TIMED = re.compile(
    rf"(?P<day>.*\S)(?:\s+|(?<=[日)]))(?P<half>午前|午後|[AP]M|[ap]m)?\s*{_HOUR}\s*(?:(?:[~〜-]|から)\s*(?P<until>.*?)(?:まで)?)?"
)
_END = re.compile(_HOUR)
_AGED = re.compile(r"[（(]\s*満?[0-9０-９]{1,3}\s*[歳才]?\s*[)）]$")


@dataclass(frozen=True)
class Item:
    """An item: its key, its name on the screen, the part of the row it belongs to, how it is read, an example."""

    key: str
    label: str
    part: str
    read: Callable[[str], Any]
    also: tuple[str, ...] = ()
    example: str = ""
    width: int = 14


def number(text: str) -> str:
    """A number of the source: 0012 and 12.0 stay what they say, without spaces and width."""
    plain = flat(text).removesuffix(".0") if re.fullmatch(r"\d+\.0", flat(text)) else flat(text)
    return words(60)(plain)


def reading(text: str) -> str:
    """A reading in kana, kept as katakana."""
    kana = katakana(clean_text(text))
    if not is_katakana(kana):
        raise ValueError(f"「{text}」にかな以外の文字があります。ひらがなかカタカナで書いてください。")
    return str(words(80)(kana))


def born(text: str) -> str:
    """A date of birth as it was said, or only the year, 「80代」, an age."""
    said = _of_serial(_AGED.sub("", text) or text)  # 「S15.4.3（86歳）」: the age is reckoned, not kept
    known = parse_partial_date(said)
    earliest = known.earliest
    if earliest and earliest > clock.today():
        raise ValueError(f"「{text}」は、これからの日です。生年月日をたしかめてください。")
    if known.year and known.year < clock.today().year - OLDEST:
        raise ValueError(f"「{text}」だと{OLDEST}歳をこえます。元号と年をたしかめてください。")
    return str(words(40)(said))


def _of_serial(text: str) -> str:
    """「45748」 as a day; everything else as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if SERIAL.fullmatch(plain):
        return (date(1899, 12, 30) + timedelta(days=int(float(plain)))).isoformat()
    return re.sub(r"^(\d{4}-\d{2}-\d{2})[T ]00:00(:00)?$", r"\1", text.strip())


def day(text: str) -> date:
    """A day in 和暦 or 西暦."""
    return parse_date(_of_serial(text))


def past_day(text: str) -> date:
    """A day that has been."""
    read = day(text)
    if read > clock.today():
        raise ValueError(f"「{text}」は、これからの日です。日付をたしかめてください。")
    return read


def moment(text: str) -> datetime:
    """A day that has been, with a time where one is written (「R8.4.3 14:30」「午後2時30分」「14:30〜15:00」)."""
    plain = _counted(unicodedata.normalize("NFKC", text).strip().replace("T", " "))
    found = _TIMED.fullmatch(plain)
    at = _time(found, text) if found else time(0, 0)
    read = datetime.combine(past_day(found["day"] if found else text), at, TOKYO)
    if read > clock.now():
        raise ValueError(f"「{text}」は、これからの日時です。")
    return read


def lasted(text: str) -> int | None:
    """The minutes of 「14:30〜15:00」; None when no end is written."""
    found = _TIMED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    end = _END.fullmatch(found["until"] or "") if found else None
    if not found or not end:
        return None
    begun, ended = _time(found, text), int(end["h"]) * 60 + int(end["m"] or end["m2"] or 0)
    ended += 12 * 60 if found["half"] in _AFTERNOON and int(end["h"]) < 12 else 0
    minutes = ended - begun.hour * 60 - begun.minute
    return minutes if 0 < minutes <= 24 * 60 else None


def _time(found: re.Match[str], text: str) -> time:
    hour, minute = int(found["h"]), int(found["m"] or found["m2"] or 0)
    half = found["half"] or ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"「{text}」の時刻をたしかめてください。")
    return time(hour, minute)


def _counted(plain: str) -> str:
    """A day and time as Excel counts them (45750.604…) in figures; everything else as it is."""
    if not COUNTED.fullmatch(plain):
        return plain
    at = datetime(1899, 12, 30) + timedelta(minutes=round(float(plain) * 24 * 60))
    return f"{at:%Y-%m-%d %H:%M}"


def sex(text: str) -> str:
    """男・女, M・F, the numbers of ISO 5218; what is not known is not guessed."""
    known = {"男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "1": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE,
             "2": Sex.FEMALE, "その他": Sex.OTHER, "9": Sex.UNKNOWN, "0": Sex.UNKNOWN, "不明": Sex.UNKNOWN, "答えない": Sex.UNKNOWN,
             "無回答": Sex.UNKNOWN, "未回答": Sex.UNKNOWN}  # fmt: skip
    if flat(text) not in known:
        raise ValueError(f"「{text}」は使えません。男・女・その他・不明 のどれかで書いてください。")
    return known[flat(text)].value


def together(text: str) -> bool:
    """同居 or 別居."""
    if flat(text) in ("同居", "同一世帯", "同"):
        return True
    if flat(text) in ("別居", "別世帯", "別"):
        return False
    return bool(yes_no(text))


def phone(text: str) -> str:
    """A telephone number with at least as many figures as one has; Excel may have eaten the first 0."""
    said = clean_text(text).strip()
    digits = phone_digits(said)
    if len(digits) in (9, 10) and digits[0] != "0" and digits == flat(said):
        said = digits = f"0{digits}"
    if not 6 <= len(digits) <= 15:
        raise ValueError(f"「{text}」を電話番号として読めません。")
    return str(words(120)(said))


def postal(text: str) -> str:
    """Seven figures."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
    if len(digits) != 7:
        raise ValueError(f"「{text}」を郵便番号（7けた）として読めません。")
    return digits


def minutes(text: str) -> int:
    """45, 45分, 1時間30分, 0:45."""
    plain = flat(text)
    found = re.fullmatch(r"(?:(\d{1,2})(?:時間|:))?(\d{1,4})?分?", plain)
    if not plain or not found or not any(found.groups()):
        raise ValueError(f"「{text}」を時間（分）として読めません。")
    total = int(found[1] or 0) * 60 + int(found[2] or 0)
    if total > 24 * 60:
        raise ValueError(f"「{text}」は24時間をこえています。")
    return total


def one_code(name: str) -> Callable[[str], str]:
    """One word of a code list, by its label or code; 「来所」 is found when it begins one label only."""

    def read(text: str) -> str:
        pairs = lookup.choices(name)
        known = {flat(word): code for code, label in pairs for word in (label, code)}
        begins = {code for code, label in pairs if flat(label).startswith(flat(text))}
        if flat(text) in known:
            return known[flat(text)]
        if len(begins) == 1:
            return begins.pop()
        some = "・".join(label for _, label in pairs[:6])
        raise ValueError(f"「{text}」は一覧にありません。使えるのは {some}{' など' if len(pairs) > 6 else ''} です。")

    return read


def _of_persons() -> tuple[Item, ...]:
    return (
        Item("person_no", "対象者番号", PERSON, number, ("個人番号", "利用者番号", "利用者ID", "本人番号", "宛名番号", "ID"), "A-0001"),
        Item("name", "氏名", PERSON, words(120), ("名前", "対象者", "対象者氏名", "本人氏名", "利用者名", "利用者氏名", "世帯員氏名", "相談者氏名", "なまえ"), "花村 ウメ", 18),
        Item("family_name", "氏", PERSON, words(60), ("姓", "苗字", "名字", "氏（漢字）")),
        Item("given_name", "名", PERSON, words(60), ("名（漢字）",)),
        Item("kana", "フリガナ", PERSON, reading, ("ふりがな", "カナ", "かな", "氏名カナ", "カナ氏名", "氏名（カナ）", "氏名（フリガナ）", "氏名ふりがな", "氏名フリガナ", "ヨミガナ", "よみ", "よみがな", "対象者カナ"), "ハナムラ ウメ", 20),
        Item("family_kana", "氏（カナ）", PERSON, reading, ("セイ", "姓（カナ）", "姓カナ", "せい")),
        Item("given_kana", "名（カナ）", PERSON, reading, ("メイ", "名カナ", "めい")),
        Item("common_name", "通称", PERSON, words(80), ("通称名",)),
        Item("sex", "性別", PERSON, sex, ("男女",), "女", 8),
        Item("birth", "生年月日", PERSON, born, ("誕生日", "生まれ", "生年月日（和暦）", "年代", "生年月日・年代"), "S15.4.3", 16),
        Item("phone", "電話", PERSON, phone, ("電話番号", "連絡先", "TEL", "自宅電話", "固定電話", "連絡先電話番号"), "0859-00-0000", 16),
        Item("mobile", "携帯電話", PERSON, phone, ("携帯", "携帯番号", "携帯電話番号"), "", 16),
        Item("person_note", "配慮すること", PERSON, words(2000), ("本人備考", "留意事項"), "", 24),
    )  # fmt: skip


def _of_homes() -> tuple[Item, ...]:
    return (
        Item("household_no", "世帯番号", HOME, number, ("世帯ID", "世帯No", "世帯コード", "世帯"), "S-001", 12),
        Item("relation", "続柄", HOME, words(40), ("関係", "本人との関係", "世帯主との続柄", "本人との続柄"), "本人", 10),
        Item("head", "世帯主", HOME, yes_no, ("世帯主か",), "はい", 8),
        Item("together", "同居・別居", HOME, together, ("同居", "同別居", "同居別居", "同居の別"), "同居", 10),
        Item("postal", "郵便番号", HOME, postal, ("〒",), "683-0000", 12),
        Item("address", "住所", HOME, words(200), ("現住所", "居住地", "所在地", "住所地", "住所（町名番地）"), "（町字）1-2", 28),
    )  # fmt: skip


def _of_cases() -> tuple[Item, ...]:
    return (
        Item("case_no", "ケース番号", CASE, number, ("ケースNo", "ケースID", "台帳番号", "受付番号", "整理番号", "管理番号", "No", "番号"), "12-034", 12),
        Item("opened_on", "開始日", CASE, past_day, ("受付日", "支援開始日", "登録日", "受理日", "利用開始日"), "R7.5.1", 12),
        Item("worker", "担当", CASE, words(60), ("担当者", "担当者名", "担当職員", "主担当", "担当相談員", "支援員"), "", 14),
        Item("topics", "相談の区分", CASE, codes("consultation_topic"), ("相談内容区分", "相談種別", "相談区分", "相談分類", "主訴区分"), "介護のこと", 22),
    )  # fmt: skip


def _of_contacts() -> tuple[Item, ...]:
    return (
        Item("consulted_at", "相談日", CONSULTATION, moment, ("相談受付日", "初回相談日", "相談日時", "初回相談受付日", "初回受付日"), "R7.5.1", 14),
        Item("consult_words", "相談内容", CONSULTATION, words(20000), ("主訴", "相談の内容", "相談の経緯", "相談概要", "相談内容（本人の訴え）"), "介護のことで困っている", 40),
        Item("route", "相談経路", CONSULTATION, one_code("consultation_route"), ("相談経路（方法）", "受付経路", "相談方法"), "本人が来所", 16),
    )  # fmt: skip


def _of_records() -> tuple[Item, ...]:
    return (
        Item("record_no", "記録番号", RECORD, number, ("経過番号", "記録ID"), ""),
        Item("record_at", "支援日", RECORD, moment, ("対応日", "対応日時", "支援日時", "記録日", "訪問日", "年月日", "日付", "日時", "実施日"), "R7.5.12 14:00", 18),
        Item("method", "対応方法", RECORD, one_code("contact_method"), ("方法", "支援方法", "対応", "手段", "支援形態"), "訪問", 12),
        Item("parties", "相手", RECORD, codes("contact_party"), ("対応相手", "相手先"), "", 14),
        Item("minutes", "時間（分）", RECORD, minutes, ("対応時間", "所要時間", "時間"), "45", 10),
        Item("record_text", "支援内容", RECORD, words(20000), ("対応内容", "経過", "記録", "支援経過", "支援経過記録", "経過記録", "内容", "記事", "支援の内容"), "はじめて訪問し、話を聞いた。", 40),
        Item("view", "所見", RECORD, words(20000), ("見立て", "アセスメント", "考察", "支援者の見立て"), "", 30),
        Item("recorder", "対応者", RECORD, words(60), ("記録者", "記入者", "訪問者", "対応した職員"), "", 14),
        Item("next_on", "次回予定日", RECORD, day, ("次回", "次回訪問日"), "", 12),
        Item("next_text", "次回予定", RECORD, words(200), ("次回の予定", "今後の予定", "次回すること"), "", 24),
    )  # fmt: skip


@cache
def items() -> dict[str, Item]:
    """Every item by its key, in the order of the template."""
    every = (
        *_of_cases()[:1],
        *_of_homes()[:1],
        *_of_persons(),
        *_of_homes()[1:],
        *_of_cases()[1:],
        *_of_contacts(),
        *_of_records(),
    )
    return {item.key: item for item in every}


@cache
def by_heading() -> dict[str, str]:
    """The item behind every heading that is understood; an item's own name goes before the other words."""
    known = {flat(word): item.key for item in items().values() for word in reversed((item.label, *item.also))}
    return known | {flat(item.label): item.key for item in items().values()}


RECORD_ITEMS = ("record_at", "method", "parties", "minutes", "record_text", "view", "next_on", "next_text")
MEMBER_ITEMS = ("relation", "name", "kana", "sex", "birth", "phone", "together")
