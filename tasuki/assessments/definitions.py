"""Sheets as data (様式): `sheets/<sheet>/<version>.toml` read into sections and fields. A new version needs no code."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sheets"
KINDS = {"choice", "choices", "yesno", "number", "money", "date", "text", "long"}


@dataclass(frozen=True)
class Field:
    """One question of a sheet (項目)."""

    key: str
    label: str
    kind: str
    per: str
    list: str = ""
    help: str = ""
    unverified: bool = False
    consent: str = ""  # item of a consent (consent_item) that opens this answer alone
    of: str = ""  # the question whose column this is (課題と特性：本人の訴え)

    @property
    def full_label(self) -> str:
        """The label with that of its question."""
        return f"{self.of}（{self.label}）" if self.of else self.label


@dataclass(frozen=True)
class Section:
    """Questions that belong together (区分). `paired`: two tick columns beside one list of choices."""

    key: str
    label: str
    per: str
    help: str
    fields: tuple[Field, ...]
    paired: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet in one version (様式の版)."""

    key: str
    version: str
    title: str
    valid_from: date
    source: str
    sections: tuple[Section, ...]

    def part(self, per: str) -> list[Section]:
        """Sections of the household, or of each person."""
        return [section for section in self.sections if section.per == per]

    def fields(self, per: str) -> dict[str, Field]:
        """Questions by key."""
        return {field.key: field for section in self.part(per) for field in section.fields}


@cache
def load(sheet: str, version: str) -> Sheet:
    """One version of a sheet; old assessments are shown in the version in which they were made."""
    path = FOLDER / sheet / f"{version}.toml"
    if path.parent.parent != FOLDER or not path.is_file():
        raise LookupError(f"様式「{sheet}」の版「{version}」はありません。")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(_section(one) for one in raw["sections"])
    return Sheet(raw["key"], raw["version"], raw["title"], raw["valid_from"], raw.get("source", ""), sections)


def _section(raw: dict) -> Section:
    fields = tuple(field for one in raw["fields"] for field in _fields(one))
    paired = any("columns" in one for one in raw["fields"])
    return Section(raw["key"], raw["label"], raw["per"], raw.get("help", ""), fields, paired)


def _fields(raw: dict) -> Iterator[Field]:
    """A question; one with columns is a question for each of them."""
    if raw["kind"] not in KINDS:
        raise ValueError(f"{raw['key']}: kind {raw['kind']}")
    more = {"per": raw["per"], "list": raw.get("list", ""), "unverified": raw.get("unverified", False),
            "consent": raw.get("consent", "")}  # fmt: skip
    if "columns" in raw:
        for column in raw["columns"]:
            yield Field(column["key"], column["label"], raw["kind"], of=raw["label"], **more)
        return
    yield Field(raw["key"], raw["label"], raw["kind"], help=raw.get("help", ""), **more)


@cache
def versions(sheet: str) -> tuple[Sheet, ...]:
    """All versions of a sheet, the newest last."""
    found = [load(sheet, path.stem) for path in sorted((FOLDER / sheet).glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def newest(sheet: str, on: date) -> Sheet:
    """The version in force on a day."""
    valid = [one for one in versions(sheet) if one.valid_from <= on]
    if not valid:
        raise LookupError(f"様式「{sheet}」は、この日にはまだありません。")
    return valid[-1]
