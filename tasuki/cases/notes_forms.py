"""What comments, warnings and phrases ask; forms never save."""

import re
from datetime import timedelta
from typing import Any

from django import forms

from tasuki.people.forms import KeptForm
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .enums import ToldOf
from .forms import KNOWINGLY, Warn, listed

MONTHS_AHEAD = 180


class Careful(KeptForm):
    """A form whose texts do not tell where a protected person is, unless knowingly."""

    WATCHED: tuple[str, ...] = ("text",)

    def __init__(self, *args: Any, warn: Warn | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.warn = warn

    def clean(self) -> dict[str, Any]:
        """The same question as for a record."""
        told = super().clean() or self.cleaned_data
        found = self.warn([told.get(name) or "" for name in self.WATCHED]) if self.warn else []
        if found:
            self.fields["knowingly"] = forms.BooleanField(label=KNOWINGLY, required=False)
            if "knowingly" not in self.data:
                self.add_error("text", f"伏せるべき住所が入っています（{'・'.join(found)}）。"
                               "消すか、わかったうえで残すしるしを付けて、もう一度送ってください。")  # fmt: skip
        return told


class Colleagues(forms.ModelMultipleChoiceField):
    """Colleagues to be called, each with where she sits."""

    def label_from_instance(self, obj: Any) -> str:
        """手本 いずみ（地域で支える仕組み研究会）"""
        return f"{obj.name}（{obj.sits_at}）"


class CommentForm(Careful):
    """A word to colleagues."""

    text = forms.CharField(
        label="コメント", max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "data-at": "", "data-phrases": ""}),
        help_text="「@」と打つと、このケースを読める人から選べます。支援の記録は「記録する」に書きます。実績には数えません。",
    )  # fmt: skip
    to = Colleagues(
        label="だれに（@）", queryset=Worker.objects.none(), required=False, widget=TagTicks(attrs={"data-at-list": ""}),
        help_text="呼ばれた人の「きょう」に出ます。呼んでも、開かれていないものは開かれません。",
    )  # fmt: skip

    def __init__(self, *args: Any, readers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = readers

    def clean(self) -> dict[str, Any]:
        """Names typed after @ are called too."""
        told = super().clean()
        said = {
            _plain(name)
            for name in re.findall(r"[@＠]([^\s　、。@＠]+(?:[ 　][^\s　、。@＠]+)?)", told.get("text") or "")
        }
        if said and "to" in told:
            named = [
                one.pk for one in self.fields["to"].queryset if any(word.startswith(_plain(one.name)) for word in said)
            ]
            told["to"] = self.fields["to"].queryset.filter(pk__in=[*named, *(one.pk for one in told["to"])])
        return told


def _plain(name: str) -> str:
    return re.sub(r"[\s　]", "", name)


class WarningForm(Careful):
    """What whoever goes there must know."""

    kind = forms.ChoiceField(label="種類", choices=listed("warning_kind"), widget=ChoiceTags)
    text = forms.CharField(
        label="注意すること", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="どうすればよいかまで書きます。「犬がいる。門の外から電話して、つないでもらってから入る」のように。",
    )  # fmt: skip
    about = forms.ModelChoiceField(
        label="だれについて", queryset=Person.objects.none(), required=False, empty_label="世帯全体"
    )
    review_on = WarekiDateField(
        label="見直す日", help_text="この日が近づくと「きょう」に出ます。古い注意が、いつまでも人を決めつけないために。"
    )
    told = forms.ChoiceField(
        label="本人に伝えたか", choices=ToldOf.choices, widget=forms.RadioSelect,
        help_text="注意事項も、本人が求めれば開示の対象です。伝えていないものは、はじめ黒塗りの案になります。",
    )  # fmt: skip
    told_reason = forms.CharField(label="伝えていない理由", max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, whole: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["review_on"].initial = clock.today() + timedelta(days=MONTHS_AHEAD)
        about = self.fields["about"]
        about.queryset = people
        if not whole:
            about.empty_label, about.required = "選んでください", True
            about.error_messages["required"] = "「だれについて」を選んでください。"

    def clean(self) -> dict[str, Any]:
        """A day ahead; a reason where she was not told."""
        told = super().clean()
        _ahead(self, told)
        return told


class ReviewForm(KeptForm):
    """It still counts."""

    review_on = WarekiDateField(label="次に見直す日")
    told = forms.ChoiceField(label="本人に伝えたか", choices=ToldOf.choices, widget=forms.RadioSelect)
    told_reason = forms.CharField(label="伝えていない理由", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The same."""
        told = super().clean()
        _ahead(self, told)
        return told


def _ahead(form: forms.Form, told: dict[str, Any]) -> None:
    if told.get("review_on") and told["review_on"] <= clock.today():
        form.add_error("review_on", "見直す日は、きょうより後にしてください。")
    if told.get("told") == ToldOf.NOT_TOLD and not (told.get("told_reason") or "").strip():
        form.add_error("told_reason", "伝えていない理由を書いてください。")


class WarningEndForm(KeptForm):
    """It counts no longer."""

    reason = forms.CharField(
        label="終えた理由", max_length=200, help_text="もうあてはまらない、本人と話して要らなくなった など。"
    )


class PhraseForm(KeptForm):
    """One phrase."""

    name = forms.CharField(
        label="呼び名",
        max_length=40,
        help_text="文の中で「;;」に続けて打つことばです。短く。「ふざい」「でんわ」のように。",
    )
    text = forms.CharField(
        label="文", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="〔本人〕〔日付〕〔時刻〕〔わたし〕は、入れるときに、その場で書きかえるしるしです。人の名前や事情は書きません。",
    )  # fmt: skip
    whole = forms.ChoiceField(
        label="だれが使うか",
        choices=[("", "わたしだけ"), ("on", "この機関の人みんな")],
        required=False,
        widget=forms.RadioSelect,
    )
    order = forms.IntegerField(label="並び順", min_value=0, max_value=999, initial=100, required=False)

    def clean_whole(self) -> bool:
        """Whether it is the agency's."""
        return self.cleaned_data["whole"] == "on"

    def clean_order(self) -> int:
        """100 where nothing was said."""
        order = self.cleaned_data["order"]
        return 100 if order is None else order
