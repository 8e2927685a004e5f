"""What is asked of a session or event (開催・催し) and of a booking (会場の予約)."""

from datetime import datetime
from typing import Any

from django import forms

from tasuki.shared import clock
from tasuki.tenancy.models import Area
from tasuki.ui.fields import ClockField, MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import TagTicks

from .groups_forms import groups_to_choose
from .models import Place


class SessionFilter(FilterForm):
    """To come or held, area."""

    when = forms.ChoiceField(label="いつ", required=False, choices=[("", "これから"), ("past", "これまで")])
    area = forms.ChoiceField(label="圏域", required=False)
    public = forms.BooleanField(label="住民に見せるものだけ", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "すべて"), *((str(area.pk), area.name) for area in Area.objects.all())]


class SessionForm(Form):
    """When, where, what, how many."""

    title = forms.CharField(label="題", max_length=120, required=False, help_text="いつもの集まりなら空けておけます。")
    group = forms.ModelChoiceField(label="グループ", queryset=None, required=False, empty_label="なし")
    place = forms.ModelChoiceField(label="場所", queryset=Place.objects.none(), required=False, empty_label="なし")
    on = WarekiDateField(label="日", initial=clock.today)
    start = ClockField(label="はじまり", required=False)
    end = ClockField(label="おわり", required=False)
    what = forms.CharField(
        label="内容", max_length=400, required=False, widget=forms.Textarea, help_text="個人の名前は書きません。"
    )
    attended = forms.IntegerField(
        label="来た人（人）", required=False, min_value=0, max_value=9999, help_text="これからの催しは空けておきます。"
    )
    members = forms.MultipleChoiceField(
        label="来た人（名簿から）", required=False, widget=TagTicks, help_text="名簿のあるグループだけ。"
    )
    first_timers = forms.IntegerField(label="はじめての人（人）", required=False, min_value=0, max_value=9999)
    helpers = forms.IntegerField(label="手伝った人（人）", required=False, min_value=0, max_value=9999)
    minutes = MinutesField(label="職員がかかわった時間", required=False)
    shown_to_public = forms.BooleanField(label="催しとして住民に見せる", required=False)

    def __init__(self, *args, worker, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_to_choose(worker)
        self.fields["place"].queryset = Place.objects.filter(closed=False)
        self.members = {str(one.pk): one for one in members}
        self.fields["members"].choices = [(key, one.name) for key, one in self.members.items()]
        if not self.members:
            del self.fields["members"]

    def clean(self) -> dict[str, Any]:
        """A group or a place; an end after the start; those who came in numbers that fit."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not told.get("group") and not told.get("place"):
            self.add_error("group", "グループか場所のどちらかを選んでください。")
        start, end = told.get("start"), told.get("end")
        if end and not start:
            self.add_error("start", "はじまりの時刻も入力してください。")
        elif start and end and end <= start:
            self.add_error("end", "おわりの時刻を、はじまりより後にしてください。")
        if told.get("on") and told["on"] > clock.today() and told.get("attended") is not None:
            self.add_error("attended", "先の日の人数は入れられません。終わってから入れてください。")
        if (told.get("first_timers") or 0) > (told.get("attended") or 0) and told.get("attended") is not None:
            self.add_error("first_timers", "来た人の数より多くなっています。")
        return told

    def facts(self) -> dict[str, Any]:
        """The arguments of the actions."""
        told = dict(self.cleaned_data)
        told["minutes"] = told.get("minutes") or 0
        if self.members:
            told["members"] = [self.members[key] for key in told["members"]]
            if told.get("attended") is None and told["members"]:
                told["attended"] = len(told["members"])
        return told


class BookingForm(Form):
    """A room for a time."""

    group = forms.ModelChoiceField(label="グループ", queryset=None, required=False, empty_label="なし")
    used_by = forms.CharField(label="使う団体", max_length=80, required=False, help_text="登録していない団体のとき。")
    on = WarekiDateField(label="日")
    start = ClockField(label="はじまり")
    end = ClockField(label="おわり")
    note = forms.CharField(label="覚え書き", max_length=200, required=False, help_text="例：いすを20脚、鍵は事務所")

    def __init__(self, *args, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_to_choose(worker)

    def clean(self) -> dict[str, Any]:
        """Somebody uses it."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not told.get("group") and not told.get("used_by"):
            self.add_error("used_by", "グループを選ぶか、使う団体の名前を入力してください。")
        return told

    def refuse(self, reason: str) -> None:
        """What the rule says of the time, at its field."""
        self.add_error("start", reason)

    def times(self) -> tuple[datetime, datetime]:
        """The moments in the town's time."""
        day = self.cleaned_data["on"]
        start, end = (datetime.combine(day, self.cleaned_data[name], tzinfo=clock.JAPAN) for name in ("start", "end"))
        return start, end

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        start, end = self.times()
        told = {name: self.cleaned_data[name] for name in ("group", "used_by", "note")}
        return told | {"start": start, "end": end}
