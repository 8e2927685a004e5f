"""What is asked before a case is opened in an emergency, and of those who review it."""

from typing import Any

from django import forms

from tasuki.people.forms import BirthField
from tasuki.shared.partial_date import parse_partial_date
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .enums import EmergencyKind, EmergencyVerdict
from .rules import LEAST_REASON, SHORT_REASON


class EmergencyForm(Form):
    """Which case, what danger, why; and that she has read what follows."""

    number = forms.CharField(
        label="ケース番号", max_length=20, required=False, widget=forms.TextInput(attrs={"class": "middle"}),
        help_text="わかるときは番号で。わからないときは、下の氏名と生年月日で求めます。",
    )  # fmt: skip
    name = forms.CharField(
        label="氏名（またはカナ）",
        max_length=120,
        required=False,
        help_text="登録と同じ氏名の全部。一部では開きません。",
    )
    birth = BirthField(label="生まれた年（わかれば年月日）")
    kind = forms.ChoiceField(label="何の危険か", choices=EmergencyKind.choices, widget=ChoiceTags)
    reason = forms.CharField(
        label="緊急に開く理由", widget=forms.Textarea, max_length=1000,
        help_text="20文字以上。いま何が起きていて、何を知る必要があるか。氏名は書かずに。主担当の機関と個人情報保護責任者が読みます。",
    )  # fmt: skip
    sure = forms.BooleanField(
        label="主担当の機関と個人情報保護責任者に直ちに知らされ、あとで必ず確かめられることを、わかったうえで開きます。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth"].help_text = "「昭和15年」「1940/1/2」のように。「およそ」では開きません。"

    def clean_reason(self) -> str:
        """A reason, not a word."""
        reason: str = self.cleaned_data["reason"]
        if len(reason.strip()) < LEAST_REASON:
            raise forms.ValidationError(SHORT_REASON)
        return reason

    def clean(self) -> dict[str, Any]:
        """A number, or a whole name with at least the year of birth."""
        told = super().clean() or self.cleaned_data
        if not told.get("number") and "number" not in self.errors and "birth" not in self.errors:
            born = parse_partial_date(told.get("birth") or "")
            if not told.get("name"):
                self.add_error("number", "ケース番号か、氏名と生まれた年を入力してください。")
            elif born.year is None or born.about:
                self.add_error("birth", "氏名で求めるときは、生まれた年を「昭和20年」のように入力してください。")
        return told

    def asked(self) -> dict[str, Any]:
        """For the action."""
        return {name: self.cleaned_data[name] for name in ("number", "name", "birth", "kind", "reason")}


class ReviewForm(Form):
    """確かめ: the verdict, and what follows."""

    verdict = forms.ChoiceField(
        label="確かめの結果", choices=EmergencyVerdict.choices, widget=ChoiceTags,
        help_text="「経過観察」は、もう一度確かめるまで「確かめ待ち」に残ります。",
    )  # fmt: skip
    note = forms.CharField(
        label="確かめたこと・このあとすること", widget=forms.Textarea, required=False, max_length=1000,
        help_text="本人や開いた職員に確かめたこと、これからの手当て。氏名は書かずに。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What was not in order, or is to be watched, needs a sentence."""
        told = super().clean() or self.cleaned_data
        if told.get("verdict") in (EmergencyVerdict.UNFIT, EmergencyVerdict.WATCH) and not told.get("note"):
            self.add_error("note", "「不適切」「経過観察」のときは、このあとすることを書いてください。")
        return told
