"""What the pages of an import show (取り込みの画面): columns with examples, grids with red cells, lines by what they need."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator

from tasuki.cases.models import Case
from tasuki.staff.models import Worker

from . import rules
from .carry_changing import untouched
from .carry_columns import items
from .carry_differences import TAKE
from .carry_known import Reader
from .carry_lines import NEW, SKIP, Line
from .carry_models import Carried, Carry, CarryProfile
from .carry_tables import LOOKED_AT, cells_of, guessed, heading_row, headings, shipped_profiles
from .carry_undoing import holding, parted
from .enums import CHANGED, CarriedKind, CarryState, ChangedKind

ON_A_PAGE, SHOWN, EXAMPLES = 20, 100, 3
LONG = ("record_text", "consult_words", "view", "person_note")  # told in sentences: a box of several lines
TABS = {
    "wrong": "直すところ",
    "asks": "同じ人かどうか",
    "doing": "取り込む",
    "changed": "内容がちがう",
    "known": "取り込み済み",
    "skipped": "取り込まない",
}


@dataclass
class Cell:
    """One box of a grid."""

    name: str
    heading: str
    label: str
    value: str
    error: str = ""
    long: bool = False


@dataclass
class Row:
    """One row of a grid: its boxes, and what is asked about it."""

    at: int
    number: int
    cells: list[Cell]
    line: Line | None = None
    skip: bool = False
    more: list[str] = field(default_factory=list)


def column_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Items by the part of the row they tell of, for the boxes of the columns."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for item in items().values():
        parts.setdefault(item.part, []).append((item.key, item.label))
    return list(parts.items())


def columns_page(carry: Carry, worker: Worker, asked: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the table with their headings, some examples, and what they are taken for."""
    sheet = _number(asked.get("sheet"), carry.sheet, len(carry.sheets) - 1)
    same = sheet == carry.sheet or bool(carry.sheets[sheet]["why"])
    sheet, table = (carry.sheet, carry.table) if same else (sheet, carry.sheets[sheet]["rows"])
    first = carry.heading_row if same else heading_row(table)
    # A row chosen in one sheet says nothing of another one.
    chosen = asked.get("heading") if asked.get("of", str(sheet)) == str(sheet) else None
    at = _number(chosen, first, min(LOOKED_AT, len(table)) - 1)
    names = headings(table, at)
    profile = _profile(worker, asked.get("profile", ""))
    known = same and at == carry.heading_row and not profile
    mapping = carry.mapping if known else guessed(names, profile.get("columns"))
    below = [row for row in table[at + 1 :] if any(row)]
    columns = [
        (column, name, [row[column] for row in below[:50] if column < len(row) and row[column]][:EXAMPLES], key)
        for column, (name, key) in enumerate(zip(names, [*mapping, *[""] * len(names)], strict=False))
    ]
    return {
        "carry": carry, "heading": at, "columns": columns, "choices": column_choices(), "count": len(below),
        "lines": [(n, "　".join(filter(None, row))[:60]) for n, row in enumerate(table[:LOOKED_AT])],
        "profiles": _profiles(worker), "profile": profile.get("key", ""), "unverified": profile and not profile["verified"],
        "source": profile.get("source") or carry.source, "opens_cases": profile.get("opens_cases", carry.opens_cases),
        "may": rules.may_map_columns(carry, worker), "may_discard": rules.may_discard_table(carry, worker),
        **_sheets(carry, sheet, at),
    }  # fmt: skip


def _sheets(carry: Carry, sheet: int, heading: int) -> dict[str, Any]:
    """The sheets to choose from, and what the chosen one hides or does not say."""
    one = carry.sheets[sheet] if carry.sheets else {"hidden": [], "unreckoned": []}
    hidden = [row for row in one["hidden"] if row - 1 > heading]
    return {
        "sheet": sheet, "sheets": list(enumerate(carry.sheets)) if len(carry.sheets) > 1 else [], "hidden": hidden,
        "skips_hidden": bool(hidden) and all(carry.answers.get(str(row - 1)) == SKIP for row in hidden),
        "unreckoned": one["unreckoned"],
    }  # fmt: skip


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), max(most, 0)) if text and text.isascii() and text.isdecimal() and len(text) < 4 else otherwise


def _profiles(worker: Worker) -> list[tuple[str, str]]:
    """Those of the town, then those that come with the product and are not the town's yet."""
    own = [(str(one.pk), one.name) for one in CarryProfile.objects.visible_to(worker)]
    names = {name for _, name in own}
    return own + [(one["key"], one["name"]) for one in shipped_profiles() if one["name"] not in names]


