"""The form of a sheet, made from its definition; forms never save."""

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from tasuki.codes.sheet_definitions import Section, Sheet
from tasuki.codes.sheet_fields import box, shown
from tasuki.people.forms import KeptForm
from tasuki.staff.models import Draft
from tasuki.ui.forms import tell


class PartForm(KeptForm):
    """The questions of the household, or of one person."""

    show_marks = False

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        per: str,
        on: date,
        initial: dict[str, Any] | None = None,
        whole: bool = False,
        **more: Any,
    ) -> None:
        given, self.parts = dict(initial or {}), sheet.part(per)
        kinds = {key: field.kind for key, field in sheet.fields(per).items()}
        begun = {key: shown(kinds.get(key, ""), value) for key, value in given.items()}
        super().__init__(*args, initial=begun, **more)
        for section in self.parts:
            for field in section.fields:
                self.fields[field.key] = box(field, on, given.get(field.key))
                self.fields[field.key].required = field.required and whole  # a draft may leave it out
                tell(self.fields[field.key])

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

    def _written(self, name: str) -> bool:
        """Whether the box holds something as the page is shown."""
        return self[name].value() not in (None, "", [])

    def progress(self) -> tuple[int, int]:
        """How many questions are answered, of how many."""
        return sum(self._written(name) for name in self.fields), len(self.fields)

    def marks(self, prefix: str) -> list[tuple[str, str, bool]]:
        """Sections with their anchors, and whether something is written in each."""
        return [
            (one.label, f"s-{prefix}-{one.key}", any(self._written(field.key) for field in one.fields))
            for one in self.parts
        ]

    def answers(self) -> dict[str, Any]:
        """What the action is given; an emptied box is an answer too."""
        return {key: None if value in ("", []) else value for key, value in self.cleaned_data.items()}


def from_draft(draft: Draft, **more: Any) -> PartForm:
    """The part as it was left in a draft, without complaints."""
    form = PartForm(MultiValueDict(draft.fields), **more)
    form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
    return form
