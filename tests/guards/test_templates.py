"""Templates are used, post with a key, and hold nothing that the strict content policy would refuse."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from .house import PACKAGE, Source, sources, templates

# Asked for by Django itself, by these names.
BY_DJANGO = {"403.html", "404.html", "500.html", "403_csrf.html", "400.html"}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
FORM = re.compile(r"<form\b(?P<inside>(?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*)>(?P<first>(?:\s*\{%[^%]*%\})*)", re.I | re.S)
POST = re.compile(r"\bmethod=[\"']?post\b", re.I)
REFUSED = {
    "style=": re.compile(r"\sstyle\s*=\s*[\"'{]", re.I),
    "on…=": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"'{]", re.I | re.S),
    "<style>": re.compile(r"<style\b", re.I),
    "inline <script>": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "external address": re.compile(r"[\"'(]\s*(?:https?:)?//(?!www\.w3\.org/)[a-z0-9]", re.I),
    "javascript:": re.compile(r"javascript:", re.I),
    "hx-on": re.compile(r"\shx-on[:-]", re.I),
}
LONGEST_SCRIPT = 60


def unused(names: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Templates that no Python and no other template names."""
    told = "\n".join(texts)
    return [
        name for name in names
        if name not in BY_DJANGO and not re.search(rf"[\"']{re.escape(name)}(?:#[\w-]+)?[\"']", told)
    ]  # fmt: skip


def posts_without_key(name: str, text: str) -> list[str]:
    """Forms that send without `{% posted %}` as their first thing."""
    return [
        f"{name}: {' '.join(form.group(0).split())[:80]}"
        for form in FORM.finditer(COMMENT.sub("", text))
        if POST.search(form["inside"]) and form["first"].count("{% posted") < 1 + form["first"].count("{% else")
    ]


def refused(name: str, text: str) -> list[str]:
    """What the browser would not run or load."""
    plain = COMMENT.sub("", text)
    return [f"{name}: {word}" for word, pattern in REFUSED.items() if pattern.search(plain)]


def refused_in_python(file: Source) -> list[str]:
    """The same in markup that Python writes."""
    found = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
            found += refused(f"{file.path}:{node.lineno}", node.value)
    return found


def refused_in_css(name: str, text: str) -> list[str]:
    """Style sheets that load from elsewhere."""
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    outside = re.search(r"url\(\s*[\"']?(?:https?:)?//|@import|expression\(", plain, re.I)
    return [f"{name}: {outside.group(0)}"] if outside else []


def statics(ending: str) -> list[Path]:
    """Our own static files."""
    return sorted(
        path
        for folder in PACKAGE.glob("*/static")
        for path in folder.rglob(f"*.{ending}")
        if "vendor" not in path.parts
    )


def test_no_template_is_unused():
    texts = [*templates().values(), *(file.text for file in sources())]
    texts += [path.read_text(encoding="utf-8") for path in PACKAGE.glob("*/*.toml")]
    assert unused(templates(), texts) == []


def test_every_form_that_posts_begins_with_its_key():
    # the entrance has no worker yet, so no form to remember; Django's token protects it
    # and on the residents' pages there is no session at all to borrow: their forms carry a signed mark (portal/writing.py)
    mine = {
        name: text for name, text in templates().items()
        if name != "staff/sign_in.html" and not (name.startswith("portal/") and "ui/page.html" not in text)
    }  # fmt: skip
    assert [line for name, text in mine.items() for line in posts_without_key(name, text)] == []


def test_no_template_needs_a_looser_policy():
    assert [line for name, text in templates().items() for line in refused(name, text)] == []


def test_no_python_writes_markup_that_needs_one():
    assert [line for file in sources() for line in refused_in_python(file)] == []


def test_style_sheets_load_nothing_from_elsewhere():
    assert [
        line for path in statics("css") for line in refused_in_css(path.name, path.read_text(encoding="utf-8"))
    ] == []


def test_scripts_are_short_and_stay_at_home():
    found = []
    for path in statics("js"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_SCRIPT:
            found.append(f"{path.name}: {text.count(chr(10))} lines")
        found += [f"{path.name}: {word}" for word in ("eval(", "innerHTML =", "http://", "https://") if word in text]
    assert found == []


def test_an_unused_template_is_found():
    texts = ['render(request, "cases/list.html#rows")', '{% include "cases/_row.html" %}']
    assert unused(["cases/list.html", "cases/_row.html", "cases/old.html", "404.html"], texts) == ["cases/old.html"]


def test_a_form_without_a_key_is_found():
    right = '<form method="post" class="x">\n  {% posted case %}<input></form> <form method="get"></form>'
    assert posts_without_key("a", right) == []
    assert posts_without_key("a", '<form method="post">{% if a %}{% posted a %}{% else %}{% posted %}{% endif %}') == []
    assert posts_without_key("a", '<form method="post">{% if a %}{% posted a %}{% else %}{% endif %}')
    assert (
        posts_without_key("a", '<form method="post"{% if a > b %} data-x="{{ y }}"{% endif %}>{% posted %}</form>')
        == []
    )
    assert posts_without_key("a", '<form method="post"><input>{% posted %}</form>')
    assert posts_without_key("a", '<form action="/x/" method=post>{% csrf_token %}</form>')
    assert posts_without_key("a", "{# <form method='post'> #}") == []


@pytest.mark.parametrize("text", [
    '<p style="color:red">', '<button onclick="go()">', "<script>go()</script>", "<style>p{}</style>",
    '<img src="https://example.org/a.png">', '<link href="//example.org/a.css">', '<a href="javascript:go()">',
    '<div hx-on:click="go()">', "<p style='{{ x }}'>",
])  # fmt: skip
def test_what_the_policy_refuses_is_found(text):
    assert refused("a", text)
    assert refused_in_python(Source("cases/x.py", f"x = {text!r}"))


def test_what_the_policy_allows_is_left_alone():
    text = '<script type="module" src="{% static \'x.js\' %}"></script><svg xmlns="http://www.w3.org/2000/svg">'
    assert refused("a", text + "<p data-style='x' class='onward'>on = 3</p>{# style='x' #}") == []
    assert refused_in_css("a", "/* url(http://x) */ p{background:url(data:image/png)}") == []
    assert refused_in_css("a", "p{background:url('https://x/a.png')}")
    assert refused_in_css("a", "@import 'x.css';")
