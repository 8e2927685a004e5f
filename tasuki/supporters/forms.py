"""What is asked about supporters, badges, routes (協力員の登録と設定)."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.shared.kana import katakana
from tasuki.tenancy.models import Agency, Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from .enums import Stream, SupporterKind


class SupporterFilter(FilterForm):
    """Words, badge, area, offer."""

    words = forms.CharField(label="名前・カナ・登録番号", required=False)
    badge = forms.ChoiceField(label="バッジ", required=False)
    area = forms.ChoiceField(label="圏域", required=False)
    offer = forms.ChoiceField(label="できること", required=False)
    ended = forms.BooleanField(label="期間の終わった人も出す", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["badge"].choices = [("", "すべて"), *lookup.choices("supporter_badge")]
        self.fields["offer"].choices = [("", "すべて"), *lookup.choices("help_kind")]
        self.fields["area"].choices = [("", "すべて"), *((str(area.pk), area.name) for area in Area.objects.all())]


class SupporterForm(Form):
    """協力員・協力団体の登録."""

    kind = forms.ChoiceField(
        label="種別", choices=SupporterKind.choices, initial=SupporterKind.PERSON, widget=ChoiceTags
    )
    name = forms.CharField(label="氏名・名称", max_length=80)
    kana = forms.CharField(label="カナ", max_length=120, required=False)
    contact_person = forms.CharField(
        label="担当の人", max_length=80, required=False, help_text="団体・事業所のときだけ。"
    )
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="決めない")
    phone = forms.CharField(label="電話", max_length=40, required=False)
    email = forms.CharField(label="メール", max_length=120, required=False)
    address = forms.CharField(label="住所", max_length=160, required=False)
    offers = forms.MultipleChoiceField(
        label="できること", required=False, widget=TagTicks, help_text="「ちょっと困った」や訪問を頼むときに使います。"
    )
    contact_agreed = forms.BooleanField(
        label="窓口から連絡してよい", required=False, help_text="本人の承諾があるとき。本人専用のページにも要ります。"
    )
    since = WarekiDateField(label="登録した日", required=False, help_text="書かなければ、きょうです。")
    until = WarekiDateField(label="任期・登録のおわり", required=False)
    note = forms.CharField(label="メモ", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["offers"].choices = lookup.choices("help_kind")

    def clean_kana(self) -> str:
        """Hiragana becomes katakana."""
        return katakana(self.cleaned_data["kana"])

    def clean(self) -> dict[str, Any]:
        """A term that does not end before it begins."""
        told = super().clean()
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", "おわりの日が、登録した日より前です。")
        if not told.get("since"):
            told.pop("since", None)
        return told


class TrainingForm(Form):
    """研修の受講."""

    training = forms.ChoiceField(label="研修", widget=forms.RadioSelect)
    on = WarekiDateField(label="受けた日")
    note = forms.CharField(label="メモ", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = lookup.choices("supporter_training")


class BadgeForm(Form):
    """バッジ."""

    badge = forms.ChoiceField(label="バッジ", widget=forms.RadioSelect)
    since = WarekiDateField(label="いつから", required=False, help_text="書かなければ、きょうからです。")
    until = WarekiDateField(label="いつまで", required=False, help_text="書かなければ、設定の任期になります。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["badge"].choices = lookup.choices("supporter_badge")


class RouteForm(Form):
    """届け先の決まり."""

    stream = forms.ChoiceField(label="何の", choices=Stream.choices, initial=Stream.CONCERN, widget=ChoiceTags)
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="どの圏域でも"
    )
    kind = forms.ChoiceField(label="種類", required=False)
    agency = forms.ModelChoiceField(label="届け先", queryset=Agency.objects.none(), empty_label="選んでください")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None)
        self.fields["kind"].choices = kinds("どの種類でも")

    def clean(self) -> dict[str, Any]:
        """The kind belongs to what is brought."""
        told = super().clean()
        lists = {Stream.CONCERN: "concern_kind", Stream.MESSAGE: "consultation_topic"}
        kind, stream = told.get("kind"), told.get("stream")
        if kind and stream and kind not in dict(lookup.ever(lists[Stream(stream)])):
            self.add_error("kind", "「何の」に合う種類を選んでください。")
        return told


class TryForm(FilterForm):
    """Where would it go?"""

    stream = forms.ChoiceField(label="何が", choices=Stream.choices, required=False)
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="わからない")
    kind = forms.ChoiceField(label="種類", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["kind"].choices = kinds("わからない")


def kinds(first: str) -> list[Any]:
    """The kinds of both streams, each under its heading."""
    return [
        ("", first), (str(Stream.CONCERN.label), lookup.choices("concern_kind")),
        (str(Stream.MESSAGE.label), lookup.choices("consultation_topic")),
    ]  # fmt: skip


def _number(label: str, unit: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, help_text=help_text, widget=Minutes(unit=unit),
        error_messages={"invalid": "数字で入力してください。"},
    )  # fmt: skip


class HelpSettingsForm(Form):
    """見守りの数."""

    answer_days = _number(
        "気になることに返事をする期限", "開庁日", 30, "すぎると「きょう」に赤く出て、所管課にも出ます。"
    )
    link_days = _number("本人専用のページが使える日数", "日", 1100)
    ending_days = _number("任期のおわりを知らせる日数", "日", 400)
    per_link_hour = _number("ひとりが1時間に送れる数", "件", 100, "こえると、電話番号と、少し待つことを伝えます。")
    per_link_day = _number("ひとりが1日に送れる数", "件", 500)
    per_machine_hour = _number(
        "同じ端末から1時間に送れる数", "件", 1000, "集会所の端末など、何人かで使うこともあります。"
    )
    phone = forms.CharField(
        label="電話の窓口", max_length=40, required=False, help_text="協力員のページと手紙に出ます。"
    )
    phone_hours = forms.CharField(label="電話の受付時間", max_length=80, required=False)


class BadgeRuleForm(Form):
    """バッジの決まり."""

    badge = forms.ChoiceField(label="バッジ")
    training = forms.ChoiceField(label="要る研修", required=False)
    months = forms.IntegerField(label="任期", required=False, min_value=1, max_value=120, widget=Minutes(unit="か月"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["badge"].choices = lookup.choices("supporter_badge")
        self.fields["training"].choices = [("", "研修は要らない"), *lookup.choices("supporter_training")]
