"""What is asked when the town's own form is read in, tied and put in force."""

from typing import Any

from django import forms

from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form

from .own import Form as Shown
from .sheets import SHEETS
from .ticks import labels
from .ties import Tie


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
        where = (
            (self.data.get("sheet"), self.data.get("at"))
            if self.is_bound
            else (self.initial["sheet"], self.initial["at"])
        )
        self.words = self._ask_of_boxes(
            next((one for one in shown.ties if (one.sheet, one.at) == where and one.ticks), None), shown
        )

    def _ask_of_boxes(self, tie: Tie | None, shown: Shown) -> list[str]:
        """For every box of the cell, which answer its words stand for; the town has words of its own."""
        if tie is None or tie.tag or tie.place.kind in ("tick", "long"):
            return []
        words = list(dict.fromkeys(filter(None, labels(tie.text, shown.beside(tie)))))[:24]
        for n, word in enumerate(words):
            chosen = tie.means.get(word, "")
            answers = [("", "同じことばのとき"), *((one, one) for one in tie.place.options)]
            self.fields[f"box-{n}"] = (
                forms.ChoiceField(label=f"□{word} に印を付ける答え", choices=answers, required=False, initial=chosen)
                if tie.place.options
                else forms.CharField(
                    label=f"□{word} に印を付ける答え（ちがうことばのときだけ）",
                    max_length=80,
                    required=False,
                    initial=chosen,
                )
            )
        return words

    def clean(self) -> dict[str, Any]:
        """The answers of the boxes by the words beside them."""
        told = super().clean() or {}
        told["means"] = {word: told.pop(f"box-{n}", "") for n, word in enumerate(self.words)}
        return told


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
