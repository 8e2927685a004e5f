"""Mine, theirs and what it was, box by box (欄ごとの比べ): what differs, who changed it, and what was chosen."""

import re
from dataclasses import dataclass
from typing import Any

from tasuki.shared.calendar_jp import parse_date
from tasuki.ui.differing import marked
from tasuki.ui.seen import Box

Values = dict[str, list[str]]
_ROW = re.compile(r"^(?P<set>.+?)-(?P<row>\d+)-(?P<name>.+)$")
_HALF = re.compile(r"^(?P<whole>.+)_(?:date|time)$")
MINE, THEIRS, EDITED = "mine", "theirs", "edited"


@dataclass
class Choice:
    """One thing to choose: a box, the two halves of a moment, or all rows of a table together."""

    key: str
    label: str
    section: str
    mine: Any
    theirs: Any
    base: Any
    state: str
    chosen: str
    text: str | None = None  # what may be rewritten by hand: texts only
    name: str = ""


def chosen(post: Any, mine: Values, theirs: Values) -> tuple[Values, bool]:
    """The form made of what was picked, and whether something that must be picked was not."""
    form, missing = dict(mine), False
    for unit, names in units({*mine, *theirs}).items():
        pick = _picked(post, unit)
        missing = missing or (not pick and f"_ask:{unit}" in post)
        for name in names:
            if pick == THEIRS:
                form[name] = theirs.get(name, [])
            elif pick == EDITED and f"_edit:{name}" in post:
                form[name] = post.getlist(f"_edit:{name}")
    return form, missing


def _picked(post: Any, unit: str) -> str:
    """Mine, theirs, or her own words, also when she wrote them and forgot to tick."""
    pick = post.get("_all") or post.get(f"_pick:{unit}", "")
    rewritten = _lines(post.get(f"_edit:{unit}", "")) != _lines(post.get(f"_was:{unit}", ""))
    return EDITED if rewritten and pick in ("", MINE) and not post.get("_all") else str(pick)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def choices(seen: dict[str, Box], mine: Values, theirs: Values, base: Values | None, post: Any) -> list[Choice]:
    """Everything that the form shows, each with its three contents and who changed it."""
    found = []
    for unit, names in units([*seen, *(name for name in mine if name not in seen and _ROW.match(name))]).items():
        known = [name for name in names if name in seen and seen[name].kind != "hidden"]
        if not known:
            continue
        was, own, other = (_part(values, names, seen) for values in (base, mine, theirs))
        state = _state(own, other, was if base is not None else None)
        box = seen[known[0]]
        pick = post.get(f"_pick:{unit}", "") or {"mine": MINE, "theirs": THEIRS, "same": MINE}.get(state, "")
        writable = len(names) == 1 and box.kind in ("text", "textarea")
        typed = post.get(f"_edit:{unit}") or "".join(mine.get(unit, []))
        shown = [_shown(values, names, seen) for values in (mine, theirs, base)]
        found.append(Choice(
            unit, _label(unit, box, names), box.section, marked(shown[0], shown[2] if base is not None else shown[1]),
            marked(shown[1], shown[2] if base is not None else shown[0]), shown[2], state, pick,
            typed if writable else None, names[0],
        ))  # fmt: skip
    return found


def units(names: Any) -> dict[str, list[str]]:
    """What is chosen as one: the rows of a table, the day and the hour of a moment, else each box by itself."""
    whole = {found["whole"] for name in names if (found := _HALF.match(name))}
    found_units: dict[str, list[str]] = {}
    for name in names:
        row, half = _ROW.match(name), _HALF.match(name)
        unit = row["set"] if row else name
        if (
            not row
            and half
            and {f"{half['whole']}_date", f"{half['whole']}_time"} <= set(names)
            and half["whole"] in whole
        ):
            unit = half["whole"]
        found_units.setdefault(unit, []).append(name)
    return found_units


def sent(post: Any) -> Values:
    """What was sent, without what is ours."""
    return {name: values for name, values in post.lists() if not name.startswith("_") and name != "csrfmiddlewaretoken"}


def _label(unit: str, box: Box, names: list[str]) -> str:
    if len(names) == 1 or _HALF.match(names[0]):
        return box.label.removesuffix("　日付").removesuffix("日付").strip("　") or box.label or box.section
    return box.section or box.label


def _state(own: Any, other: Any, was: Any | None) -> str:
    if own == other:
        return "same"
    if was is None:
        return "both"
    return THEIRS if own == was else MINE if other == was else "both"


def _part(values: Values | None, names: list[str], seen: dict[str, Box]) -> list[list[str]]:
    """The contents of a unit in a form that can be compared: one spelling of line ends and days."""
    told = [[_plain(value, seen.get(name)) for value in (values or {}).get(name, [])] for name in sorted(names)]
    return [[value for value in one if value] for one in told]


def _plain(value: str, box: Box | None) -> str:
    text = value.replace("\r\n", "\n").strip()
    if box is not None and box.kind == "date" and text:
        try:
            return parse_date(text).isoformat()
        except ValueError:
            return text
    return text


def _shown(values: Values | None, names: list[str], seen: dict[str, Box]) -> str:
    """The contents of a unit in words."""
    lines = []
    for name in names:
        box = seen.get(name) or _like(name, seen)
        given = (values or {}).get(name, [])
        words = [_worded(value, box) for value in given if value.strip()]
        if len(names) == 1 or _HALF.match(name):
            lines.append("、".join(words) if box and box.options else "\n".join(words))
        elif words:
            lines.append(f"{_row_label(name, box)}：{'、'.join(words)}")
    return (" " if names and _HALF.match(names[0]) else "\n").join(filter(None, lines))


def _worded(value: str, box: Box | None) -> str:
    if box is None or not box.options:
        return value
    words = box.options.get(value, value)
    return "はい" if box.kind == "checkbox" and len(box.options) == 1 and words == box.label else words


def _like(name: str, seen: dict[str, Box]) -> Box | None:
    """The box of another row with the same meaning."""
    row = _ROW.match(name)
    if not row:
        return None
    return next((box for other, box in seen.items() if (found := _ROW.match(other)) and found["set"] == row["set"]
                 and found["name"] == row["name"]), None)  # fmt: skip


def _row_label(name: str, box: Box | None) -> str:
    row = _ROW.match(name)
    number = f"{int(row['row']) + 1}．" if row else ""
    return f"{number}{box.label if box else row['name'] if row else name}"
