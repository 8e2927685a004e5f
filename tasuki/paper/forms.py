"""What is asked when the town's own form is read in, tied and put in force."""

from typing import Any

from django import forms

from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form

from .own import Form as Shown
from .sheets import SHEETS


class UploadForm(Form):
    """A file of the town."""

    sheet = forms.ChoiceField(label="どの様式か", choices=[(key, kind.name) for key, kind in SHEETS.items()])
    name = forms.CharField(label="名前", max_length=80, required=False, help_text="空けておくと様式の名前になります。")
    file = forms.FileField(
        label="ファイル", help_text="Excel（xlsx）か Word（docx）、3MBまで。いま使っている、何も書きこんでいない用紙を選びます。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )  # fmt: skip


class TieForm(Form):
    """The field of one cell."""

    sheet = forms.CharField(widget=forms.HiddenInput)
    at = forms.CharField(widget=forms.HiddenInput)
    field = forms.ChoiceField(label="このセルに書くこと", required=False)

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections: dict[str, list[tuple[str, str]]] = {}
        for one in shown.places:
            label = f"{one.label}（下へくりかえす）" if one.repeats else one.label
            sections.setdefault(one.section, []).append((one.key, label))
        self.fields["field"].choices = [("", "何も書かない"), *sections.items()]  # type: ignore[attr-defined]


class PutForm(Form):
    """From when."""

    valid_from = WarekiDateField(label="使いはじめる日", initial=clock.today)


class EmptyForm(Form):
    """How many empty 受付票."""

    count = forms.IntegerField(
        label="枚数", min_value=1, max_value=10, initial=10, help_text="一度に10枚まで。番号は続きます。"
    )
    variant = forms.ChoiceField(
        label="どちらの票か", choices=[("with", "本人同意あり（申込みと署名の欄つき）"), ("without", "本人同意なし")]
    )
