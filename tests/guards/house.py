"""What the guards look at: the rooms in their order, and the sources as syntax trees."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tasuki"


def levels(text: str | None = None) -> dict[str, int]:
    """Room → how far it is from the top, as the import contract says; siblings share a number."""
    project = tomllib.loads(text or (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    return {room: number for number, layer in enumerate(contract["layers"]) for room in re.findall(r"\w+", layer)}


@dataclass(frozen=True)
class Source:
    """A Python file: where it lies below `tasuki/`, its text and its tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree, grown once: many guards look at it."""
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The room in which it lies."""
        return self.path.split("/")[0]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return Path(self.path).stem


def sources(pattern: str = "**/*.py", *, tests: bool = False) -> Iterator[Source]:
    """The product's own Python, without migrations and (usually) without tests."""
    for path in sorted(PACKAGE.glob(pattern)):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield _source(path)


@cache
def _source(path: Path) -> Source:
    return Source(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))


def templates() -> dict[str, str]:
    """Name as Django knows it → text, of every template in the rooms."""
    found = {}
    for folder in sorted(PACKAGE.glob("*/templates")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return found


def chain(node: ast.expr) -> list[str]:
    """`Case.objects.filter(…).first` → ["Case", "objects", "filter", "first"]; calls are looked through."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        names.append(node.id)
    return names[::-1]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
