"""`{% load timeline %}`: a line of the timeline; put together here, because twenty of them in a template were a quarter of a case page."""

from django import template
from django.template.defaultfilters import linebreaks, linebreaksbr
from django.utils.safestring import SafeString

from tasuki.casefile.timeline import Line
from tasuki.cases.models import SupportRecord
from tasuki.cases.templatetags.cases import record_chips, told, told_inline
from tasuki.ui.quick import escaped as safe
from tasuki.ui.templatetags.ui import chip, daytime, md

register = template.Library()


@register.simple_tag
def timeline_line(line: Line) -> SafeString:
    """`<li>`: when and what, the marks, the words, what comes next, who."""
    record = line.record
    title = f'<a href="{safe(line.link)}">{safe(line.title)}</a>' if line.link else safe(line.title)
    marks = (_marks(record, line.link) if record else "") + (chip(line.about, "blue") if line.about else "")
    words = _words(record) if record else f'<div class="words">{linebreaks(line.text)}</div>' if line.text else ""
    kind = f' class="{safe(line.mark)}"' if line.mark else ""
    return SafeString(
        f"<li{kind}>\n"
        f'<p class="row"><span class="when">{safe(line.said or daytime(line.at))} {title}</span>\n{marks}</p>\n'
        f'{words}<p class="who">{safe(line.who)}</p>\n</li>'
    )


def _marks(record: SupportRecord, link: str) -> str:
    marks = str(record_chips(record))
    if record.replaces_id:
        marks += chip("直した記録")
    if getattr(record, "files", False):
        marks += '<span class="muted">添付あり</span>'
    if getattr(record, "talk", False):
        marks += f'<a class="muted no-print" href="{safe(link)}#comments">コメントあり</a>'
    return f"{marks}\n"


def _words(record: SupportRecord) -> str:
    words = f'<div class="words">{told(record, "text")}</div>\n'
    if record.view:
        view = linebreaksbr(told_inline(record, "view"))
        words += f'<div class="words view"><p><strong>所見</strong> {view}</p></div>\n'
    if record.next_on or record.next_text:
        words += f"<p><strong>次回</strong> {safe(md(record.next_on))} {safe(record.next_text)}</p>\n"
    return words
