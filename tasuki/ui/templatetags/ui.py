"""Components for templates: `{% load ui %}` (画面の部品). Each state is shown at /ui/."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasuki.ui.quick import filled

register = template.Library()

TONES = {"key", "blue", "orange", "red", "gray", "purple", "yellow", "cyan"}
KINDS = {"", "primary", "danger", "quiet"}
NOTICES = {"info": "お知らせ", "success": "できました", "warning": "注意", "error": "エラー"}


def _need(**given: Any) -> None:
    """A required parameter that is empty is a mistake in the template: say which one."""
    for name, value in given.items():
        if value is None or value == "":
            raise template.TemplateSyntaxError(f"ui component: `{name}` is required")


def _one_of(value: str, allowed: Iterable[str], name: str) -> None:
    """An unknown tone or kind is a mistake in the template."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"ui component: {name} `{value}` is unknown")


def _attributes(given: dict[str, Any]) -> str:
    """Keyword arguments as attributes: data_print=True → data-print."""
    return flatatt({name.replace("_", "-"): value for name, value in given.items()})


# ---- posting -------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def posted(context: template.Context, obj: Any = None) -> SafeString:
    """First thing in every POST form: CSRF token, a key against double posts, and the version.

    obj: the record being changed; its `version` tells whether somebody else was quicker. A form shown again (an error, a
    draft) keeps the version with which it was opened, and what stood in it then.
    """
    from tasuki.shared.ids import uuid7

    hidden = '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="_key" value="{}">'
    parts = [filled(hidden, context.get("csrf_token") or "", uuid7())]
    if obj is not None:
        _need(version=getattr(obj, "version", None))
        opened = _opened_with(context.get("request"), obj)
        parts.append(
            format_html('<input type="hidden" name="_version" value="{}">', opened.get("_version", obj.version))
        )
        if "_base" in opened:
            parts.append(format_html('<input type="hidden" name="_base" value="{}">', opened["_base"]))
    return SafeString("".join(parts))


def _opened_with(request: Any, obj: Any) -> dict[str, str]:
    """Version and content of a form that was opened earlier: sent with it, or kept in the draft of it."""
    sent: Any = {}
    if request is not None and request.method == "POST":
        sent = request.POST
    elif (draft := getattr(getattr(request, "worker", None), "draft", None)) and draft.about == obj.pk:
        sent = {name: values[-1] for name, values in draft.fields.items() if values}
    if not str(sent.get("_version", "")).isdecimal():
        return {}
    return {name: str(sent[name]) for name in ("_version", "_base") if sent.get(name)}


@register.simple_tag
def button(label: str, url: str = "", decision: Any = None, kind: str = "", **attributes: Any) -> SafeString:
    """A link that looks like a button; refused, it stays visible with its reason.

    label, url: text and address (no url: a plain <button>, for scripts). kind: primary, danger,
    quiet or nothing. decision: a Decision; when refused the reason stands beside the button.
    """
    _need(label=label)
    _one_of(kind, KINDS, "kind")
    if decision not in (None, "") and not decision:
        return _refused(label, decision, "a" if url else "button", attributes)
    classes = f"btn {kind}".strip()
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, url, _attributes(attributes), label)
    return format_html('<button type="button" class="{}"{}>{}</button>', classes, _attributes(attributes), label)


@register.simple_tag
def submit(label: str, decision: Any = None, kind: str = "primary", **attributes: Any) -> SafeString:
    """The button that sends a form; refused, it sends nothing and tells why.

    label: a verb (記録する). decision, kind: as in `button`. name=, value=, data_…= pass through.
    """
    _need(label=label)
    _one_of(kind, KINDS, "kind")
    if decision not in (None, "") and not decision:
        return _refused(label, decision, "button", {})
    return format_html(
        '<button type="submit" class="{}"{}>{}</button>',
        f"btn {kind}".strip(),
        _attributes(attributes),
        label,
    )


