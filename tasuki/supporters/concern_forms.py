"""What the desk asks about what was noticed (気になること)."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Agency, Area
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags

from .enums import ConcernStatus, Worry
from .models import Supporter


class InboxFilter(FilterForm):
    """State and worry."""

    state = forms.ChoiceField(
        label="状態", required=False, choices=[("", "終わっていないもの"), *ConcernStatus.choices, ("all", "すべて")]
    )
    worry = forms.ChoiceField(label="心配の度合い", required=False, choices=[("", "すべて"), *Worry.choices])


class HearForm(Form):
    """Told to the desk by telephone or at the counter."""

    worry = forms.ChoiceField(label="どのくらい心配か", choices=Worry.choices, widget=ChoiceTags)
    kind = forms.ChoiceField(label="どんなこと", widget=forms.RadioSelect)
    where = forms.CharField(
        label="だれ・どこのこと", max_length=200, help_text="聞いたまま。名前がわからなくてもかまいません。"
    )
    words = forms.CharField(label="見たこと・聞いたこと", max_length=1000, widget=forms.Textarea)
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="わからない",
        help_text="圏域と種類で、届け先の窓口が決まります。",
    )  # fmt: skip
    supporter = forms.ModelChoiceField(
        label="知らせた協力員", queryset=Supporter.objects.none(), required=False, empty_label="登録のない人",
        help_text="あなたの窓口に登録している人から選べます。",
    )  # fmt: skip
    reporter_name = forms.CharField(label="知らせた人の名前", max_length=80, required=False)
    reporter_contact = forms.CharField(label="知らせた人の連絡先", max_length=120, required=False)
    wants_contact = forms.BooleanField(label="窓口からの連絡がほしい", required=False)

    def __init__(self, *args: Any, worker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = lookup.choices("concern_kind")
        self.fields["area"].queryset = Area.objects.all()
        self.fields["supporter"].queryset = Supporter.objects.visible_to(worker).helping()


class AnswerForm(Form):
    """A word from the fixed list."""

    status = forms.ChoiceField(label="協力員への返事", widget=forms.RadioSelect)
    note = forms.CharField(
        label="窓口の覚え", max_length=200, required=False, help_text="何をしたか。協力員には見えません。"
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(value, words) for value, _, words in ways]
        if ways and not self.is_bound:
            self.initial["status"] = ways[0][0]


class NoteForm(Form):
    """What the desk did."""

    text = forms.CharField(
        label="したこと", max_length=300, help_text="「電話した」「見に行った」など。協力員には見えません。"
    )


class PassForm(Form):
    """To another desk."""

    agency = forms.ModelChoiceField(label="回す先", queryset=Agency.objects.none(), empty_label="選んでください")
    reason = forms.CharField(
        label="回すわけ", max_length=120, help_text="回したあと、あなたの窓口からは見えなくなります。"
    )

    def __init__(self, *args: Any, concern: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None).exclude(pk=concern.agency_id)
