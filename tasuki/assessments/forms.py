"""The form of a sheet, made from its definition; forms never save."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from tasuki.codes import lookup
from tasuki.people.forms import KeptForm
from tasuki.staff.models import Draft
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from .definitions import Field, Section, Sheet

YES_NO = [("", "未確認"), ("yes", "はい"), ("no", "いいえ")]


class CountField(forms.IntegerField):
    """A number as people type it: 131,000円, １３万 is not one."""

    default_error_messages = {"invalid": "数字で入力してください。"}

    def to_python(self, value: Any) -> int | None:
        """Half or full width, with or without commas and unit."""
        plain = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip().rstrip("円人")
        return super().to_python(plain)


class PartForm(KeptForm):
    """The questions of the household, or of one person."""

    show_marks = False

    def __init__(
        self, *args: Any, sheet: Sheet, per: str, on: date, initial: dict[str, Any] | None = None, **more: Any
    ) -> None:
        given, self.parts = dict(initial or {}), sheet.part(per)
        kinds = {key: field.kind for key, field in sheet.fields(per).items()}
        shown = {key: _shown(kinds.get(key, ""), value) for key, value in given.items()}
        super().__init__(*args, initial=shown, **more)
        for section in self.parts:
            for field in section.fields:
                self.fields[field.key] = _field(field, on, given.get(field.key))

    def sections(self) -> list[tuple[Section, list[forms.BoundField], list[dict[str, Any]]]]:
        """Sections with their boxes; a paired one as rows of two ticks."""
        return [
            (section, [] if section.paired else [self[field.key] for field in section.fields],
             self._pairs(section) if section.paired else [])
            for section in self.parts
        ]  # fmt: skip

    def _pairs(self, section: Section) -> list[dict[str, Any]]:
        """One row per choice, one tick per column."""
        columns = [self[field.key] for field in section.fields]
        ticks = zip(*(column.subwidgets for column in columns), strict=True)
        return [{"label": row[0].choice_label, "ticks": [(tick, field.label) for tick, field in
                 zip(row, section.fields, strict=True)]} for row in ticks]  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """What the action is given; an emptied box is an answer too."""
        return {key: None if value in ("", []) else value for key, value in self.cleaned_data.items()}


def _shown(kind: str, value: Any) -> Any:
    """A kept answer as the box shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) and value else value


def _field(field: Field, on: date, before: Any) -> forms.Field:
    """The box for a question."""
    more: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    if field.kind == "choice":
        return forms.ChoiceField(choices=[("", "（選ばない）"), *_choices(field, on, [before])], **more)
    if field.kind == "choices":
        return forms.MultipleChoiceField(choices=_choices(field, on, before or []), widget=TagTicks, **more)
    if field.kind == "yesno":
        return forms.ChoiceField(choices=YES_NO, widget=ChoiceTags, **more)
    if field.kind in ("number", "money"):
        return CountField(
            min_value=0, widget=Minutes({"maxlength": "12"}, unit="円" if field.kind == "money" else "人"), **more
        )
    if field.kind == "date":
        return WarekiDateField(**more)
    widget = forms.Textarea(attrs={"rows": 3}) if field.kind == "long" else forms.TextInput()
    return forms.CharField(widget=widget, **more)


def _choices(field: Field, on: date, before: list[Any]) -> list[tuple[str, str]]:
    """What may be chosen on the day of the sheet, and what was chosen before it was closed."""
    listed = lookup.choices(field.list, on)
    known = {code for code, _ in listed}
    return listed + [(code, lookup.label(field.list, code)) for code in before if code and code not in known]


def from_draft(draft: Draft, **more: Any) -> PartForm:
    """The part as it was left in a draft, without complaints."""
    form = PartForm(MultiValueDict(draft.fields), **more)
    form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
    return form
