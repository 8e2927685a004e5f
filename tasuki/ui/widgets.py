"""Controls that several rooms share (入力の部品)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone


class WarekiInput(forms.TextInput):
    """One text box for a date in 和暦 or 西暦; the reading is shown beside it at once.

    `age=True` also shows the age today, for dates of birth.
    """

    template_name = "ui/forms/widgets/wareki.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, age: bool = False) -> None:
        base = {"autocomplete": "off", "data-wareki": "age" if age else "date"}
        super().__init__({**base, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A date as R8.11.22; what was typed stays as typed."""
        if isinstance(value, datetime.datetime):
            value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if isinstance(value, datetime.date):
            from tasuki.shared.calendar_jp import wareki_short

            return wareki_short(value)
        return super().format_value(value)


class ClockInput(forms.TextInput):
    """A time of day as HH:MM (時刻)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"autocomplete": "off", "inputmode": "numeric", "class": "clock", "maxlength": "8"}
        super().__init__({**base, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """14:05, without seconds."""
        if isinstance(value, datetime.time | datetime.datetime):
            return f"{value:%H:%M}"
        return super().format_value(value)


class DateTimeBoxes(forms.MultiWidget):
    """A date box and a time box side by side (日時)."""

    template_name = "ui/forms/widgets/boxes.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        date, clock = WarekiInput({"aria-label": "日付"}), ClockInput({"aria-label": "時刻"})
        super().__init__({"date": date, "time": clock}, attrs)

    def decompress(self, value: datetime.datetime | None) -> list[Any]:
        """Splits a moment into its date and its time on the clock of the town."""
        if value is None:
            return [None, None]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.date(), local.time()]


class Minutes(forms.TextInput):
    """A number of minutes with its unit behind the box (分)."""

    template_name = "ui/forms/widgets/unit.html"
    unit = "分"

    def __init__(self, attrs: dict[str, Any] | None = None, *, unit: str = "") -> None:
        base = {"inputmode": "numeric", "autocomplete": "off", "class": "short", "maxlength": "6"}
        super().__init__({**base, **(attrs or {})})
        self.unit = unit or self.unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hands the unit to the template."""
        return super().get_context(name, value, attrs) | {"unit": self.unit}


class TagTicks(forms.CheckboxSelectMultiple):
    """Many short labels to tick, wrapping like tags (あてはまるもの)."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "tags", **(attrs or {})}, choices)


class ChoiceTags(forms.RadioSelect):
    """One of a few short labels, side by side (ひとつ選ぶ)."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "tags", **(attrs or {})}, choices)
