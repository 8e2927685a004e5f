"""The form as it is shown in the settings (様式の升目): rows of cells, each with what it is tied to. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tasuki.shared.asked import number
from tasuki.shared.limited_tags import TAG, address, area_of

from .forms import TieForm
from .models import OwnForm
from .own import Form
from .sheets import SHEETS
from .ticks import has_box, labels

SHOWN_ROWS, SHOWN_COLUMNS = 80, 40


@dataclass
class Grid:
    """One sheet of the file on the screen, and the cell that was chosen."""

    path: str
    columns: list[str]
    rows: list[tuple[int, list[dict[str, Any]]]]
    sheets: list[tuple[str, str, bool]]
    chosen: dict[str, Any] | None = None
    cut: bool = False
    tied: dict[tuple[str, str], str] = field(default_factory=dict)


def by_sheet() -> list[tuple[str, list[OwnForm]]]:
    """Forms of each sheet, those with none left out."""
    found: dict[str, list[OwnForm]] = {}
    for one in OwnForm.objects.defer("content", "grid").select_related("made_by", "put_by"):
        found.setdefault(one.sheet, []).append(one)
    return [(SHEETS[key].name, found[key]) for key in SHEETS if key in found]


def address_of(form: OwnForm, path: str, at: str) -> str:
    """The page with this cell chosen."""
    paths = [sheet["path"] for sheet in form.grid["sheets"]]
    asked = urlencode({"sheet": paths.index(path) if path in paths else 0, "cell": at})
    return f"/settings/paper/{form.pk}/?{asked}#place"


def grid_of(shown: Form, asked: Mapping[str, str]) -> Grid | None:
    """The sheet asked for; None for a Word file."""
    sheets = shown.form.grid.get("sheets", [])
    if not sheets:
        return None
    index = number(asked.get("sheet", "")) or 0
    sheet = sheets[index] if index < len(sheets) else sheets[0]
    tied = {(tie.sheet, tie.at): tie.place.label for tie in shown.ties}
    rows: dict[int, list[dict[str, Any]]] = {n: [] for n in range(1, min(sheet["rows"], SHOWN_ROWS) + 1)}
    chosen = None
    for cell in sheet["cells"]:
        row, column = area_of(cell["at"])[:2]
        if row > SHOWN_ROWS or column > SHOWN_COLUMNS:
            continue
        one = cell | {"tied": tied.get((sheet["path"], cell["at"]), ""), "tagged": bool(TAG.search(cell["text"])),
                      "boxes": labels(cell["text"]) if has_box(cell["text"]) else [], "link": f"?{urlencode({'sheet': index, 'cell': cell['at']})}#place"}  # fmt: skip
        rows.setdefault(row, []).append(one)
        if cell["at"] == asked.get("cell"):
            one["chosen"] = True
            chosen = one
    width = min(sheet["columns"], SHOWN_COLUMNS)
    named = [(each["name"], f"?sheet={n}", each is sheet) for n, each in enumerate(sheets)]
    return Grid(sheet["path"], [_letters(n + 1) for n in range(width)], sorted(rows.items()), named, chosen,
                sheet["rows"] > SHOWN_ROWS or sheet["columns"] > SHOWN_COLUMNS, tied)  # fmt: skip


def _letters(column: int) -> str:
    return address(1, column).rstrip("1")


def tie_form(shown: Form, grid: Grid | None) -> TieForm | None:
    """The question for the chosen cell."""
    if grid is None or grid.chosen is None:
        return None
    at = grid.chosen["at"]
    kept = next((one["field"] for one in shown.form.places if (one["sheet"], one["at"]) == (grid.path, at)), "")
    return TieForm(initial={"sheet": grid.path, "at": at, "field": kept}, shown=shown)
