"""Forms for residents: few fields, nothing required but the words (住民向けの様式)."""

from typing import Any

from django import forms

from .enums import Trouble
from .reading import Town
from .wording import Words

MOST = 2000


class Plain(forms.Form):
    """A form in the words of the visit: labels with readings, errors in her language."""

    def __init__(self, words: Words, *args: Any, **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, auto_id="f_%s", **kwargs)
        for name, field in self.fields.items():
            field.label = words.get(f"f_{name}") or words[name]
            field.error_messages |= {"required": words.plain("required"), "invalid_choice": words.plain("required")}
            if name in self.errors_of_length:
                field.validators = [_shorter(self.errors_of_length[name], words)]

    errors_of_length: dict[str, int] = {}


def _shorter(most: int, words: Words) -> Any:
    def check(value: str) -> None:
        if len(value) > most:
            raise forms.ValidationError(words.plain("too_long"))

    return check


class WriteForm(Plain):
    """書いて相談する."""

    errors_of_length = {"words": MOST, "name": 60, "contact": 120}
    trouble = forms.ChoiceField(required=False)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 7}))
    area = forms.ChoiceField(required=False)
    name = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    contact = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, town: Town, words: Words, *args: Any, **kwargs: Any) -> None:
        self.town = town
        super().__init__(words, *args, **kwargs)
        self.fields["trouble"].choices = [(one.value, words.plain(f"trouble_{one.value}")) for one in Trouble]
        self.fields["area"].choices = [("", "—"), *((str(area["id"]), area["name"]) for area in town.areas)]

    def told(self) -> dict[str, str]:
        """What was written; without a choice the trouble is unknown."""
        return self.cleaned_data | {"trouble": self.cleaned_data["trouble"] or Trouble.UNKNOWN.value}


class AnswerForm(Plain):
    """返事を見る."""

    number = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
    word = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}))
