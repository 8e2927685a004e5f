"""Addresses written by hand lead to a page: in templates, navigation, first steps."""

import ast
import re
from collections.abc import Iterable

from django.urls import Resolver404, resolve

from .house import Source, sources, templates

IN_TEMPLATE = re.compile(r"""["'](/[a-z][a-z0-9-]*/[a-z0-9/-]*(?:\?[^"'{]*)?(?:\#[^"'{]*)?)["']""")
IN_TEXT = re.compile(r"^/[a-z][a-z0-9-]*/(?:[a-z0-9-]+/)*(?:\?.*)?$")
NOT_PAGES = ("/static/",)


def leads_somewhere(address: str) -> bool:
    """Whether a page answers there."""
    try:
        resolve(re.split(r"[?#]", address)[0])
    except Resolver404:
        return address.startswith(NOT_PAGES)
    return True


def lost_in_templates(texts: dict[str, str]) -> list[str]:
    """Addresses in templates that lead nowhere; those put together from parts are left out."""
    return [
        f"{name}: {found[1]}"
        for name, text in texts.items() for found in IN_TEMPLATE.finditer(text)
        if not text[found.end() :].startswith("|add") and not text[: found.start()].endswith("|add:")
        and not leads_somewhere(found[1])
    ]  # fmt: skip


def lost_in_python(files: Iterable[Source]) -> list[str]:
    """The same in Python: whole texts, and addresses at the end of a line of first steps."""
    found = []
    for file in files:
        nodes = list(ast.walk(file.tree))
        joined = [node for node in nodes if isinstance(node, ast.JoinedStr | ast.BinOp)]
        pieces = {part for node in joined for part in ast.walk(node)}
        for node in nodes:
            if node not in pieces and isinstance(node, ast.Constant) and isinstance(node.value, str):
                address = node.value.rpartition("　")[2]
                if IN_TEXT.match(address) and not leads_somewhere(address):
                    found.append(f"{file.path}:{node.lineno} {address}")
    return found


def test_addresses_in_templates_lead_somewhere():
    assert lost_in_templates(templates()) == []


def test_addresses_in_python_lead_somewhere():
    assert lost_in_python(file for file in sources() if file.room != "config") == []


def test_an_address_that_leads_nowhere_is_found():
    text = """<a href="/gone/">x</a> {% crumb "y" "/today/" %} {% button "z" "/lost/?a=1" %}
              {% with "/cases/"|add:key|add:"/part/" %}"""
    assert lost_in_templates({"a": text}) == ["a: /gone/", "a: /lost/?a=1"]
    wrong = Source(
        "desk/day.py",
        "x = ['見る　/gone/', '/today/', '/today/?a=1', 'no/address/', f'/cases/{key}/part/', '/lost/here/']",
    )
    assert lost_in_python([wrong]) == ["desk/day.py:1 /gone/", "desk/day.py:1 /lost/here/"]
