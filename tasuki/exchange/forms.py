"""The table that is brought in."""

from django import forms

from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import read_rows
from tasuki.ui.forms import Form

from .lines import MOST, rows_said

MOST_LETTERS = 900_000  # what is kept between reading and taking in


class TableForm(Form):
    """A table of places."""

    table = forms.FileField(
        label="場所の表", help_text=f"Excel（xlsx）か CSV、{MOST:,}行まで。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip
    said: list[dict[str, str]] = []

    def clean_table(self):
        """Headings found, rows read; the reason in words otherwise."""
        try:
            self.said = rows_said(read_rows(self.cleaned_data["table"].read()))
        except Refused as no:
            raise forms.ValidationError(no.reason) from no
        if not self.said:
            raise forms.ValidationError("見出しの下に行がありません。")
        if sum(len(str(row)) for row in self.said) > MOST_LETTERS:
            raise forms.ValidationError("表の文字が多すぎます。行を分けて、二回に取り込んでください。")
