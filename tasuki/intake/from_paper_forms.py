"""The 受付票 as it lies on paper, typed from top to bottom (紙から入力)."""

from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.codes.sheet_fields import ADDED
from tasuki.people.enums import Sex
from tasuki.ui.widgets import TagTicks

from .forms import ConsultationForm

# What of the form stands where the paper has one line.
TOGETHER = {
    "person_kana": ("family_kana", "given_kana"), "person_name": ("family_name", "given_name"), "address": ("town", "address"),
    "agency": (), "worker": ("paper_taker",), "at": ("paper_number", "at"),
}  # fmt: skip


class PaperForm(ConsultationForm):
    """The same questions in the order of the paper; lists to be typed into instead of marks to be pressed."""

    paper_number = forms.CharField(
        label="紙の番号", max_length=20, required=False, help_text="用紙の右上。なければ空けます。"
    )
    paper_taker = forms.CharField(
        label="受付者（紙に書いた人）", max_length=80, required=False, help_text="入力する人と同じなら空けます。"
    )
    route = forms.ChoiceField(
        label="どこから", choices=lambda: [("", "選んでください"), *choices("consultation_route")]
    )
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._short: set[str] = set()
        self.fields["at"].initial = None  # as on the paper, never now
        self.fields["words"].help_text = "紙に書いてあるとおりに。"
        for name in ("keep_caller", "about_whom", "rights_screening", "town"):
            self.fields[name].help_text = ""

    def parts(self) -> list[tuple[str, list[Any]]]:
        """(heading, fields) in the order of the paper; what the paper does not ask is left out."""
        found, used = [], set[str]()
        for section in self.used.part():
            names = [name for one in section.fields
                     for name in TOGETHER.get(one.key, (one.key if one.column else ADDED + one.key,))]  # fmt: skip
            names = [name for name in names if name in self.fields and name not in used]
            used.update(names)
            if names:
                found.append((section.label, self._rows(names)))
        return found

    def _rows(self, names: list[str]) -> list[list[Any]]:
        """Short ones beside each other, long ones alone, none out of its order."""
        rows: list[list[Any]] = []
        for name in names:
            short = not isinstance(self.fields[name].widget, forms.Textarea | forms.CheckboxInput | TagTicks)
            if short and rows and len(rows[-1]) == 1 and rows[-1][0].name in self._short:
                rows[-1].append(self[name])
            else:
                rows.append([self[name]])
            if short:
                self._short.add(name)
        return rows

    def consultation(self) -> dict[str, Any]:
        """The fields of the consultation, with the mark that it stood on paper first."""
        return super().consultation() | {"from_paper": True}
