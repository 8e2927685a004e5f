"""A table as it came: which row holds the headings, what each column means, which profile remembers it (列を見つける)."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import Cell, read_sheets

from .carry_columns import by_heading, items
from .columns import flat

MOST, COLUMNS, LOOKED_AT = 5000, 120, 20
MOST_LETTERS = 3_000_000
SHIPPED = Path(__file__).resolve().parent / "carry_profiles"
_UNIT = re.compile(r"[（(][^（）()]*[）)]$")
NOTHING = "見出しの下に行がありません。"


@dataclass
class Sheet:
    """One sheet of a file as texts: its name, why it cannot be used, rows that Excel hides, cells without a result."""

    name: str
    rows: list[list[str]]
    why: str = ""
    hidden: list[int] = field(default_factory=list)
    unreckoned: list[str] = field(default_factory=list)

    @property
    def understood(self) -> int:
        """How many of its headings are known."""
        at = heading_row(self.rows)
        return len({meaning(cell) for cell in self.rows[at]} - {""}) if self.rows else 0


def read_file(content: bytes) -> list[Sheet]:
    """Every sheet of a file as texts; `Refused` with the reason when none can be used."""
    found = []
    for read in read_sheets(content, limit=MOST):
        sheet = Sheet(
            read.name, [[text_of(cell) for cell in row] for row in read.rows], read.why, read.hidden, read.unreckoned
        )
        try:
            sheet.rows = sheet.rows if sheet.why else _sound(sheet.rows)
        except Refused as no:
            sheet.rows, sheet.why = [], no.reason
        found.append(sheet)
    if all(one.why for one in found):
        raise Refused(next((one.why for one in found if one.why != NOTHING), NOTHING))
    return found


def proposed(sheets: Sequence[Sheet]) -> int:
    """The sheet with the most headings that are understood, the first of them; a cover or a list of words has none."""
    return max(range(len(sheets)), key=lambda n: (not sheets[n].why, sheets[n].understood, -n))


def kept(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """As they are kept until one is taken in."""
    return [asdict(one) for one in sheets]


def read_table(content: bytes) -> list[list[str]]:
    """The rows of the sheet that is proposed."""
    sheets = read_file(content)
    return sheets[proposed(sheets)].rows


def pasted_table(text: str) -> list[list[str]]:
    """A block copied from Excel: lines, with tabs between the cells; a cell with line breaks stands in quotes."""
    return _sound([row for row in cells_of(text) if any(cell.strip() for cell in row)])


def cells_of(text: str) -> list[list[str]]:
    """The cells of a block as Excel copies it."""
    rows: list[list[str]] = [[]]
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    for found in re.finditer(r'("(?:[^"]|"")*"|[^\t\n]*)([\t\n])', text):
        cell, end = found.groups()
        rows[-1].append(cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell)
        if end == "\n":
            rows.append([])
    return rows[:-1]


def _sound(rows: list[list[str]]) -> list[list[str]]:
    """Not too large, and something below a heading."""
    if len(rows) > MOST:
        raise Refused(f"行が多すぎます。{MOST:,}行までに分けてください。")
    if max(map(len, rows), default=0) > COLUMNS:
        raise Refused(f"列が多すぎます。{COLUMNS}列までにしてください。")
    if sum(len(cell) for row in rows for cell in row) > MOST_LETTERS:
        raise Refused("表の文字が多すぎます。行を分けて、二回に取り込んでください。")
    if sum(any(row) for row in rows) < 2:
        raise Refused(NOTHING)
    return rows


def text_of(cell: Cell) -> str:
    """A cell as text; days as ISO, what PostgreSQL cannot keep made visible."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "はい" if cell else "いいえ"
    return "" if cell is None else str(cell).strip().removeprefix("'").replace("\x00", "\x01")


def meaning(heading: str) -> str:
    """The item that a heading means; 「対応時間（分）」 also without its unit."""
    known, plain = by_heading(), flat(heading)
    return known.get(plain) or known.get(_UNIT.sub("", plain), "")


def heading_row(table: Sequence[Sequence[str]]) -> int:
    """The row with the most headings that are understood; else the first with several cells."""
    scored = [(len({meaning(cell) for cell in row if cell} - {""}), -at) for at, row in enumerate(table[:LOOKED_AT])]
    best, at = max(scored, default=(0, 0))
    if best >= 2:
        return -at
    return next((at for at, row in enumerate(table[:LOOKED_AT]) if sum(map(bool, row)) > 1), 0)


def heading_of(table: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Where the headings stand, and what they are."""
    at = heading_row(table)
    return at, headings(table, at)


def headings(table: Sequence[Sequence[str]], at: int) -> list[str]:
    """The headings of all columns; an empty one is taken from a merged cell up to two rows above."""
    width = max(map(len, table), default=0)
    return [_heading(table, at, column) for column in range(width)]


def _heading(table: Sequence[Sequence[str]], at: int, column: int) -> str:
    for row in range(at, max(-1, at - 3), -1):
        if 0 <= row < len(table) and column < len(table[row]) and table[row][column]:
            titles = row < at and sum(map(bool, table[row])) < 2  # a title over the whole table is no heading
            return "" if titles else " ".join(table[row][column].split())
    return ""


def mark_of(names: Sequence[str]) -> str:
    """By what a set of headings is known again, in whatever order."""
    return hashlib.sha256("\n".join(sorted(flat(one) for one in names if one)).encode()).hexdigest()


def guessed(names: Sequence[str], columns: dict[str, str] | None = None) -> list[str]:
    """The item of every column: as the profile says, else by its heading; each item once."""
    said = {flat(heading): key for heading, key in (columns or {}).items()}
    found: list[str] = []
    for name in names:
        key = said.get(flat(name), "") if flat(name) in said else meaning(name) if name else ""
        found.append(key if key in items() and key not in found else "")
    return found


@cache
def shipped_profiles() -> list[dict[str, Any]]:
    """Profiles that come with the product: common headings of other systems, none of them checked with a real file."""
    return [{"key": file.stem} | tomllib.loads(file.read_text("utf-8")) for file in sorted(SHIPPED.glob("*.toml"))]
