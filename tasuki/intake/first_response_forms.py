"""What a rule of the first response asks."""

from typing import Any

from django import forms

from tasuki.people.forms import ticked
from tasuki.shared import clock
from tasuki.tenancy.models import Agency, Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, Minutes

from .first_response_models import FirstResponse, Hours


class FirstResponseForm(Form):
    """初動の決まり."""

    name = forms.CharField(label="どんなとき", max_length=80, help_text="窓口の職員に、わけとして見えることばです。")
    topics = ticked("consultation_topic", "相談の内容（選ばなければ、どの内容でも）")
    least = forms.IntegerField(
        label="いくつ以上あてはまるとき", min_value=1, max_value=9, initial=1, widget=Minutes(unit="つ"),
        help_text="2つ以上にすると、複合した相談・はざまの相談のための決まりになります。",
    )  # fmt: skip
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="どの圏域でも"
    )
    hours = forms.ChoiceField(label="時間", choices=Hours.choices, initial=Hours.ANY, widget=ChoiceTags)
    agency = forms.ModelChoiceField(label="初動の窓口", queryset=Agency.objects.none(), empty_label="選んでください")
    valid_from = WarekiDateField(
        label="使いはじめる日", required=False, help_text="空けておくと「ためし」です。過去の相談で確かめられます。"
    )
    valid_to = WarekiDateField(label="使い終わる日", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["agency"].queryset = Agency.objects.exclude(closed_on__lte=clock.today())

    def clean(self) -> dict[str, Any]:
        """An end after the beginning."""
        told = super().clean()
        since, until = told.get("valid_from"), told.get("valid_to")
        if until and (since is None or until < since):
            self.add_error("valid_to", "使いはじめる日より前の日です。")
        return told

    @classmethod
    def of(cls, rule: FirstResponse, data: Any = None) -> "FirstResponseForm":
        """The form with the rule as it stands."""
        return cls(data, initial={name: getattr(rule, name) for name in cls.base_fields})
