"""`format_html` and `conditional_escape` for rows: without Django's care for lazy texts, which was a tenth of a list of fifty.

And the list of choices, which as a template with a file for each option was a third of a page with four of them.
"""

from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.utils.safestring import SafeString


def escaped(value: Any) -> str:
    """As it may stand in a page; what is safe already stays. Lazy texts become texts."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def filled(pattern: str, *values: Any) -> SafeString:
    """The pattern with the values in its {}, each escaped."""
    return SafeString(pattern.format(*map(escaped, values)))


def select(widget: dict[str, Any]) -> SafeString:
    """A list of choices from what `django.forms.Select.get_context` tells."""
    groups = []
    for group, options, _ in widget["optgroups"]:
        listed = "".join(
            f'\n  <option value="{escaped(one["value"])}"{flatatt(one["attrs"])}>{escaped(one["label"])}</option>'
            for one in options
        )
        groups.append(f'\n  <optgroup label="{escaped(group)}">{listed}\n  </optgroup>' if group else listed)
    begin = f'<select name="{escaped(widget["name"])}"{flatatt(widget["attrs"])}>'
    return SafeString(f"{begin}{''.join(groups)}\n</select>")
