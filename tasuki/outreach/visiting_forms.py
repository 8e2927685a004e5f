"""What is asked about visits by supporters (訪問サービス)."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.supporters.models import Supporter
from tasuki.supporters.outside_forms import OutsideTurnForm
from tasuki.tenancy.models import Area
from tasuki.ui.fields import JapaneseDateTimeField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import Minutes


class ApplyForm(Form):
    """申込み."""

    person = forms.ModelChoiceField(
        label="本人", queryset=Person.objects.none(), required=False, empty_label="登録していない"
    )
    called = forms.CharField(
        label="呼び名（名だけ）",
        max_length=40,
        help_text="訪問する人に伝わるのは、これと時間と落ち合うところだけです。氏は書きません。",
    )
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="わからない")
    meeting = forms.CharField(
        label="落ち合うところ", max_length=120, required=False,
        help_text="訪問する人が「行きます」と答えてから伝わります。はじめは「包括の窓口」などで。",
    )  # fmt: skip
    when = forms.CharField(label="来てほしい日・時間", max_length=120, required=False)
    wishes = forms.CharField(label="本人の希望", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    care = forms.CharField(
        label="気をつけること", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="窓口だけが見ます。訪問する人には伝わりません。",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = people


class VisitorForm(Form):
    """訪問する人, the most suitable first, with reasons and misses."""

    supporter = forms.ChoiceField(label="訪問する人", widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nobody = not candidates
        self.people = {str(one.supporter.pk): one.supporter for one in candidates}
        self.fields["supporter"].choices = [(str(one.supporter.pk), _said(one)) for one in candidates]

    def chosen(self) -> Supporter:
        """Whoever was picked."""
        return self.people[self.cleaned_data["supporter"]]


def _said(one: Any) -> str:
    misses = f"；{'・'.join(one.misses)}" if one.misses else ""
    return f"{one.supporter}（{'・'.join(one.reasons)}{misses}）"


def _tomorrow() -> datetime:
    """A first proposal: tomorrow afternoon."""
    return clock.at(clock.today() + timedelta(days=1), "14:00")


class PlanForm(Form):
    """訪問の日."""

    at = JapaneseDateTimeField(label="いつ", initial=_tomorrow)
    minutes = forms.IntegerField(
        label="時間", min_value=5, max_value=480, initial=30, widget=Minutes(),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip
    supporter = forms.ChoiceField(label="行く人", help_text="行けないと答えがあったときは、代わりの人を選びます。")

    def __init__(self, *args: Any, candidates: list[Any], visitor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nobody = not candidates
        self.people = {str(one.supporter.pk): one.supporter for one in candidates}
        self.fields["supporter"].choices = [(str(one.supporter.pk), _said(one)) for one in candidates]
        self.fields["supporter"].initial = str(visitor.pk) if visitor else None

    def clean_at(self) -> Any:
        """A visit is planned ahead."""
        at = self.cleaned_data["at"]
        if at and at <= clock.now():
            raise forms.ValidationError("これからの日時を入力してください。")
        return at

    def told(self) -> dict[str, Any]:
        """As `plan_visit` takes it."""
        return self.cleaned_data | {"supporter": self.people[self.cleaned_data["supporter"]]}


class EndVisitingForm(Form):
    """終える."""

    reason = forms.CharField(label="終えるわけ", max_length=200)


class ReportForm(OutsideTurnForm):
    """She told by telephone how it was."""
