"""Sheets as data (様式): shipped in `sheets/<sheet>/<version>.toml`, a municipality's own in rows; read into sections and fields."""

import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.tenancy.context import current

from .models import SheetVersion
from .sheet_kinds import KINDS

FOLDER = Path(__file__).parent / "sheets"
SECONDS = 60
_kept: dict[UUID, tuple[float, "dict[str, list[Sheet]]"]] = {}


@dataclass(frozen=True)
class Field:
    """One question of a sheet (項目). `column`: the room keeps it in a column of its own, and rules and lists read it."""

    key: str
    label: str
    kind: str
    per: str = "one"
    list: str = ""
    options: tuple[str, ...] = ()  # choices written in the sheet itself
    help: str = ""
    column: bool = False
    required: bool = False
    unverified: bool = False
    own: bool = False  # added by the municipality
    where: str = (
        ""  # of a column that is not the row's own: person, persons, targets, roles, decisions; paper: only there
    )
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
    text: str = ""  # fixed words of the paper: what is agreed to, what is declared
    variant: str = ""  # only in this variant of the sheet (同意なしの受付票)
    own: bool = False  # added by the municipality


@dataclass(frozen=True)
class Sheet:
    """A sheet in one version (様式の版)."""

    key: str
    version: str
    title: str
    valid_from: date | None
    source: str
    sections: tuple[Section, ...]
    variants: tuple[tuple[str, str], ...] = ()
    own: bool = False  # the municipality's version

    def part(self, per: str = "one") -> list[Section]:
        """Sections of the whole, of the household, or of each person."""
        return [section for section in self.sections if section.per == per]

    def fields(self, per: str = "one") -> dict[str, Field]:
        """Questions by key."""
        return {field.key: field for section in self.part(per) for field in section.fields}

    def asked(self, per: str = "one") -> dict[str, Field]:
        """Questions whose answers have no column: kept as answers of the version."""
        return {key: field for key, field in self.fields(per).items() if not field.column}

    def labels(self, per: str = "one") -> dict[str, str]:
        """What each question is called in this version, by key."""
        return {key: field.full_label for key, field in self.fields(per).items()}

    def of_variant(self, variant: str) -> "Sheet":
        """The sheet as one of its variants: sections of all, and its own."""
        kept = tuple(section for section in self.sections if section.variant in ("", variant))
        title = dict(self.variants).get(variant, "")
        return replace(self, sections=kept, title=f"{self.title}（{title}）" if title else self.title)


def parse(raw: Mapping[str, Any], *, own: bool = False) -> Sheet:
    """A definition as written, into sections and fields; what is hidden is not asked."""
    begins = raw.get("valid_from")
    return Sheet(
        raw["key"], raw["version"], raw["title"], date.fromisoformat(begins) if isinstance(begins, str) and begins
        else begins or None, raw.get("source", ""), tuple(_section(one) for one in raw["sections"]),
        tuple((one["key"], one["label"]) for one in raw.get("variants", [])), own,
    )  # fmt: skip


def _section(raw: Mapping[str, Any]) -> Section:
    per = raw.get("per", "one")
    fields = tuple(field for one in raw.get("fields", []) if not one.get("hidden") for field in _fields(one, per))
    paired = any("columns" in one for one in raw.get("fields", []))
    return Section(raw["key"], raw["label"], per, raw.get("help", ""), fields, paired, raw.get("text", ""),
                   raw.get("variant", ""), raw.get("own", False))  # fmt: skip


def _fields(raw: Mapping[str, Any], per: str) -> Iterator[Field]:
    """A question; one with columns is a question for each of them."""
    if raw["kind"] not in KINDS:
        raise ValueError(f"{raw['key']}: kind {raw['kind']}")
    more = {
        name: raw[name]
        for name in ("list", "column", "required", "unverified", "own", "consent", "where")
        if name in raw
    }
    more |= {"per": per, "options": tuple(raw.get("options", ()))}
    if "columns" in raw:
        for column in raw["columns"]:
            yield Field(column["key"], column["label"], raw["kind"], of=raw["label"], **more)
        return
    yield Field(raw["key"], raw["label"], raw["kind"], help=raw.get("help", ""), **more)


@cache
def shipped() -> dict[str, tuple[dict[str, Any], ...]]:
    """Every definition in the files as written, by sheet; the newest last."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(FOLDER.glob("*/*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found.setdefault(path.parent.name, []).append(raw | {"valid_from": raw["valid_from"].isoformat()})
    return {key: tuple(sorted(raws, key=lambda one: one["valid_from"])) for key, raws in found.items()}


@cache
def _shipped(sheet: str) -> tuple[Sheet, ...]:
    return tuple(parse(raw) for raw in shipped().get(sheet, ()))


def _own(sheet: str) -> list[Sheet]:
    """The municipality's versions that were put in force, the newest last; kept in memory for a minute."""
    municipality = current().municipality
    if municipality is None:
        return []
    kept = _kept.get(municipality)
    if not kept or kept[0] <= time.monotonic():
        found: dict[str, list[Sheet]] = {}
        rows = SheetVersion.objects.filter(municipality=municipality).exclude(valid_from=None)
        for row in rows.order_by("valid_from", "put_at", "pk"):
            found.setdefault(row.sheet, []).append(parse(row.body | row.marks(), own=True))
        kept = (time.monotonic() + SECONDS, found)
        if not _being_put():
            _kept[municipality] = kept
    return kept[1].get(sheet, [])


def _being_put() -> bool:
    """Whether this transaction puts a version in force: nobody else may meet it before that is certain."""
    return any(waiting[1] is forget for waiting in connection.run_on_commit)


def raw_of(sheet: str, version: str) -> dict[str, Any]:
    """A definition as it was written, hidden questions too: to be copied, shown, taken along as a file."""
    for raw in shipped().get(sheet, ()):
        if raw["version"] == version:
            return raw
    row = SheetVersion.objects.filter(municipality=current().municipality, sheet=sheet, version=version).first()
    if row is None:
        raise LookupError(f"様式「{sheet}」の版「{version}」はありません。")
    return row.marks() | row.body  # type: ignore[no-any-return]


def forget() -> None:
    """Read the municipality's versions anew; called when one was put in force."""
    _kept.clear()


def versions(sheet: str) -> list[Sheet]:
    """All versions of a sheet that are or were in force: the shipped ones, then the municipality's."""
    return [*_shipped(sheet), *_own(sheet)]


def load(sheet: str, version: str) -> Sheet:
    """One version of a sheet; old answers are read in the version in which they were given."""
    if not version and sheet in shipped():
        return _shipped(sheet)[0]  # written before sheets had versions
    for _ in range(2):
        for one in versions(sheet):
            if one.version == version:
                return one
        forget()  # put in force by another process a moment ago
    raise LookupError(f"様式「{sheet}」の版「{version}」はありません。")


def newest(sheet: str, on: date) -> Sheet:
    """The version in force on a day: the municipality's own, or else the shipped one."""
    valid = [one for one in versions(sheet) if one.valid_from and one.valid_from <= on]
    if not valid:
        raise LookupError(f"様式「{sheet}」は、この日にはまだありません。")
    return max(enumerate(valid), key=lambda pair: (pair[1].own, pair[1].valid_from, pair[0]))[1]
