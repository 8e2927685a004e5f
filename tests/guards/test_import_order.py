"""A room imports only rooms below it, and the lower drawers of a room know nothing of the upper ones."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .house import PACKAGE, ROOT, Source, levels, sources

# A drawer knows those before it, and nothing of those after it.
DRAWERS = ["enums", "models", "rules", "actions", "forms", "views", "urls"]


def contract(folder: Path) -> tuple[bool, str]:
    """The import contract of pyproject.toml kept in this folder? And what was said."""
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    told = subprocess.run(
        [sys.executable, "-c", call, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    return told.returncode == 0, told.stdout + told.stderr


def unplaced(folder: Path, rooms: Iterable[str]) -> list[str]:
    """Folders of the package that the contract does not name."""
    found = {path.parent.name for path in folder.glob("*/__init__.py")}
    return sorted(found - set(rooms))


def looks_up(files: Iterable[Source]) -> list[str]:
    """Lower drawers that import an upper drawer, of whatever room."""
    found = []
    for file in files:
        if file.name not in DRAWERS[:4]:
            continue
        above = set(DRAWERS[max(DRAWERS.index(file.name), DRAWERS.index("rules")) + 1 :]) - {"actions"}
        if file.name in ("enums", "models", "rules"):
            above.add("actions")
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom):
                last = (node.module or "").rsplit(".", 1)[-1]
                ours = node.level > 0 or (node.module or "").startswith("tasuki.")
                named = {last, *(alias.name for alias in node.names if node.level or last in levels())}
                if ours and named & above:
                    found.append(f"{file.path}:{node.lineno} imports {', '.join(sorted(named & above))}")
    return found


def test_rooms_import_only_rooms_below_them():
    kept, told = contract(ROOT)
    assert kept, told


def test_an_import_upwards_is_found(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "tasuki", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "tasuki/people/rules.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom tasuki.cases.models import Case  # noqa\n")
    kept, told = contract(tmp_path)
    assert not kept
    assert "tasuki.people.rules -> tasuki.cases.models" in told


def test_every_room_has_its_place():
    assert unplaced(PACKAGE, levels()) == []


def test_a_room_without_a_place_is_found(tmp_path):
    (tmp_path / "attic").mkdir()
    (tmp_path / "attic/__init__.py").touch()
    assert unplaced(tmp_path, levels()) == ["attic"]


def test_lower_drawers_know_no_upper_ones():
    assert looks_up(sources()) == []


def test_rules_that_import_views_are_found():
    wrong = [
        Source("cases/rules.py", "from .views import page"),
        Source("cases/models.py", "from . import actions"),
        Source("plans/actions.py", "from tasuki.cases.forms import RecordForm"),
        Source("plans/views.py", "from . import actions, forms"),
    ]
    assert [line.split(":")[0] for line in looks_up(wrong)] == ["cases/rules.py", "cases/models.py", "plans/actions.py"]
