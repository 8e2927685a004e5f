"""The sheets of a workbook (取り込む表) as the limited process reads them: merged cells filled downwards, what is hidden told."""

import io
import zipfile
from typing import Any

from .limited_grid import NS, PLAIN, R, etree
from .limited_tags import address, area_of, column_of

MOST_SHEETS, MOST_TOLD, MOST_LETTERS = 20, 200, 6_000_000


class Sheets:
    """A workbook with its visible sheets; what is wrong with one of them does not hold up the others."""

    def __init__(self, content: bytes, limit: int, columns: int) -> None:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        self.content, self.limit, self.columns, self.letters = content, limit, columns, 0
        self.book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        told = [one for one in self.book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        seen = [one.name for one in told if one.visible == SheetVisibleEnum.Visible]
        self.names = (seen or [one.name for one in told])[:MOST_SHEETS]

    def told(self, cell_of: Any, no: type[Exception]) -> list[dict[str, Any]]:
        """Name, rows, why not, rows that are hidden, cells whose formula has no result."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
            paths = _paths(packed)
            return [self._sheet(name, packed, paths.get(name, ""), cell_of, no) for name in self.names]

    def _sheet(
        self, name: str, packed: zipfile.ZipFile, path: str, cell_of: Any, no: type[Exception]
    ) -> dict[str, Any]:
        try:
            rows = self._rows(name, cell_of, no)
        except no as why:
            return {"name": name, "rows": [], "why": str(why), "hidden": [], "unreckoned": []}
        hidden, unreckoned = _marks(packed.read(path)) if rows and path in packed.namelist() else ([], [])
        hidden = [row for row in hidden if row <= len(rows) and rows[row - 1]]
        return {"name": name, "rows": rows, "why": "", "hidden": hidden, "unreckoned": unreckoned[:MOST_TOLD]}

    def _rows(self, name: str, cell_of: Any, no: type[Exception]) -> list[list[Any]]:
        sheet = self.book.get_sheet_by_name(name)
        found: list[list[Any]] = []
        for row in sheet.iter_rows():
            cells = [cell_of(one) for one in row]
            self.letters += sum(len(one) for one in cells if isinstance(one, str))
            while cells and cells[-1] is None:
                cells.pop()
            if len(cells) > self.columns:
                raise no(f"列が多すぎます。{self.columns}列までにしてください。")
            found.append(cells)
            if (cells and len(found) > self.limit) or self.letters > MOST_LETTERS:
                raise no(f"行か文字が多すぎます。{self.limit:,}行までに分けてください。")
            if len(found) > 20 * self.limit:
                break  # nothing but empty lines down there
        while found and not found[-1]:
            found.pop()
        _fill_down(found, sheet)
        return found


def _fill_down(rows: list[list[Any]], sheet: Any) -> None:
    """A cell merged over several rows says the same in each of them: the number of a household beside its members."""
    left = sheet.start[1] if sheet.start else 0
    for (top, column), (low, _) in sheet.merged_cell_ranges or []:
        at = column - left
        if low <= top or top >= len(rows) or not 0 <= at < len(rows[top]):
            continue
        for row in rows[top + 1 : low + 1]:
            if row:  # an empty line stays one
                row.extend([None] * (at + 1 - len(row)))
                row[at] = rows[top][at] if row[at] is None else row[at]


def _paths(packed: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet lies in the file."""
    book = etree.fromstring(packed.read("xl/workbook.xml"), PLAIN)
    links = etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), PLAIN)
    targets = {one.get("Id"): str(one.get("Target", "")) for one in links}
    targets = {key: "xl/" + one.removeprefix("/xl/").lstrip("/") for key, one in targets.items()}
    return {one.get("name", ""): targets.get(one.get(f"{R}id"), "") for one in book.iter(f"{NS}sheet")}


def _marks(part: bytes) -> tuple[list[int], list[str]]:
    """Rows that are hidden (filtered away), and cells that show an error or were never reckoned."""
    hidden: list[int] = []
    unreckoned: list[str] = []
    at = 0
    rows = etree.iterparse(io.BytesIO(part), tag=f"{NS}row", resolve_entities=False, no_network=True, load_dtd=False)
    for _, row in rows:
        at = int(row.get("r") or at + 1)
        if row.get("hidden") in ("1", "true"):
            hidden.append(at)
        unreckoned += [_where(one, at) for one in row if _says_nothing(one)]
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
    return hidden, unreckoned


def _where(cell: Any, row: int) -> str:
    where = cell.get("r") or ""
    return address(area_of(where)[0], column_of(where)) if where else f"{row}行目"


def _says_nothing(cell: Any) -> bool:
    if cell.get("t") == "e":
        return True
    value = cell.find(f"{NS}v")
    return cell.find(f"{NS}f") is not None and (value is None or value.text is None)
