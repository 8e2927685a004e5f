"""Answers of the household's sheet (回答): those in columns, which lists, rules and reports read, and the others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tasuki.codes.sheet_answers import checked, kept
from tasuki.codes.sheet_definitions import Field, Sheet
from tasuki.shared.decisions import Refused

from .models import Assessment, MemberAssessment

HOUSEHOLD, PERSON = "household", "person"
COLUMNS = {
    HOUSEHOLD: ("household_type", "strengths", "wishes", "direction", "screening_on", "screening_result"),
    PERSON: ("issues_told", "issues_seen", "complaint", "view", "strengths", "wishes", "life_history"),
}  # fmt: skip
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
        answer = checked(fields[key], value, on, before.get(key))
        if key in COLUMNS[per]:
            setattr(row, key, answer if answer is not None or fields[key].kind == "date" else _blank(fields[key]))
            changed.append(key)
        elif answer in (None, "", []):
            row.answers.pop(key, None)
        else:
            row.answers[key] = kept(answer)
    return changed


def _blank(field: Field) -> Any:
    return [] if field.kind == "choices" else ""
