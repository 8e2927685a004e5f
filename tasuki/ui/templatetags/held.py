"""`{% load held %}`: texts with passages that are told to few (伏せる記載)."""

from django import template
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString

from tasuki.shared.held import BAR, HeldKind, barred, typed_passages

register = template.Library()
BARRED = format_html('<span class="held-bar">{}<span class="unseen">（伏せられた記載）</span></span>', BAR)


def shaded(kind: str, text: str) -> SafeString:
    """A passage for those who may read it: shaded, with its reason in words."""
    lines = SafeString(str(conditional_escape(text)).replace("\n", "<br>"))
    return format_html('<span class="held"><b class="held-why">{}</b>{}</span>', HeldKind(kind).label, lines)


@register.filter
def typed(text: str) -> SafeString:
    """A text as typed, for those who may read all of it: its held-back passages shaded."""
    parts = (shaded(kind, words) if kind else str(conditional_escape(words)) for kind, words in typed_passages(text))
    return SafeString(linebreaks(SafeString("".join(parts))))


@register.filter
def unheld(text: str) -> str:
    """A text without its held-back passages: for lists, and for other readers."""
    return barred(text)
