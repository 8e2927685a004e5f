"""What is chosen when two registrations become one."""

from typing import Any

from django import forms

from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .models import Person
from .sameness import FIELDS, different


class MergeForm(Form):
    """One choice for each field of which the two registrations say something else."""

    sure = forms.BooleanField(label="同じ人だと確かめました。")

    def __init__(self, *args: Any, keep: Person, drop: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sure = self.fields.pop("sure")
        for field, (mine, other) in different(keep, drop).items():
            self.fields[field] = forms.ChoiceField(
                label=FIELDS[field], choices=[("keep", mine), ("drop", other)], initial="keep", widget=ChoiceTags
            )
        self.fields["sure"] = sure

    def chosen(self) -> dict[str, str]:
        """For the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class SameHomeForm(Form):
    """Two households are one."""

    sure = forms.BooleanField(label="同じ世帯だと確かめました。")
