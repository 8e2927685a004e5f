"""What a conference and 権利擁護 screening ask; forms never save."""

from typing import Any

from django import forms

from tasuki.people.forms import KeptForm
from tasuki.shared import clock
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .enums import Form, RightsResult


def _text(label: str, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=False, **more)


class ConferenceForm(KeptForm):
    """個別ケース会議・カンファレンス."""

    at = JapaneseDateTimeField(label="いつ")
    form = forms.ChoiceField(label="形式", choices=Form.choices, widget=ChoiceTags, initial=Form.IN_PERSON)
    place = forms.CharField(label="場所", max_length=120, required=False)
    minutes_long = MinutesField(label="時間", required=False)
    agencies = forms.ModelMultipleChoiceField(
        label="出席した機関", queryset=Agency.objects.none(), widget=TagTicks, required=False,
        help_text="あなたの機関は、はじめから入っています。それぞれの根拠は、自動で残ります。",
    )  # fmt: skip
    others = forms.CharField(
        label="ほかの出席者", max_length=300, required=False, help_text="本人・家族、民生委員、学校、事業所など。"
    )
    subject = forms.CharField(label="話しあったこと", max_length=200)
    talked = _text("出された情報・意見")
    decided = _text("決まったこと", help_text="だれが、何を、いつまでに。")
    without_why = _text(
        "開示のない機関・人と話した根拠",
        3,
        help_text="本人の同意、生命・身体の危険、法令など。開かれている機関だけなら、要りません。",
    )
    next_on = WarekiDateField(label="次回", required=False)

    def __init__(self, *args: Any, mine: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agencies"].queryset = Agency.objects.exclude(closed_on__lte=clock.today()).exclude(pk=mine)

    def clean_at(self) -> Any:
        """What has not happened yet is not recorded."""
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("これからの日時です。話しあったあとに記録します。")
        return self.cleaned_data["at"]


class ScreeningForm(KeptForm):
    """権利擁護の検討を求める."""

    reason = forms.CharField(
        label="検討を求めるわけ", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="見たこと・聞いたこと。通報・届出の義務があるときは、この画面と別に行ってください。",
    )  # fmt: skip


class ScreeningAnswerForm(KeptForm):
    """検討の答え."""

    result = forms.ChoiceField(label="結果", choices=RightsResult.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label="答え", widget=forms.Textarea(attrs={"rows": 5}))
