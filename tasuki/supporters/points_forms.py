"""What is asked about activities and points (ポイントの入力)."""

from datetime import datetime, timedelta

from django import forms

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.ui.fields import ClockField, MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form

from .points_enums import Per


class HolderFilter(FilterForm):
    """Somebody by name."""

    words = forms.CharField(label="名前", required=False)


class TimesForm(Form):
    """A day, when it began, how long it took."""

    on = WarekiDateField(label="した日", initial=clock.today)
    begin = ClockField(label="はじめた時刻")
    minutes = MinutesField(label="かかった時間")

    def clean_minutes(self):
        """At least a minute."""
        if not self.cleaned_data["minutes"]:
            raise forms.ValidationError("1分以上にしてください。")
        return self.cleaned_data["minutes"]

    def times(self) -> tuple[datetime, datetime]:
        """From when to when."""
        told = self.cleaned_data
        starts_at = clock.at(told["on"], f"{told['begin']:%H:%M}")
        return starts_at, starts_at + timedelta(minutes=told["minutes"])


class ActivityForm(TimesForm):
    """What a supporter did, as the desk writes it down."""

    kind = forms.ChoiceField(label="活動")
    place = forms.CharField(
        label="場所", max_length=120, required=False, help_text="サロンや施設の名前。人の家は「自宅」とだけ。"
    )
    words = forms.CharField(label="したこと", max_length=200, required=False, help_text="相手の名前は書きません。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "選んでください"), *lookup.choices("supporter_activity")]
        self.order_fields(["kind", "on", "begin", "minutes", "place", "words"])


class OutsideActivityForm(ActivityForm):
    """The same on a supporter's own page (本人専用のページ)."""


class ApproveForm(Form):
    """Activities ticked for approval."""

    activities = forms.MultipleChoiceField(
        label="承認する活動", error_messages={"required": "承認する活動を選んでください。"}
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = {str(one.pk): one for one in waiting}
        self.fields["activities"].choices = [(key, key) for key in self.waiting]
        self.fields["activities"].error_messages["required"] = "承認する活動を選んでください。"

    def chosen(self):
        """The activities themselves."""
        return [self.waiting[key] for key in self.cleaned_data["activities"]]


class SpendForm(Form):
    """How many points for what."""

    points = forms.IntegerField(label="使うポイント", min_value=1, max_value=1_000_000)
    use = forms.ChoiceField(label="使い道")
    on = WarekiDateField(label="使った日", initial=clock.today)
    words = forms.CharField(label="摘要", max_length=120, required=False, help_text="例：商品券 5枚、子ども食堂へ寄付")

    def __init__(self, *args, balance, **kwargs):
        super().__init__(*args, **kwargs)
        self.balance = balance
        self.fields["use"].choices = [("", "選んでください"), *lookup.choices("point_use")]
        self.fields["points"].help_text = f"いま {balance} ポイントあります。"

    def clean_points(self):
        """Not more than there are."""
        points = self.cleaned_data["points"]
        if points > self.balance:
            raise forms.ValidationError(f"残りは{self.balance}ポイントです。")
        return points

    def clean_on(self):
        """Not ahead."""
        if (day := self.cleaned_data["on"]) > clock.today():
            raise forms.ValidationError("先の日付では記録できません。")
        return day


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label="わけ", max_length=200)


class PointRuleForm(Form):
    """What an activity is worth from a day on."""

    kind = forms.ChoiceField(label="活動", required=False)
    per = forms.ChoiceField(label="数え方", choices=Per, widget=forms.RadioSelect, initial=Per.HALF_HOUR)
    points = forms.IntegerField(label="ポイント", min_value=0, max_value=10_000, initial=0,
                                help_text="合わせた上限だけを決めるときは0のままにします。")  # fmt: skip
    day_limit = forms.IntegerField(label="1日の上限", min_value=0, max_value=1_000_000, required=False)
    year_limit = forms.IntegerField(label="年度の上限", min_value=0, max_value=1_000_000, required=False)
    valid_from = WarekiDateField(label="いつから", initial=clock.today)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "すべての活動を合わせた上限"), *lookup.choices("supporter_activity")]

    def clean(self):
        """An activity without points is no rule."""
        told = super().clean()
        if told.get("kind") and not told.get("points") and "points" not in self.errors:
            self.add_error("points", "ポイントを入力してください。")
        return told
