"""Answers of a sheet (回答), checked against its questions; what a list, rule or report reads goes into columns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tasuki.codes import lookup
from tasuki.shared.calendar_jp import wareki_short
from tasuki.shared.decisions import Refused
from tasuki.shared.kana import clean_text

from .definitions import Field, Sheet
from .models import Assessment, MemberAssessment

HOUSEHOLD, PERSON = "household", "person"
COLUMNS = {
    HOUSEHOLD: ("household_type", "strengths", "wishes", "direction", "screening_on", "screening_result"),
    PERSON: ("issues_told", "issues_seen", "complaint", "view", "strengths", "wishes", "life_history"),
}  # fmt: skip
YES = {True: "はい", False: "いいえ"}
Row = Assessment | MemberAssessment


def values(per: str, row: Row | None) -> dict[str, Any]:
    """All answers of a part by key, those in columns too."""
    if row is None:
        return {}
    found = dict(row.answers)
    for key in COLUMNS[per]:
        value = getattr(row, key)
        found[key] = list(value) if isinstance(value, list) else value
    return found


def put(sheet: Sheet, per: str, row: Row, given: Mapping[str, Any], on: date) -> list[str]:
    """Put checked answers into the row, unsaved; keys that are not given stay as they are. Returns changed columns."""
    fields, before, changed = sheet.fields(per), values(per, row), []
    for key, value in given.items():
        if key not in fields:
            raise Refused(f"この様式に「{key}」という項目はありません。")
        answer = _checked(fields[key], value, on, before.get(key))
        if key in COLUMNS[per]:
            setattr(row, key, answer if answer is not None or fields[key].kind == "date" else _blank(fields[key]))
            changed.append(key)
        elif answer in (None, "", []):
            row.answers.pop(key, None)
        else:
            row.answers[key] = answer.isoformat() if isinstance(answer, date) else answer
    return changed


def _blank(field: Field) -> Any:
    return [] if field.kind == "choices" else ""


def _checked(field: Field, value: Any, on: date, before: Any) -> Any:
    """The answer as it is kept; a refusal names the question."""
    if value in (None, "", []):
        return None
    try:
        return _read(field, value, on, before)
    except (ValueError, TypeError) as wrong:
        raise Refused(f"「{field.full_label}」に書けない答えです：{wrong}") from wrong


def _read(field: Field, value: Any, on: date, before: Any) -> Any:
    if field.kind in ("choice", "choices"):
        listed = [value] if field.kind == "choice" else list(dict.fromkeys(value))
        kept = before if isinstance(before, list) else [before]
        known = {code for code, _ in lookup.choices(field.list, on)} | set(kept)
        if unknown := [one for one in listed if one not in known]:
            raise ValueError(f"「{unknown[0]}」は選べません。")
        return value if field.kind == "choice" else listed
    if field.kind == "yesno":
        return {"yes": True, "no": False}[value] if isinstance(value, str) else bool(value)
    if field.kind in ("number", "money"):
        if int(value) < 0:
            raise ValueError("0以上の数で書いてください。")
        return int(value)
    if field.kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return clean_text(str(value)).strip()


def said(field: Field, value: Any) -> str:
    """An answer in words; nothing for no answer."""
    if value in (None, "", []):
        return ""
    if field.kind == "choice":
        return lookup.label(field.list, value)
    if field.kind == "choices":
        return "、".join(lookup.labels(field.list, value))
    if field.kind == "yesno":
        return YES[bool(value)]
    if field.kind == "money":
        return f"{value:,}円"
    if field.kind == "date":
        return wareki_short(value if isinstance(value, date) else date.fromisoformat(value))
    return str(value)
