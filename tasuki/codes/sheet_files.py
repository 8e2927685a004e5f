"""Sheets and codes as a file (様式のひとそろい): written as TOML, read in the limited process, told before it is loaded."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.shared.limited import run

from . import lookup
from .models import SheetVersion
from .sheet_checking import KEY, SHEETS, faults
from .sheet_definitions import newest, raw_of, shipped
from .sheet_editing import differences
from .titles import title

LARGEST = 1024 * 1024
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
MOST_CODES = 5000
ORDER = ("key", "label", "kind", "list", "options", "per", "column", "where", "required", "hidden", "own", "unverified",
         "consent", "help", "text", "variant", "columns", "fields")  # fmt: skip
TOP = ("key", "version", "title", "valid_from", "source")


def toml_of(raw: Mapping[str, Any]) -> str:
    """A definition as a file that can be loaded again, here or elsewhere."""
    lines = [
        f"{name} = {_day(raw[name]) if name == 'valid_from' else _value(raw[name])}" for name in TOP if raw.get(name)
    ]
    if raw.get("variants"):
        lines.append(f"variants = {_value(raw['variants'])}")
    for section in raw["sections"]:
        lines += ["", "[[sections]]", *_pairs(section, "fields")]
        for one in section.get("fields", ()):
            lines += ["", "[[sections.fields]]", *_pairs(one)]
    return "\n".join(lines) + "\n"


def _pairs(row: Mapping[str, Any], *without: str) -> list[str]:
    names = sorted((name for name in row if name not in without), key=lambda name: (ORDER.index(name), name)
                   if name in ORDER else (len(ORDER), name))  # fmt: skip
    return [f"{name} = {_value(row[name])}" for name in names if row[name] not in ("", None)]


def _day(said: Any) -> str:
    return date.fromisoformat(str(said)).isoformat()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(one)}" for name, one in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass
class Change:
    """What loading would do to one sheet or one code list."""

    name: str
    state: str  # 新しい, 変わる, もうある
    since: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass
class Told:
    """A file as it was read: what is in it, what it would change, what is wrong."""

    title: str
    content: dict[str, Any]
    sheets: list[Change] = field(default_factory=list)
    codes: list[Change] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read_file(content: bytes) -> Told:
    """A set of forms and codes, or one sheet alone."""
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。1MBまでにしてください。")
    raw, _ = run("definition", content)
    return told_of(raw)


def told_of(raw: Any) -> Told:
    """The same, of what was read before."""
    if not isinstance(raw, dict) or not ({"sections", "sheets", "codes"} & set(raw)):
        raise Refused(
            "様式（sheets）もコード（codes）もありません。ひとそろいのファイルか、様式のファイルを選んでください。"
        )
    content = raw if "sections" not in raw else {"title": raw.get("title", ""), "sheets": [raw]}
    told = Told(
        str(content.get("title", ""))[:80], {"sheets": content.get("sheets", []), "codes": content.get("codes", [])}
    )
    lists = [told.content["sheets"], told.content["codes"]]
    if not all(isinstance(one, list) and all(isinstance(row, dict) for row in one) for one in lists):
        raise Refused("sheets と codes は、[[sheets]]、[[codes]] の並びにしてください。")
    _read_codes(told)
    new = {one["list"] for one in told.content["codes"] if isinstance(one.get("list"), str)}
    for sheet in told.content["sheets"]:
        _read_sheet(told, sheet, new)
    return told


def _read_sheet(told: Told, raw: dict[str, Any], new_lists: set[str]) -> None:
    called = f"様式「{raw.get('title') or raw.get('key') or '名前なし'}」"
    wrong = [f"{called}：{one}" for one in faults(str(raw.get("key", "")), raw)
             if not any(f"コード表「{name}」はありません" in one for name in new_lists)]  # fmt: skip
    if not isinstance(raw.get("title"), str) or not 0 < len(raw["title"]) <= 80:
        wrong.append(f"{called}：名前（title）がないか、80文字をこえています。")
    if not VERSION.fullmatch(str(raw.get("version", ""))):
        wrong.append(f"{called}：版（version）は、20文字までの英数字にしてください。")
    if not _is_day(raw.get("valid_from")):
        wrong.append(f"{called}：使いはじめ（valid_from）は 2027-04-01 のように書いてください。")
    told.wrong += wrong
    if wrong:
        return
    key, version = raw["key"], raw["version"]
    here = any(one["version"] == version for one in shipped()[key])
    here = here or SheetVersion.objects.filter(sheet=key, version=version).exists()
    state = "もうある" if here else "新しい版"
    now = newest(key, max(one_day(raw["valid_from"]), date(2020, 4, 1)))
    lines = [] if here else differences(raw_of(key, now.version), raw)
    told.sheets.append(Change(f"{SHEETS[key]}　{raw['title']}（{version}）", state, raw["valid_from"], lines))


def one_day(said: str) -> date:
    """A day as it stands in the file."""
    return date.fromisoformat(said)


def _is_day(said: Any) -> bool:
    try:
        return bool(date.fromisoformat(said))
    except (TypeError, ValueError):
        return False


def _read_codes(told: Told) -> None:
    rows = told.content["codes"]
    if len(rows) > MOST_CODES:
        told.wrong.append(f"コードは{MOST_CODES:,}件までです。")
        return
    by_list: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 1):
        wrong = _code_fault(row)
        if wrong:
            told.wrong.append(f"コード{number}件目：{wrong}")
            continue
        known = dict(lookup.ever(row["list"]))
        before = known.get(row["code"])
        if before is None:
            by_list.setdefault(row["list"], []).append(f"加える：{row['label']}")
        elif before != row["label"]:
            by_list.setdefault(row["list"], []).append(f"名前：{before} → {row['label']}")
        if row.get("valid_to") and before is not None:
            by_list.setdefault(row["list"], []).append(f"閉じる：{row['label']}（{row['valid_to']}まで）")
    told.codes = [Change(title(name), "変わる", "", lines) for name, lines in by_list.items()]


def _code_fault(row: dict[str, Any]) -> str:
    if not KEY.fullmatch(str(row.get("list", ""))):
        return "一覧（list）の名前は、英小文字で始まる英数字にしてください。"
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", str(row.get("code", ""))) or not isinstance(row.get("code"), str):
        return "コード（code）は、40文字までの英数字にしてください。"
    if not isinstance(row.get("label"), str) or not 0 < len(row["label"]) <= 120:
        return "表示（label）がないか、120文字をこえています。"
    if not isinstance(row.get("order", 0), int) or not 0 <= row.get("order", 0) <= 32000:
        return "並び順（order）は、0から32000の数にしてください。"
    days = [row.get(name) for name in ("valid_from", "valid_to") if row.get(name)]
    return "" if all(_is_day(day) for day in days) else "日付は 2027-04-01 のように書いてください。"
