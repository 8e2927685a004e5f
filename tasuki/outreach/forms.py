"""What an approach and a visit ask; forms never save."""

from typing import Any

from django import forms

from tasuki.cases.forms import listed
from tasuki.codes import lookup
from tasuki.people.forms import KeptForm
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm
from tasuki.ui.widgets import ChoiceTags

from .models import Met, Stage

# How one goes to somebody (codes contact_method); meetings and papers are records, not visits.
METHODS = ("visit", "accompany", "interview", "phone", "mail_sns", "letter", "online", "gathering")


def lines(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def ways() -> list[tuple[str, str]]:
    """Choices of `METHODS`."""
    return [choice for choice in lookup.choices("contact_method") if choice[0] in METHODS]


class NextForm(KeptForm):
    """A form that ends with when and who next."""

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["next_on"] = WarekiDateField(label="次に行く日", required=False)
        self.fields["next_worker"] = forms.ModelChoiceField(
            label="次に行く人", queryset=workers, required=False, empty_label="（自分）"
        )
        self.fields["next_note"] = forms.CharField(label="次にすること", max_length=200, required=False)

    def clean_next_on(self) -> Any:
        """A date to come."""
        on = self.cleaned_data["next_on"]
        if on and on < clock.today():
            raise forms.ValidationError("過ぎた日付です。これからの日を入力してください。")
        return on


class BeginForm(NextForm):
    """On what ground, whom, what for."""

    person = forms.ModelChoiceField(
        label="本人", queryset=Person.objects.none(), required=False, empty_label="世帯全体"
    )
    stage = forms.ChoiceField(label="段階", choices=Stage.choices, widget=ChoiceTags, initial=Stage.FINDING)
    before_consent = forms.ChoiceField(
        label="本人の同意",
        choices=[("yes", "同意前から始める"), ("no", "同意を得ている")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    ground = forms.ChoiceField(
        label="同意前の根拠", choices=listed("outreach_ground", "選んでください"), required=False
    )
    ground_note = forms.CharField(label="根拠の説明", widget=lines(3), required=False,
                                  help_text="どの会議の決定か、どんな心配か、なぜいまなのか。")  # fmt: skip
    how_found = forms.CharField(label="把握の経緯", widget=lines(2), required=False)
    aim = forms.CharField(label="関わりの目標", widget=lines(2), required=False)
    how = forms.CharField(label="接触の方法と頻度", max_length=200, required=False)
    key_person = forms.CharField(label="キーパーソン", max_length=120, required=False)
    risk = forms.CharField(label="気をつけること", widget=lines(2), required=False)

    def __init__(self, *args: Any, persons: Any, whole: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        person = self.fields["person"]
        person.queryset = persons
        if not whole:
            person.empty_label, person.required = "選んでください", True
            person.error_messages["required"] = "「本人」を選んでください。"

    def clean(self) -> dict[str, Any]:
        """Ground and explanation before consent."""
        data = super().clean()
        data["before_consent"] = data.get("before_consent") == "yes"
        if data["before_consent"]:
            if not data.get("ground"):
                self.add_error("ground", "「同意前の根拠」を選んでください。")
            if not data.get("ground_note", "").strip():
                self.add_error("ground_note", "「根拠の説明」を入力してください。")
        return data


class ChangeForm(NextForm):
    """How it goes on: the ground on which it began stays as it was written."""

    how_found = forms.CharField(label="把握の経緯", widget=lines(2), required=False)
    aim = forms.CharField(label="関わりの目標", widget=lines(2), required=False)
    how = forms.CharField(label="接触の方法と頻度", max_length=200, required=False)
    key_person = forms.CharField(label="キーパーソン", max_length=120, required=False)
    risk = forms.CharField(label="気をつけること", widget=lines(2), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["next_on", "next_worker", "next_note"])

    @classmethod
    def of(cls, approach: Any, data: Any, workers: Any) -> "ChangeForm":
        """As it stands; a day gone by is asked anew."""
        told = {key: getattr(approach, key) for key in ("aim", "how", "key_person", "risk", "how_found", "next_note")}
        ahead = approach.next_on if approach.next_on and approach.next_on >= clock.today() else None
        return cls(data, initial=told | {"next_on": ahead, "next_worker": approach.next_worker_id}, workers=workers)


class VisitForm(NextForm):
    """A visit, met or not."""

    at = JapaneseDateTimeField(label="いつ")
    met = forms.ChoiceField(label="会えたか", choices=Met.choices, widget=ChoiceTags,
                            help_text="会えなかった訪問、断られた訪問も、一件の訪問です。")  # fmt: skip
    who_met = forms.CharField(label="会えた人", max_length=120, required=False)
    method = forms.ChoiceField(label="どのように", choices=ways, widget=ChoiceTags, initial="visit")
    worker_count = forms.IntegerField(label="訪問した職員の人数", min_value=1, max_value=30, initial=2,
                                      error_messages={"invalid": "人数は数字で入力してください。"})  # fmt: skip
    fellow_workers = forms.CharField(label="いっしょに行った人", max_length=200, required=False)
    minutes = MinutesField(label="時間", required=False)
    place = forms.CharField(label="場所", max_length=80, required=False)
    text = forms.CharField(
        label="内容",
        widget=forms.Textarea(attrs={"rows": 7, "data-phrases": ""}),
        help_text="見たこと・聞いたこと。本人のことばは、そのまま「」で。",
    )
    view = forms.CharField(label="所見（見立て）", widget=lines(3), required=False, help_text="事実と分けて書きます。")

    def clean_at(self) -> Any:
        """What has not happened yet is not recorded."""
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("これからの日時です。予定は「次に行く日」に書いてください。")
        return self.cleaned_data["at"]


class AdvanceForm(KeptForm):
    """The stage now reached."""

    stage = forms.ChoiceField(label="段階", widget=forms.RadioSelect)
    note = forms.CharField(label="補足", max_length=200, required=False)

    def __init__(self, *args: Any, now: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["stage"].choices = [choice for choice in Stage.choices if choice[0] != now]


class EndForm(KeptForm):
    """Why it is over."""

    reason = forms.CharField(label="終えた理由", max_length=200, help_text="「本人から電話が来るようになった」など。")


class ListFilter(FilterForm):
    """Whose approaches."""

    who = forms.ChoiceField(
        label="だれの",
        required=False,
        choices=[("mine", "わたしの"), ("agency", "自分の機関の"), ("all", "見られるすべて")],
    )
    stage = forms.ChoiceField(label="段階", required=False, choices=[("", "すべて"), *Stage.choices])
