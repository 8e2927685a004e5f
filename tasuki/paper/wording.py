"""Values in the words in which they stand on paper (紙のことば)."""

from datetime import date, datetime
from typing import Any

from tasuki.codes import lookup
from tasuki.codes.sheet_definitions import Field, Sheet
from tasuki.shared.calendar_jp import wareki, wareki_short, wareki_time

MOST_PEOPLE = "世帯員（非開示）"


def words(value: Any) -> str:
    """Anything without a list of choices."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, datetime):
        return wareki_time(value)
    if isinstance(value, date):
        return wareki(value)
    return str(value)


def said(one: Field, value: Any) -> str:
    """The answer to a question in words."""
    if value in (None, "", []):
        return ""
    if one.kind in ("choice", "choices"):
        chosen = [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
        return "、".join(lookup.labels(one.list, chosen) if one.list else chosen)
    if one.kind in ("yesno", "tick"):
        return words(bool(value)) if one.kind == "yesno" else "☑" if value else "☐"
    if one.kind == "money":
        return f"{value:,}円"
    if one.kind == "date" and isinstance(value, str):
        return wareki_short(date.fromisoformat(value))
    return words(value)


def answers_in(sheet: Sheet, row: Any, per: str = "one") -> dict[str, str]:
    """Every answer of a record in words: from its columns, or from the answers kept with the version of the sheet."""
    kept = getattr(row, "answers", None) or {}
    found = {}
    for key, one in sheet.fields(per).items():
        value = kept.get(key)
        if value is None and hasattr(row, key):
            value = getattr(row, key)
        if not hasattr(value, "all") and not callable(value):
            display = getattr(row, f"get_{key}_display", None)
            found[key] = str(display() or "") if display and value and not one.list else said(one, value)
    return found
