"""A table that is sent in (表の取り込み): Excel or CSV, read in the limited process, its faults said at the field."""

from typing import Any

from django import forms

from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import read_rows

from .forms import Form


class TableForm(Form):
    """One file. Whoever asks for a table says its label, its help and how its headings are found (`lines_of`)."""

    table = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}))
    said: list[dict[str, str]] = []

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """Lines by heading, or `Refused` with the reason."""
        raise NotImplementedError

    def clean_table(self) -> None:
        """Headings found, rows read; the reason in words otherwise."""
        try:
            self.said = self.lines_of(read_rows(self.cleaned_data["table"].read()))
        except Refused as no:
            raise forms.ValidationError(no.reason) from no
        if not self.said:
            raise forms.ValidationError("見出しの下に行がありません。")
