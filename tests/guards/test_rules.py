"""Every `may_x` has its action `x`, in its room or above it, and the action asks the rule."""

import ast
from collections import defaultdict
from collections.abc import Iterable

from .house import Source, chain, functions, levels, sources

# Rules that serve a button and other rules, without an action of their name, and why.
WITHOUT_ACTION: dict[str, str] = {}


def rules_of(files: Iterable[Source]) -> list[tuple[Source, str]]:
    """(file, name) of every rule."""
    return [
        (file, node.name)
        for file in files if file.name == "rules" or "/rules/" in file.path
        for node in file.tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("may_")
    ]  # fmt: skip


def names_used(file: Source, function: ast.FunctionDef) -> set[str]:
    """Names that the function uses, itself or through functions of the same file."""
    here = {one.name: one for one in functions(file.tree)}
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Name | ast.Attribute):
                name = node.id if isinstance(node, ast.Name) else node.attr
                if name not in seen:
                    seen.add(name)
                    waiting += [here[name]] if name in here else []
    return seen


def without_action(files: Iterable[Source]) -> list[str]:
    """Rules that nothing obeys."""
    files, order, found = list(files), levels(), []
    named: dict[str, list[tuple[Source, ast.FunctionDef]]] = defaultdict(list)
    for other in files:
        for one in functions(other.tree) if other.name != "rules" else ():
            named[one.name].append((other, one))
    for file, rule in rules_of(files):
        actions = [
            (other, one)
            for other, one in named[rule.removeprefix("may_")]
            if order.get(other.room, 99) <= order.get(file.room, 99) and not _is_view(one)
        ]
        if not actions and rule not in WITHOUT_ACTION:
            found.append(f"{file.path} {rule}: no action {rule.removeprefix('may_')}")
        elif actions and not any(rule in names_used(other, one) for other, one in actions):
            found.append(f"{file.path} {rule}: {actions[0][0].path} does not ask it")
    return found


def _is_view(function: ast.FunctionDef) -> bool:
    return any(chain(one)[-1:] == ["needs"] for one in function.decorator_list)


def answers_otherwise(files: Iterable[Source]) -> list[str]:
    """Rules that do not answer with a Decision."""
    return [
        f"{file.path} {rule}"
        for file, rule in rules_of(files)
        for one in functions(file.tree)
        if one.name == rule and not (one.returns and ast.unparse(one.returns).strip("'\"") == "Decision")
    ]


def test_every_rule_has_its_action_and_is_asked_by_it():
    assert without_action(sources()) == []


def test_rules_answer_with_a_decision():
    assert answers_otherwise(sources()) == []


def test_the_list_of_exceptions_is_not_stale():
    rules = {rule for _, rule in rules_of(sources())}
    assert [rule for rule in WITHOUT_ACTION if rule not in rules] == []


def test_a_rule_that_nothing_obeys_is_found():
    files = [
        Source("cases/rules.py", "def may_close(case, by) -> Decision: ...\ndef may_open(by) -> Decision: ...\n"
                                 "def may_lose(by) -> bool: ...\n"),
        Source("people/actions.py", "def lose(): require(rules.may_lose())\n"),  # below: does not count
        Source("casefile/actions.py", "def close(): require(_asked())\ndef _asked(): return rules.may_close()\n"),
        Source("cases/actions.py", "def open(): pass\n"),
        Source("cases/views.py", "@needs(Permission.X)\ndef lose(request): return rules.may_lose()\n"),
    ]  # fmt: skip
    assert without_action(files) == [
        "cases/rules.py may_open: cases/actions.py does not ask it", "cases/rules.py may_lose: no action lose",
    ]  # fmt: skip
    assert answers_otherwise(files) == ["cases/rules.py may_lose"]