def _refused(label: str, decision: Any, element: str, attributes: dict[str, Any]) -> SafeString:
    """A button that cannot be used, with the reason in words tied to it."""
    from tasuki.shared.ids import uuid7

    kind = 'role="link" tabindex="0"' if element == "a" else 'type="button"'
    return format_html(
        '<span class="refused"><{0} {1} class="btn" aria-disabled="true" aria-describedby="{2}"'
        '{3}>{4}</{0}><span class="reason" id="{2}">{5}</span></span>',
        SafeString(element),
        SafeString(kind),
        f"why-{uuid7()}",
        _attributes(attributes),
        label,
        decision.reason,
    )


@register.simple_tag
def print_button(label: str = "印刷する") -> SafeString:
    """Prints the page; appears only where scripts run."""
    return format_html('<button type="button" class="btn" data-print hidden>{}</button>', label)


# ---- pieces of a page ----------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str,
    heading: str,
    id: str = "",
    action: str = "",
    action_url: str = "",
    aside: str = "",
    level: int = 2,
    tone: str = "",
) -> str:
    """A white sheet with a heading.

    heading: its name. id: makes it a named place (#id) and landmark. action, action_url: one link
    at the right. aside: quiet text or a chip at the right. level: 2 or 3. tone: key, red, plain.
    """
    _need(heading=heading)
    _one_of(tone, ("", "key", "red", "plain"), "tone")
    if action:
        _need(action_url=action_url)
    parts = {"content": content, "heading": heading, "id": id, "action": action, "tone": tone}
    parts |= {"action_url": action_url, "aside": aside, "level": level}
    return render_to_string("ui/parts/card.html", parts)


@register.simple_block_tag
def scroll(content: str, label: str, wide: bool = False) -> str:
    """The region around a table; it scrolls sideways by itself on a narrow screen.

    label: what the table holds, read out for the region. wide: scrolls on every screen.
    """
    _need(label=label)
    return format_html(
        '<div class="scroll{}" role="region" aria-label="{}" tabindex="0">{}</div>',
        " wide" if wide else "",
        label,
        SafeString(content),
    )


@register.simple_block_tag
def fold(content: str, label: str, open: bool = False) -> str:
    """Something to open when needed (折りたたみ). label: what is inside; open: open at first."""
    _need(label=label)
    return format_html(
        '<details class="fold"{}><summary>{}</summary><div>{}</div></details>',
        SafeString(" open") if open else "",
        label,
        SafeString(content),
    )


@register.simple_tag
def chip(label: Any, tone: str = "gray") -> SafeString:
    """A state in words on a tint. tone: key blue orange red gray purple yellow cyan."""
    _need(label=label)
    _one_of(tone, TONES, "tone")
    return filled('<span class="chip c-{}">{}</span>', tone, label)


@register.simple_tag
def ground(text: str) -> SafeString:
    """On what ground the reader sees this (閲覧の根拠)."""
    _need(text=text)
    return format_html('<span class="ground"><a href="/grounds/"><b>閲覧の根拠</b></a>{}</span>', text)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One step of the way to this page, inside `{% block crumbs %}`; the last has no url."""
    _need(label=label)
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Any], label: str = "この中の画面") -> dict[str, Any]:
    """Pages side by side. items: (label, url, current[, count[, group]]); where they are many, group by group."""
    _need(items=items)
    return {"items": [tuple(item) + (None,) * (5 - len(item)) for item in items], "label": label}


@register.inclusion_tag("ui/parts/kv.html")
def kv(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Names and values. pairs: (name, value); an empty value reads 未記入."""
    return {"pairs": list(pairs)}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, hint: str, url: str = "", label: str = "") -> dict[str, Any]:
    """Nothing here yet: what is missing, what to do, and the button that does it."""
    _need(title=title, hint=hint)
    if url:
        _need(label=label)
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("ui/parts/notice.html")
def notice(text: str, tone: str = "info", title: str = "") -> dict[str, Any]:
    """A sentence that must be seen. tone: info success warning error; title: bold first line."""
    _need(text=text)
    _one_of(tone, NOTICES, "tone")
    return {"text": text, "tone": tone, "word": NOTICES[tone], "title": title}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms: BaseForm, focus: bool = True) -> dict[str, Any]:
    """All errors on top of the form, each leading to its field.

    forms: one or more forms. focus: the page opens with the summary in focus.
    """
    if not forms:
        raise template.TemplateSyntaxError("ui component: `form` is required")
    found: list[tuple[str, str]] = []
    for form in forms:
        found += [("", text) for text in form.non_field_errors()]
        for bound in form:
            first = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id
            found += [(first, _naming(bound.label, text)) for text in bound.errors]
    return {"found": found, "focus": focus}


