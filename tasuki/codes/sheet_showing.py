"""The sheets as the settings show them (様式の一覧). Reads only."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from tasuki.shared import clock

from .models import SheetVersion
from .sheet_checking import SHEETS
from .sheet_definitions import newest, parse, shipped
from .sheet_kinds import KINDS


def draft_of(key: UUID) -> SheetVersion:
    """A version that is still written; 404 for one in force."""
    found = SheetVersion.objects.filter(valid_from=None, pk=key).first()
    if found is None:
        raise Http404("この下書きはありません。使いはじめた版は、様式のページから見られます。")
    return found


def word(version: str) -> str:
    """The name of a version for people: 「自治体の版3」; the shipped ones are called by their month."""
    own = version[:1] == "t" and version[1:].isdecimal()
    return f"自治体の版{version[1:]}" if own else f"配布の版 {version}" if version else "下書き"


@dataclass
class One:
    """A sheet on the list."""

    key: str
    name: str
    title: str
    version: str
    since: date | None
    own: bool
    unverified: int
    added: int
    draft: SheetVersion | None = None
    coming: SheetVersion | None = None


def overview() -> list[One]:
    """Every sheet with the version in force."""
    rows = list(SheetVersion.objects.select_related("made_by"))
    found = []
    for key, name in SHEETS.items():
        now = newest(key, clock.today())
        fields = [one for section in now.sections for one in section.fields]
        mine = [row for row in rows if row.sheet == key]
        found.append(One(
            key, name, now.title, word(now.version), now.valid_from, now.own, sum(one.unverified for one in fields),
            sum(one.own for one in fields), next((row for row in mine if row.is_draft), None),
            next((row for row in mine if row.valid_from and row.valid_from > clock.today()), None),
        ))  # fmt: skip
    return found


@dataclass
class Version:
    """A version on the page of its sheet."""

    key: str
    name: str
    title: str
    since: Any
    state: str
    tone: str
    source: str
    row: SheetVersion | None = None


def versions_of(sheet: str) -> list[Version]:
    """All versions, the newest first; drafts on top."""
    today = clock.today()
    now = newest(sheet, today).version
    rows = SheetVersion.objects.filter(sheet=sheet).select_related("made_by", "put_by").order_by("-made_at")
    found = [
        Version(row.version, word(row.version), row.title, row.valid_from, *_state(row.valid_from, row.version == now, today),
                row.source, row)
        for row in rows
    ]  # fmt: skip
    for raw in reversed(shipped()[sheet]):
        one = parse(raw)
        state = _state(one.valid_from, one.version == now, today)
        found.append(Version(one.version, word(one.version), one.title, one.valid_from, *state, one.source))
    return found


def _state(since: date | None, is_now: bool, today: date) -> tuple[str, str]:
    if since is None:
        return "下書き", "yellow"
    if is_now:
        return "使っている", "key"
    return ("これから", "blue") if since > today else ("前の版", "gray")


@dataclass
class Line:
    """A question of a draft, with what may be done to it."""

    key: str
    label: str
    kind: str
    column: bool
    own: bool
    hidden: bool
    required: bool
    unverified: bool
    first: bool
    last: bool


@dataclass
class Lines:
    """A section of a draft with its questions."""

    key: str
    label: str
    own: bool
    text: str
    per: str
    first: bool
    last: bool
    fields: list[Line] = field(default_factory=list)


PERS = {"household": "世帯に一つ", "person": "世帯員ごと"}


def lines_of(version: SheetVersion) -> list[Lines]:
    """Sections and questions of a draft, hidden ones too."""
    found, sections = [], version.body["sections"]
    for place, one in enumerate(sections):
        rows = one.get("fields", [])
        lines = [
            Line(row["key"], row["label"], KINDS[row["kind"]], bool(row.get("column")), bool(row.get("own")),
                 bool(row.get("hidden")), bool(row.get("required")), bool(row.get("unverified")), n == 0,
                 n == len(rows) - 1)
            for n, row in enumerate(rows)
        ]  # fmt: skip
        found.append(Lines(one["key"], one["label"], bool(one.get("own")), one.get("text", ""),
                           PERS.get(one.get("per", ""), ""), place == 0, place == len(sections) - 1, lines))  # fmt: skip
    return found
