"""Excel and CSV go out through one writer (`tasuki/shared/tables.py`), foreign files are opened by one process."""

import ast
from collections.abc import Iterable

from .house import Source, chain, sources

WRITER = "shared/tables.py"
# Who may open what comes from outside: the process without memory, time or keys.
OPENERS = {f"shared/limited_{name}.py" for name in ("tasks", "forms", "grid", "tables", "controls")}
WRITES = {"xlsxwriter", "openpyxl", "xlwt"}
OPENS = {"PIL", "python_calamine", "openpyxl", "xlrd", "defusedxml", "lxml"}
# Our own pictures and drawings, never a file from outside, and why.
OWN: dict[str, str] = {}


def strays(files: Iterable[Source]) -> list[str]:
    """Writers of tables and openers of foreign files outside their places."""
    found = []
    for file in files:
        for node in ast.walk(file.tree):
            names = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = {(node.module or "").split(".")[0]}
            if names & WRITES and file.path != WRITER:
                found.append(f"{file.path}:{node.lineno} writes a table: use tasuki.shared.tables")
            if names & OPENS and file.path not in OPENERS and file.path not in OWN:
                found.append(f"{file.path}:{node.lineno} opens foreign files: use tasuki.shared.limited")
            by_hand = isinstance(node, ast.Call) and chain(node.func) in (["csv", "writer"], ["csv", "DictWriter"])
            if by_hand and file.path != WRITER:
                found.append(f"{file.path}:{node.lineno} writes a CSV: use tasuki.shared.tables.csv_bytes")
    return found


def test_tables_have_one_writer_and_foreign_files_one_opener():
    assert strays(sources()) == []


def test_a_second_writer_is_found():
    wrong = [
        Source("desk/x.py", "import xlsxwriter\n"),
        Source("cases/x.py", "import csv\ncsv.writer(out)\n"),
        Source("people/x.py", "from PIL import Image\n"),
        Source("shared/tables.py", "import xlsxwriter, csv\ncsv.writer(out)\n"),
        Source("codes/sync.py", "import csv\ncsv.DictReader(file)\n"),
    ]
    assert [line.split(":")[0] for line in strays(wrong)] == ["desk/x.py", "cases/x.py", "people/x.py"]