def _naming(label: Any, text: str) -> str:
    """The error with the name of its field, unless it says it already."""
    return text if str(label) in text else f"{label}：{text}"


@register.inclusion_tag("ui/parts/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Next part of a long list. page: has `next_url`, and may have `first_url` and `label`."""
    _need(page=page)
    return {"page": page}


@register.inclusion_tag("ui/parts/stat.html")
def stat(number: Any, unit: str, label: str, url: str = "", note: str = "") -> dict[str, Any]:
    """A number with its unit; url opens the records behind it. note: a quiet line below."""
    _need(number=number, unit=unit, label=label)
    return {"number": number, "unit": unit, "label": label, "url": url, "note": note}


@register.simple_tag
@cache
def version() -> str:
    """Version of the installed product."""
    try:
        return installed("tasuki")
    except PackageNotFoundError:
        return "開発版"


# ---- dates as people say them --------------------------------------------------------------


def _day(value: Any) -> datetime.date | None:
    """The day of a date or of a moment on the clock of the town."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


def _said(value: Any, name: str) -> str:
    """The day in the named spelling of the calendar; nothing for no day."""
    from tasuki.shared import calendar_jp

    day = _day(value)
    return "" if day is None else str(getattr(calendar_jp, name)(day))


@register.filter
def short(value: Any, length: int) -> str:
    """The beginning, with … where something was left out; for rows, where `truncatechars` is dear."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


@register.filter
def wareki(value: Any) -> str:
    """令和8年11月22日（日）"""
    return _said(value, "wareki")


@register.filter
def wareki_short(value: Any) -> str:
    """R8.11.22"""
    return _said(value, "wareki_short")


@register.filter
def md(value: Any) -> str:
    """11月22日（日）; of a year gone by 令和2年10月31日（土）"""
    from tasuki.shared import calendar_jp, clock

    day = _day(value)
    return "" if day is None else calendar_jp.said(day, clock.today())


@register.filter
def daytime(value: Any) -> str:
    """11月22日（日）14:00; of a year gone by with the year"""
    from tasuki.shared import calendar_jp

    return f"{md(value)}{calendar_jp.local_time(value):%H:%M}" if isinstance(value, datetime.datetime) else md(value)


@register.filter
def through(value: Any) -> str:
    """The last moment at which something is open; midnight is the day before it: 12月8日（火）"""
    local = timezone.localtime(value) if isinstance(value, datetime.datetime) else None
    return md(local - datetime.timedelta(days=1)) if local and local.time() == datetime.time() else daytime(value)


@register.filter
def wareki_time(value: Any) -> str:
    """令和8年11月22日（日）14:00, for paper"""
    from tasuki.shared import calendar_jp

    return calendar_jp.wareki_time(value) if isinstance(value, datetime.datetime) else wareki(value)


@register.filter
def ago(value: Any, today: Any = None) -> str:
    """4日前, きのう, 3日後; counted from today or from the given day."""
    from tasuki.shared import calendar_jp, clock

    day = _day(value)
    return "" if day is None else calendar_jp.ago(day, _day(today) or clock.today())


@register.filter
def age_at(birth: Any, day: Any = None) -> str:
    """86歳 on the given day (default today); 86〜87歳 where the birth date is partly known."""
    from tasuki.shared import clock
    from tasuki.shared.partial_date import age_on

    on = _day(day) or clock.today()
    if hasattr(birth, "age_at"):
        return str(getattr(birth.age_at(on), "label", "") or "")
    born = _day(birth)
    return "" if born is None else f"{age_on(born, on)}歳"


@register.filter
def minutes(value: Any) -> str:
    """35分, 1時間20分"""
    if value in (None, ""):
        return ""
    hours, rest = divmod(int(value), 60)
    return f"{hours}時間{rest}分" if hours and rest else f"{hours}時間" if hours else f"{rest}分"
