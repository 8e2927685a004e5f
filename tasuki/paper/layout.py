"""How a sheet lies on the paper (紙の割りつけ): the same blocks for PDF, Excel and the empty sheet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tasuki.codes import lookup
from tasuki.codes.sheet_definitions import Field, Section, Sheet

from .kinds import ANYTHING, Filled, Group, Kind

SHORT = {"text", "choice", "yesno", "tick", "number", "money", "date", "moment", "person", "agency", "worker"}
NARROW, HALF_LABEL = 22, 14  # so many letters find room in half a line
BIG = {"long": 4, "choices": 2, "persons": 2, "agencies": 2}
LONG = 400  # a text longer than this may be broken over two pages
NO = "☐"
MOST_CHOICES = 24  # more are written by hand
WIDTHS = (("short", 6), ("day", 8), ("middle", 13))
# Letters that neither our fonts nor those of most machines have: a paper with empty boxes could not be read.
_RARE = re.compile(r"[\u0530-\u10ff\u1200-\u137f\u1780-\u17ff]+")
RARE = {"नेपाली": "ネパール語"}


def printable(text: str) -> str:
    """The text without letters that would come out as empty boxes; a language is told by its Japanese name."""
    return _RARE.sub(lambda found: RARE.get(found[0], ""), text)


@dataclass
class Cell:
    """A label and what stands beside it; `wide`: over the whole line. `lines`: how much room to write by hand."""

    label: str
    text: str
    wide: bool = False
    lines: int = 1
    choices: list[str] = field(default_factory=list)  # to be ticked by hand


@dataclass
class Block:
    """A part of the sheet: lines of one or two cells, a table, a picture, words, or places to sign."""

    heading: str = ""
    lines: list[list[Cell]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    svg: str = ""
    words: str = ""
    signs: list[str] = field(default_factory=list)
    signers: list[str] = field(default_factory=list)
    level: int = 2
    page: bool = False  # begins a new page

    @property
    def widths(self) -> list[str]:
        """How wide each column of the table: narrow ones for short words, the rest for the longest."""
        most = [max(len(line) for text in [head, *(row[n] for row in self.table)] for line in text.split("\n"))
                for n, head in enumerate(self.columns)]  # fmt: skip
        found = [next((name for name, letters in WIDTHS if length <= letters), "") for length in most]
        if "" not in found and found:
            found[most.index(max(most))] = ""
        return found

    @property
    def long(self) -> bool:
        """Whether a line of it may go on overleaf."""
        return any(len(cell.text) > LONG for line in self.lines for cell in line)


class Layout:
    """One sheet on its way to the paper; `filled` None: empty, to be written by hand."""

    def __init__(self, kind: Kind, sheet: Sheet, filled: Filled | None, variant: str = "") -> None:
        self.kind, self.filled = kind, filled
        self.values = filled.values if filled else {}
        self.blank = filled is None
        self.variant = filled.variant if filled else variant
        self.sheet = sheet
        self.groups = {group.key: group for group in kind.groups if group.on_paper}

    def blocks(self) -> list[Block]:
        """Everything of the sheet in its order."""
        asked = {one.key for section in self.sheet.sections if section.per != "person" for one in section.fields}
        facts = [Cell(label, self.values.get(key, "")) for key, label in self.kind.facts
                 if key not in asked | self.kind.tags_only | (self.kind.later if self.blank else set())]  # fmt: skip
        found = [Block(lines=_paired(cell for cell in facts if self.blank or cell.text))]
        for heading, svg in self.filled.pictures if self.filled else []:
            found.append(Block(heading, svg=svg))
        for section in self.sheet.sections:
            if section.per != "person" and self._belongs(section):
                found += self._section(section, self.values)
        found += self._persons()
        found += [self._table(group) for group in self.groups.values() if group.key not in asked]
        return [one for one in found if one.lines or one.columns or one.svg or one.signs or one.words or one.heading]

    def _belongs(self, section: Section) -> bool:
        """A section of a variant stands on the sheets of that variant, and wherever it was answered."""
        return not section.variant or section.variant == self.variant or any(
            self.values.get(one.key) for one in section.fields
        )  # fmt: skip

    def _section(self, section: Section, values: dict[str, str], level: int = 2) -> list[Block]:
        """The questions of a section; on a filled sheet only those that were answered."""
        asked = [one for one in section.fields if one.kind not in ANYTHING and one.key not in self.groups]
        cells = [self._cell(one, values.get(one.key, "")) for one in asked if self.blank or values.get(one.key)]
        if not self.blank and all(cell.text == NO for cell in cells):
            cells = []
        found = [Block(section.label, lines=_paired(cells), words=section.text.strip(), level=level)]
        tables = [self._table(self.groups[one.key], bare=not cells) for one in section.fields if one.key in self.groups]
        if not cells and tables:
            tables[0].heading = section.label
        found = (found if cells or section.text else []) + tables
        if any(one.kind == "sign" for one in section.fields):
            signers = self.filled.signers if self.filled else []
            found.append(Block("" if found else section.label, signs=list(self.kind.signs), signers=signers or [""]))
        return [one for one in found if one.lines or one.columns or one.words or one.signs]

    def _cell(self, one: Field, text: str) -> Cell:
        if not self.blank:
            text = printable(text)
            wide = one.kind not in SHORT or len(text) > NARROW or "\n" in text or len(one.full_label) > HALF_LABEL
            return Cell(one.full_label, text, wide=wide)
        choices = [label for _, label in lookup.choices(one.list)] if one.list else list(one.options)
        choices = {"yesno": ["はい", "いいえ"], "tick": ["はい"]}.get(one.kind, choices)
        choices = [printable(choice) for choice in choices] if len(choices) <= MOST_CHOICES else []
        told = {
            "money": "　　　　　　円",
            "date": "　　　　年　　月　　日",
            "moment": "　　　年　　月　　日　　時　　分",
        }.get(one.kind, "")
        wide = (
            sum(len(choice) + 3 for choice in choices) > NARROW or one.kind in BIG or len(one.full_label) > HALF_LABEL
        )
        return Cell(one.full_label, told, wide=wide, lines=1 if choices else BIG.get(one.kind, 1), choices=choices)

    def _table(self, group: Group, bare: bool = False) -> Block:
        """One line per person, role or agency; empty lines on an empty sheet."""
        rows = self.filled.rows.get(group.key, []) if self.filled else [{} for _ in range(group.blank)]
        if not rows:
            return Block()
        used = [
            (key, label)
            for key, label in group.columns
            if self.blank or group.whole or any(row.get(key) for row in rows)
        ]
        return Block(group.label, columns=[label for _, label in used], level=2 if bare else 3,
                     table=[[row.get(key, "") for key, _ in used] for row in rows])  # fmt: skip

    def _persons(self) -> list[Block]:
        """Each member's part, the first begun on a page of its own; single questions stand together without headings."""
        sections, found = self.sheet.part("person"), list[Block]()
        parts = self.filled.parts if self.filled else [("世帯員（　　　　　　　　　）", {})] if sections else []
        for heading, values in parts:
            found.append(Block(heading, page=not found))
            for section in sections:
                made = self._section(section, values, level=3)
                single = len(section.fields) == 1 and len(made) == 1 and not section.text
                if single and found[-1].level == 3 and not found[-1].heading:
                    found[-1].lines += made[0].lines
                    continue
                for block in made if single else ():
                    block.heading = ""
                found += made
        return found


def _paired(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Two short ones beside each other, a long one alone."""
    lines: list[list[Cell]] = []
    waiting: Cell | None = None
    for cell in cells:
        if cell.wide or len(cell.text) > NARROW * 2 or "\n" in cell.text:
            lines += [[waiting]] if waiting else []
            lines.append([cell])
            waiting = None
        elif waiting:
            lines.append([waiting, cell])
            waiting = None
        else:
            waiting = cell
    return lines + ([[waiting]] if waiting else [])
