"""`{% load finding %}`: a record that was found; put together here, because twenty of them in a template were a tenth of the search."""

from django import template
from django.utils.safestring import SafeString

from tasuki.desk.finding import Heard
from tasuki.ui.quick import filled
from tasuki.ui.templatetags.ui import daytime

register = template.Library()
LINE = (
    '<li><a href="/cases/{}/#record-{}">{}　{}</a> <span class="muted">{}</span>\n'
    '{}<mark>{}</mark>{}<br><span class="muted">{}</span></li>\n'
)


@register.simple_tag
def heard(row: Heard) -> SafeString:
    """`<li>`: when and in which case, the words around the hit, who wrote it."""
    return filled(LINE, row.case, row.pk, daytime(row.at), row.label, row.number, *row.around, row.who)
