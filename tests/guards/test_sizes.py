"""Files of at most 400 lines, functions of at most 40; rooms and drawers say in a line what they are."""

import ast
from collections.abc import Iterable

from .house import Source, functions, levels, sources

FILE, FUNCTION = 400, 40


def too_long(files: Iterable[Source]) -> list[str]:
    """Files and functions that nobody reads to the end."""
    found = []
    for file in files:
        if (lines := file.text.count("\n")) > FILE:
            found.append(f"{file.path}: {lines} lines")
        for one in functions(file.tree):
            if "/tests/" in file.path:
                continue  # a cast or a table of examples may be long
            if (lines := one.end_lineno - one.lineno + 1) > FUNCTION:
                found.append(f"{file.path}:{one.lineno} {one.name}: {lines} lines")
    return found


def wordless(files: Iterable[Source]) -> list[str]:
    """Files and classes that do not say what they are."""
    found = []
    for file in files:
        if file.name == "__main__" or not file.text.strip():
            continue
        if not ast.get_docstring(file.tree):
            found.append(f"{file.path}")
        for node in file.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                found.append(f"{file.path} {node.name}")
    return found


def test_files_and_functions_are_short():
    assert too_long(sources(tests=True)) == []


def test_every_file_and_class_says_what_it_is():
    assert wordless(file for file in sources() if file.room in levels() and file.room != "config") == []


def test_a_long_one_is_found():
    body = "\n".join(["    pass"] * 41)
    wrong = Source("cases/x.py", f"def long():\n{body}\n" + "\n" * 400)
    assert [line.split(":")[0] for line in too_long([wrong])] == ["cases/x.py", "cases/x.py"]
    assert too_long([Source("cases/x.py", "def short():\n    pass\n")]) == []


def test_a_wordless_one_is_found():
    assert wordless([Source("cases/x.py", "class Case:\n    pass\n")]) == ["cases/x.py", "cases/x.py Case"]
