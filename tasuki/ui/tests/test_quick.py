"""What is put together in Python stands in the page as Django would have put it."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tasuki.ui.quick import escaped, filled

WORDS = ["", "<script>", "a & b", "'\"", SafeString("<b>そのまま</b>"), 3, None, gettext_lazy("Yes"), "𠮷野　葛󠄀"]


@pytest.mark.parametrize("word", WORDS, ids=repr)
def test_it_escapes_as_django_does(word):
    assert escaped(word) == conditional_escape(word)
    assert filled("<i>{}</i>{}", word, "<") == format_html("<i>{}</i>{}", word, "<")


@pytest.mark.parametrize("value", ["", "2", "<3>", None])
def test_a_list_of_choices_is_that_of_django(value):
    choices = [("", "えらぶ"), (2, "ふたつ & <>"), ('むれ"', [("<3>", "三"), (4, "四")])]
    widget = forms.Select(choices=choices, attrs={"id": "x", "required": True})
    plain = lambda text: re.sub(r"\s+", " ", re.sub(r">\s+", ">", re.sub(r"\s+<", "<", text))).strip()  # noqa: E731
    assert plain(widget.render("which", value)) == plain(widget.render("which", value, renderer=DjangoTemplates()))
