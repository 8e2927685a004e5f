"""The rows of a table as lines (取り込みの行): what each cell says, what is wrong in which cell, what the row would make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared.calendar_jp import parse_partial_date
from tasuki.shared.kana import fold_name

from .carry_columns import CONSULTATION, HOME, PERSON, RECORD, items, lasted
from .enums import CarriedKind

DITTO = ("〃", "同上", "々々", '"', "”")
NEW, SKIP = "new", "skip"
EXAMPLE = "例）"  # rows of the blank table that are not meant
_HEADS = ("世帯主", "本人（世帯主）")


@dataclass
class Line:
    """One row: as written, as understood, by what it is known again, what it would make."""

    at: int
    said: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    doubles: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    found: dict[str, UUID] = field(default_factory=dict)
    same: list[Any] = field(default_factory=list)
    person: Person | None = None
    case: Case | None = None
    answer: str = ""
    repeats: bool = False
    differences: list[Any] = field(default_factory=list)
    take: list[Any] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The row as Excel counts."""
        return self.at + 1

    @property
    def skipped(self) -> bool:
        """Left out on purpose."""
        return self.answer == SKIP

    @property
    def asks(self) -> bool:
        """Somebody registered may be the same, and it has not been said."""
        return bool(self.same) and self.person is None and self.answer != NEW and not self.skipped

    @property
    def wrong(self) -> bool:
        """Cannot be taken in as it is."""
        return bool(self.errors) and not self.skipped

    @property
    def names(self) -> dict[str, str]:
        """The names and readings that the row gives, in four parts."""
        family, given = _two(self.facts.get("name", ""))
        family_kana, given_kana = _two(self.facts.get("kana", ""))
        told = {"family_name": family, "given_name": given, "family_kana": family_kana, "given_kana": given_kana}
        for name in told:
            told[name] = self.facts.get(name) or told[name]
        return told | {"common_name": self.facts.get("common_name", "")}

    @property
    def full_name(self) -> str:
        """As it is shown."""
        told = self.names
        return " ".join(filter(None, (told["family_name"], told["given_name"]))) or told["common_name"]

    def has(self, part: str) -> bool:
        """Whether the row tells anything of a part (the number of a household alone tells of nobody)."""
        return any(
            text and items()[name].part == part and name not in ("household_no", "case_no")
            for name, text in self.said.items()
        )

    def knows(self, kind: str) -> bool:
        """Whether it is in already: from an earlier import, or by a row above."""
        return kind in self.found or kind in self.doubles

    @property
    def about_person(self) -> bool:
        """Whether somebody is told of."""
        return self.has(PERSON) or self.has(HOME)

    @property
    def group(self) -> str:
        """What holds a household's rows together."""
        return str(self.facts.get("case_no") or self.facts.get("household_no") or "")


def _two(name: str) -> tuple[str, str]:
    family, _, given = " ".join(name.replace("\u3000", " ").split()).partition(" ")
    return family[:60], given[:60]


