"""A table brought into a register (取り込みの行): what each row says and would do; the same whatever the register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.shared.tables import Workbook

from .columns import flat

NEW, CHANGE, SAME = "new", "change", "same"
DEEDS = {NEW: "登録する", CHANGE: "直す", SAME: "変わりなし"}
MOST = 2000
SHOWN = 300  # lines on the page; the rest stands in the table with the marks
MEND = "直すところ"


@dataclass
class Row:
    """One row: as written, what it is about, as understood, what it will do; errors by the field in whose cell they are."""

    number: int
    said: dict[str, str]
    thing: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    deed: str = SAME
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it will do, in words."""
        return DEEDS[self.deed]

    def decide(self) -> None:
        """New, changed where the registration says otherwise, or the same."""
        if self.thing is None:
            self.deed = NEW
        else:
            self.changed = [name for name, value in self.facts.items() if getattr(self.thing, name) != value]
            self.deed = CHANGE if self.changed else SAME


def rows_below(rows: Sequence[Sequence[Any]], known: Mapping[str, str], missing: str) -> list[dict[str, str]]:
    """The rows below the headings as texts by field; `known`: heading → field; `Refused` when there are no headings."""
    for at, row in enumerate(rows[:20]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = known.get(flat(text_of(cell)))
            if name and name not in found:
                found[name] = place
        if "name" in found and len(found) > 1:
            below = rows[at + 1 :]
            if len(below) > MOST:
                raise Refused(f"行が多すぎます。{MOST:,}行までに分けてください。")
            told = [{name: text_of(line[n]) if n < len(line) else "" for name, n in found.items()} for line in below]
            return [one | {"row": str(at + 2 + n)} for n, one in enumerate(told) if any(one.values())]
    raise Refused(missing)


def text_of(cell: Any) -> str:
    """A cell of a table as a text."""
    if isinstance(cell, datetime):
        return f"{cell:%H:%M}" if cell.year < 1910 else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "はい" if cell else "いいえ"
    return "" if cell is None else str(cell).strip().removeprefix("'")


def checked(rows: Sequence[Row], heading: Mapping[str, str]) -> dict[str, Any]:
    """The rows as they are shown: wrong ones first, then new and changed ones; the others as a number."""
    for row in rows:
        row.wrongs = [(words, row.errors[name]) for name, words in heading.items() if name in row.errors]  # type: ignore[attr-defined]
        row.changes = [heading[name] for name in row.changed]  # type: ignore[attr-defined]
    wrong = [row for row in rows if row.errors]
    doing = [row for row in rows if not row.errors and row.deed != SAME]
    fresh = sum(row.deed == NEW for row in doing)
    return {
        "count": len(rows), "wrong": wrong[:SHOWN], "doing": doing[:SHOWN], "wrong_count": len(wrong),
        "doing_count": len(doing), "new_count": fresh, "change_count": len(doing) - fresh,
        "same_count": len(rows) - len(wrong) - len(doing),
    }  # fmt: skip


def errors_workbook(name: str, rows: Iterable[Row], heading: Mapping[str, str]) -> bytes:
    """The table that was read, with its errors beside the lines and the cells in red (まちがいの印つきの表)."""
    book, listed = Workbook(), list(rows)
    sheet = book.sheet(name)
    used = [one for one in heading if any(row.said.get(one) or one in row.errors for row in listed)]
    sheet.row(0, [*(heading[one] for one in used), MEND], "head")
    for at, row in enumerate(listed, start=1):
        for column, one in enumerate(used):
            sheet.row(at, [row.said.get(one, "")], "wrong" if one in row.errors else "cell", first=column)
        sheet.row(at, ["　".join(row.errors.values())], "wrong" if row.errors else "cell", first=len(used))
    sheet.widths(*[18] * len(used), 60)
    sheet.table_on_paper(1, 2)
    return book.content()
