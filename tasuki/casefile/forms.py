"""What the ending of a case asks."""

from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.people.forms import KeptForm
from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField


class CloseForm(KeptForm):
    """終結: why, what was done, who goes on, when to look again."""

    reason = forms.ChoiceField(label="終結の理由", choices=lambda: choices("closing_reason"), widget=forms.RadioSelect,
                               help_text="解決していなくても、終えることがあります。")  # fmt: skip
    note = forms.CharField(label="終結のまとめ", widget=forms.Textarea(attrs={"rows": 6}),
                           help_text="してきたこと、変わったこと、残っていること。")  # fmt: skip
    destination = forms.CharField(label="これからのつなぎ先", max_length=120, required=False)
    follow_up_on = WarekiDateField(label="その後を確かめる日", required=False)

    def clean_follow_up_on(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["follow_up_on"]
        if day and day <= clock.today():
            raise forms.ValidationError("これからの日付を入力してください。")
        return day


class ReopenForm(KeptForm):
    """再開."""

    reason = forms.CharField(label="再開するわけ", widget=forms.Textarea(attrs={"rows": 4}))


class FollowUpForm(KeptForm):
    """その後."""

    on = WarekiDateField(label="確かめた日", initial=clock.today)
    text = forms.CharField(label="その後のようす", widget=forms.Textarea(attrs={"rows": 5}))

    def clean_on(self) -> Any:
        """Not a day to come."""
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError("これからの日付です。")
        return self.cleaned_data["on"]