def _profile(worker: Worker, key: str) -> dict[str, Any]:
    shipped = next((one for one in shipped_profiles() if one["key"] == key), None)
    if shipped or not key:
        return shipped or {}
    found = next((one for one in CarryProfile.objects.visible_to(worker) if str(one.pk) == key), None)
    return {"key": key, **{name: getattr(found, name) for name in ("source", "columns", "opens_cases", "verified")}} if found else {}  # fmt: skip


def used_columns(carry: Carry) -> list[str]:
    """The items of the table, in the order of its columns."""
    return [key for key in carry.mapping if key]


def sorted_lines(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines by what they need."""
    found: dict[str, list[Line]] = {name: [] for name in TABS}
    for line in lines:
        kind = (
            "skipped"
            if line.skipped
            else "wrong"
            if line.wrong
            else "asks"
            if line.asks
            else "changed"
            if line.differences
            else "doing"
            if line.deeds
            else "known"
        )
        found[kind].append(line)
    return found


def doing(by_kind: Mapping[str, Sequence[Line]]) -> int:
    """How many rows would do anything."""
    return sum(bool(line.deeds) for lines in by_kind.values() for line in lines)


def check_page(carry: Carry, worker: Worker, asked: Mapping[str, str]) -> dict[str, Any]:
    """All lines judged; one kind of them is shown."""
    by_kind = sorted_lines(Reader.of(carry, worker).lines_of(carry))
    order = ("wrong", "asks", "changed", "doing", "known")
    first = next((name for name in order if by_kind[name]), "doing")
    shown = asked.get("show") if asked.get("show") in TABS else first
    page = Paginator(by_kind[shown], ON_A_PAGE if shown in ("wrong", "asks", "changed") else SHOWN).get_page(
        asked.get("page")
    )
    page.next_url = f"?show={shown}&page={page.next_page_number()}" if page.has_next() else ""  # type: ignore[attr-defined]
    page.first_url = f"?show={shown}" if page.number > 1 else ""  # type: ignore[attr-defined]
    page.label = f"{page.start_index()}〜{page.end_index()}行目" if page.paginator.num_pages > 1 else ""  # type: ignore[attr-defined]
    keys = used_columns(carry)
    counts = {name: len(found) for name, found in by_kind.items()}
    return {
        "carry": carry, "counts": counts, "shown": shown, "page": page, "labels": [items()[key].label for key in keys],
        "tabs": [(label, f"?show={name}", name == shown, counts[name]) for name, label in TABS.items() if counts[name] or name == shown],
        "rows": [row_of(line, keys) for line in page], "total": sum(counts.values()),
        "doing": doing(by_kind), "taking": sum(bool(line.take) for line in by_kind["changed"]),
        "may": rules.may_carry_in(carry, worker, counts["wrong"], counts["asks"], doing(by_kind)),
        "may_mend": rules.may_mend_rows(carry, worker), "may_discard": rules.may_discard_table(carry, worker),
    }  # fmt: skip


def row_of(line: Line, keys: Sequence[str], name: str = "c-{at}-{key}") -> Row:
    """The boxes of one line; errors of items without a column stand beside it."""
    cells = [
        Cell(name.format(at=line.at, key=key), items()[key].label, f"{line.number}行目 {items()[key].label}", line.said.get(key, "").replace("\x01", "�"),
             line.errors.get(key, ""), key in LONG or len(line.said.get(key, "")) > 40 or "\n" in line.said.get(key, ""))
        for key in keys
    ]  # fmt: skip
    more = [text for key, text in line.errors.items() if key not in keys]
    return Row(line.at, line.number, cells, line, line.skipped, more)


def typed(posted: Mapping[str, str], carry: Carry) -> tuple[dict[int, dict[str, str]], dict[int, str]]:
    """What was typed in the grid of the preview: cells by row and item, answers by row."""
    keys, cells, answers = used_columns(carry), dict[int, dict[str, str]](), dict[int, str]()
    for name, text in posted.items():
        kind, _, rest = name.partition("-")
        at, _, key = rest.partition("-")
        if (
            kind not in ("c", "skip", "same", "row", "told", "take")
            or not (at.isascii() and at.isdecimal())
            or len(at) > 6
        ):
            continue
        if kind == "c" and key in keys:
            cells.setdefault(int(at), {})[key] = text
        elif kind == "skip":
            answers[int(at)] = SKIP
        elif kind == "same" and text:
            answers[int(at)] = text[:400]
        elif kind in ("told", "take"):  # shown among the differing rows; each tick adds a cell
            answers[int(at)] = _taking(answers.get(int(at), ""), key if kind == "take" else "")
        elif kind == "row":
            answers.setdefault(int(at), "")  # shown and not ticked: not left out any more
    _pasted(posted.get("pasted", ""), keys, cells)
    return _unchanged_controls(carry, cells), answers


def _taking(before: str, key: str) -> str:
    """The answer of a row that says otherwise: the cells of which the table is believed."""
    keys = [*filter(None, before.removeprefix(TAKE).split(",")), *([key] if key in items() else [])]
    return TAKE + ",".join(keys) if keys else ""


def _pasted(text: str, keys: Sequence[str], cells: dict[int, dict[str, str]]) -> None:
    """A block in the text box goes over the shown rows, from the first one and the first column on."""
    for at, row in zip(sorted(cells), cells_of(text) if text.strip() else [], strict=False):
        cells[at] |= dict(zip(keys, row, strict=False))


def _unchanged_controls(carry: Carry, cells: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """A box shows what cannot be shown as �; where it still stands, the cell was not mended."""
    return {at: {key: text for key, text in row.items() if "�" not in text} for at, row in cells.items()}


def done_page(carry: Carry, worker: Worker) -> dict[str, Any]:
    """What an import made, as far as she may see it still, and how many registrations it used as they were."""
    rows = Carried.objects.filter(carry=carry)
    keys = rows.filter(kind=CarriedKind.CASE, made=True).values("target")
    cases = Case.objects.visible_to(worker).filter(pk__in=keys).select_related("worker").order_by("number")
    used = rows.filter(kind=CarriedKind.PERSON, made=False).values("target").distinct().count()
    return {
        "carry": carry,
        "cases": list(cases[:50]),
        "case_count": cases.count(),
        "may_undo": rules.may_undo_carry(carry, worker),
        "counts": carry.made + ([("前からの登録を使った人", f"{used:,}人")] if used else []),
    }


def undo_page(carry: Carry, worker: Worker) -> dict[str, Any]:
    """What would go, what would be put back, what stays and why."""
    done = carry.state == CarryState.DONE
    holds = holding(carry) if done else []
    kept, free = parted(carry) if holds else (0, {})
    back, stays = untouched(carry) if done else ([], [])
    changed = Counter(row.get_kind_display() for row, _ in back)
    return {
        "kept": kept, "free": sum(map(len, free.values())), "free_cases": len(free.get(CarriedKind.CASE, [])),
        "may_rest": rules.may_undo_rest(carry, worker, kept, sum(map(len, free.values()))) if holds else None,
        "gone": [(name, count) for name, count in carry.made if name != CHANGED],
        "carry": carry, "holds": holds, "may": rules.may_undo_carry(carry, worker, len(holds)),
        "back": [(name, f"{count:,}件") for name, count in changed.items()],
        "stays": [(row.get_kind_display(), row.row) for row in stays[:SHOWN]],
        "forgotten": done and bool(carry.counts.get(CHANGED)) and not back and not stays,
        "records": any(row.kind == ChangedKind.RECORD for row, _ in back),
    }  # fmt: skip


def case_rows(
    posted: Mapping[str, str], keys: Sequence[str], most: int
) -> tuple[list[tuple[int, dict[str, str]]], dict[str, str]]:
    """Rows typed or pasted in the grid of a case, and what was answered about persons who may be the same."""
    told = [{key: posted.get(f"c-{at}-{key}", "").strip() for key in keys} for at in range(most)]
    block = [
        dict(zip(keys, map(str.strip, row), strict=False))
        for row in cells_of(posted.get("pasted", ""))
        if any(map(str.strip, row))
    ]
    filled = [(at, row) for at, row in enumerate(told) if any(row.values())]
    start = filled[-1][0] + 1 if filled else 0
    filled += [(start + n, {key: row.get(key, "") for key in keys}) for n, row in enumerate(block[: most - start])]
    return filled, {str(at): posted[f"same-{at}"] for at, _ in filled if posted.get(f"same-{at}")}


def case_grid(lines: Sequence[Line], keys: Sequence[str], least: int) -> list[Row]:
    """The typed rows, and empty ones below them."""
    rows = [row_of(line, keys) for line in lines]
    used = {line.at for line in lines}
    free = [Line(at, {}) for at in range(max([least, *[one + 3 for one in used]])) if at not in used]
    return sorted(rows + [row_of(line, keys) for line in free], key=lambda row: row.at)


__all__ = [
    "NEW", "case_grid", "case_rows", "check_page", "columns_page", "doing", "done_page", "sorted_lines", "typed", "undo_page",
    "used_columns",
]  # fmt: skip