def rows_said(table: Sequence[Sequence[str]], heading: int, mapping: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(row, item → text) of every row below the headings in which something stands; 〃 is what stands above."""
    used = [(at, key) for at, key in enumerate(mapping) if key]
    told, above = [], dict[str, str]()
    for at, row in enumerate(table[heading + 1 :], start=heading + 1):
        said = {key: row[column].strip() if column < len(row) else "" for column, key in used}
        if any(said.values()) and not next(filter(None, row), "").startswith(EXAMPLE):
            said = {key: above.get(key, "") if text in DITTO else text for key, text in said.items()}
            told.append((at, said))
            above = said
    return told


def read_cells(at: int, said: dict[str, str], answer: str = "") -> Line:
    """The row with every cell read; errors stand by the item in whose cell they are."""
    line = Line(at, said, answer=answer)
    for key, text in said.items():
        if text:
            try:
                line.facts[key] = items()[key].read(text)
            except ValueError as wrong:
                line.errors[key] = str(wrong)
    _names(line)
    _visit(line)
    return line


def _names(line: Line) -> None:
    """Somebody needs a name, a reading or a name she goes by."""
    written = {"name", "family_name", "given_name", "common_name"}
    written |= set() if written & set(line.said) else {"kana", "family_kana", "given_kana"}  # a table of readings only
    if line.about_person and not written & (set(line.facts) | set(line.errors)):
        line.errors["name"] = "氏名がありません。漢字がわからないときは、カナを書いてください。"
    said = line.facts.get("relation", "")
    if said in _HEADS:
        line.facts.setdefault("head", True)


def _visit(line: Line) -> None:
    """What a record and a consultation need."""
    facts, errors = line.facts, line.errors
    if line.has(RECORD):
        if "record_at" in facts and "minutes" not in line.said and (found := lasted(line.said["record_at"])):
            facts["minutes"] = found
        if "record_text" not in facts and "record_text" not in errors:
            errors["record_text"] = "支援内容がありません。"
        if "record_at" not in facts and "record_at" not in errors:
            errors["record_at"] = "支援日がありません。"
    days = {"consulted_at", "opened_on"}
    if line.has(CONSULTATION) and not days & set(facts) and not days & set(errors):
        errors["consulted_at"] = "相談日がありません。"


def spellings(line: Line) -> set[str]:
    """The folded name and reading, by which somebody is looked for."""
    told = line.names
    keys = (told["family_name"] + told["given_name"], told["family_kana"] + told["given_kana"], told["common_name"])
    return {key for key in map(fold_name, keys) if len(key) > 1}


def birth_of(line: Line) -> tuple[int | None, int | None, int | None]:
    """Year, month and day as far as they are told."""
    known = parse_partial_date(line.facts.get("birth", "")) if line.facts.get("birth") else None
    return (known.year, known.month, known.day) if known and not known.about else (None, None, None)


def set_keys(line: Line, source: str, digest: Any) -> None:
    """By what the person, the household, the case, the consultation and the record of the row are known again."""
    facts, born = line.facts, birth_of(line)
    who = facts.get("person_no") or "|".join((line.group, *sorted(spellings(line)), str(born), _where(line)))
    group = line.group or f"person:{who}"

    def key(kind: CarriedKind, *parts: Any) -> str:
        return str(digest("|".join((source, kind.value, *map(str, parts)))))

    if line.about_person:
        line.keys[CarriedKind.PERSON] = key(CarriedKind.PERSON, who)
        line.keys[CarriedKind.HOUSEHOLD] = key(CarriedKind.HOUSEHOLD, facts.get("household_no") or group)
    line.keys[CarriedKind.CASE] = key(CarriedKind.CASE, group)
    if line.has(CONSULTATION):
        said = (group, facts.get("consulted_at", ""), facts.get("consult_words", ""))
        line.keys[CarriedKind.CONSULTATION] = key(CarriedKind.CONSULTATION, *said)
    if line.has(RECORD):
        plain = (group, facts.get("record_at"), facts.get("method", ""), facts.get("record_text"))
        line.keys[CarriedKind.RECORD] = key(
            CarriedKind.RECORD, *((group, facts["record_no"]) if facts.get("record_no") else plain)
        )


def _where(line: Line) -> str:
    """Only somebody without any number needs the address to be known by."""
    return "" if line.group else str(line.facts.get("address", ""))


def contradictions(lines: Iterable[Line]) -> None:
    """Rows that cannot both be right: one number for two people, two 本人 in one household, one record number twice."""
    named: dict[str, Line] = {}
    index: dict[str, Line] = {}
    records: dict[str, Line] = {}
    said: dict[str, Line] = {}
    for line in (one for one in lines if not one.skipped):
        _same_number(line, named)
        _one_index(line, index)
        key = line.keys.get(CarriedKind.RECORD, "") if line.facts.get("record_no") else ""
        if key and records.setdefault(key, line) is not line:
            line.errors["record_no"] = f"{records[key].number}行目と同じ記録番号です。"
        else:
            _said_above(line, said)


def _said_above(line: Line, said: dict[str, Line]) -> None:
    """The same consultation or record stands in two rows (a merged cell, a row copied twice): it comes in once."""
    for kind in (CarriedKind.CONSULTATION, CarriedKind.RECORD):
        key = line.keys.get(kind, "")
        if key and not line.errors and said.setdefault(key, line) is not line:
            line.doubles.add(kind)
            line.notes.append(f"{kind.label}は、{said[key].number}行目と同じなので、一度だけ入れます。")


def _same_number(line: Line, named: dict[str, Line]) -> None:
    key = line.keys.get(CarriedKind.PERSON, "")
    if not key or not line.full_name:
        return
    first = named.setdefault(key, line)
    line.repeats = first is not line
    if line.repeats and line.facts.get("person_no") and not spellings(line) & spellings(first):
        line.errors["person_no"] = f"この番号は、{first.number}行目では「{first.full_name}」です。"


def _one_index(line: Line, index: dict[str, Line]) -> None:
    if line.facts.get("relation") != "本人" or not line.group or line.repeats:
        return
    first = index.setdefault(line.keys[CarriedKind.CASE], line)
    if first is not line:
        line.errors["relation"] = f"同じ世帯の{first.number}行目も「本人」です。"
