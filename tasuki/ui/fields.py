"""Form fields that read Japanese dates, times and minutes as people type them (入力の読み取り)."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from .widgets import ClockInput, DateTimeBoxes, Minutes, WarekiInput

DATE_ERROR = "日付は「R8.11.22」「令和8年11月22日」「2026/11/22」のように入力してください。"
TIME_ERROR = "時刻は「14:05」のように入力してください。"
MINUTES_ERROR = "時間は「35」「35分」「1時間20分」のように入力してください。"

_CLOCK = re.compile(r"(?P<noon>午前|午後)?(?P<h>\d{1,2})(?::|時)?(?P<m>\d{2}|(?<=[:時])\d)?分?")
_MINUTES = re.compile(r"(?:(?P<h>\d+)(?:時間|:))?(?:(?P<m>\d+)分?)?")


class WarekiDateField(forms.Field):
    """A date typed in 和暦 or 西暦; gives a `datetime.date` or None."""

    widget = WarekiInput
    default_error_messages = {"invalid": DATE_ERROR}

    def to_python(self, value: Any) -> datetime.date | None:
        """Reads the date; a text that is not one is an error at the field."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.date):
            return value
        from tasuki.shared.calendar_jp import parse_date

        try:
            return parse_date(str(value))
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The same day in another spelling is no change."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class ClockField(forms.Field):
    """A time of day: 14:05, 1405, 14時5分, 午後2時."""

    widget = ClockInput
    default_error_messages = {"invalid": TIME_ERROR}

    def to_python(self, value: Any) -> datetime.time | None:
        """Reads the time; half or full width."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value)))
        found = _CLOCK.fullmatch(text)
        try:
            hour = int(found["h"]) if found else -1
            if found and found["noon"] == "午後" and hour < 12:
                hour += 12
            return datetime.time(hour, int(found["m"] or 0) if found else -1)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong


class JapaneseDateTimeField(forms.MultiValueField):
    """When it happened: a date box and a time box, at first now (日時)."""

    widget = DateTimeBoxes
    default_error_messages = {"invalid": f"{DATE_ERROR}{TIME_ERROR}"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _now)
        super().__init__((WarekiDateField(), ClockField()), **kwargs)

    def compress(self, data_list: list[Any]) -> datetime.datetime | None:
        """Joins the two boxes into one moment in the time zone of the town."""
        if not data_list:
            return None
        moment = datetime.datetime.combine(data_list[0], data_list[1])
        return timezone.make_aware(moment)


class MinutesField(forms.Field):
    """How long it took, as whole minutes (所要時間): 35, 35分, 1時間20分."""

    widget = Minutes
    default_error_messages = {
        "invalid": MINUTES_ERROR,
        "too_long": "24時間をこえています。分で入力してください。",
    }

    def to_python(self, value: Any) -> int | None:
        """Reads the minutes; half or full width."""
        if value in self.empty_values:
            return None
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value)))
        found = _MINUTES.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        minutes = int(found["h"] or 0) * 60 + int(found["m"] or 0)
        if minutes > 24 * 60:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        return minutes


def _now() -> datetime.datetime:
    """The moment the form is shown."""
    from tasuki.shared import clock

    return clock.now()
