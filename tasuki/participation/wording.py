"""What is said of somebody who is not named: to the place that is asked, and to those who develop what is missing."""

from typing import Any

from tasuki.codes import lookup
from tasuki.codes.sheet_answers import read
from tasuki.community.enums import PlaceKind

from .enums import Escort, Part, PartIn, People
from .matching import day_words
from .models import ParticipationSheet


def conditions(sheet: ParticipationSheet) -> list[tuple[str, str]]:
    """The coded conditions in words, as (label, text); those not given are left out."""
    noise = "・".join(word for word, said in (("静かな所", sheet.quiet), ("知り合いのいない所", sheet.apart)) if said)
    money = "" if sheet.cost_yen is None else f"一回{sheet.cost_yen}円まで" if sheet.cost_yen else "無料だけ"
    rows = [
        ("どんな場", _codes("place_function", sheet.functions)),
        ("どんな人の場", _codes("place_for_whom", sheet.groups)),
        ("どんな所", "・".join(PlaceKind(kind).label for kind in sheet.kinds)),
        ("かかわり方", PartIn(sheet.part_in).label),
        ("曜日と時間", "　".join(part for part in (when(sheet), sheet.times_note) if part)),
        ("歩ける時間", f"片道{sheet.walk_minutes}分" if sheet.walk_minutes else ""),
        ("人の多さ", People(sheet.people).label if sheet.people else ""),
        ("まわり", noise),
        ("お金", money),
        ("付きそい・送迎", Escort(sheet.escort).label if sheet.escort != Escort.NONE else ""),
        ("使いやすさ", _codes("place_accessibility", sheet.needs)),
        ("ことば", _codes("place_language", sheet.languages)),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


WORDS = ("wishes", "goals", "strengths", "hard", "care")


def told_of(sheet: ParticipationSheet) -> list[tuple[str, str]]:
    """Everything of the sheet as (label, words), in the words of its version: to be put beside another."""
    done = read("participation", sheet)
    words = [(done.labels[name], getattr(sheet, name)) for name in WORDS]
    return [row for row in words if row[1]] + conditions(sheet) + done.pairs


def _codes(name: str, codes: Any) -> str:
    return "・".join(lookup.labels(name, codes))


def when(sheet: ParticipationSheet) -> str:
    """「水・金曜の午後」."""
    days = day_words(sorted(sheet.weekdays)) if sheet.weekdays else ""
    parts = "・".join(part.label for part in Part if part in sheet.parts)
    return f"{days}の{parts}" if days and parts else days or parts


def asking(sheet: ParticipationSheet) -> str:
    """What the place may be told first: only what stands in the coded conditions, nothing in her own words."""
    said = [f"・{label}：{text}" for label, text in conditions(sheet) if label not in ("歩ける時間", "お金")]
    return "\n".join([
        "参加できる場をさがしている方がいます。お名前は、ご本人に確かめてからお伝えします。",
        *said,
        "受け入れていただけるでしょうか。いま何人くらいまで受け入れられるか、"
        "謝金・保険・送迎など、必要なことがあれば教えてください。",
    ])  # fmt: skip


def missing(sheet: ParticipationSheet) -> str:
    """A first wording of what no place offers."""
    told = dict(conditions(sheet))
    parts = [
        told.get(label, "")
        for label in ("曜日と時間", "どんな場", "人の多さ", "まわり", "付きそい・送迎", "使いやすさ")
    ]
    return "・".join(part for part in parts if part)[:200]
