"""What a sheet on paper is made of: facts the sheet carries by itself, its fields, its tables (紙の様式)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tasuki.codes import lookup
from tasuki.codes.sheet_definitions import Field, Sheet
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

ANYTHING = {"table", "picture", "sign"}  # kinds that are no single value


@dataclass(frozen=True)
class Group:
    """A table of the sheet: one line per person, role or agency. Stands where the definition has it, or at the end."""

    key: str
    label: str
    columns: tuple[tuple[str, str], ...]
    blank: int = 3  # empty lines on a sheet to be filled by hand
    on_paper: bool = True
    whole: bool = False  # every column, also where nothing stands: the answer may be written by hand


@dataclass(frozen=True)
class Kind:
    """One of the sheets (様式): what it is called in tags, who may open it, what it says beside its fields."""

    key: str
    name: str
    permission: Permission
    read: "Callable[[Worker, UUID], Filled]"
    facts: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()
    tags_only: frozenset[str] = frozenset()  # facts told already elsewhere on our own paper
    later: frozenset[str] = frozenset()  # facts that are not known when the sheet is written
    mark: str = "取扱注意"
    signs: tuple[str, ...] = ("氏名（署名）", "代理人のときは氏名と続柄", "説明した人")


@dataclass
class Filled:
    """A sheet filled for one reader: single words by key, lines of its tables, and what is put on record."""

    title: str
    number: str
    values: dict[str, str]
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    version: str = ""
    case: UUID | None = None
    objects: list[UUID] = field(default_factory=list)
    ground: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    parts: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # heading and answers of each person
    signers: list[str] = field(default_factory=list)
    recipient: Any = None
    variant: str = ""  # which of the sheet's variants it is


@dataclass(frozen=True)
class Place:
    """Something a form can be filled with: a value, or a column of a table."""

    key: str
    label: str
    section: str
    group: str = ""
    kind: str = "text"
    also: str = ""  # another name under which it is found
    options: tuple[str, ...] = ()  # the words of its choices, where it has a list of them

    @property
    def repeats(self) -> bool:
        """Whether there is one for each line."""
        return bool(self.group)


def places_of(kind: Kind, sheet: Sheet) -> list[Place]:
    """Everything that can be tied to a cell, in the order of the sheet."""
    facts, tables = dict(kind.facts), {group.key for group in kind.groups}
    asked = [(section, one) for section in sheet.sections for one in section.fields
             if one.kind not in ANYTHING and one.key not in tables]  # fmt: skip
    known = {one.key for section, one in asked if section.per != "person"}
    found = {key: Place(key, label, "基本") for key, label in kind.facts if key not in known}
    for section, one in asked:
        group = "persons" if section.per == "person" else ""
        key = _key(one, group)
        also = "" if group else facts.get(one.key, "")
        found.setdefault(key, Place(key, one.full_label, section.label, group, one.kind, also, _options(one)))
    for table in kind.groups:
        for key, label in table.columns:
            found.setdefault(f"{table.key}.{key}", Place(f"{table.key}.{key}", label, table.label, table.key))
    return list(found.values())


def _options(one: Field) -> tuple[str, ...]:
    """The words of the choices."""
    if one.kind == "yesno":
        return ("はい", "いいえ")
    return tuple(label for _, label in lookup.choices(one.list)) if one.list else one.options


def _key(one: Field, group: str) -> str:
    return f"{group}.{one.key}" if group else one.key


def tag_of(kind: Kind, place: Place) -> str:
    """How it is written in a cell or in Word: つなぐシート.宛先, つなぐシート.対象者.氏名."""
    middle = f".{group_label(kind, place.group)}" if place.group else ""
    return f"{kind.name}{middle}.{place.label}"


def group_label(kind: Kind, key: str) -> str:
    """What a table is called."""
    return next((group.label for group in kind.groups if group.key == key), "世帯員" if key == "persons" else key)
