"""The boxes of a sheet's questions (様式の入力欄), made by one helper for every room; nothing here saves."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import tell
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from . import lookup
from .sheet_answers import choices_of
from .sheet_definitions import Field, Section, Sheet, load, newest

YES_NO = [("", "未確認"), ("yes", "はい"), ("no", "いいえ")]
NUMBER = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short", "maxlength": "12"})
# Names of the boxes of added questions: they never meet a column of the room.
ADDED = "added_"


class CountField(forms.IntegerField):
    """A number as people type it: 131,000円, １３万 is not one."""

    default_error_messages = {"invalid": "数字で入力してください。"}

    def to_python(self, value: Any) -> int | None:
        """Half or full width, with or without commas and unit."""
        plain = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip().rstrip("円人")
        return super().to_python(plain)


def shown(kind: str, value: Any) -> Any:
    """A kept answer as the box shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) and value else value


def box(field: Field, on: date, before: Any = None) -> forms.Field:
    """The box for a question."""
    more: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.required}
    if field.kind == "choice":
        return forms.ChoiceField(choices=[("", "（選ばない）"), *_choices(field, on, [before])], **more)
    if field.kind == "choices":
        return forms.MultipleChoiceField(choices=_choices(field, on, before or []), widget=TagTicks, **more)
    if field.kind == "yesno":
        return forms.ChoiceField(choices=YES_NO, widget=ChoiceTags, **more)
    if field.kind in ("number", "money"):
        unit = "円" if field.kind == "money" else "人"
        widget = NUMBER if field.own and field.kind == "number" else Minutes({"maxlength": "12"}, unit=unit)
        return CountField(min_value=0, max_value=10**12, widget=widget, **more)
    if field.kind == "date":
        return WarekiDateField(**more)
    if field.kind == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **more)
    return forms.CharField(max_length=400, **more)


def _choices(field: Field, on: date, before: list[Any]) -> list[tuple[str, str]]:
    """What may be chosen on the day of the sheet, and what was chosen before it was closed."""
    listed = choices_of(field, on)
    known = {code for code, _ in listed}
    return listed + [(code, lookup.label(field.list, code)) for code in before if code and code not in known]


def sheet_form_fields(
    sheet: Sheet, per: str = "one", on: date | None = None, before: Mapping[str, Any] | None = None
) -> dict[str, forms.Field]:
    """The boxes of the questions that have no column, by the name of the box."""
    day, known = on or clock.today(), before or {}
    return {ADDED + key: box(field, day, known.get(key)) for key, field in sheet.asked(per).items()}


class SheetForm:
    """Mixed into a room's form before it: the words and the order of the sheet in force, the added questions beside.

    `sheet_name` is the sheet; `sheet_when` says for which answers a box is shown.
    """

    sheet_name = ""
    sheet_when: dict[str, str] = {}

    def __init__(self, *args: Any, sheet_version: str = "", answers: Mapping[str, Any] | None = None,
                 whole: bool = True, **more: Any) -> None:  # fmt: skip
        self._whole = whole  # a draft that is only kept may leave out what will be required
        self.used = load(self.sheet_name, sheet_version) if sheet_version else newest(self.sheet_name, clock.today())
        before, asked = dict(answers or {}), self.used.asked()
        self._added = sheet_form_fields(self.used, before=before)
        start = {ADDED + key: shown(asked[key].kind, value) for key, value in before.items() if key in asked}
        super().__init__(*args, **more)
        self.initial = start | (self.initial or {})
        self._dress()

    def _dress(self) -> None:
        """Words of the municipality on the boxes of the columns; the added ones at the end."""
        for key, field in self.used.fields().items():
            found = self.fields.get(key) if field.column else None
            if found is not None:
                found.label, found.help_text = field.label, field.help or found.help_text
                tell(found)
        varied = {ADDED + one.key for section in self.used.part() if section.variant for one in section.fields}
        for name, added in self._added.items():
            added.required = added.required and self._whole and name not in varied  # a variant is not asked every time
            tell(added)
            self.fields[name] = added
        self.order_fields([one.key if one.column else ADDED + one.key for one in self.used.fields().values()])

    def boxes(self) -> dict[str, list[tuple[BoundField, str]]]:
        """For the template: by section, the boxes in the order of the sheet, each with when it is shown."""
        found = {}
        for section in self.used.part():
            names = [one.key if one.column else ADDED + one.key for one in section.fields]
            found[section.key] = [(self[name], self.sheet_when.get(name, "")) for name in names if name in self.fields]
        return found

    def added(self) -> dict[str, list[tuple[BoundField, str]]]:
        """For templates with an order of their own: by section, the boxes of the questions without a column."""
        return {
            key: [(box, when) for box, when in rows if box.name in self._added] for key, rows in self.boxes().items()
        }

    def heads(self) -> dict[str, Section]:
        """The sections by key, for their headings."""
        return {section.key: section for section in self.used.part()}

    def own_sections(self) -> list[tuple[Section, list[tuple[BoundField, str]]]]:
        """Sections that the municipality added, with their boxes."""
        boxes = self.boxes()
        return [(section, boxes[section.key]) for section in self.used.part() if section.own]

    def answers(self) -> dict[str, Any]:
        """What the action is given for the questions without a column; an emptied box is an answer too."""
        given = {key: self.cleaned_data.get(ADDED + key) for key in self.used.asked()}
        return {key: None if value in ("", []) else value for key, value in given.items()}

    def room_data(self) -> dict[str, Any]:
        """What was typed into the room's own boxes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self._added}
