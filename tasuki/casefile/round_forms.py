"""What a round asks: what was the same, then each household; forms never save."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasuki.cases.forms import listed
from tasuki.cases.notes_forms import Careful
from tasuki.outreach.actions import RESULTS
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.widgets import ChoiceTags, TagTicks

NEED = "アウトリーチの訪問として数えるときは、会えたか・会えなかったかを選んでください。"


class SharedForm(Careful):
    """Once for all of them."""

    at = JapaneseDateTimeField(label="いつ")
    method = forms.ChoiceField(label="どのように", choices=listed("contact_method"), widget=ChoiceTags, initial="visit")
    minutes = MinutesField(label="時間（ひとつのケースあたり）", required=False)
    worker_count = forms.IntegerField(label="対応した職員の人数", min_value=1, max_value=30, initial=1,
                                      error_messages={"invalid": "人数は数字で入力してください。"})  # fmt: skip
    fellow_workers = forms.CharField(label="いっしょに対応した人", max_length=200, required=False)
    text = forms.CharField(
        label="どのケースにも書くこと", required=False, widget=forms.Textarea(attrs={"rows": 3, "data-phrases": ""}),
        help_text="選んだケースすべての記録のはじめに入ります。ほかの世帯のことは書きません。",
    )  # fmt: skip

    def clean_at(self) -> Any:
        """What has not happened yet is not recorded."""
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("これからの日時です。")
        return self.cleaned_data["at"]


class LineForm(Careful):
    """One household."""

    text = forms.CharField(
        label="このケースのこと", required=False, widget=forms.Textarea(attrs={"rows": 3, "data-phrases": ""})
    )
    result = forms.ChoiceField(label="会えたか", choices=listed("contact_result", "（選ばない）"), required=False)
    minutes = MinutesField(label="時間（上とちがうとき）", required=False)
    about = forms.MultipleChoiceField(label="だれについて", required=False, widget=TagTicks)
    next_on = WarekiDateField(label="次回予定日", required=False)
    next_text = forms.CharField(label="次回すること", max_length=200, required=False)
    as_visit = forms.BooleanField(label="アウトリーチの訪問として数える", required=False, initial=True)

    def __init__(self, *args: Any, people: Iterable[Person], whole: bool, approach: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.persons = {str(one.pk): one for one in people}
        self.fields["about"].choices = [(key, str(one)) for key, one in self.persons.items()]
        self.approach, self.whole = approach, whole
        if approach is None:
            del self.fields["as_visit"]

    def clean(self) -> dict[str, Any]:
        """Several persons only where the whole household is open; a next day that is to come."""
        told = super().clean()
        if len(told.get("about") or []) > 1 and not self.whole:
            self.add_error("about", "世帯全体の支援経過が開かれていないため、ひとりだけ選べます。")
        if told.get("next_on") and told["next_on"] < clock.today():
            self.add_error("next_on", "過ぎた日付です。これからの日を入力してください。")
        return told

    def counts(self, method: str) -> bool:
        """Whether the result is missing that a visit of the approach needs."""
        told = self.cleaned_data
        if told.get("as_visit") and method in ("visit", "accompany") and told.get("result") not in RESULTS:
            self.add_error("result", NEED)
            return False
        return True

    def line(self) -> dict[str, Any]:
        """Arguments of `RoundLine`."""
        told = dict(self.cleaned_data)
        about = [self.persons[key] for key in told.pop("about")]
        alone = about[0] if len(about) == 1 else None
        approach = self.approach if told.pop("as_visit", False) else None
        told.pop("knowingly", None)
        return {**told, "about": alone, "persons": tuple(about) if len(about) > 1 else (), "approach": approach}
