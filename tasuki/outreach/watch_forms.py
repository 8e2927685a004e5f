"""What the long watch asks (長期の見守り); forms never save."""

from typing import Any

from django import forms

from tasuki.cases.forms import listed
from tasuki.people.forms import KeptForm
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.widgets import ChoiceTags, Minutes

from .forms import lines


class WatchForm(KeptForm):
    """Why, how often, who in which order."""

    why = forms.CharField(label="見守るわけ", widget=lines(3), help_text="いまは動かないが、目を離したくないわけ。")
    signs = forms.CharField(
        label="気をつけて見ること", widget=lines(3), required=False, help_text="郵便受け、灯り、声、買い物など。"
    )
    every_days = forms.IntegerField(label="間隔", min_value=1, max_value=400, initial=30, widget=Minutes(unit="日ごと"))
    next_on = WarekiDateField(label="次に見る日", required=False, help_text="空けておくと、間隔から決まります。")
    first = forms.ModelChoiceField(
        label="見る人（1番目）", queryset=Worker.objects.none(), empty_label="選んでください"
    )
    second = forms.ModelChoiceField(
        label="見る人（2番目）", queryset=Worker.objects.none(), required=False, empty_label="いない"
    )
    third = forms.ModelChoiceField(
        label="見る人（3番目）", queryset=Worker.objects.none(), required=False, empty_label="いない",
        help_text="順番に回ります。世帯の支援経過が開かれている機関の職員から選べます。",
    )  # fmt: skip
    others = forms.CharField(
        label="ほかに見てくれている人", max_length=200, required=False, help_text="民生委員、近所の人、配達の人など。"
    )
    TURNS = ("first", "second", "third")

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in self.TURNS:
            self.fields[name].queryset = workers

    def clean_next_on(self) -> Any:
        """Not a day that is over."""
        day = self.cleaned_data["next_on"]
        if day and day < clock.today():
            raise forms.ValidationError("過ぎた日です。")
        return day

    def facts(self) -> dict[str, Any]:
        """As the action wants it; a day left empty stays as it is."""
        data = dict(self.cleaned_data)
        data["workers"] = list(dict.fromkeys(one for name in self.TURNS if (one := data.pop(name))))
        return data if data["next_on"] else {name: value for name, value in data.items() if name != "next_on"}

    @classmethod
    def of(cls, watch: Any, data: Any = None, **more: Any) -> "WatchForm":
        """The form with the watch as it stands."""
        now = {name: getattr(watch, name) for name in ("why", "signs", "every_days", "next_on", "others")}
        return cls(
            data, initial=now | dict(zip(cls.TURNS, watch.turns.values_list("worker", flat=True), strict=False)), **more
        )


class LookForm(KeptForm):
    """One look: as short as it is."""

    at = JapaneseDateTimeField(label="いつ")
    method = forms.ChoiceField(label="どのように", choices=listed("contact_method"), widget=ChoiceTags, initial="visit")
    result = forms.ChoiceField(label="会えたか", choices=listed("contact_result"), widget=ChoiceTags, required=False)
    text = forms.CharField(
        label="ようす", widget=lines(4), help_text="支援経過記録にもなります。二度書く必要はありません。"
    )
    unusual = forms.BooleanField(label="いつもと違う", required=False)
    minutes = MinutesField(label="時間", required=False)
    next_on = WarekiDateField(
        label="次に見る日", required=False, help_text="空けておくと、間隔から決まり、次の人の番になります。"
    )

    def clean_at(self) -> Any:
        """What has not happened yet is not recorded."""
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("これからの日時です。")
        return self.cleaned_data["at"]


class RestForm(KeptForm):
    """休む."""

    until = WarekiDateField(label="いつまで休むか")
    why = forms.CharField(
        label="休むわけ", max_length=200, help_text="入院した、家族が来ている、しばらくそっとしておく など。"
    )


class EndWatchForm(KeptForm):
    """終える."""

    why = forms.CharField(label="終えたわけ", max_length=200)
