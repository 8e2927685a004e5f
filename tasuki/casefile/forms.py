"""What the ending of a case asks."""

from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.people.forms import KeptForm
from tasuki.shared import clock
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import WarekiDateField

from .care import care_of
from .enums import Risk


class CloseForm(KeptForm):
    """終結: why, what was done, who goes on, when to look again."""

    reason = forms.ChoiceField(label="終結の理由", choices=lambda: choices("closing_reason"), widget=forms.RadioSelect,
                               help_text="解決していなくても、終えることがあります。")  # fmt: skip
    note = forms.CharField(label="終結のまとめ", widget=forms.Textarea(attrs={"rows": 6}),
                           help_text="してきたこと、変わったこと、残っていること。")  # fmt: skip
    destination = forms.CharField(label="これからのつなぎ先", max_length=120, required=False)
    risk = forms.ChoiceField(
        label="終えたあとの気がかり", choices=[*Risk.choices, ("", "確かめる日を自分で決める")], required=False,
        widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    follow_up_on = WarekiDateField(
        label="その後を確かめる日", required=False,
        help_text="気がかりを選んだときは、そこから決まります。",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        care = care_of()
        told = [
            (key, f"{label}（{'・'.join(f'{days}日後' for days in care.check_days(key))}）")
            for key, label in Risk.choices
        ]
        self.fields["risk"].choices = [*told, ("", "確かめる日を自分で決める")]

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


class FirstDeskForm(KeptForm):
    """初動の窓口: which, and why another than the suggested one."""

    agency = forms.ModelChoiceField(label="初動の窓口", queryset=Agency.objects.none(), empty_label=None)
    reason = forms.CharField(label="示された窓口と別にするわけ", max_length=200, required=False)

    def __init__(self, *args: Any, page: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.page = page
        field = self.fields["agency"]
        field.queryset = Agency.objects.filter(pk__in=[desk.agency.pk for desk in page.desks])
        first = page.choice.chosen if page.choice else page.suggestion.agency if page.suggestion else None
        field.initial = first.pk if first else None

    def clean(self) -> dict[str, Any]:
        """The reason where the choice is another."""
        told = super().clean()
        found, chosen = self.page.suggestion, told.get("agency")
        if found and chosen and chosen.pk != found.agency.pk and not told.get("reason", "").strip():
            self.add_error("reason", "別の窓口にするわけを書いてください。あとで決まりを直す手がかりになります。")
        return told

    @property
    def desks(self) -> list[tuple[Any, bool]]:
        """Every desk and whether it is ticked."""
        now = str(self["agency"].value() or "")
        return [(desk, str(desk.agency.pk) == now) for desk in self.page.desks]
