"""Whether a definition can be used (様式の検査): told in Japanese, everything that is wrong at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import lookup
from .sheet_definitions import shipped
from .sheet_kinds import ANSWERS, KINDS

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
PERS = {"one", "household", "person"}
MOST_SECTIONS, MOST_FIELDS, LONGEST, MOST_OPTIONS = 40, 60, 80, 50
LONGEST_TEXT = 4000
WORDS, MARKS = ("list", "where", "consent", "help"), ("column", "required", "hidden", "own", "unverified")
OF_SECTION = {"key", "label", "per", "help", "text", "variant", "own", "fields"}
OF_FIELD = {"key", "label", "kind", "options", "columns", *WORDS, *MARKS}
# What a version may not change about a question that the house itself reads.
FIXED = ("kind", "list", "where", "consent", "columns_keys")
SHEETS = {
    "intake": "相談受付票", "household": "世帯アセスメント", "referral": "つなぐシート", "plan": "支援プラン",
    "evaluation": "評価シート", "consent": "同意書", "packet": "事例提出シート", "participation": "参加支援アセスメント",
}  # fmt: skip


def base_of(sheet: str) -> dict[str, Any]:
    """The newest shipped definition: it tells which questions the house reads."""
    return shipped()[sheet][-1]


def columns_of(raw: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """The questions with a column of their own, by (whose, key)."""
    return {
        (section.get("per", "one"), field["key"]): field
        | {"columns_keys": [one["key"] for one in field.get("columns", ())]}
        for section in raw["sections"] for field in section.get("fields", ()) if field.get("column")
    }  # fmt: skip


def faults(sheet: str, body: Any) -> list[str]:
    """What is wrong with the sections of a version; nothing for a good one."""
    if sheet not in shipped():
        return [f"「{sheet}」という様式はありません。使えるのは {'、'.join(sorted(shipped()))} です。"]
    if not isinstance(body, dict) or not isinstance(body.get("sections"), list) or not body["sections"]:
        return ["区分（sections）がありません。"]
    shape = list(_shape(body["sections"]))
    return shape or [*_keys(body["sections"]), *_columns(sheet, body), *_variants(sheet, body)]


def pruned(body: Mapping[str, Any]) -> dict[str, Any]:
    """Only what a definition knows; whatever else a file carried is left behind."""
    sections = [
        {name: value for name, value in section.items() if name in OF_SECTION}
        | {"fields": [{name: value for name, value in field.items() if name in OF_FIELD}
                      for field in section.get("fields", ())]}
        for section in body["sections"]
    ]  # fmt: skip
    return {"sections": sections} | ({"variants": body["variants"]} if body.get("variants") else {})


def _text(what: Any, longest: int = LONGEST) -> bool:
    return isinstance(what, str) and len(what) <= longest


def _shape(sections: list[Any]) -> Iterator[str]:
    """Whether every part is what it should be, so that the rest may be looked at."""
    if len(sections) > MOST_SECTIONS:
        yield f"区分は{MOST_SECTIONS}までです。"
    for number, section in enumerate(sections, 1):
        if not isinstance(section, dict):
            yield f"{number}番目の区分の形が正しくありません。"
            continue
        where = f"区分「{section.get('label') or number}」"
        if not _text(section.get("label")) or not section["label"].strip():
            yield f"{number}番目の区分に、名前（label）がないか、{LONGEST}文字をこえています。"
        if not _text(section.get("key")) or not KEY.fullmatch(section["key"]):
            yield f"{where}の記号（key）は、英小文字で始まる英数字にしてください。"
        if section.get("per", "one") not in PERS:
            yield f"{where}の per は one、household、person のどれかです。"
        if not _text(section.get("text", ""), LONGEST_TEXT) or not _text(section.get("help", ""), 400):
            yield f"{where}の文が長すぎます。"
        fields = section.get("fields", [])
        if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
            yield f"{where}の項目は{MOST_FIELDS}までです。"
            continue
        for field in fields:
            yield from _field(where, field)


def _field(where: str, field: Any) -> Iterator[str]:
    if not isinstance(field, dict):
        yield f"{where}に、形の正しくない項目があります。"
        return
    called = f"{where}の項目「{field.get('label') or field.get('key') or '名前なし'}」"
    if not _text(field.get("label")) or not field["label"].strip():
        yield f"{called}に、名前（label）がないか、{LONGEST}文字をこえています。"
    if not _text(field.get("key")) or not KEY.fullmatch(field["key"]):
        yield f"{called}の記号（key）は、英小文字で始まる英数字にしてください。"
    if any(not _text(field.get(name, ""), 400) for name in WORDS):
        yield f"{called}の説明や一覧の名前は、400文字までの文字にしてください。"
    if any(not isinstance(field.get(name, False), bool) for name in MARKS):
        yield f"{called}の {'、'.join(MARKS)} は、true か false にしてください。"
    columns = field.get("columns", [])
    if not isinstance(columns, list) or not all(
        isinstance(one, dict) and _text(one.get("key")) and _text(one.get("label")) for one in columns
    ):
        yield f"{called}の columns の形が正しくありません。"
    if field.get("kind") not in (KINDS if field.get("column") else ANSWERS):
        yield f"{called}の種類「{field.get('kind')}」は使えません。使えるのは {'、'.join(ANSWERS)} です。"
    elif field["kind"] in ("choice", "choices") and not field.get("column"):
        yield from _choices(called, field)


def _choices(called: str, field: dict[str, Any]) -> Iterator[str]:
    options = field.get("options", [])
    if field.get("list"):
        if not lookup.ever(field["list"]):
            yield f"{called}のコード表「{field['list']}」はありません。"
    elif not isinstance(options, list) or not 2 <= len(options) <= MOST_OPTIONS:
        yield f"{called}の選択肢を、2つから{MOST_OPTIONS}のあいだで書いてください。"
    elif any(not _text(one) or not one.strip() for one in options) or len(set(options)) < len(options):
        yield f"{called}の選択肢に、空のものか同じものがあります。"


def _keys(sections: list[dict[str, Any]]) -> Iterator[str]:
    """Each key once, and each label once for whomever it is asked, so that answers are told apart."""
    keys: set[tuple[str, str]] = set()
    labels: set[tuple[str, str]] = set()
    heads: set[str] = set()
    for section in sections:
        if section["key"] in heads:
            yield f"区分の記号「{section['key']}」が二度あります。"
        heads.add(section["key"])
        for field in section.get("fields", ()):
            per = section.get("per", "one")
            names = [one["key"] for one in field.get("columns", ())] or [field["key"]]
            if any((per, name) in keys for name in names):
                yield f"項目の記号「{field['key']}」が二度あります。"
            keys |= {(per, name) for name in names}
            if not field.get("column") and (per, field["label"]) in labels:
                yield f"「{field['label']}」という項目が二度あります。名前を変えてください。"
            labels.add((per, field["label"]))


def _columns(sheet: str, body: dict[str, Any]) -> Iterator[str]:
    """What rules, lists and results read is all there, unchanged in kind, shown; and nothing pretends to be."""
    needed, there = columns_of(base_of(sheet)), columns_of(body)
    for (per, key), field in needed.items():
        found = there.get((per, key))
        if found is None:
            yield f"「{field['label']}」（{key}）がありません。一覧や決まりが読む欄なので、外せません。"
        elif found.get("hidden"):
            yield f"「{field['label']}」（{key}）は、一覧や決まりが読む欄なので、出さないようにはできません。"
        elif any(found.get(name) != field.get(name) for name in FIXED):
            yield f"「{field['label']}」（{key}）の種類や一覧は変えられません。"
    for (_, key), field in there.items():
        if not any(key == known for _, known in needed):
            yield f"「{field['label']}」（{key}）は、記録の欄（column）にできません。"


def _variants(sheet: str, body: dict[str, Any]) -> Iterator[str]:
    known = {one["key"] for one in base_of(sheet).get("variants", ())} | {""}
    for section in body["sections"]:
        if section.get("variant", "") not in known:
            yield f"区分「{section['label']}」の variant「{section['variant']}」はありません。"
