"""Answers of a sheet (回答): checked against its questions, told in words; what a list or rule reads is in columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasuki.shared.calendar_jp import wareki_short
from tasuki.shared.decisions import Refused
from tasuki.shared.kana import clean_text

from . import lookup
from .sheet_definitions import Field, Sheet, load, newest

YES = {True: "はい", False: "いいえ"}
EMPTY: tuple[Any, ...] = (None, "", [])


def choices_of(field: Field, on: date) -> list[tuple[str, str]]:
    """What may be chosen on a day: a code list, or the words of the sheet itself."""
    return lookup.choices(field.list, on) if field.list else [(one, one) for one in field.options]


def checked(field: Field, value: Any, on: date, before: Any = None) -> Any:
    """The answer as it is kept; a refusal names the question."""
    if value in EMPTY:
        return None
    try:
        return _read(field, value, on, before)
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refused(f"「{field.full_label}」に書けない答えです：{wrong}") from wrong


def _read(field: Field, value: Any, on: date, before: Any) -> Any:
    if field.kind in ("choice", "choices"):
        listed = [value] if field.kind == "choice" else list(dict.fromkeys(value))
        kept = before if isinstance(before, list) else [before]
        known = {code for code, _ in choices_of(field, on)} | set(kept)
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


def kept(answer: Any) -> Any:
    """The answer as JSON carries it."""
    return answer.isoformat() if isinstance(answer, date) else answer


def put_answers(sheet: Sheet, before: Mapping[str, Any], given: Mapping[str, Any], on: date,
                per: str = "one") -> dict[str, Any]:  # fmt: skip
    """The answers after what was given; questions that are not given stay as they are."""
    asked, after = sheet.asked(per), dict(before)
    for key, value in given.items():
        if key not in asked:
            raise Refused(f"この様式に「{key}」という項目はありません。")
        answer = checked(asked[key], value, on, before.get(key))
        if answer in EMPTY:
            after.pop(key, None)
        else:
            after[key] = kept(answer)
    return after


def given_now(sheet: str, on: date, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The two columns of a row that is written today: the version in force, and the answers to its questions."""
    form = newest(sheet, on)
    return {"sheet_version": form.version, "answers": put_answers(form, {}, given or {}, on)}


def copied(sheet: str, row: Any, on: date) -> dict[str, Any]:
    """The two columns of a row begun as a copy: answers whose questions the version in force still asks."""
    form = newest(sheet, on)
    kept_keys = form.asked()
    answers = {key: value for key, value in row.answers.items() if key in kept_keys} if row else {}
    return {"sheet_version": form.version, "answers": answers}


def given_again(sheet: str, row: Any, given: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The two columns of a row that is written again: in the version in which it was begun."""
    form = load(sheet, row.sheet_version) if row.sheet_version else newest(sheet, on)
    answers = put_answers(form, row.answers, given, on)
    version = form.version if answers != row.answers else row.sheet_version
    return {"sheet_version": version, "answers": answers}


def said(field: Field, value: Any) -> str:
    """An answer in words; nothing for no answer."""
    if value in EMPTY:
        return ""
    if field.kind == "choice":
        return lookup.label(field.list, value) if field.list else str(value)
    if field.kind == "choices":
        return "、".join(lookup.labels(field.list, value) if field.list else value)
    if field.kind in ("yesno", "tick"):
        return YES[bool(value)]
    if field.kind == "money":
        return f"{value:,}円"
    if field.kind == "date":
        return wareki_short(value if isinstance(value, date) else date.fromisoformat(value))
    return str(value)


@dataclass(frozen=True)
class Read:
    """A written sheet made ready for reading, in the version in which it was written."""

    sheet: Sheet
    labels: dict[str, str]
    told: dict[str, list[tuple[str, str]]]  # by section, the answers without a column, in words

    @property
    def more(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Sections that the municipality added, with what was answered."""
        return [(one.label, self.told[one.key]) for one in self.sheet.sections if one.own and self.told.get(one.key)]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All answers without a column, one after the other."""
        return [pair for pairs in self.told.values() for pair in pairs]

    @property
    def heads(self) -> dict[str, str]:
        """What each section is called."""
        return {one.key: one.label for one in self.sheet.sections}


def told(sheet: Sheet, answers: Mapping[str, Any], per: str = "one") -> dict[str, list[tuple[str, str]]]:
    """By section, the answers that have no column, as (label, words); only what was answered."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in sheet.part(per):
        pairs = [(one.full_label, said(one, answers.get(one.key))) for one in section.fields if not one.column]
        found[section.key] = [(label, text) for label, text in pairs if text]
    return found


def read(name: str, row: Any) -> Read:
    """A row that carries `sheet_version` and `answers`."""
    sheet = load(name, row.sheet_version)
    return Read(sheet, sheet.labels(), told(sheet, row.answers))


@dataclass(frozen=True)
class Row:
    """One question in two versions of the same sheet."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the answer is another."""
        return self.before != self.after

    @property
    def word(self) -> str:
        """What happened to it, in words."""
        if not self.changed:
            return ""
        return "新しく書いた" if not self.before else "消えた" if not self.after else "変わった"


def side_by_side(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> list[Row]:
    """前回 and 今回: every question that was answered in either, in the order of the newer one."""
    old, new = dict(before), dict(after)
    return [Row(label, old.get(label, ""), new.get(label, "")) for label in dict.fromkeys([*new, *old])]
